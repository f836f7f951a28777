//! The plain values: texts, numbers, flags, dates.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use serde_json::{Number, Value};

use super::{Decode, DecodeError, Path};
use crate::value::{Date, DateTime, File, Timestamp};

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
}

impl Decode for String {
    const EXPECTED: &'static str = "a text";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        match value {
            Value::String(text) => Ok(text),
            Value::Number(number) => Ok(number.to_string()),
            other => Err(at.mismatch(Self::EXPECTED, &other)),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_string()
    }
}

impl Decode for Cow<'static, str> {
    const EXPECTED: &'static str = String::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        String::decode(value, at).map(Cow::Owned)
    }

    fn fits(value: &Value) -> bool {
        value.is_string()
    }
}

impl Decode for bool {
    const EXPECTED: &'static str = "yes or no";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let flag = match &value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.as_str() {
                "Y" | "y" | "1" | "true" => Some(true),
                "N" | "n" | "0" | "false" => Some(false),
                _ => None,
            },
            Value::Number(number) => match number.as_i64() {
                Some(1) => Some(true),
                Some(0) => Some(false),
                _ => None,
            },
            _ => None,
        };
        flag.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_boolean()
    }

    /// For a flag, `false` is a value.
    fn is_nothing(value: &Value) -> bool {
        value.is_null() || value.as_str() == Some("")
    }
}

impl Decode for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let number = match &value {
            Value::Number(number) => whole(number),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_i64()
    }

    fn is_nothing(value: &Value) -> bool {
        is_php_nothing(value)
    }
}

/// `5` and `5.0` are the whole number five; `5.5` is none.
fn whole(number: &Number) -> Option<i64> {
    /// The largest distance from zero at which every whole number is a double of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT)?;
    // Whole and within ±2^53, so the text has no fraction and fits.
    format!("{float:.0}").parse().ok()
}

impl Decode for f64 {
    const EXPECTED: &'static str = "a number";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        number.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_number()
    }

    fn is_nothing(value: &Value) -> bool {
        is_php_nothing(value)
    }
}

/// Null, `false` and an empty text are how PHP says that a number or a date is not there.
fn is_php_nothing(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("")
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
                is_php_nothing(value)
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
}

fn file(value: &Value) -> Option<File> {
    let [name, content] = value.as_array()?.as_slice() else {
        return None;
    };
    Some(File::new(name.as_str()?, STANDARD.decode(content.as_str()?).ok()?))
}

impl Decode for Timestamp {
    const EXPECTED: &'static str = "seconds since 1970";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        i64::decode(value, at).map(Self::from_seconds)
    }

    fn fits(value: &Value) -> bool {
        value.is_i64()
    }

    fn is_nothing(value: &Value) -> bool {
        is_php_nothing(value)
    }
}
