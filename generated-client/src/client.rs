//! The client: what it is made from, what can be set on it, and the one path that every call takes.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use tracing::{Instrument, debug, debug_span};

use crate::auth::Auth;
use crate::context::{Any, Application, ServedBy, Webhook, sealed::Kind};
use crate::decode::{Decode, DecodeError, Path, Retries, decode_wrapped};
use crate::envelope::{self, Envelope, Time, Unusable};
use crate::error::{
    ApiError, Error, Failure, InvalidRequest, InvalidValue, SetupError, TransportError, TransportProblem,
};
use crate::method::Method;
use crate::raw::{RawCall, RawRequest};
use crate::transport::{Answer, Body, Transport};

/// A connection to one portal.
///
/// Cheap to clone; clones share their connections. `K` tells what it was made from and so what it may call:
/// [`Client::from_webhook`] gives a `Client<Webhook>`, [`Client::from_token`] a `Client<Application>`, and both convert
/// into `Client`, which is `Client<Any>`.
///
/// ```no_run
/// use bitrix24::Client;
///
/// # async fn example() -> Result<(), bitrix24::Error> {
/// let client = Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
/// let deal = client.raw("crm.deal.get").param("id", 1).send().await?;
/// println!("{}", deal["TITLE"]);
/// # Ok(())
/// # }
/// ```
pub struct Client<K = Any> {
    shared: Arc<Shared>,
    kind: PhantomData<fn() -> K>,
}

#[derive(Clone)]
struct Shared {
    auth: Arc<Auth>,
    transport: Transport,
    options: Options,
}

#[derive(Clone)]
struct Options {
    timeout: Duration,
    max_answer: usize,
}

/// The server gives up on a call after 60 seconds; a little more lets its answer arrive.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(65);
const DEFAULT_MAX_ANSWER: usize = 64 * 1024 * 1024;
const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("bitrix24-rust/", env!("CARGO_PKG_VERSION")));

impl Client<Webhook> {
    /// A client from the URL of an incoming webhook, such as `https://portal.bitrix24.com/rest/1/code/`.
    ///
    /// Does not connect. The URL must be https, or http to this machine.
    ///
    /// # Errors
    ///
    /// When the URL is not a webhook's, or when the system has no CA certificates; see [`Error::is_setup`]. The error
    /// does not repeat the URL, which is a secret.
    pub fn from_webhook(url: &str) -> Result<Self, Error> {
        Self::new(Auth::from_webhook(url))
    }
}

impl Client<Application> {
    /// A client from a portal's address, such as `portal.bitrix24.com`, and an application's access token.
    ///
    /// Does not connect. A token lives for an hour; after that every call fails with `expired_token`.
    ///
    /// # Errors
    ///
    /// When the address is not a portal's, when the token is empty, or when the system has no CA certificates; see
    /// [`Error::is_setup`].
    pub fn from_token(portal: &str, token: &str) -> Result<Self, Error> {
        Self::new(Auth::from_token(portal, token))
    }
}

impl<K: Kind> Client<K> {
    fn new(auth: Result<Auth, SetupError>) -> Result<Self, Error> {
        let auth = Arc::new(auth.map_err(Error::setup)?);
        let transport = Transport::new(&USER_AGENT).map_err(Error::setup)?;
        let options = Options { timeout: DEFAULT_TIMEOUT, max_answer: DEFAULT_MAX_ANSWER };
        Ok(Self { shared: Arc::new(Shared { auth, transport, options }), kind: PhantomData })
    }

    /// The same client with another time limit for a whole call, from connecting to the last byte. Default: 65 seconds.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
    /// client.with_timeout(Duration::from_secs(5)).raw("profile").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with(|shared| shared.options.timeout = timeout)
    }

    /// The same client with another limit for the size of an answer in bytes. Default: 64 MiB.
    #[must_use = "the client itself stays as it is"]
    pub fn with_max_answer(&self, bytes: usize) -> Self {
        self.with(|shared| shared.options.max_answer = bytes)
    }

    /// The same client under another name in the `User-Agent` header; the vendor asks integrations to name themselves.
    ///
    /// # Errors
    ///
    /// When the name has characters that a header cannot hold.
    pub fn with_user_agent(&self, name: &str) -> Result<Self, Error> {
        let value = HeaderValue::from_str(name).map_err(|_| Error::setup(SetupError::UserAgent(name.to_owned())))?;
        let transport = Transport::new(&value).map_err(Error::setup)?;
        Ok(self.with(|shared| shared.transport = transport))
    }

    /// The portal's host name.
    pub fn portal(&self) -> &str {
        self.shared.auth.portal().host_str().unwrap_or_default()
    }

    /// Calls a method by its name, also one that this crate has no function for.
    pub fn raw(&self, method: &str) -> RawCall<&Self> {
        RawCall::new(self, method)
    }

    /// Sends a request that was built before, and gives its result.
    pub async fn call<M: Method>(&self, request: &M) -> Result<M::Output, Error<M::ErrorKind>>
    where
        M::Context: ServedBy<K>,
    {
        self.answer(request).await.map(|answer| answer.result)
    }

    /// Sends a request that was built before, and gives its result with what the server said beside it.
    pub async fn answer<M: Method>(&self, request: &M) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>>
    where
        M::Context: ServedBy<K>,
    {
        self.shared.call(request).await
    }

    fn with(&self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = Shared::clone(&self.shared);
        change(&mut shared);
        Self { shared: Arc::new(shared), kind: PhantomData }
    }
}

/// A call as a future that owns all it needs.
pub(crate) type Outcome<M> =
    Pin<Box<dyn Future<Output = Result<<M as Method>::Output, Error<<M as Method>::ErrorKind>>> + Send>>;

impl<K> Client<K> {
    /// The call as a future of its own; the kind of the client was checked before.
    pub(crate) fn start<M: Method>(&self, request: Result<M, InvalidRequest>) -> Outcome<M> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let request = request.map_err(|problem| Error::invalid(M::NAME, problem))?;
            shared.call(&request).await.map(|answer| answer.result)
        })
    }
}

/// A result, and what the server said beside it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiAnswer<T> {
    /// The result.
    pub result: T,
    /// How many rows there are in all, where the method counts them.
    pub total: Option<i64>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
    /// How long the server worked.
    pub time: Option<Time>,
}

impl Shared {
    async fn call<M: Method>(&self, request: &M) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>> {
        request.check(self.auth.authorization()).map_err(|problem| Error::invalid(request.name(), problem))?;
        let body = self.encode(request)?;
        let span = debug_span!("bitrix24.call", method = request.name(), portal = self.auth.portal().host_str());
        async {
            let started = Instant::now();
            let outcome = self.exchange(request, body).await;
            let elapsed = started.elapsed();
            match &outcome {
                Ok(_) => debug!(?elapsed, "answered"),
                Err(error) => debug!(?elapsed, status = error.status(), %error, "failed"),
            }
            outcome
        }
        .instrument(span)
        .await
    }

    fn encode<M: Method>(&self, request: &M) -> Result<Vec<u8>, Error<M::ErrorKind>> {
        let name = request.name();
        let refuse = |problem| Error::invalid(name, InvalidRequest::new(M::NAME, "(method)", problem));
        RawRequest::check_name(name).map_err(refuse)?;
        let encoded = serde_json::to_value(request).map(|parameters| self.auth.attach(parameters));
        encoded.and_then(|body| serde_json::to_vec(&body)).map_err(|error| refuse(InvalidValue::not_json(&error)))
    }

    async fn exchange<M: Method>(
        &self,
        request: &M,
        body: Vec<u8>,
    ) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>> {
        let Options { timeout, max_answer } = self.options;
        let url = self.auth.endpoint(request.name(), request.version());
        let answer = self.transport.post(url, body, timeout, max_answer).await;
        let answer = answer.map_err(|error| lost(request.name(), error))?;
        self.read(request, answer)
    }

    fn read<M: Method>(&self, request: &M, answer: Answer) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>> {
        let (name, status) = (request.name(), answer.status);
        let raw = match &answer.body {
            Body::Whole(bytes) => bytes.clone(),
            Body::TooLarge => bytes::Bytes::new(),
        };
        let redact = |text| self.auth.redact(text);
        let Envelope { result, total, next, time } = match envelope::open(answer, self.options.max_answer, redact) {
            Ok(envelope) => envelope,
            Err(Unusable::Refused(refusal)) => {
                let error = ApiError::new(refusal);
                let may_have_run = !error.surely_did_not_run();
                return Err(Error::new(name, Failure::Api(error), may_have_run));
            }
            Err(Unusable::Broken(problem)) => {
                let may_have_run = !problem.surely_did_not_run();
                return Err(Error::new(name, Failure::Answer(problem), may_have_run));
            }
        };
        match decode::<M>(result) {
            Ok(result) => Ok(ApiAnswer { result, total, next, time }),
            Err(problem) => {
                let (problem, body) = (problem.redacted(redact), redact(envelope::excerpt(&raw)));
                Err(Error::new(name, Failure::Decode { status, problem, body }, true))
            }
        }
    }
}

fn decode<M: Method>(result: serde_json::Value) -> Result<M::Output, DecodeError> {
    let retries = Retries::default();
    let root = Path::root("result", &retries);
    match M::WRAPPED_IN {
        None => M::Output::decode(result, &root),
        Some(wrapper) => decode_wrapped(result, wrapper, &root),
    }
}

fn lost<K>(method: &str, error: TransportError) -> Error<K> {
    let may_have_run = error.problem != TransportProblem::Connect;
    Error::new(method, Failure::Transport(error), may_have_run)
}

impl<K> Clone for Client<K> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), kind: PhantomData }
    }
}

impl<K: Kind> fmt::Debug for Client<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client<{}>({})", K::NAME, self.portal())
    }
}

impl From<Client<Webhook>> for Client<Any> {
    fn from(client: Client<Webhook>) -> Self {
        Self { shared: client.shared, kind: PhantomData }
    }
}

impl From<Client<Application>> for Client<Any> {
    fn from(client: Client<Application>) -> Self {
        Self { shared: client.shared, kind: PhantomData }
    }
}
