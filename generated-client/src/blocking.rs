//! The same functions without `.await`, for programs that have no async runtime.
//!
//! Every generated function takes this client too; then `send()` blocks and gives the result itself. It may be used from
//! any thread, also inside an async runtime, where it blocks the thread that it is called on.
//!
//! ```no_run
//! # fn main() -> Result<(), bitrix24::Error> {
//! let client = bitrix24::blocking::Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
//! let deal = client.raw("crm.deal.get").param("id", 1).send()?;
//! println!("{}", deal["TITLE"]);
//! # Ok(())
//! # }
//! ```

mod download;
mod pages;

pub use download::Download;
pub use pages::{Items, Pages, Thread};

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::batch::{Answers, Batch};
use crate::caller::{Caller, HasClient, call_as_borrowed};
use crate::client::{ApiAnswer, Client as AsyncClient};
use crate::context::{Any, Application, ServedBy, Webhook, sealed::Kind};
use crate::error::{Error, Failure, InvalidRequest, SetupError};
use crate::gather::Gathering;
use crate::limits::RateLimit;
use crate::method::Method;
use crate::raw::RawCall;
use crate::retry::Repeat;
use crate::transport::Transport;

/// A blocking connection to one portal; see [`crate::Client`].
pub struct Client<K = Any> {
    inner: AsyncClient<K>,
    worker: Arc<Worker>,
}

/// A thread that the calls run on, so that the caller's thread need not belong to a runtime, nor may not.
struct Worker(Option<Runtime>);

impl Worker {
    fn new() -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("bitrix24").enable_all().build();
        runtime.map(|runtime| Self(Some(runtime))).map_err(|error| Error::setup(SetupError::Runtime(error)))
    }

    /// Runs `future` on the worker; `None` if it did not come to an end.
    fn run<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.0.as_ref()?.spawn(async move {
            // An error means that nobody waits any more.
            let _ = sender.send(future.await);
        });
        receiver.recv().ok()
    }
}

impl Drop for Worker {
    // A runtime that is dropped inside another one panics, unless it is told not to wait.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client<Webhook> {
    /// See [`Client::from_webhook`](crate::Client::from_webhook).
    pub fn from_webhook(url: &str) -> Result<Self, Error> {
        Self::new(AsyncClient::from_webhook(url)?)
    }
}

impl Client<Application> {
    /// See [`Client::from_token`](crate::Client::from_token).
    pub fn from_token(portal: &str, token: &str) -> Result<Self, Error> {
        Self::new(AsyncClient::from_token(portal, token)?)
    }
}

impl<K: Kind> Client<K> {
    /// A blocking client over an async one, with the same settings and connections of its own.
    pub fn new(inner: AsyncClient<K>) -> Result<Self, Error> {
        Ok(Self { inner, worker: Arc::new(Worker::new()?) })
    }

    /// See [`Client::with_timeout`](crate::Client::with_timeout).
    #[must_use = "the client itself stays as it is"]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with(self.inner.with_timeout(timeout))
    }

    /// See [`Client::with_deadline`](crate::Client::with_deadline).
    #[must_use = "the client itself stays as it is"]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with(self.inner.with_deadline(deadline))
    }

    /// See [`Client::with_attempts`](crate::Client::with_attempts).
    #[must_use = "the client itself stays as it is"]
    pub fn with_attempts(&self, attempts: u32) -> Self {
        self.with(self.inner.with_attempts(attempts))
    }

    /// See [`Client::with_repeat`](crate::Client::with_repeat).
    #[must_use = "the client itself stays as it is"]
    pub fn with_repeat(&self, repeat: Repeat) -> Self {
        self.with(self.inner.with_repeat(repeat))
    }

    /// See [`Client::with_rate_limit`](crate::Client::with_rate_limit).
    #[must_use = "the client itself stays as it is"]
    pub fn with_rate_limit(&self, limit: Option<RateLimit>) -> Self {
        self.with(self.inner.with_rate_limit(limit))
    }

    /// See [`Client::with_max_answer`](crate::Client::with_max_answer).
    #[must_use = "the client itself stays as it is"]
    pub fn with_max_answer(&self, bytes: usize) -> Self {
        self.with(self.inner.with_max_answer(bytes))
    }

    /// See [`Client::with_transport`](crate::Client::with_transport).
    #[must_use = "the client itself stays as it is"]
    pub fn with_transport(&self, transport: impl Transport) -> Self {
        self.with(self.inner.with_transport(transport))
    }

    /// See [`Client::with_user_agent`](crate::Client::with_user_agent).
    #[cfg(feature = "http")]
    pub fn with_user_agent(&self, name: &str) -> Result<Self, Error> {
        Ok(self.with(self.inner.with_user_agent(name)?))
    }

    /// See [`Client::with_moving_to`](crate::Client::with_moving_to).
    #[must_use = "the client itself stays as it is"]
    pub fn with_moving_to(&self, host: &str) -> Self {
        self.with(self.inner.with_moving_to(host))
    }

    fn with(&self, inner: AsyncClient<K>) -> Self {
        Self { inner, worker: Arc::clone(&self.worker) }
    }

    /// See [`Client::with_gathering`](crate::Client::with_gathering). It is calls from several threads that go together.
    #[must_use = "the client itself stays as it is"]
    pub fn with_gathering(&self, gathering: Gathering) -> Self {
        self.with(self.inner.with_gathering(gathering))
    }

    /// A batch: many calls in one request. See [`batch`](crate::batch); what sends it is [`send`](Self::send).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = bitrix24::blocking::Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
    /// let mut batch = client.batch();
    /// let user = batch.add(client.raw("user.current").build()?)?;
    /// let mut answers = client.send(batch);
    /// println!("{}", answers.take(user)?["NAME"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch<K> {
        self.inner.batch()
    }

    /// Sends a batch. Always gives answers: what failed is told for each command.
    pub fn send(&self, batch: Batch<K>) -> Answers<K> {
        let kept = batch.clone();
        self.worker.run(batch.send()).unwrap_or_else(|| kept.unanswered())
    }

    /// The portal's host name.
    pub fn portal(&self) -> String {
        self.inner.portal()
    }

    /// Calls a method by its name, also one that this crate has no function for.
    pub fn raw(&self, method: &str) -> RawCall<&Self> {
        RawCall::new(self, method)
    }

    /// Sends a request that was built before, and gives its result.
    pub fn call<M: Method + Clone>(&self, request: &M) -> Result<M::Output, Error<M::ErrorKind>>
    where
        M::Context: ServedBy<K>,
    {
        Caller::call(self, Ok(request.clone()))
    }

    /// Sends a request that was built before, and gives its result with what the server said beside it.
    pub fn answer<M: Method + Clone>(&self, request: &M) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>>
    where
        M::Context: ServedBy<K>,
    {
        let (client, request) = (self.inner.clone(), request.clone());
        let answer = self.worker.run(async move { client.answer(&request).await });
        answer.unwrap_or_else(|| Err(no_worker::<M>()))
    }

    /// What an async client does, on the worker.
    #[cfg(all(feature = "bizproc", feature = "macros"))]
    pub(crate) fn run<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
        &self,
        work: impl FnOnce(AsyncClient<K>) -> F,
    ) -> Result<T, Error> {
        self.worker
            .run(work(self.inner.clone()))
            .ok_or_else(|| no_worker::<crate::api::bizproc::activity::List>().into())
    }
}

impl<K> Caller for &Client<K> {
    type Kind = K;
    type Reply<M: Method> = Result<M::Output, Error<M::ErrorKind>>;

    fn call<M: Method>(self, request: Result<M, InvalidRequest>) -> Self::Reply<M> {
        self.worker.run(self.inner.start(request)).unwrap_or_else(|| Err(no_worker::<M>()))
    }
}

#[diagnostic::do_not_recommend]
impl<K> HasClient for &Client<K> {}

call_as_borrowed!(
    Client, Result<M::Output, Error<M::ErrorKind>>:
    Client<K>, &mut Client<K>, &&Client<K>, Arc<Client<K>>, &Arc<Client<K>>,
);

fn no_worker<M: Method>() -> Error<M::ErrorKind> {
    Error::new(M::NAME, Failure::NoWorker, true)
}

impl<K> Clone for Client<K> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), worker: Arc::clone(&self.worker) }
    }
}

impl<K: Kind> fmt::Debug for Client<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blocking::{:?}", self.inner)
    }
}

impl From<Client<Webhook>> for Client<Any> {
    fn from(client: Client<Webhook>) -> Self {
        Self { inner: client.inner.into(), worker: client.worker }
    }
}

impl From<Client<Application>> for Client<Any> {
    fn from(client: Client<Application>) -> Self {
        Self { inner: client.inner.into(), worker: client.worker }
    }
}
