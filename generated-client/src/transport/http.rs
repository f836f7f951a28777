//! The transport over reqwest and rustls.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Proxy, RequestBuilder, Response};

use super::bounded::{BoundedPieces, within};
use super::{
    FileReply, Headers, HttpAnswer, HttpFailure, HttpFile, HttpProblem, HttpRequest, Piece, Pieces, Reply, Transport,
};
use crate::error::Error;

/// What a client names itself, unless it is told otherwise.
const USER_AGENT: &str = concat!("bitrix24-rust/", env!("CARGO_PKG_VERSION"));
/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// An HTTP client with its pool of connections; cheap to clone.
#[derive(Clone)]
pub struct Http {
    http: reqwest::Client,
}

impl Http {
    /// Settings for an HTTP client.
    pub fn builder() -> HttpBuilder {
        HttpBuilder {
            user_agent: USER_AGENT.to_owned(),
            connect_timeout: CONNECT_TIMEOUT,
            certificates: Vec::new(),
            proxy: None,
        }
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

/// Settings of an [`Http`] that is not made yet.
///
/// ```no_run
/// use bitrix24::{Client, transport::Http};
///
/// # fn example(authority: &[u8]) -> Result<(), bitrix24::Error> {
/// let http = Http::builder().user_agent("acme-sync/2.1").proxy("http://proxy.acme.example:3128").root_certificate(authority);
/// let client = Client::from_webhook("https://portal.acme.example/rest/1/secret/")?.with_transport(http.build()?);
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "settings do nothing until `build` makes a transport from them"]
pub struct HttpBuilder {
    user_agent: String,
    connect_timeout: Duration,
    certificates: Vec<Vec<u8>>,
    proxy: Option<String>,
}

impl HttpBuilder {
    /// The `User-Agent`; the vendor asks integrations to name themselves.
    pub fn user_agent(mut self, name: &str) -> Self {
        name.clone_into(&mut self.user_agent);
        self
    }

    /// How long connecting may take. Default: 15 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Trusts one certificate authority more, in PEM: that of an on-premise server, or of a test.
    pub fn root_certificate(mut self, pem: &[u8]) -> Self {
        self.certificates.push(pem.to_vec());
        self
    }

    /// Sends everything through a proxy, such as `http://proxy.acme.example:3128`. Default: what the system says.
    pub fn proxy(mut self, url: &str) -> Self {
        self.proxy = Some(url.to_owned());
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// When the name has characters that a header cannot hold, when a certificate or the proxy's address cannot be read, or
    /// when the system has no CA certificates.
    pub fn build(self) -> Result<Http, Error> {
        self.make().map_err(|error| Error::setup(error.into()))
    }

    pub(crate) fn make(self) -> Result<Http, HttpSetupError> {
        // A redirect would turn the POST into a GET without its body, at a host that nobody named: never followed.
        let mut http = reqwest::Client::builder().redirect(Policy::none());
        let user_agent = HeaderValue::from_str(&self.user_agent);
        let user_agent = user_agent.map_err(|_| HttpSetupError::UserAgent(self.user_agent))?;
        http = http.user_agent(user_agent).connect_timeout(self.connect_timeout);
        for pem in &self.certificates {
            let certificates =
                Certificate::from_pem_bundle(pem).map_err(|error| HttpSetupError::Certificate(cause(&error)))?;
            if certificates.is_empty() {
                return Err(HttpSetupError::Certificate("there is none in the PEM".to_owned()));
            }
            http = certificates.into_iter().fold(http, reqwest::ClientBuilder::add_root_certificate);
        }
        if let Some(proxy) = &self.proxy {
            http = http.proxy(Proxy::all(proxy).map_err(|error| HttpSetupError::Proxy(cause(&error)))?);
        }
        http.build().map(|http| Http { http }).map_err(|error| HttpSetupError::Client(cause(&error)))
    }
}

/// Why an HTTP client could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpSetupError {
    #[error("`{0}` cannot be a header's value")]
    UserAgent(String),
    #[error("the certificate is no PEM: {0}")]
    Certificate(String),
    #[error("the proxy's address is no URL: {0}")]
    Proxy(String),
    #[error(
        "the HTTP client could not be made; it needs the system's CA certificates, even for a plain http address: {0}"
    )]
    Client(String),
}

impl fmt::Debug for HttpBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's address may hold a password.
        f.debug_struct("HttpBuilder").field("user_agent", &self.user_agent).finish_non_exhaustive()
    }
}

/// The innermost of what an error says, which has no address in it.
fn cause(error: &reqwest::Error) -> String {
    error.source().map_or_else(|| "no cause given".to_owned(), ToString::to_string)
}

impl Transport for Http {
    fn post(&self, request: HttpRequest) -> Reply<'_> {
        Box::pin(async move {
            let HttpRequest { url, headers, body, timeout: limit, max_answer } = request;
            let post = with(self.http.post(url).body(body), headers);
            // One timer around all of it, where reqwest's own would be two and in boxes.
            within(limit, exchange(post, max_answer)).await
        })
    }

    fn get(&self, request: HttpRequest) -> Option<FileReply<'_>> {
        Some(Box::pin(async move {
            let HttpRequest { url, headers, timeout: limit, .. } = request;
            let get = with(self.http.get(url), headers);
            let response = within(limit, async { get.send().await.map_err(failure) }).await?;
            let names = ["location", "retry-after", "content-length", "content-type", "content-disposition"];
            Ok(HttpFile {
                head: head(&response, &names),
                pieces: Box::new(BoundedPieces { pieces: Chunks(response), limit }),
            })
        }))
    }
}

fn with(request: RequestBuilder, headers: Headers) -> RequestBuilder {
    headers.into_iter().fold(request, |request, (name, value)| request.header(name, &*value))
}

/// The status of an answer and those of its headers that are looked at, without a body. A file's name may be in UTF-8, which
/// a header's value is not supposed to be.
fn head(response: &Response, names: &[&'static str]) -> HttpAnswer {
    let value = |name| response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let found = names.iter().filter_map(|name| Some((*name, value(*name)?)));
    found.fold(HttpAnswer::too_large(response.status().as_u16()), |answer, (name, value)| answer.header(name, value))
}

/// The body of an answer of reqwest.
struct Chunks(Response);

impl Pieces for Chunks {
    fn next(&mut self) -> Piece<'_> {
        Box::pin(async move { self.0.chunk().await.map_err(failure) })
    }
}

async fn exchange(post: RequestBuilder, max_answer: usize) -> Result<HttpAnswer, HttpFailure> {
    let mut response = post.send().await.map_err(failure)?;
    let mut answer = head(&response, &["location", "retry-after"]);
    // Most answers come in one piece, and need no copy.
    let first = response.chunk().await.map_err(failure)?.unwrap_or_default();
    if first.len() > max_answer {
        return Ok(answer);
    }
    let Some(second) = response.chunk().await.map_err(failure)? else {
        answer.body = Some(first);
        return Ok(answer);
    };
    let mut whole = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if whole.len() + chunk.len() > max_answer {
            return Ok(answer);
        }
        whole.extend_from_slice(&chunk);
        next = response.chunk().await.map_err(failure)?;
    }
    answer.body = Some(whole.freeze());
    Ok(answer)
}

fn failure(error: reqwest::Error) -> HttpFailure {
    let problem = if error.is_connect() {
        HttpProblem::Connect
    } else if error.is_timeout() {
        HttpProblem::Timeout
    } else {
        HttpProblem::Broken
    };
    // The address of a webhook is its secret.
    HttpFailure::because(problem, error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_set_is_refused_and_not_left_out() {
        let refused = |builder: HttpBuilder| builder.build().unwrap_err().to_string();
        let name = refused(Http::builder().user_agent("acme\n/1"));
        assert!(name.contains("cannot be a header's value"), "{name}");
        assert!(refused(Http::builder().root_certificate(b"none")).contains("PEM"));
        assert!(refused(Http::builder().proxy("::")).contains("proxy"));
        assert!(Http::builder().user_agent("acme-sync/2.1 (ops@acme.example)").build().is_ok());
    }
}
