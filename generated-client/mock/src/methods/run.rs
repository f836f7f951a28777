//! A step of a workflow: what the server posts to the application's handler when it is reached.

use serde_json::Value;

use crate::error::RunError;
use crate::methods::event::Wait;
use crate::methods::{Installed, Store};

/// What is known of the workflow that reaches a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Run {
    /// The workflow; one is made up if there is none.
    pub(crate) workflow: Option<String>,
    /// The document that it runs on: module, object, identifier such as `DEAL_1`.
    pub(crate) document_id: [String; 3],
    /// The kind of the document: module, object, type.
    pub(crate) document_type: [String; 3],
    /// How many seconds the step waits for the answer.
    pub(crate) timeout: u64,
    /// The fields of `auth[…]`, in order, such as `access_token`; see [`Store::auth_user`].
    pub(crate) auth: Vec<(String, String)>,
}

/// What is posted to the handler, as `application/x-www-form-urlencoded`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Posted {
    /// The handler.
    pub(crate) url: String,
    /// The fields of the form, names with PHP's brackets, in order.
    pub(crate) form: Vec<(String, String)>,
    /// The token of the step, which the form has too.
    pub(crate) token: String,
}

impl Store {
    /// Reaches a step of a workflow. Its token is good until the answer comes, or [`end`](Self::end).
    ///
    /// With `USE_SUBSCRIPTION: N` the workflow does not wait. The handler gets a token all the same, as from the server,
    /// but nobody listens to it: `bizproc.activity.log` and `bizproc.event.send` are denied.
    pub(crate) fn run(
        &mut self,
        application: &str,
        code: &str,
        properties: &Value,
        run: &Run,
        now: f64,
    ) -> Result<Posted, RunError> {
        let number = self.runs + 1;
        let installed = self.find(application, code)?;
        let waits = !is_no(installed.fields.get("USE_SUBSCRIPTION"));
        let (url, code) = (installed.text("HANDLER").to_owned(), installed.code.clone());
        let workflow = run.workflow.clone().unwrap_or_else(|| workflow_id(number, now));
        let token = format!("{workflow}|A{}", 51_600 + number);
        let mut form = vec![("workflow_id".to_owned(), workflow), ("code".to_owned(), code)];
        for (name, parts) in [("document_id", &run.document_id), ("document_type", &run.document_type)] {
            form.extend(parts.iter().enumerate().map(|(at, part)| (format!("{name}[{at}]"), part.clone())));
        }
        form.push(("event_token".to_owned(), token.clone()));
        match properties {
            Value::Object(_) => flatten("properties", properties, &mut form),
            Value::Null => {}
            Value::Array(items) if items.is_empty() => {}
            _ => return Err(RunError::NoObject),
        }
        form.push(("use_subscription".to_owned(), if waits { "Y" } else { "N" }.to_owned()));
        form.push(("timeout_duration".to_owned(), run.timeout.to_string()));
        form.push(("ts".to_owned(), format!("{:.0}", now.floor())));
        form.extend(run.auth.iter().map(|(name, value)| (format!("auth[{name}]"), value.clone())));
        self.runs = number;
        self.waits.insert(token.clone(), Wait { over: !waits, failure: None });
        Ok(Posted { url, form, token })
    }

    /// The user in whose name the handler gets tokens, and among them a `refresh_token`: `AUTH_USER_ID`. Without it the
    /// handler gets no refresh token.
    pub(crate) fn auth_user(&self, application: &str, code: &str) -> Result<Option<u64>, RunError> {
        let user = self.find(application, code)?.fields.get("AUTH_USER_ID");
        Ok(user.and_then(|user| user.as_u64().or_else(|| user.as_str()?.parse().ok())))
    }

    fn find(&self, application: &str, code: &str) -> Result<&Installed, RunError> {
        let is_it = |installed: &&Installed| installed.application == application && installed.code == code;
        let found = self.installed.iter().find(is_it);
        let error = || RunError::NotInstalled { application: application.to_owned(), code: code.to_owned() };
        found.ok_or_else(error)
    }
}

/// Only an explicit no does not wait.
fn is_no(value: Option<&Value>) -> bool {
    match value {
        Some(Value::String(text)) => text == "N",
        Some(Value::Bool(flag)) => !flag,
        _ => false,
    }
}

/// As PHP's `uniqid('', true)` writes it: seconds and microseconds in hex, and eight more digits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time of day is small, and never negative"
)]
fn workflow_id(number: u64, now: f64) -> String {
    let micros = (now.max(0.0) * 1e6) as u64;
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    // Far from each other, so that no two runs of one moment look alike.
    let tail = number.wrapping_mul(2_654_435_761) % 100_000_000;
    format!("{seconds:08x}{micros:05x}{}.{tail:08}", number % 10)
}

/// A value as PHP's `http_build_query` writes it: brackets, flags as digits, and null not at all.
fn flatten(name: &str, value: &Value, form: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| flatten(&format!("{name}[{key}]"), value, form));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| flatten(&format!("{name}[{at}]"), value, form));
        }
        Value::Null => {}
        Value::Bool(flag) => form.push((name.to_owned(), u8::from(*flag).to_string())),
        Value::String(text) => form.push((name.to_owned(), text.clone())),
        Value::Number(number) => form.push((name.to_owned(), number.to_string())),
    }
}
