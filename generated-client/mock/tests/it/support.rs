//! A client that hides nothing: one connection for each request, and what came back as it came. No redirect is followed,
//! nothing is repeated.

use bitrix24_mock::Portal;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came back, with a body that ended where it should.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response<hyper::body::Incoming>) -> Result<Self, hyper::Error> {
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Self { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The `result` of a call that must have gone well.
    pub(crate) fn result(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()["result"].clone()
    }

    /// Status and code of a call that must have failed.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let body = self.json();
        let code = body["error"].as_str().or_else(|| body["error"]["code"].as_str());
        (self.status, code.unwrap_or_else(|| panic!("no error: {}", self.text())).to_owned())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Status and code, as [`Answer::refusal`] has them.
pub(crate) fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

pub(crate) fn request(method: Method, url: &str, kind: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::builder().method(method).uri(url).header(CONTENT_TYPE, kind).body(Full::new(body.into())).unwrap()
}

/// Sends a request and reads the answer to its end.
pub(crate) async fn exchange(mut request: Request<Full<Bytes>>) -> Result<Answer, hyper::Error> {
    let authority = request.uri().authority().unwrap().clone();
    let stream = TcpStream::connect(authority.as_str()).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    *request.uri_mut() = path.parse::<Uri>().unwrap();
    request.headers_mut().insert(HOST, authority.as_str().parse().unwrap());
    let answer = Answer::read(sender.send_request(request).await?).await;
    connection.abort();
    answer
}

pub(crate) async fn post(url: &str, body: &Value) -> Answer {
    exchange(request(Method::POST, url, "application/json", body.to_string())).await.unwrap()
}

pub(crate) async fn form(url: &str, body: &str) -> Answer {
    let kind = "application/x-www-form-urlencoded";
    exchange(request(Method::POST, url, kind, body.to_owned())).await.unwrap()
}

pub(crate) async fn get(url: &str) -> Answer {
    exchange(Request::get(url).body(Full::default()).unwrap()).await.unwrap()
}

/// Calls by the administrator's webhook.
pub(crate) async fn hook(portal: &Portal, method: &str, parameters: &Value) -> Answer {
    post(&format!("{}{method}", portal.webhook_url()), parameters).await
}

/// Calls with a token, in the body as the docs have it.
pub(crate) async fn with_token(portal: &Portal, token: &str, method: &str, parameters: &Value) -> Answer {
    let mut parameters = parameters.clone();
    parameters["auth"] = token.into();
    post(&format!("{}/rest/{method}", portal.url()), &parameters).await
}

/// Calls as the application.
pub(crate) async fn app(portal: &Portal, method: &str, parameters: &Value) -> Answer {
    with_token(portal, &portal.application().access_token, method, parameters).await
}

/// Whether the portal still answers, as it must after anything.
pub(crate) async fn answers(portal: &Portal) {
    assert_eq!(hook(portal, "user.admin", &serde_json::json!({})).await.result(), true);
}

/// Where a portal listens, without the scheme.
pub(crate) fn host(portal: &Portal) -> &str {
    portal.url().strip_prefix("http://").unwrap()
}

/// Writes bytes as they are, says that no more come, and reads what comes back until the connection ends.
pub(crate) async fn raw(portal: &Portal, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(host(portal)).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    rest(&mut stream).await
}

/// What still comes until the connection ends, in whatever way.
pub(crate) async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}
