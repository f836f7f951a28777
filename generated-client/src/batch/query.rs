//! Parameters as PHP reads them from a query: the form that commands of a batch have.
//!
//! A call must mean the same alone, as JSON, and in a batch. In a query every value is text, so flags are `1` and `0`, as
//! PHP has them (the text `false` would be true); and what is empty is sent as an empty text, because an empty list has
//! no place in a query and would vanish, and null has no spelling.

use std::fmt::Write;

use serde_json::Value;

use crate::error::{InvalidValue, Reason};

/// How deep PHP reads brackets; what is deeper it drops without a word.
const DEEPEST: usize = 60;
/// How many values the vendor's servers read from one query; what is beyond they drop without a word.
const MOST: usize = 10_000;

/// The parameters as a query.
///
/// # Errors
///
/// For what PHP would read as something else: keys with brackets, keys at the top with a dot or a blank, empty keys, too
/// many values, and values that are nested too deep.
pub(crate) fn encode(parameters: &Value) -> Result<String, InvalidValue> {
    let mut query = Query { text: String::new(), values: 0 };
    match parameters {
        Value::Object(members) => {
            for (key, value) in members {
                check_top(key).map_err(|problem| problem.inside(key))?;
                query.write(&mut escaped(key), value, 0).map_err(|problem| problem.inside(key))?;
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                query.write(&mut at.to_string(), item, 0).map_err(|problem| problem.inside(&at.to_string()))?;
            }
        }
        _ => {}
    }
    Ok(query.text)
}

struct Query {
    text: String,
    values: usize,
}

impl Query {
    /// Writes a value whose name stands in `name`, which is the same afterwards.
    fn write(&mut self, name: &mut String, value: &Value, depth: usize) -> Result<(), InvalidValue> {
        if depth > DEEPEST {
            return Err(refused("is nested too deep for a batch"));
        }
        let length = name.len();
        match value {
            Value::Array(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    // Writing into a String cannot fail.
                    let _ = write!(name, "%5B{at}%5D");
                    self.write(name, item, depth + 1).map_err(|problem| problem.inside(&at.to_string()))?;
                    name.truncate(length);
                }
                Ok(())
            }
            Value::Object(members) if !members.is_empty() => {
                for (key, item) in members {
                    check(key).map_err(|problem| problem.inside(key))?;
                    name.push_str("%5B");
                    name.push_str(&escaped(key));
                    name.push_str("%5D");
                    self.write(name, item, depth + 1).map_err(|problem| problem.inside(key))?;
                    name.truncate(length);
                }
                Ok(())
            }
            Value::Null | Value::Array(_) | Value::Object(_) => self.pair(name, ""),
            Value::Bool(flag) => self.pair(name, if *flag { "1" } else { "0" }),
            Value::Number(number) => self.pair(name, &number.to_string()),
            Value::String(text) => self.pair(name, text),
        }
    }

    fn pair(&mut self, name: &str, value: &str) -> Result<(), InvalidValue> {
        self.values += 1;
        if self.values > MOST {
            return Err(refused("is one value too many for a batch, which takes 10,000 in one command"));
        }
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(name);
        self.text.push('=');
        self.text.push_str(&escaped(value));
        Ok(())
    }
}

fn check(key: &str) -> Result<(), InvalidValue> {
    if key.is_empty() || key.contains(['[', ']', '\0']) {
        return Err(refused("has a key that a batch cannot carry: it is empty or has a bracket"));
    }
    Ok(())
}

/// PHP makes variables of the outermost names, and puts `_` for what a variable's name cannot have.
fn check_top(key: &str) -> Result<(), InvalidValue> {
    check(key)?;
    if key.contains(['.', ' ']) {
        return Err(refused("has a name that a batch cannot carry: it has a dot or a blank"));
    }
    Ok(())
}

fn refused(what: &'static str) -> InvalidValue {
    InvalidValue::new(Reason::Batch(what))
}

/// Everything but letters, digits and `-_.~` as `%` and two digits: no `+` and no `&` can be taken for something else.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_as_php_reads_them() {
        let cases = [
            (json!({"a": 1, "b": true, "c": false, "d": null}), "a=1&b=1&c=0&d="),
            (json!({"a": [], "b": {}, "c": ""}), "a=&b=&c="),
            (json!({"a": {"b": [1, {"c": "x y&z"}]}}), "a%5Bb%5D%5B0%5D=1&a%5Bb%5D%5B1%5D%5Bc%5D=x%20y%26z"),
            (json!({"filter": {">ID": 5, "!=A": "+"}}), "filter%5B%3EID%5D=5&filter%5B%21%3DA%5D=%2B"),
            (json!([7, {"B": 2}]), "0=7&1%5BB%5D=2"),
            (json!({"ü": "€"}), "%C3%BC=%E2%82%AC"),
            (json!({"n": -1.5e300, "m": 9_007_199_254_740_993_i64}), "n=-1.5e%2B300&m=9007199254740993"),
            (json!({}), ""),
        ];
        for (parameters, query) in cases {
            assert_eq!(encode(&parameters).unwrap(), query, "{parameters}");
        }
    }

    #[test]
    fn what_php_would_read_as_something_else_is_refused() {
        let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
        for parameters in [
            json!({"a.b": 1}),
            json!({"a b": 1}),
            json!({"a[b": 1}),
            json!({"": 1}),
            json!({"a": {"": 1}}),
            json!({"a": {"x]": 1}}),
            json!({ "a": deep }),
            json!({"a": vec![0; MOST + 1]}),
        ] {
            assert!(encode(&parameters).is_err(), "{parameters}");
        }
        assert!(encode(&json!({"a": {"b.c": 1, "d e": 2}})).is_ok(), "below the top, dots and blanks stay");
    }
}
