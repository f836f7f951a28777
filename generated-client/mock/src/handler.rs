//! From a path to what answers it; records and tells every request.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};

use crate::call::Version;
use crate::calls::{self, Request};
use crate::core::Core;
use crate::record::{KEPT_OF_A_BODY, Received};
use crate::reply::{Answer, Reply};
use crate::server::{Handler, Sent, Unread, linger, read};
use crate::{control, oauth, page, request};

/// What answers a portal's requests.
#[derive(Debug)]
pub(crate) struct Front(pub(crate) Arc<Core>);

impl Handler for Front {
    async fn answer(&self, request: hyper::Request<Incoming>, from: IpAddr) -> Option<Response<Sent>> {
        let (parts, mut body) = request.into_parts();
        let (body, share) = match read(&mut body, &self.0.budget).await {
            Ok(read) => read,
            Err(unread) => {
                linger(body);
                return Some(refused(&unread));
            }
        };
        let request = Request {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body,
            from,
        };
        let reply = route(&self.0, &request).await;
        drop((request, share));
        reply.send().await
    }
}

/// The answer to a body that was not read. The connection ends with it.
fn refused(unread: &Unread) -> Response<Sent> {
    let (status, text) = match unread {
        Unread::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "413 Request Entity Too Large"),
        Unread::Broken => (StatusCode::BAD_REQUEST, "400 Bad Request"),
        Unread::Slow => (StatusCode::REQUEST_TIMEOUT, "408 Request Timeout"),
    };
    let mut refused = Response::new(Sent::whole(Bytes::from_static(text.as_bytes())));
    *refused.status_mut() = status;
    refused.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    refused
}

async fn route(core: &Arc<Core>, request: &Request) -> Reply {
    match request.path.trim_end_matches('/') {
        "" => page::page(core).into(),
        path if path == "/mock" || path.starts_with("/mock/") => control::answer(core, request, path).await.into(),
        "/oauth/token" | "/oauth/authorize" => recorded(core, request, None, authorization(core, request)).await,
        _ => match request::path(&request.path) {
            Some(target) => recorded(core, request, Some(&target.method), calls::answer(core, request, &target)).await,
            None => Answer::html(404, "<h1>404 Not Found</h1>".to_owned()).into(),
        },
    }
}

async fn authorization(core: &Core, request: &Request) -> Reply {
    let content_type = request.header(&hyper::header::CONTENT_TYPE);
    let parameters =
        request::parameters(Version::Rest2, &request.method, content_type, &request.query, request.body.clone());
    let parameters = parameters.await.unwrap_or_default();
    let is_token = request.path.starts_with("/oauth/token");
    let fault = core.state().faults.take(if is_token { "oauth/token" } else { "oauth/authorize" }, false);
    let right = |core| if is_token { oauth::token(core, &parameters) } else { oauth::authorize(core, &parameters) };
    match fault {
        None => right(core).into(),
        Some(fault) => {
            let right = if fault.runs() { right(core) } else { Answer::json_bytes(200, Bytes::new()) };
            calls::spoiled(core, &fault, &right, Version::Rest2, request)
        }
    }
}

/// Writes the request down, and how it was answered.
async fn recorded(core: &Core, request: &Request, method: Option<&str>, reply: impl Future<Output = Reply>) -> Reply {
    let number = {
        let mut state = core.state();
        let received = Received {
            at: state.now(),
            http_method: request.method.to_string(),
            path: request.whole_path(),
            headers: headers(&request.headers),
            // Copied, so that the rest of a large body does not stay in memory.
            body: Bytes::copy_from_slice(request.body.get(..KEPT_OF_A_BODY).unwrap_or(&request.body)),
            length: request.body.len() as u64,
            method: method.map(str::to_owned),
            status: 0,
        };
        state.record.receive(received)
    };
    let reply = reply.await;
    let status = reply.status();
    core.state().record.answered(number, status);
    if core.tells {
        println!("{number:>6}  {status:>3}  {} {}", request.method, method.unwrap_or(&request.path));
    }
    reply
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}
