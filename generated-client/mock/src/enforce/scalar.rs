//! Scalars as PHP takes them: a form has only texts, so a number or a flag may be one.

use bitrix24_codegen::model::TextLimits;
use serde_json::Value;

/// A text; numbers and flags are read as such.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(if *flag { "1".to_owned() } else { String::new() }),
        _ => None,
    }
}

/// A whole number, also as text.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the number is whole, and of a size that a double has exactly")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

/// A finite number, also as text.
pub(crate) fn double(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// A flag in any of its ways of writing. PHP's own `false` is an empty text in a form.
pub(crate) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        Value::String(text) => match text.as_str() {
            "Y" | "y" | "1" | "true" | "TRUE" => Some(true),
            "N" | "n" | "0" | "false" | "FALSE" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text is a day or a moment, as ISO 8601 or as a portal shows it (`29.01.2025 14:05:52`).
pub(super) fn is_moment(text: &str) -> bool {
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let numbers = |text: &str, separator: char, lengths: &[usize]| {
        let parts: Vec<&str> = text.split(separator).collect();
        let digits =
            |(part, length): (&&str, &usize)| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == lengths.len() && parts.iter().zip(lengths).all(digits)
    };
    let is_day = numbers(day, '-', &[4, 2, 2]) || numbers(day, '.', &[2, 2, 4]) || numbers(day, '/', &[2, 2, 4]);
    let is_clock = |clock: &str| {
        let end = clock.find(['+', '-', 'Z', '.']).unwrap_or(clock.len());
        let (time, _offset) = clock.split_at(end);
        numbers(time, ':', &[2, 2, 2]) || numbers(time, ':', &[2, 2])
    };
    is_day && clock.is_none_or(is_clock)
}

/// Whether a text may be a file's content in base64.
pub(super) fn is_base64(text: &str) -> bool {
    let inner = text.trim_end_matches('=');
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'\r' | b'\n');
    text.len() - inner.len() <= 2 && inner.bytes().all(letter)
}

/// Whether a text keeps a rule.
pub(super) fn keeps(limits: &TextLimits, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let long_enough = length >= limits.min.unwrap_or(u64::from(limits.non_empty));
    let short_enough = limits.max.is_none_or(|max| length <= max);
    long_enough && short_enough && limits.pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{double, flag, integer, is_base64, is_moment, text};

    #[test]
    fn a_scalar_may_be_a_text() {
        assert_eq!([json!(1), json!("1"), json!(" 1"), json!(1.0)].map(|value| integer(&value)), [Some(1); 4]);
        assert_eq!([json!("1a"), json!(1.5), json!(true), json!([])].map(|value| integer(&value)), [None; 4]);
        assert_eq!([json!("1.5"), json!(1.5)].map(|value| double(&value)), [Some(1.5); 2]);
        assert_eq!([json!("NaN"), json!("inf"), json!("")].map(|value| double(&value)), [None; 3]);
        assert_eq!(
            [json!("Y"), json!(1), json!("1"), json!(true), json!("true")].map(|value| flag(&value)),
            [Some(true); 5]
        );
        assert_eq!([json!("N"), json!(0), json!(""), json!(false)].map(|value| flag(&value)), [Some(false); 4]);
        assert_eq!([json!("yes"), json!(2), json!({})].map(|value| flag(&value)), [None; 3]);
        assert_eq!(text(&json!(7)), Some("7".to_owned()));
        assert_eq!(text(&json!({})), None);
    }

    #[test]
    fn a_moment_is_written_in_several_ways() {
        for moment in
            ["2025-01-29", "29.01.2025", "2025-01-29T14:05:52+01:00", "2025-01-29 14:05:52", "29.01.2025 14:05"]
        {
            assert!(is_moment(moment), "{moment}");
        }
        for other in ["", "soon", "2025-1-29", "2025-01-29T", "2025-01-29T14", "14:05:52"] {
            assert!(!is_moment(other), "{other}");
        }
    }

    #[test]
    fn base64_has_its_own_letters() {
        assert!(is_base64("aGVsbG8=") && is_base64(""));
        assert!(!is_base64("hello world") && !is_base64("===="));
    }
}
