//! The steps of workflows that wait for an application: their log, and the answer that ends the wait.

use serde_json::Value;

use crate::call::{Caller, Failure, Success};
use crate::enforce;
use crate::methods::{Call, Store};

/// How many lines are kept at least.
const KEPT: usize = 100_000;

/// A step that waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wait {
    /// Whether it got its answer, or went on without.
    pub(super) over: bool,
    /// What the workflow answers a line of its log with.
    pub(super) failure: Option<Failure>,
}

/// A line in a workflow's log, written by `bizproc.activity.log`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LogLine {
    /// The token of the step.
    pub event_token: String,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub caller: Caller,
    /// When, as Unix time in seconds.
    pub at: f64,
}

/// An answer that a step of a workflow got by `bizproc.event.send`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SentEvent {
    /// The token of the step.
    pub event_token: String,
    /// The outputs: `RETURN_VALUES` as they were sent, or null.
    pub values: Value,
    /// Who sent it.
    pub caller: Caller,
    /// When, as Unix time in seconds.
    pub at: f64,
}

impl Store {
    /// The lines of all logs, in the order in which they were written.
    pub(crate) fn lines(&self) -> &[LogLine] {
        &self.lines
    }

    /// The answers of all steps, in the order in which they came.
    pub(crate) fn sent(&self) -> &[SentEvent] {
        &self.sent
    }

    /// Ends a step's wait, as a workflow does that was stopped or has waited long enough. Says whether it waited.
    pub(crate) fn end(&mut self, token: &str) -> bool {
        let wait = self.waits.get_mut(token).filter(|wait| !wait.over);
        wait.map(|wait| wait.over = true).is_some()
    }

    /// Makes a workflow answer each line of its log with this error. Says whether the step waits.
    pub(crate) fn fail_token(&mut self, token: &str, failure: Failure) -> bool {
        let wait = self.waits.get_mut(token).filter(|wait| !wait.over);
        wait.map(|wait| wait.failure = Some(failure)).is_some()
    }

    /// A step that waits. A token is taken apart before anything is looked up: workflow, `|`, step.
    fn wait(&self, token: &str) -> Option<&Wait> {
        let (workflow, step) = token.split_once('|')?;
        let is_token = !workflow.is_empty() && step.len() > 1 && step.starts_with('A');
        self.waits.get(token).filter(|wait| is_token && !wait.over)
    }
}

/// First the token, then the line, then what the workflow itself says.
pub(super) fn log(store: &mut Store, call: &Call<'_>) -> Result<Success, Failure> {
    let token = call.text("EVENT_TOKEN");
    let Some(wait) = store.wait(&token) else {
        return Err(call.fails("Access denied!"));
    };
    enforce::insist(call.api, call.method, call.caller, call.parameters)?;
    if let Some(failure) = &wait.failure {
        return Err(failure.clone());
    }
    record(store, call, &token);
    Ok(Success::of(true))
}

/// The outputs of a step; the workflow then goes on, and the token is worth nothing.
pub(super) fn send(store: &mut Store, call: &Call<'_>) -> Result<Success, Failure> {
    let token = call.text("EVENT_TOKEN");
    if store.wait(&token).is_none() {
        return Err(call.fails("Access denied!"));
    }
    enforce::insist(call.api, call.method, call.caller, call.parameters)?;
    if !call.text("LOG_MESSAGE").is_empty() {
        record(store, call, &token);
    }
    let values = call.parameters.get("RETURN_VALUES").cloned().unwrap_or_default();
    store.end(&token);
    store.sent.push(SentEvent { event_token: token, values, caller: call.caller.clone(), at: call.now });
    Ok(Success::of(true))
}

fn record(store: &mut Store, call: &Call<'_>, token: &str) {
    let text = call.text("LOG_MESSAGE");
    if store.lines.len() >= 2 * KEPT {
        store.lines.drain(..KEPT);
    }
    store.lines.push(LogLine { event_token: token.to_owned(), text, caller: call.caller.clone(), at: call.now });
}
