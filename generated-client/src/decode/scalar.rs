//! The plain values: texts, flags, dates.

use std::borrow::Cow;

use serde_json::Value;

use super::nothing::{is_no_moment, is_no_scalar, is_no_value};
use super::number::{number_text, whole_number};
use super::{Decode, DecodeError, Path};
use crate::value::{Date, DateTime, File};

impl Decode for Value {
    const EXPECTED: &'static str = "a value";

    fn decode(value: Value, _: &Path<'_>) -> Result<Self, DecodeError> {
        Ok(value)
    }

    fn fits(_: &Value) -> bool {
        true
    }

    fn is_nothing(_: &Value) -> bool {
        false
    }
}

/// The result of a method that has none: null, or whatever stands for it.
impl Decode for () {
    const EXPECTED: &'static str = "nothing";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let empty = match &value {
            Value::Null | Value::Bool(_) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Number(_) => false,
        };
        if empty { Ok(()) } else { Err(at.mismatch(Self::EXPECTED, &value)) }
    }

    fn fits(value: &Value) -> bool {
        value.is_null()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_value(value)
    }

    fn absent(_: &Path<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Decode for String {
    const EXPECTED: &'static str = "a text";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let text = match value {
            Value::String(text) => return Ok(text),
            Value::Number(ref number) => number_text(number),
            _ => None,
        };
        text.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_string()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_value(value)
    }
}

impl Decode for Cow<'static, str> {
    const EXPECTED: &'static str = String::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        String::decode(value, at).map(Cow::Owned)
    }

    fn fits(value: &Value) -> bool {
        String::fits(value)
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_value(value)
    }
}

impl Decode for bool {
    const EXPECTED: &'static str = "yes or no";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        flag(&value).ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_boolean()
    }

    /// For a flag, `false` is a value.
    fn is_nothing(value: &Value) -> bool {
        value.is_null() || value.as_str() == Some("")
    }
}

/// Yes or no, in every spelling that the API has for them.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "Y" | "y" | "1" | "true" => Some(true),
            "N" | "n" | "0" | "false" => Some(false),
            _ => None,
        },
        Value::Number(_) => match whole_number(value) {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Dates travel as text and are read by `FromStr`.
macro_rules! decode_date {
    ($name:ty, $expected:literal) => {
        impl Decode for $name {
            const EXPECTED: &'static str = $expected;

            fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
                let date = value.as_str().and_then(|text| text.parse().ok());
                date.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
            }

            fn fits(value: &Value) -> bool {
                value.as_str().is_some_and(|text| text.parse::<Self>().is_ok())
            }

            fn is_nothing(value: &Value) -> bool {
                is_no_moment(value)
            }
        }
    };
}

decode_date!(Date, "a day such as `2025-01-29`");
decode_date!(DateTime, "a moment such as `2025-01-29T14:05:52+01:00`");

/// A file comes back as it was sent: its name and its content in base64.
impl Decode for File {
    const EXPECTED: &'static str = "a list of a file's name and its content in base64";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        file(&value).ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        file(value).is_some()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value) || value.as_array().is_some_and(|parts| parts.is_empty())
    }
}

fn file(value: &Value) -> Option<File> {
    let [name, content] = value.as_array()?.as_slice() else {
        return None;
    };
    File::from_base64(name.as_str()?, content.as_str()?).ok()
}
