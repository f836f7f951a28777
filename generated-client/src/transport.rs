//! One POST and its answer, over reqwest. Knows nothing of methods or errors of the API.

use std::error::Error as _;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use url::Url;

use crate::error::{SetupError, TransportError, TransportProblem};

/// An HTTP client with its pool of connections; cheap to clone.
#[derive(Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

/// The status and the body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Whole(Bytes),
    /// More than the limit; what came before it is dropped.
    TooLarge,
}

impl Transport {
    pub(crate) fn new(user_agent: &HeaderValue) -> Result<Self, SetupError> {
        // A redirect would turn the POST into a GET without its body, at a host that nobody named: never followed.
        let http = reqwest::Client::builder().user_agent(user_agent.clone()).redirect(Policy::none()).build();
        http.map(|http| Self { http }).map_err(|error| {
            let cause = error.source().map(ToString::to_string);
            SetupError::Http(cause.unwrap_or_else(|| error.to_string()))
        })
    }

    /// Posts `body` as JSON. `limit` bounds the answer, `timeout` the whole exchange.
    pub(crate) async fn post(
        &self,
        url: Url,
        body: Vec<u8>,
        timeout: Duration,
        limit: usize,
    ) -> Result<Answer, TransportError> {
        let request = self.http.post(url).timeout(timeout).body(body);
        let request = request.header(CONTENT_TYPE, "application/json").header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(transport_error)?;
        let status = response.status().as_u16();
        let mut whole = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(transport_error)? {
            if whole.len() + chunk.len() > limit {
                return Ok(Answer { status, body: Body::TooLarge });
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(Answer { status, body: Body::Whole(whole.freeze()) })
    }
}

fn transport_error(error: reqwest::Error) -> TransportError {
    let problem = if error.is_connect() {
        TransportProblem::Connect
    } else if error.is_timeout() {
        TransportProblem::Timeout
    } else {
        TransportProblem::Broken
    };
    // The address of a webhook is its secret.
    TransportError { problem, source: Some(error.without_url()) }
}
