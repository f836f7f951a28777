//! How PHP writes that there is nothing; what it writes so depends on what would stand there.

use serde_json::Value;

/// Whether there is no value at all: null or `false`. An empty text is a text.
pub(super) fn is_no_value(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false))
}

/// Whether there is no number, no list, no map: null, `false` or an empty text.
pub(super) fn is_no_scalar(value: &Value) -> bool {
    is_no_value(value) || value.as_str() == Some("")
}

/// Whether there is no object: null, `false`, an empty text, or the empty list that PHP makes of an object without
/// members.
pub fn is_no_object(value: &Value) -> bool {
    is_no_scalar(value) || value.as_array().is_some_and(|items| items.is_empty())
}

/// Whether there is no day or moment: an empty one is printed as an object without members too.
pub(super) fn is_no_moment(value: &Value) -> bool {
    is_no_object(value) || value.as_object().is_some_and(|members| members.is_empty())
}
