//! Numbers, which PHP writes as JSON numbers or as text. Read only if the value stays exactly what was written.

use serde_json::{Number, Value};

use super::nothing::is_no_scalar;
use super::{Decode, DecodeError, Path};
use crate::value::Timestamp;

/// From here on, 2^53, a double no longer holds every whole number, so one that stands here may have been another.
const NO_LONGER_EXACT: f64 = 9_007_199_254_740_992.0;

impl Decode for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        whole_number(&value).ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_i64()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value)
    }
}

impl Decode for Timestamp {
    const EXPECTED: &'static str = "seconds since 1970";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let seconds = whole_number(&value).ok_or_else(|| at.mismatch(Self::EXPECTED, &value))?;
        Ok(Self::from_seconds(seconds))
    }

    fn fits(value: &Value) -> bool {
        value.is_i64()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value)
    }
}

/// The whole number that `value` is, as number or as text.
pub(crate) fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => whole(number),
        Value::String(text) => whole_text(text),
        _ => None,
    }
}

/// `5` and `5.0` are the whole number five; `5.5` is none.
fn whole(number: &Number) -> Option<i64> {
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < NO_LONGER_EXACT)?;
    // Whole and within ±2^53, so the text has no fraction and fits.
    format!("{float:.0}").parse().ok()
}

/// `"5"` and `"5.00"` are the whole number five; `"5,0"`, `"+5"`, `" 5"` and `"5e0"` are texts.
fn whole_text(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let zero = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    if zero && is_digits(whole.strip_prefix('-').unwrap_or(whole)) { whole.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Decode for f64 {
    const EXPECTED: &'static str = "a number";

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let number = match &value {
            Value::Number(number) => double(number),
            Value::String(text) => double_text(text),
            _ => None,
        };
        number.ok_or_else(|| at.mismatch(Self::EXPECTED, &value))
    }

    fn fits(value: &Value) -> bool {
        value.is_number()
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value)
    }
}

/// A number with a fraction is a double, and so is what the server had. A whole number may be an identifier: it is read
/// only if there is a double that is exactly it.
fn double(number: &Number) -> Option<f64> {
    let float = number.as_f64()?;
    if number.is_f64() || is_exactly(float, &number.to_string()) { Some(float) } else { None }
}

fn double_text(text: &str) -> Option<f64> {
    let float = text.parse().ok().filter(|float: &f64| float.is_finite() && !text.starts_with('+'))?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !is_digits(digits) || is_exactly(float.abs(), digits.trim_start_matches('0')) { Some(float) } else { None }
}

/// Whether `float` is the whole number `digits`.
fn is_exactly(float: f64, digits: &str) -> bool {
    float.abs() < NO_LONGER_EXACT || format!("{float:.0}") == digits
}

/// A number as the text that it stood for; `None` if it may have been rounded when it was read, as long identifiers are.
pub(super) fn number_text(number: &Number) -> Option<String> {
    let rounded = number.is_f64() && number.as_f64().is_none_or(|float| float.abs() >= NO_LONGER_EXACT);
    if rounded { None } else { Some(number.to_string()) }
}
