//! What came of each command, read from the answer of a batch.

use serde_json::Value;

use super::Command;
use crate::call::Answered;
use crate::envelope::{self, Envelope, Time};
use crate::error::{Cause, Lost, Refusal, Refused};

/// What came of a command.
pub(crate) type Outcome = Result<Given, Lost>;

/// What a command gave.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) result: Value,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
    pub(crate) time: Option<Time>,
    /// How many attempts it took.
    pub(crate) attempts: u32,
}

impl Given {
    /// As if it had been called alone.
    pub(crate) fn answered(self) -> Answered {
        let raw = bytes::Bytes::from(self.result.to_string());
        let Self { result, total, next, time, attempts } = self;
        Answered { envelope: Envelope { result, total, next, time }, status: 200, raw, attempts }
    }
}

/// What the answer of REST 2 says of each command.
pub(crate) fn read_rest2(
    commands: &[Command],
    answer: &Value,
    halted: bool,
    redact: impl Fn(String) -> String + Copy,
) -> Vec<Outcome> {
    // PHP writes an empty map as an empty list, which has no members either.
    let member = |part: &str, command: &Command| answer.get(part).and_then(|part| part.get(&command.name));
    let mut failed = false;
    let mut read = |command: &Command| {
        if let Some(error) = member("result_error", command) {
            failed = true;
            return Err(refused(error, redact));
        }
        let Some(result) = member("result", command) else {
            let (cause, may_have_run) =
                if halted && failed { (Cause::NotRun, false) } else { (Cause::Unmentioned, true) };
            return Err(Lost { cause, may_have_run, attempts: 1, of_command: false });
        };
        let number = |part| member(part, command).and_then(crate::decode::whole_number);
        let time = member("result_time", command).and_then(envelope::time);
        Ok(Given {
            result: result.clone(),
            total: number("result_total"),
            next: number("result_next"),
            time,
            attempts: 1,
        })
    };
    commands.iter().map(&mut read).collect()
}

/// REST 3.0 gives the results in the order of the commands.
pub(crate) fn read_rest3(
    commands: &[Command],
    answer: Value,
    redact: impl Fn(String) -> String + Copy,
) -> Vec<Outcome> {
    let mut results = match answer {
        Value::Array(results) => results.into_iter(),
        _ => Vec::new().into_iter(),
    };
    let mut read = |_: &Command| match results.next() {
        None => Err(Lost { cause: Cause::Unmentioned, may_have_run: true, attempts: 1, of_command: false }),
        Some(result) if result.get("error").is_some_and(|error| !error.is_null()) => Err(refused(&result, redact)),
        Some(result) => Ok(Given { result, total: None, next: None, time: None, attempts: 1 }),
    };
    commands.iter().map(&mut read).collect()
}

/// The error of a command, which has no status of its own.
fn refused(error: &Value, redact: impl Fn(String) -> String) -> Lost {
    const STATUS: u16 = 200;
    let refusal: Refusal = match error {
        Value::Object(members) => {
            let code = members.get("error").cloned().unwrap_or_default();
            envelope::refusal(STATUS, code, members.get("error_description").cloned(), redact)
        }
        other => envelope::refusal(STATUS, other.clone(), None, redact),
    };
    let may_have_run = match Refused::of(&refusal) {
        Refused::Other { surely_did_not_run, .. } => !surely_did_not_run,
        _ => false,
    };
    Lost { cause: Cause::Refused(refusal, None), may_have_run, attempts: 1, of_command: true }
}
