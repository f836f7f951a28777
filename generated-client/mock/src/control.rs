//! The control endpoints under `/mock/`: what [`Portal`](crate::Portal) offers in Rust, for clients in other languages.

mod command;
mod report;

pub(crate) use report::ENDPOINTS;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::call::Failure;
use crate::calls::Request;
use crate::core::Core;
use crate::reply::Answer;

/// Does what a request to `path` asks for, and says in JSON what came of it.
pub(crate) async fn answer(core: &Arc<Core>, request: &Request, path: &str) -> Answer {
    match run(core, request, path).await {
        Ok(value) => Answer::json(200, &value),
        Err(failure) => {
            Answer::json(failure.status, &json!({"error": failure.code, "error_description": failure.text}))
        }
    }
}

async fn run(core: &Arc<Core>, request: &Request, path: &str) -> Result<Value, Failure> {
    let words = || if request.body.is_empty() { Ok(json!({})) } else { words(&request.body) };
    match (request.method.as_str(), path) {
        ("GET", "/mock") => Ok(report::help()),
        ("GET", "/mock/application") => Ok(report::application(core)),
        ("GET", "/mock/received") => Ok(report::received(core)),
        ("GET", "/mock/executed") => Ok(report::executed(core, request)),
        ("GET", "/mock/counts") => Ok(report::counts(core)),
        ("GET", "/mock/log") => Ok(report::log(core)),
        ("GET", "/mock/faults") => Ok(json!({"left": core.state().faults.left()})),
        ("DELETE", "/mock/faults") => {
            core.state().faults.clear();
            Ok(json!({"left": 0}))
        }
        ("DELETE", "/mock/received" | "/mock/executed") => {
            core.state().record.clear();
            Ok(json!({}))
        }
        ("POST", "/mock/faults") => command::fault(core, &words()?),
        ("POST", "/mock/clock") => command::clock(core, &words()?),
        ("POST", "/mock/limits") => command::limits(core, &words()?),
        ("POST", "/mock/cost") => command::cost(core, &words()?),
        ("POST", "/mock/tokens") => command::tokens(core, &words()?),
        ("POST", "/mock/rename") => command::rename(core, &words()?),
        ("POST", "/mock/rows") => command::rows(core, &words()?),
        ("POST", "/mock/answer") => command::set_answer(core, &words()?),
        ("POST", "/mock/run") => command::run(core, words()?).await,
        (method, path) => {
            let text = format!("there is no {method} {path}; GET /mock lists what there is");
            Err(Failure::new(404, "NOT_FOUND", text))
        }
    }
}

/// The body of a request as a JSON object.
fn words(body: &[u8]) -> Result<Value, Failure> {
    let value: Value =
        serde_json::from_slice(body).map_err(|error| refused(format!("the body is not JSON: {error}")))?;
    if value.is_object() { Ok(value) } else { Err(refused("the body is not a JSON object".to_owned())) }
}

fn refused(text: String) -> Failure {
    Failure::new(400, "BAD_REQUEST", text)
}
