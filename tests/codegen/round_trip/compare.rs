//! Whether two values say the same.

use serde_json::Value;

/// How alike two values must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Sent: a flag or a number may be written otherwise, and nothing else.
    Request,
    /// Read and written again: what says that there is nothing may be gone too.
    Answer,
}

/// Where two values say something else.
pub(super) fn differences(at: &str, expected: &Value, actual: &Value, strictness: Strictness) -> Vec<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let mut found = Vec::new();
            for (name, value) in expected {
                let at = format!("{at}.{name}");
                match actual.get(name) {
                    Some(actual) => found.extend(differences(&at, value, actual, strictness)),
                    None if strictness == Strictness::Answer && is_nothing(value) => {}
                    None => found.push(format!("{at} is lost: {value}")),
                }
            }
            let invented = actual.iter().filter(|(name, _)| !expected.contains_key(*name));
            found.extend(invented.map(|(name, value)| format!("{at}.{name} is invented: {value}")));
            found
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let items = expected.iter().zip(actual).enumerate();
            items.flat_map(|(index, (a, b))| differences(&format!("{at}[{index}]"), a, b, strictness)).collect()
        }
        // PHP's empty object, and its list with gaps in the numbering.
        (Value::Array(expected), Value::Object(actual)) if expected.is_empty() && actual.is_empty() => Vec::new(),
        (Value::Object(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let items = expected.values().zip(actual).enumerate();
            items.flat_map(|(index, (a, b))| differences(&format!("{at}[{index}]"), a, b, strictness)).collect()
        }
        _ if expected == actual || same_scalar(expected, actual) => Vec::new(),
        _ if strictness == Strictness::Answer && is_nothing(expected) && is_nothing(actual) => Vec::new(),
        _ => vec![format!("{at}: {actual} instead of {expected}")],
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether two scalars are one number, or one flag, in two ways of writing.
fn same_scalar(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let (Some(a), Some(b)) = (text(a), text(b)) else {
        return false;
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let flag = |text: &str| match text {
        "Y" | "true" | "1" => Some(true),
        "N" | "false" | "0" => Some(false),
        _ => None,
    };
    a == b
        // One moment in two ways of writing.
        || a.strip_suffix('Z').is_some_and(|a| b.strip_suffix("+00:00") == Some(a))
        || number(&a).is_some_and(|a| number(&b) == Some(a))
        || flag(&a).is_some_and(|a| flag(&b) == Some(a))
}
