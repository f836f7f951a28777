//! Objects and lists while something is read out of them.

use serde_json::{Map as Object, Value};

use super::number::{number_text, whole_number};
use super::scalar::flag;
use crate::decode::{Decode, DecodeError, Path};
use crate::value::{Extra, Map};

/// The members of an object while a struct is read out of them.
#[derive(Debug)]
pub struct Fields<'a> {
    members: Object<String, Value>,
    at: &'a Path<'a>,
    asked: Vec<&'static str>,
    found: usize,
}

impl<'a> Fields<'a> {
    /// The members of `value`, which stands at `at`; an empty list counts as an empty object.
    pub fn new(value: Value, expected: &'static str, at: &'a Path<'a>) -> Result<Self, DecodeError> {
        let members = match value {
            Value::Object(members) => members,
            Value::Array(items) if items.is_empty() => Object::new(),
            other => return Err(at.mismatch(expected, &other)),
        };
        Ok(Self { members, at, asked: Vec::new(), found: 0 })
    }

    /// The next field of a struct, called so on the wire: an error if it is absent, unless its type has a value for that.
    pub fn member<T: Decode>(&mut self, name: Option<&'static str>) -> Result<T, DecodeError> {
        let name = name.unwrap_or_default();
        let at = self.at.key(name);
        match self.take(name) {
            Some(value) => T::decode(value, &at),
            None => T::absent(&at),
        }
    }

    /// A field that is always there and always says `expected`.
    pub fn constant(&mut self, name: &'static str, expected: &'static str) -> Result<(), DecodeError> {
        let found = self.take(name).unwrap_or_default();
        if says(&found, expected) { Ok(()) } else { Err(self.at.key(name).mismatch(format!("`{expected}`"), &found)) }
    }

    /// The members that nobody asked for.
    pub fn rest(self) -> Extra {
        self.remaining().collect()
    }

    /// The members that nobody asked for, each read as a `T`.
    pub fn open<T: Decode>(self) -> Result<Map<String, T>, DecodeError> {
        let at = self.at;
        self.remaining()
            .map(|(name, value)| {
                let value = T::decode(value, &at.key(&name))?;
                Ok((name, value))
            })
            .collect()
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        let value = self.members.get_mut(name)?.take();
        self.found += 1;
        Some(value)
    }

    fn remaining(self) -> impl Iterator<Item = (String, Value)> {
        let complete = self.found == self.members.len();
        let members = if complete { Object::new() } else { self.members };
        members.into_iter().filter(move |(name, _)| !self.asked.contains(&name.as_str()))
    }
}

/// Whether `found` is `expected`, however it is written: `1` is `"1"`, and where `Y` or `true` is expected, any yes is.
///
/// Where `1` is expected, only `1` is: that may be a number, and `true` another form's flag.
fn says(found: &Value, expected: &str) -> bool {
    match (found, expected) {
        (Value::String(text), _) if text == expected => true,
        (_, "Y" | "true") => flag(found) == Some(true),
        (_, "N" | "false") => flag(found) == Some(false),
        (Value::Number(number), _) => match whole_number(found) {
            Some(whole) => whole.to_string() == expected,
            None => number_text(number).is_some_and(|text| text == expected),
        },
        _ => false,
    }
}

/// Whether the object `value` has a member `name` that says `expected`; what is known by it fits only then.
pub(crate) fn has_constant(value: &Value, name: &str, expected: &str) -> bool {
    value.get(name).is_some_and(|found| says(found, expected))
}

/// The members of the object `value` whose names are not `known`; what is no object has none.
pub(crate) fn strangers(value: &Value, known: &[&str]) -> usize {
    value.as_object().map_or(0, |members| members.keys().filter(|name| !known.contains(&name.as_str())).count())
}

/// The places of a list while a tuple is read out of them.
#[derive(Debug)]
pub struct Places<'a> {
    items: std::vec::IntoIter<Value>,
    at: &'a Path<'a>,
}

impl<'a> Places<'a> {
    /// The places of `value`, which stands at `at` and must have `length` of them. PHP writes a list that it did not fill
    /// from first to last as an object whose keys are the places.
    pub fn new(value: Value, length: usize, expected: &'static str, at: &'a Path<'a>) -> Result<Self, DecodeError> {
        let items = match value {
            Value::Array(items) if items.len() == length => items,
            Value::Object(mut members) if members.len() == length => {
                match (0..length).map(|place| members.get_mut(&place.to_string()).map(Value::take)).collect() {
                    Some(items) => items,
                    None => return Err(at.mismatch(expected, &Value::Object(members))),
                }
            }
            other => return Err(at.mismatch(expected, &other)),
        };
        Ok(Self { items: items.into_iter(), at })
    }

    /// The next place, whose number is `index`.
    pub fn next<T: Decode>(&mut self, index: usize) -> Result<T, DecodeError> {
        T::decode(self.items.next().unwrap_or_default(), &self.at.index(index))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Fields, Path, has_constant};
    use crate::decode::Retries;

    #[test]
    fn a_constant_is_the_same_however_it_is_written() {
        let rows = [
            ("deal", json!("deal"), true),
            ("deal", json!("Deal"), false),
            ("deal", json!(" deal"), false),
            ("1", json!(1), true),
            ("1", json!("1"), true),
            ("1", json!(1.0), true),
            ("1", json!(2), false),
            ("1", json!("01"), false),
            ("1", json!(true), false),
            ("1", json!("Y"), false),
            ("1.5", json!(1.5), true),
            ("Y", json!(true), true),
            ("Y", json!("Y"), true),
            ("Y", json!("true"), true),
            ("Y", json!("N"), false),
            ("Y", json!(false), false),
            ("Y", json!("y"), true),
            ("Y", json!(1), true),
            ("Y", json!("1"), true),
            ("Y", json!(0), false),
            ("Y", json!(2), false),
            ("Y", json!("yes"), false),
            ("Y", json!(null), false),
            ("Y", json!([]), false),
            ("true", json!(true), true),
            ("true", json!("Y"), true),
            ("true", json!(1), true),
            ("N", json!(false), true),
            ("N", json!(0), true),
            ("N", json!(""), false),
            ("false", json!("N"), true),
            ("0", json!(false), false),
            ("false", json!(null), false),
            ("", json!(""), true),
            ("", json!(null), false),
            ("deal", json!(["deal"]), false),
            ("deal", json!({"deal": "deal"}), false),
        ];
        for (expected, found, same) in rows {
            let retries = Retries::default();
            let root = Path::root("value", &retries);
            let mut fields = Fields::new(json!({"TYPE": found, "A": 1}), "a struct", &root).unwrap();
            assert_eq!(has_constant(&json!({"TYPE": found}), "TYPE", expected), same, "{found} for {expected:?}");
            let read = fields.constant("TYPE", expected);
            assert_eq!(read.is_ok(), same, "{found} for {expected:?}");
            assert_eq!(read.err().map(|error| error.path().to_owned()), (!same).then(|| "value.TYPE".to_owned()));
            let rest: Vec<_> = fields.rest().iter().map(|(name, _)| name.to_owned()).collect();
            assert_eq!(rest, ["A"], "a constant is a field, and no stranger");
        }
    }

    #[test]
    fn a_constant_must_be_there_and_the_error_says_what_it_is() {
        let says = |value: Value| {
            let retries = Retries::default();
            let root = Path::root("value", &retries);
            let mut fields = Fields::new(value, "a struct", &root).unwrap();
            fields.constant("TYPE", "deal").unwrap_err().to_string()
        };
        assert!(!has_constant(&json!({}), "TYPE", "") && !has_constant(&json!("deal"), "TYPE", "deal"));
        assert_eq!(says(json!({})), "at `value.TYPE`: expected `deal`, found nothing");
        assert_eq!(says(json!({"TYPE": null})), "at `value.TYPE`: expected `deal`, found nothing");
        assert_eq!(says(json!({"TYPE": "lead"})), "at `value.TYPE`: expected `deal`, found a text of 4 characters");
        assert_eq!(says(json!({"TYPE": 3})), "at `value.TYPE`: expected `deal`, found 3");
    }

    #[test]
    fn only_a_field_that_may_have_no_value_may_be_absent() {
        let retries = Retries::default();
        let root = Path::root("value", &retries);
        let mut fields = Fields::new(json!({"A": null}), "a struct", &root).unwrap();
        assert_eq!(fields.member::<Option<i64>>(Some("A")), Ok(None));
        assert_eq!(fields.member::<Option<i64>>(Some("B")), Ok(None));
        assert_eq!(fields.member::<i64>(Some("C")).unwrap_err().path(), "value.C");
    }
}
