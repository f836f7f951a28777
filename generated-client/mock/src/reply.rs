//! What goes back over HTTP, and how a fault spoils it.

use std::time::Duration;

use bytes::Bytes;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use serde_json::Value;

use crate::call::{Failure, Version};
use crate::envelope;
use crate::faults::Spoils;
use crate::server::Sent;

/// An answer as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Bytes,
}

/// What the caller gets.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) way: Way,
}

/// How it gets there.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    Whole,
    Cut,
    Padded(u64),
    Slow(u32),
    Late(Duration),
    Reset,
    Never,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::json_bytes(status, body.to_string().into())
    }

    pub(crate) fn json_bytes(status: u16, body: Bytes) -> Self {
        Self::body(status, "application/json; charset=utf-8", body)
    }

    pub(crate) fn body(status: u16, content_type: &str, body: Bytes) -> Self {
        Self { status, headers: vec![(CONTENT_TYPE, content_type.to_owned())], body }
    }

    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::body(status, "text/html; charset=utf-8", page.into())
    }

    pub(crate) fn failure(version: Version, failure: &Failure) -> Self {
        Self::json(failure.status, &envelope::failure(version, failure))
    }

    pub(crate) fn redirect(to: String) -> Self {
        let mut answer = Self::html(302, String::new());
        answer.headers.push((LOCATION, to));
        answer
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, way: Way::Whole }
    }
}

impl Reply {
    /// The reply in which a fault has its way. `right` is what it would have been, `path` where the call went.
    pub(crate) fn spoiled(spoils: &Spoils, right: &Answer, path: &str) -> Self {
        let way = |way| Self { answer: right.clone(), way };
        match spoils {
            Spoils::Body { status, content_type, body } => {
                Answer::body(*status, content_type, Bytes::from(body.clone())).into()
            }
            Spoils::Empty => Answer::json_bytes(200, Bytes::new()).into(),
            Spoils::Cut => way(Way::Cut),
            Spoils::Oversized { bytes } => way(Way::Padded(*bytes)),
            Spoils::WrongTypes => Answer::json(right.status, &wrong_types(&right.body)).into(),
            Spoils::Reset => way(Way::Reset),
            Spoils::Delay(by) => way(Way::Late(*by)),
            Spoils::Hang => way(Way::Never),
            Spoils::Redirect(to) => Answer::redirect(format!("{}{path}", to.trim_end_matches('/'))).into(),
            Spoils::Slow { bytes_per_second } => way(Way::Slow(*bytes_per_second)),
        }
    }

    /// The status that the caller sees; 0 if none.
    pub(crate) fn status(&self) -> u16 {
        if matches!(self.way, Way::Reset | Way::Never) { 0 } else { self.answer.status }
    }

    /// The response for the server to send; none to reset the connection. Waits, where the reply is late.
    pub(crate) async fn send(self) -> Option<Response<Sent>> {
        let Answer { status, headers, body } = self.answer;
        let length = body.len();
        let body = match self.way {
            Way::Reset => return None,
            Way::Never => std::future::pending().await,
            Way::Late(by) => {
                tokio::time::sleep(by).await;
                Sent::whole(body)
            }
            Way::Whole => Sent::whole(body),
            Way::Cut => Sent::cut(&body),
            Way::Padded(bytes) => Sent::padded(body, bytes),
            Way::Slow(bytes_per_second) => Sent::slow(&body, bytes_per_second),
        };
        let cut = matches!(self.way, Way::Cut);
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        if cut {
            response.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
        Some(response)
    }
}

/// The same answer with values of other types: a text for an object, a list for a text, and so on.
fn wrong_types(body: &[u8]) -> Value {
    let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
    for (_, value) in answer.as_object_mut().into_iter().flatten() {
        *value = match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => serde_json::json!({"unexpected": [value.clone()]}),
            Value::String(_) => serde_json::json!([[]]),
            Value::Array(_) | Value::Object(_) => "unexpected".into(),
        };
    }
    answer
}
