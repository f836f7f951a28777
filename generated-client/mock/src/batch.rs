//! `batch`: several calls in one request, one after the other, each able to use what came of the earlier ones.
//!
//! REST 2 names its commands and answers with one map for each kind of outcome; an error of a command is no error of the
//! batch. REST 3.0 is in [`rest3`].

mod commands;
mod reference;
pub(crate) mod rest3;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::call::{Call, Failure, Success, Version};
use crate::php;
use commands::Command;
use reference::{Budget, substitute};

/// The most commands of a batch that are run; each one beyond is an error of its own.
const COMMANDS: usize = 50;

/// Methods that carry other calls or whole files, which no batch may hold.
const NEVER: [&str; 3] = ["batch", "download", "upload"];

/// What came of a command.
#[derive(Debug)]
pub(crate) struct Executed {
    pub(crate) outcome: Result<Success, Failure>,
    /// The `time` of the command, as a call alone would have it.
    pub(crate) time: Value,
}

/// Runs a batch of REST 2 and gives its whole `result`. `may_batch` is asked for each method's name as it was written.
///
/// The batch itself cannot fail: without a `cmd` that is an array there is nothing to do, and the answer is empty.
pub(crate) fn run(
    parameters: &Value,
    may_batch: impl Fn(&str) -> bool,
    mut execute: impl FnMut(&str, Call) -> Executed,
) -> Success {
    // Truth is PHP's: the texts "N" and "false" halt too.
    let halt = commands::parameter(parameters, "halt").is_some_and(php::is_true);
    let mut answers = Answers::default();
    let mut budget = Budget::default();
    for (number, (key, command)) in commands::commands(parameters).into_iter().enumerate() {
        // What is no command is skipped without a word, but counts.
        let outcome = match (number < COMMANDS, Command::read(command)) {
            (false, _) => Err(Failure::batch_too_long()),
            (true, None) => continue,
            (true, Some(command)) => {
                let execute = |call| execute(&key, call);
                one(command, &answers, &mut budget, &may_batch, execute)
            }
        };
        let failed = outcome.is_err();
        answers.add(&key, outcome);
        if failed && halt {
            break;
        }
    }
    Success::of(answers.into_result())
}

/// Runs one command; what succeeds comes with its time.
fn one(
    command: Command,
    answers: &Answers,
    budget: &mut Budget,
    may_batch: impl Fn(&str) -> bool,
    mut execute: impl FnMut(Call) -> Executed,
) -> Result<(Success, Value), Failure> {
    let Command { method, parameters } = command;
    if NEVER.iter().any(|never| method.eq_ignore_ascii_case(never)) || !may_batch(&method) {
        return Err(Failure::not_in_a_batch());
    }
    let parameters = substitute(parameters, answers, budget)?;
    let executed = execute(Call { method, version: Version::Rest2, parameters });
    Ok((executed.outcome?, executed.time))
}

/// What came of the commands so far, by their keys. A command that failed is in `errors` alone.
#[derive(Default)]
struct Answers {
    results: Map<String, Value>,
    errors: Map<String, Value>,
    totals: Map<String, Value>,
    nexts: Map<String, Value>,
    times: Map<String, Value>,
}

impl Answers {
    fn add(&mut self, key: &str, outcome: Result<(Success, Value), Failure>) {
        match outcome {
            Ok((success, time)) => {
                let optional = [(&mut self.totals, success.total), (&mut self.nexts, success.next)];
                for (map, number) in optional {
                    if let Some(number) = number {
                        map.insert(key.to_owned(), number.into());
                    }
                }
                self.results.insert(key.to_owned(), success.result);
                self.times.insert(key.to_owned(), time);
            }
            Err(failure) => {
                let error = json!({"error": failure.code, "error_description": failure.text});
                self.errors.insert(key.to_owned(), error);
            }
        }
    }

    fn into_result(self) -> Value {
        json!({
            "result": php::to_json(self.results),
            "result_error": php::to_json(self.errors),
            "result_total": php::to_json(self.totals),
            "result_next": php::to_json(self.nexts),
            "result_time": php::to_json(self.times),
        })
    }
}
