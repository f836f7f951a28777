//! How a request gets to a server and its answer back: one POST, behind a trait so that users bring their own HTTP client
//! or a test double.
//!
//! Knows nothing of methods, errors of the API, or of repeating.
//!
//! ```
//! use bitrix24::transport::{HttpAnswer, HttpFailure, HttpRequest, Reply, Transport};
//!
//! /// Answers every call with `true`.
//! struct Yes;
//!
//! impl Transport for Yes {
//!     fn post(&self, _: HttpRequest) -> Reply<'_> {
//!         Box::pin(async { Ok::<_, HttpFailure>(HttpAnswer::new(200, r#"{"result": true}"#)) })
//!     }
//! }
//!
//! # fn main() -> Result<(), bitrix24::Error> {
//! let client = bitrix24::Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?.with_transport(Yes);
//! # let _ = client;
//! # Ok(())
//! # }
//! ```

mod bounded;
#[cfg(feature = "http")]
mod http;

pub(crate) use bounded::Bounded;
#[cfg(feature = "http")]
pub(crate) use http::HttpSetupError;
#[cfg(feature = "http")]
pub use http::{Http, HttpBuilder};

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::error::SetupError;

/// Sends a POST and gives its answer.
///
/// An implementation must not follow redirects: they would carry secrets to hosts that nobody named, and most clients
/// turn the POST into a GET. It must not repeat a request either; the client knows which may be repeated.
///
/// The client waits by the timer of tokio, and gives up when the request's time limit is over, whatever the transport does.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and reads the answer to its end, within the request's time limit.
    fn post(&self, request: HttpRequest) -> Reply<'_>;

    /// Fetches a file by GET: sends the request, which has no body, and gives the answer as soon as it begins. Redirects
    /// are not followed here either. Each wait, for the beginning and for each piece, ends with the request's time limit.
    ///
    /// Only [`Client::download`](crate::Client::download) asks for it. A transport that fetches no files gives none.
    fn get(&self, _: HttpRequest) -> Option<FileReply<'_>> {
        None
    }
}

/// What a client is made over, until it is given another.
#[cfg_attr(not(feature = "http"), expect(clippy::unnecessary_wraps, reason = "an HTTP client can fail to be made"))]
pub(crate) fn standard() -> Result<Arc<dyn Transport>, SetupError> {
    #[cfg(feature = "http")]
    let transport = Http::builder().make()?;
    #[cfg(not(feature = "http"))]
    let transport = Absent;
    Ok(Arc::new(transport))
}

/// No transport: without the feature `http` a client has none of its own.
#[cfg(not(feature = "http"))]
struct Absent;

#[cfg(not(feature = "http"))]
impl Transport for Absent {
    fn post(&self, _: HttpRequest) -> Reply<'_> {
        Box::pin(async { Err(HttpFailure::new(HttpProblem::NoTransport)) })
    }
}

/// A file that is fetched by [`Transport::get`].
pub type FileReply<'a> = Pin<Box<dyn Future<Output = Result<HttpFile, HttpFailure>> + Send + 'a>>;

/// The body of an answer that comes piece by piece.
pub trait Pieces: Send {
    /// The next piece; none at the end. An answer that breaks off is an error and not an end.
    fn next(&mut self) -> Piece<'_>;
}

/// What [`Pieces::next`] gives.
pub type Piece<'a> = Pin<Box<dyn Future<Output = Result<Option<Bytes>, HttpFailure>> + Send + 'a>>;

/// An answer that has begun.
pub struct HttpFile {
    /// Its status and headers, without a body.
    pub(crate) head: HttpAnswer,
    pub(crate) pieces: Box<dyn Pieces>,
}

impl HttpFile {
    /// An answer with a status and a body that comes piece by piece.
    pub fn new(status: u16, pieces: impl Pieces + 'static) -> Self {
        Self { head: HttpAnswer::too_large(status), pieces: Box::new(pieces) }
    }

    /// The same answer with one header more. The client looks at `location`, `retry-after`, `content-length`,
    /// `content-type` and `content-disposition`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.head = self.head.header(name, value);
        self
    }
}

impl fmt::Debug for HttpFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpFile({})", self.head.status())
    }
}

/// What [`Transport::post`] gives.
pub type Reply<'a> = Pin<Box<dyn Future<Output = Result<HttpAnswer, HttpFailure>> + Send + 'a>>;

/// Names and values of headers.
pub type Headers = Vec<(&'static str, Cow<'static, str>)>;

/// A POST, or the GET of a file. `Debug` shows neither the path nor the body, which hold secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The address. May hold a webhook's code: not for any log.
    pub url: Url,
    /// The headers, names in lower case.
    pub headers: Headers,
    /// The body. May hold a token: not for any log.
    pub body: Bytes,
    /// The time for the whole exchange, from connecting to the answer's last byte.
    pub timeout: Duration,
    /// The largest body of an answer that is wanted, in bytes.
    pub max_answer: usize,
}

impl HttpRequest {
    pub(crate) fn new(url: Url, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", content_type.into()), ("accept", "application/json".into())];
        Self { url, headers, body: body.into(), timeout: Duration::MAX, max_answer: usize::MAX }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest(to {})", self.url.host_str().unwrap_or_default())
    }
}

/// An answer that has come whole, or is too large.
#[derive(Clone, Debug)]
pub struct HttpAnswer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<Bytes>,
}

impl HttpAnswer {
    /// An answer with a status and a body.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, headers: Vec::new(), body: Some(body.into()) }
    }

    /// An answer whose body is larger than was wanted, and was not read to its end.
    pub fn too_large(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: None }
    }

    /// The same answer with one header more. The client looks at `location` and `retry-after`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body; none if it is too large.
    pub(crate) fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }
}

/// Why no answer came.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{problem}")]
pub struct HttpFailure {
    pub(crate) problem: HttpProblem,
    /// The cause, stripped of addresses. Shared, because all commands of a batch fail by it.
    #[source]
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What happened to a request that was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpProblem {
    /// No connection came about, so nothing was sent.
    #[error("could not connect to the portal")]
    Connect,
    /// The time limit ran out.
    #[error("no answer within the time limit")]
    Timeout,
    /// The connection broke; the server may have seen the request.
    #[error("the connection broke before the answer was complete")]
    Broken,
    /// The client has no transport, so nothing was sent: the feature `http` is off, and nobody called `with_transport`.
    #[error("the client has no transport: turn on the feature `http` of bitrix24, or give it one by `with_transport`")]
    NoTransport,
}

impl HttpProblem {
    /// Whether the same request can succeed later.
    pub(crate) fn may_pass(self) -> bool {
        self != Self::NoTransport
    }
}

impl HttpFailure {
    /// A failure without a cause of its own.
    pub fn new(problem: HttpProblem) -> Self {
        Self { problem, source: None }
    }

    /// A failure and its cause. The cause's text must not hold the address of the request: that of a webhook is a secret.
    pub fn because(problem: HttpProblem, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { problem, source: Some(Arc::from(source.into())) }
    }
}
