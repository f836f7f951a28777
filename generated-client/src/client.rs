//! The client: what it is made from, and the types around a call. The way of a call is in `call`, what can be set on a
//! client in `options`.

mod options;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{Instrument, debug, debug_span};

use crate::auth::Auth;
use crate::batch::{Command, Given};
use crate::call::{Answered, Options, Outgoing, Shared};
use crate::context::{Any, Application, ServedBy, Webhook, sealed::Kind};
use crate::decode::{Decode, DecodeError, Path, Retries, decode_wrapped};
use crate::envelope::{self, Time};
use crate::error::{Error, Failure, InvalidRequest, InvalidValue, Lost, SetupError};
use crate::limits::RateLimit;
use crate::method::{Method, Version};
use crate::raw::{RawCall, RawRequest};
use crate::retry::{Policy, Repeat};
use crate::transport::{self, Transport};

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

/// The server gives up on a call after 60 seconds; a little more lets its answer arrive.
const TIMEOUT: Duration = Duration::from_secs(65);
const DEADLINE: Duration = Duration::from_mins(5);
const ATTEMPTS: u32 = 8;
const MAX_ANSWER: usize = 64 * 1024 * 1024;

const DEFAULTS: Options = Options {
    timeout: TIMEOUT,
    deadline: DEADLINE,
    max_answer: MAX_ANSWER,
    policy: Policy { repeat: Repeat::BySpec, attempts: ATTEMPTS },
    limit: None,
};

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
    pub(crate) fn new(auth: Result<Auth, SetupError>) -> Result<Self, Error> {
        Self::make(auth).map_err(Error::setup)
    }

    pub(crate) fn make(auth: Result<Auth, SetupError>) -> Result<Self, SetupError> {
        Ok(Self::over(auth?, transport::standard()?))
    }

    pub(crate) fn over(auth: Auth, transport: Arc<dyn Transport>) -> Self {
        // This machine is no portal of the vendor's cloud, and has no limits unless it is told some.
        let limit = (!auth.is_here()).then(RateLimit::standard);
        let shared = Shared { auth: Arc::new(auth), transport, options: Options { limit, ..DEFAULTS }, gatherer: None };
        Self { shared: Arc::new(shared), kind: PhantomData }
    }

    /// The portal's host name.
    pub fn portal(&self) -> String {
        self.shared.auth.host()
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
}

/// A call as a future that owns all it needs.
pub(crate) type Outcome<M> =
    Pin<Box<dyn Future<Output = Result<<M as Method>::Output, Error<<M as Method>::ErrorKind>>> + Send>>;

impl<K> Client<K> {
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

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
        let out = outgoing(request).map_err(|problem| Error::invalid(request.name(), problem))?;
        let span = debug_span!(
            "bitrix24.call",
            otel.kind = "client",
            rpc.system = "bitrix24",
            rpc.method = request.name(),
            server.address = self.auth.host(),
        );
        async {
            let started = Instant::now();
            let outcome = match self.send(&out, M::BATCH).await {
                Ok(answered) => read::<M>(&self.auth, request.name(), answered),
                Err(lost) => Err(Error::lost(request.name(), lost)),
            };
            let elapsed = started.elapsed();
            match &outcome {
                Ok(_) => debug!(?elapsed, "answered"),
                Err(error) => debug!(?elapsed, http.response.status_code = error.status(), %error, "failed"),
            }
            outcome
        }
        .instrument(span)
        .await
    }

    /// The same with other options.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut shared = self.clone();
        // Calls that are sent together are sent by one client's options.
        shared.gatherer = shared.gatherer.map(|gatherer| Arc::new(gatherer.another()));
        change(&mut shared);
        shared
    }

    /// Sends a request, with others if that is wanted and possible.
    pub(crate) async fn send(&self, out: &Outgoing<'_>, may_batch: bool) -> Result<Answered, Lost> {
        let gatherer = self.gatherer.as_ref().filter(|_| may_batch && out.version == Version::V2);
        let command = gatherer.and_then(|gatherer| Some((gatherer, Command::new(String::new(), out).ok()?)));
        let Some((gatherer, command)) = command else {
            return self.exchange(out, self.budget()).await;
        };
        gatherer.call(self, command).await.map(Given::answered)
    }
}

/// The result as its method's spec says that it is.
pub(crate) fn read<M: Method>(
    auth: &Auth,
    name: &str,
    answered: Answered,
) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>> {
    let Answered { envelope, status, raw, attempts } = answered;
    match decode::<M>(envelope.result) {
        Ok(result) => Ok(ApiAnswer { result, total: envelope.total, next: envelope.next, time: envelope.time }),
        Err(problem) => Err(unreadable(auth, name, status, problem, &raw).after(attempts)),
    }
}

/// A result that is not what its method's spec says.
pub(crate) fn unreadable<K>(auth: &Auth, name: &str, status: u16, problem: DecodeError, raw: &[u8]) -> Error<K> {
    let redact = |text| auth.redact(text);
    let (problem, body) = (problem.redacted(redact), redact(envelope::excerpt(raw)));
    Error::new(name, Failure::Decode { status, problem, body }, true)
}

/// A request stripped of its type.
pub(crate) fn outgoing<M: Method>(request: &M) -> Result<Outgoing<'_>, InvalidRequest> {
    let name = request.name();
    let refuse = |problem| InvalidRequest::new(M::NAME, "(method)", problem);
    RawRequest::check_name(name).map_err(refuse)?;
    let parameters = serde_json::to_value(request).map_err(|error| refuse(InvalidValue::not_json(&error)))?;
    Ok(Outgoing { name, version: request.version(), effect: request.effect(), parameters })
}

fn decode<M: Method>(result: serde_json::Value) -> Result<M::Output, DecodeError> {
    let retries = Retries::default();
    let root = Path::root("result", &retries);
    match M::WRAPPED_IN {
        None => M::Output::decode(result, &root),
        Some(wrapper) => decode_wrapped(result, wrapper, &root),
    }
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
