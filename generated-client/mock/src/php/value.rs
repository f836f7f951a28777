//! Values: lists and maps as one kind of array, and what PHP takes for text and for true.

use serde_json::{Map, Number, Value};

/// What `json_decode` makes of JSON: objects are arrays.
///
/// PHP reads 512 levels and refuses more; `serde_json` already stops at 128, and no call needs as many. So the recursion
/// here is bounded by whoever read the JSON.
pub(crate) fn from_json(value: Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(from_json).collect()),
        Value::Object(map) => to_json(map.into_iter().map(|(key, value)| (key, from_json(value))).collect()),
        Value::Number(number) => Value::Number(number_of(number)),
        other => other,
    }
}

/// PHP's integers have 64 bits with a sign; what does not fit is a float.
fn number_of(number: Number) -> Number {
    if number.is_i64() { number } else { number.as_f64().and_then(Number::from_f64).unwrap_or(number) }
}

/// What `json_encode` makes of an array: a list if the keys are 0, 1, 2 … in this order, and so an empty list of an empty
/// map. The elements stay as they are.
pub(crate) fn to_json(map: Map<String, Value>) -> Value {
    let is_list = map.keys().enumerate().all(|(index, key)| *key == index.to_string());
    if is_list { Value::Array(map.into_iter().map(|(_, value)| value).collect()) } else { Value::Object(map) }
}

/// The keys and elements of an array; a scalar has none.
pub(crate) fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Array(list) => list.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Map::new(),
    }
}

/// The integer that PHP makes of a key: `7` and `-7` are integers, `07`, `-0` and `+7` are texts.
pub(crate) fn integer(key: &str) -> Option<i64> {
    key.parse::<i64>().ok().filter(|integer| integer.to_string() == key)
}

/// `(string)`: the text of a scalar. An array has none.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => Some(String::new()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(match (number.as_i64(), number.as_f64()) {
            (None, Some(float)) => float_text(float),
            _ => number.to_string(),
        }),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// `(bool)`: "0" is false, "false" and "N" are true.
pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// A float with PHP's `precision` of 14 digits: `0.3`, `100000`, `1.0E+25`.
fn float_text(float: f64) -> String {
    let scientific = format!("{float:.13e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    if (-4..14).contains(&exponent) {
        let decimals = usize::try_from(13 - exponent).unwrap_or_default();
        let plain = format!("{float:.decimals$}");
        return if decimals == 0 { plain } else { plain.trim_end_matches('0').trim_end_matches('.').to_owned() };
    }
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}{point}E{sign}{}", exponent.unsigned_abs())
}
