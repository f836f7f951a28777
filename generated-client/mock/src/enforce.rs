//! The specs enforced: who may call, what must be there, and what each value must be. It knows nothing of what the
//! portal remembers, so a method whose order of checks depends on that asks for its [`problems`] itself, see
//! [`leaves_order_to_method`].

mod access;
mod names;
mod rules;
mod scalar;
#[cfg(test)]
pub(crate) mod tests;
mod value;
mod words;

use serde_json::{Map, Value};

use bitrix24_codegen::model::Method;

use crate::api::Api;
use crate::call::{Caller, Failure};

pub(crate) use rules::is_empty;
pub(crate) use scalar::{double, integer};
pub(crate) use words::{documented_text, failure};

/// Something that is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The names that lead to it, the parameter's first. Empty if it is the call as a whole.
    pub(crate) path: Vec<String>,
    /// What is wrong.
    pub(crate) kind: Kind,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is not there, or says nothing.
    Missing,
    /// It has the wrong type, or breaks a constraint.
    Malformed,
    /// It is the key of a map, the last of the path, that breaks a constraint.
    BadKey,
    /// It excludes a parameter that was given too.
    Excluded,
}

impl Problem {
    /// A problem of the parameter or member `name`.
    fn at(name: &str, kind: Kind) -> Self {
        Self { path: vec![name.to_owned()], kind }
    }

    /// The same problem, seen from what holds `name`.
    fn below(mut self, name: &str) -> Self {
        self.path.insert(0, name.to_owned());
        self
    }

    /// The parameter.
    pub(crate) fn parameter(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// The parameters by the names that the spec has for them, or the failure that the server would answer with.
pub(crate) fn check(api: &Api, method: &Method, caller: &Caller, parameters: Value) -> Result<Value, Failure> {
    access::check(api, method, caller)?;
    let parameters = names::spell(api, method, parameters);
    if !leaves_order_to_method(method) {
        insist(api, method, caller, &parameters)?;
    }
    Ok(Value::Object(parameters))
}

/// Whether the method itself looks for [`problems`], because what the portal remembers is checked between two of them.
pub(crate) fn leaves_order_to_method(method: &Method) -> bool {
    matches!(
        method.wire_name.as_str(),
        "bizproc.activity.add"
            | "bizproc.activity.update"
            | "bizproc.activity.log"
            | "bizproc.event.send"
            | "bizproc.robot.add"
            | "bizproc.robot.update"
    )
}

/// Fails if anything is wrong with the parameters.
pub(crate) fn insist(
    api: &Api,
    method: &Method,
    caller: &Caller,
    parameters: &Map<String, Value>,
) -> Result<(), Failure> {
    let problems = problems(api, method, caller, parameters);
    if problems.is_empty() { Ok(()) } else { Err(failure(method, &problems)) }
}

/// Everything that is wrong with the parameters, in the order in which the spec declares them.
pub(crate) fn problems(api: &Api, method: &Method, caller: &Caller, parameters: &Map<String, Value>) -> Vec<Problem> {
    value::parameters(api, &method.record, parameters, caller)
}
