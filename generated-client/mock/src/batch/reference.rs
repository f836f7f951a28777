//! References to earlier answers: `$result[name][field][0]` in a value of a command.
//!
//! The rules are the server's. A reference begins with `$` and the name of a map and reaches to the next blank: whatever
//! stands behind the last bracket is replaced with it. Keys of parameters are never references. What was put in is not
//! looked at again.
//!
//! A reference that leads nowhere stays as it is, and the method gets its text. So it does inside a longer text when it
//! leads to anything but a text or a number.

use serde_json::Value;

use super::Answers;
use crate::call::Failure;
use crate::php;

/// What the parameters of one command may weigh, in bytes. A batch in which each command sends the last answer twice would
/// otherwise need 2⁵⁰ times as much as the request.
const COMMAND: usize = 10 << 20;

/// What all references of one batch may bring.
const BATCH: usize = 4 * COMMAND;

/// How deep parameters may be nested; `json_encode` has the same bound. Recursion over values stops with it.
pub(super) const DEPTH: usize = 512;

/// What one more value costs beside its bytes.
const VALUE: usize = 16;

/// How much may still come in by references: for the command at hand, and for the whole batch.
pub(super) struct Budget {
    command: usize,
    batch: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { command: COMMAND, batch: BATCH }
    }
}

impl Budget {
    /// Begins a command; none if its parameters alone are out of bounds.
    pub(super) fn begin(&mut self, parameters: &Value) -> Option<()> {
        self.command = COMMAND.checked_sub(weight(parameters, DEPTH, COMMAND)?)?;
        Some(())
    }

    /// A copy of an answer, for a place below which there may be so many levels.
    pub(super) fn copy(&mut self, value: &Value, depth: usize) -> Option<Value> {
        self.take(weight(value, depth, self.command)?)?;
        Some(value.clone())
    }

    fn take(&mut self, bytes: usize) -> Option<()> {
        self.command = self.command.checked_sub(bytes)?;
        self.batch = self.batch.checked_sub(bytes)?;
        Some(())
    }
}

/// The parameters with what their references stand for. They fail when they grow out of bounds, in the words of a server
/// whose memory is full.
pub(super) fn substitute(parameters: Value, answers: &Answers, budget: &mut Budget) -> Result<Value, Failure> {
    budget.begin(&parameters).and_then(|()| filled(parameters, DEPTH, answers, budget)).ok_or_else(out_of_bounds)
}

pub(super) fn out_of_bounds() -> Failure {
    Failure::new(500, "INTERNAL_SERVER_ERROR", "Internal server error")
}

fn filled(value: Value, depth: usize, answers: &Answers, budget: &mut Budget) -> Option<Value> {
    Some(match value {
        Value::String(text) => filled_text(text, depth, answers, budget)?,
        Value::Array(list) => {
            let depth = depth.checked_sub(1)?;
            let list: Option<_> = list.into_iter().map(|value| filled(value, depth, answers, budget)).collect();
            Value::Array(list?)
        }
        Value::Object(map) => {
            let depth = depth.checked_sub(1)?;
            let entries = map.into_iter();
            let map: Option<_> =
                entries.map(|(key, value)| Some((key, filled(value, depth, answers, budget)?))).collect();
            Value::Object(map?)
        }
        other => other,
    })
}

fn filled_text(text: String, depth: usize, answers: &Answers, budget: &mut Budget) -> Option<Value> {
    let mut filled = String::new();
    let mut rest = text.as_str();
    while let Some((before, reference, after)) = next_reference(rest) {
        filled.push_str(before);
        let found = find(reference, answers);
        if reference.len() == text.len() {
            return match found {
                Some(value) => budget.copy(value, depth),
                None => Some(Value::String(text)),
            };
        }
        match found.filter(|value| value.is_string() || value.is_number()).and_then(php::text) {
            Some(found) => {
                budget.take(found.len())?;
                filled.push_str(&found);
            }
            None => filled.push_str(reference),
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(Value::String(filled))
}

/// The first reference in a text: what stands before it, itself, and what follows.
fn next_reference(text: &str) -> Option<(&str, &str, &str)> {
    let is_start = |at: &usize| split(text.split_at(*at).1).is_some();
    let start = text.match_indices('$').map(|(at, _)| at).find(is_start)?;
    let (before, rest) = text.split_at(start);
    let end = rest.find([' ', '\t', '\n', '\r', '\x0b', '\x0c']).unwrap_or(rest.len());
    let (reference, after) = rest.split_at(end);
    Some((before, reference, after))
}

/// Which map a reference begins with, and what follows. The server has these five, and takes any of them.
fn split(reference: &str) -> Option<(&'static str, &str)> {
    let reference = reference.strip_prefix('$')?;
    let maps = ["result", "next", "total", "time", "error"];
    maps.into_iter().find_map(|map| Some((map, reference.strip_prefix(map)?)))
}

/// What a reference leads to. Null is as good as nothing, as `isset` says.
fn find<'a>(reference: &str, answers: &'a Answers) -> Option<&'a Value> {
    let (map, path) = split(reference)?;
    let map = match map {
        "result" => &answers.results,
        "next" => &answers.nexts,
        "total" => &answers.totals,
        "time" => &answers.times,
        _ => &answers.errors,
    };
    let mut keys = keys(path);
    let mut value = map.get(keys.next()?)?;
    for key in keys {
        value = match value {
            Value::Object(map) => map.get(key)?,
            Value::Array(list) => list.get(usize::try_from(php::integer(key)?).ok()?)?,
            _ => return None,
        };
    }
    Some(value).filter(|value| !value.is_null())
}

/// What stands in brackets, one after the other; whatever is between them does not count.
fn keys(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    let keys = std::iter::from_fn(move || {
        let (_, inside) = rest.split_once('[')?;
        let (key, after) = inside.split_once(']')?;
        rest = after;
        Some(key)
    });
    keys.filter(|key| !key.is_empty())
}

/// What a value weighs; none if it is deeper or heavier than it may be.
fn weight(value: &Value, depth: usize, limit: usize) -> Option<usize> {
    let mut left = limit.checked_sub(VALUE)?;
    match value {
        Value::String(text) => left = left.checked_sub(text.len())?,
        Value::Array(list) => {
            let depth = depth.checked_sub(1)?;
            for value in list {
                left = left.checked_sub(weight(value, depth, left)?)?;
            }
        }
        Value::Object(map) => {
            let depth = depth.checked_sub(1)?;
            for (key, value) in map {
                left = left.checked_sub(key.len())?;
                left = left.checked_sub(weight(value, depth, left)?)?;
            }
        }
        _ => {}
    }
    Some(limit - left)
}
