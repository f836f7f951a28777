//! The JSON around every answer: `{"result": …, "time": …}`, or one of the two shapes of an error.

mod json;
mod members;

use std::sync::Arc;

use serde_json::Value;

use crate::decode::whole_number;
use crate::error::{AnswerProblem, FieldProblem, Refusal, What};
use crate::transport::HttpAnswer;
pub(crate) use json::read_json;
use members::Members;

/// A successful answer, before its result is read.
pub(crate) struct Envelope {
    pub(crate) result: Value,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
    pub(crate) time: Option<Time>,
}

/// How long the server worked on a call, as it says itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Seconds from receiving the request to answering it.
    pub duration: Option<f64>,
    /// Seconds of work on the method itself.
    pub processing: Option<f64>,
    /// Seconds that this method has used of its budget, over the last ten minutes and all calls of one application.
    pub operating: Option<f64>,
    /// When part of that budget comes back, in seconds since 1970.
    pub operating_reset_at: Option<i64>,
}

/// Why an answer gives no result.
pub(crate) enum Unusable {
    Refused(Refusal),
    Broken(AnswerProblem),
}

/// How much of a body an error keeps.
const KEPT: usize = 64 * 1024;

/// Reads an answer. An error counts under every status, and a result only under 2xx.
pub(crate) fn open(answer: &HttpAnswer, limit: usize, redact: impl Fn(String) -> String) -> Result<Envelope, Unusable> {
    let status = answer.status();
    let Some(body) = answer.body() else {
        return Err(broken(status, What::TooLarge { limit }, String::new()));
    };
    let kept = || redact(excerpt(body));
    if (300..400).contains(&status) {
        return Err(broken(status, What::Redirect, kept()));
    }
    let members = match parse(body, &redact) {
        Ok(members) => members,
        Err(what) => return Err(broken(status, what, kept())),
    };
    let time = members.timed.then(|| members.time());
    if let Some(error) = members.error.filter(|error| !error.is_null()) {
        return Err(Unusable::Refused(refusal(status, error, members.error_description, redact)));
    }
    let Some(result) = members.result.filter(|_| (200..300).contains(&status)) else {
        return Err(broken(status, What::NoResult, kept()));
    };
    let count = |value: Option<Value>| value.as_ref().and_then(whole_number);
    Ok(Envelope { result, total: count(members.total), next: count(members.next), time })
}

/// The first part of a body as text.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let end = body.len().min(KEPT);
    String::from_utf8_lossy(&body[..end]).into_owned()
}

fn broken(status: u16, what: What, body: String) -> Unusable {
    Unusable::Broken(AnswerProblem::new(status, what, body))
}

fn parse(body: &[u8], redact: impl Fn(String) -> String) -> Result<Members, What> {
    let text = str::from_utf8(body).map_err(|_| What::NotUtf8)?.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(What::Empty);
    }
    if text.starts_with('<') {
        return Err(What::Html);
    }
    match members::from_str(text) {
        Ok(Some(members)) => Ok(members),
        Ok(None) => Err(What::NotAnObject),
        Err(error) if error.is_eof() => Err(What::Cut(Arc::new(error))),
        Err(error) if error.is_data() => Err(What::Ambiguous(redact(error.to_string()))),
        Err(error) => Err(What::NotJson(Arc::new(error))),
    }
}

pub(crate) fn refusal(
    status: u16,
    error: Value,
    description: Option<Value>,
    redact: impl Fn(String) -> String,
) -> Refusal {
    let text = |value: Option<Value>| value.map(plain).map(&redact).unwrap_or_default();
    let Value::Object(mut error) = error else {
        return Refusal { status, code: text(Some(error)), description: text(description), validation: Vec::new() };
    };
    let validation = match error.remove("validation") {
        Some(Value::Array(problems)) => problems.iter().map(|problem| field_problem(problem, text)).collect(),
        _ => Vec::new(),
    };
    Refusal {
        status,
        code: text(error.remove("code")),
        description: text(error.remove("message").or(description)),
        validation,
    }
}

fn field_problem(problem: &Value, text: impl Fn(Option<Value>) -> String) -> FieldProblem {
    let member = |name: &str| text(problem.get(name).cloned());
    FieldProblem { field: member("field"), message: member("message") }
}

/// A text as it is, null as none, anything else as JSON: codes are sometimes numbers.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The time of a command in a batch.
pub(crate) fn time(value: &Value) -> Option<Time> {
    let members = value.as_object()?;
    Some(Time::of(["duration", "processing", "operating", "operating_reset_at"].map(|name| members.get(name))))
}

impl Members {
    fn time(&self) -> Time {
        let Self { duration, processing, operating, operating_reset_at, .. } = self;
        Time::of([duration, processing, operating, operating_reset_at].map(Option::as_ref))
    }
}

impl Time {
    fn of([duration, processing, operating, operating_reset_at]: [Option<&Value>; 4]) -> Self {
        Self {
            duration: duration.and_then(Value::as_f64),
            processing: processing.and_then(Value::as_f64),
            operating: operating.and_then(Value::as_f64),
            operating_reset_at: operating_reset_at.and_then(whole_number),
        }
    }
}
