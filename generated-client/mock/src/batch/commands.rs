//! The commands of a REST 2 batch: which there are, and what each says.

use serde_json::Value;

use crate::php;

/// One call inside a batch.
#[derive(Debug, PartialEq)]
pub(super) struct Command {
    pub(super) method: String,
    pub(super) parameters: Value,
}

/// A parameter of the batch itself. Their names are matched without regard to case, and of two the last counts.
pub(super) fn parameter<'a>(parameters: &'a Value, name: &str) -> Option<&'a Value> {
    parameters.as_object()?.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The commands by their keys, in the order in which they run. A list's keys are its indexes.
pub(super) fn commands(parameters: &Value) -> Vec<(String, &Value)> {
    match parameter(parameters, "cmd") {
        Some(Value::Object(map)) => map.iter().map(|(key, command)| (key.clone(), command)).collect(),
        Some(Value::Array(list)) => list.iter().enumerate().map(|(at, command)| (at.to_string(), command)).collect(),
        _ => Vec::new(),
    }
}

impl Command {
    /// A text `method?query`; the server takes nothing else. The objects and lists of the SDKs are made into texts before
    /// they are sent.
    pub(super) fn read(command: &Value) -> Option<Self> {
        command.as_str().map(Self::from_text)
    }

    /// Reads the text as `parse_url` does: what follows a `#` is lost, and a control character that was not
    /// percent-encoded, such as the end of a line, becomes `_`.
    fn from_text(text: &str) -> Self {
        let address: String =
            text.chars().take_while(|c| *c != '#').map(|c| if c.is_ascii_control() { '_' } else { c }).collect();
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        Self { method: path.to_owned(), parameters: php::parse_query(query.as_bytes()) }
    }
}
