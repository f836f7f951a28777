//! What methods do. The family of workflows keeps state; a list can have rows; everything else answers as the docs'
//! example does. No method reads a clock: whoever calls says what time it is.

mod builtin;
mod event;
mod example;
mod filter;
mod install;
mod list;
mod rows;
pub(crate) mod run;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use bitrix24_codegen::model::Method;
use serde_json::{Map, Value};

use crate::api::Api;
use crate::call::{Caller, Failure, Success, Version};
use crate::enforce;

pub use event::{LogLine, SentEvent};
pub(crate) use install::{Installed, Part};
pub use rows::Rows;

/// What the portal remembers between calls.
#[derive(Debug, Default)]
pub(crate) struct Store {
    /// Actions and rules, in the order in which they were installed.
    installed: Vec<Installed>,
    /// The text of the error that the next installation fails with.
    next_add: Option<String>,
    /// The steps of workflows that wait for an answer.
    waits: BTreeMap<String, event::Wait>,
    /// The lines of the workflows' logs.
    lines: Vec<LogLine>,
    /// The answers that workflows got.
    sent: Vec<SentEvent>,
    /// Rows of lists, by the method's name in lower case.
    rows: BTreeMap<String, Rows>,
    /// Answers, by the method's name in lower case.
    answers: BTreeMap<String, Value>,
    /// How many steps were run, so that no two tokens are alike.
    runs: u64,
}

impl Store {
    /// Gives a list its rows. The method need not have a spec.
    pub(crate) fn set_rows(&mut self, method: &str, rows: Rows) {
        self.rows.insert(method.to_lowercase(), rows);
    }

    /// Gives a method the `result` that it answers with. The method need not have a spec.
    pub(crate) fn set_answer(&mut self, method: &str, result: Value) {
        self.answers.insert(method.to_lowercase(), result);
    }

    /// The answer that was set for a method, or its page of rows.
    fn prepared(&self, name: &str, method: Option<&Method>, parameters: &Map<String, Value>) -> Option<Success> {
        if let Some(result) = self.answers.get(name) {
            return Some(Success::of(result.clone()));
        }
        Some(list::page(self.rows.get(name)?, method, parameters))
    }
}

/// What a method gives whose parameters have passed [`enforce::check`].
pub(crate) fn answer(
    store: &mut Store,
    api: &Api,
    method: &Method,
    caller: &Caller,
    parameters: &Value,
    now: f64,
) -> Result<Success, Failure> {
    let nothing = Map::new();
    let parameters = parameters.as_object().unwrap_or(&nothing);
    let name = method.wire_name.to_lowercase();
    if let Some(success) = store.prepared(&name, Some(method), parameters) {
        enforce::insist(api, method, caller, parameters)?;
        return Ok(success);
    }
    let call = Call { api, method, caller, parameters, now };
    match name.as_str() {
        "bizproc.activity.add" => install::add(store, &call, Part::Activity),
        "bizproc.activity.update" => install::update(store, &call, Part::Activity),
        "bizproc.activity.list" => Ok(install::list(store, caller, Part::Activity)),
        "bizproc.activity.delete" => install::delete(store, &call, Part::Activity),
        "bizproc.robot.add" => install::add(store, &call, Part::Robot),
        "bizproc.robot.update" => install::update(store, &call, Part::Robot),
        "bizproc.robot.list" => Ok(install::list(store, caller, Part::Robot)),
        "bizproc.robot.delete" => install::delete(store, &call, Part::Robot),
        "bizproc.activity.log" => event::log(store, &call),
        "bizproc.event.send" => event::send(store, &call),
        _ => Ok(match builtin::answer(api, &name, caller, parameters, now) {
            Some(result) => Success::of(result),
            None => Success::of(example::answer(api, method)),
        }),
    }
}

/// What a method gives that has no spec: rows or an answer that were set, or what every portal has. `None` if there is no
/// such method.
pub(crate) fn answer_without_spec(
    store: &Store,
    api: &Api,
    name: &str,
    version: Version,
    caller: &Caller,
    parameters: &Value,
    now: f64,
) -> Option<Success> {
    let nothing = Map::new();
    let parameters = parameters.as_object().unwrap_or(&nothing);
    let name = name.to_lowercase();
    store.prepared(&name, None, parameters).or_else(|| {
        let builtin = (version == Version::Rest2).then(|| builtin::answer(api, &name, caller, parameters, now));
        builtin.flatten().map(Success::of)
    })
}

/// A call of a method with a spec.
struct Call<'a> {
    api: &'a Api,
    method: &'a Method,
    caller: &'a Caller,
    parameters: &'a Map<String, Value>,
    now: f64,
}

impl Call<'_> {
    /// A parameter as text.
    fn text(&self, name: &str) -> String {
        match self.parameters.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// The method's own error with this text.
    fn fails(&self, text: &str) -> Failure {
        self.fails_at(text, "")
    }

    /// The same, with `place` for what the text leaves open.
    fn fails_at(&self, text: &str, place: &str) -> Failure {
        let documented = enforce::documented_text(self.method, text, place);
        documented.unwrap_or_else(|| Failure::new(400, "ERROR_CORE", text))
    }
}
