//! Reading an answer: lenient about how PHP writes a value, strict about what the value is.
//!
//! A number may come as text, a flag as `Y`, an empty map as `[]`, a list as an object with numeric keys, and nothing as
//! `null`, `false` or an empty text. What is never done: to drop a value, or to make one up.

mod scalar;

use std::fmt;

use serde_json::{Map as Object, Value};

use crate::value::{Clearable, Extra, Map};

/// A value that can be read out of an answer.
pub trait Decode: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// Reads `value`, which stands at `at`.
    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError>;

    /// Whether `value` has exactly the shape of this type, without any leniency. Decides between the forms of a union.
    fn fits(value: &Value) -> bool;

    /// Whether `value` is how the server writes that there is none.
    fn is_nothing(value: &Value) -> bool {
        matches!(value, Value::Null | Value::Bool(false))
    }
}

/// Where in the answer a value stands, from the value up to the root.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The root, under the name of the member that holds it.
    pub fn root(name: &'a str) -> Self {
        Self { parent: None, step: Step::Key(name) }
    }

    /// The member `key` of the object here.
    #[must_use]
    pub fn key(&'a self, key: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    /// The item `index` of the list here.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// An error about `found`, which is not the `expected`.
    pub fn mismatch(&self, expected: &'static str, found: &Value) -> DecodeError {
        DecodeError { path: self.to_string(), expected, found: describe(found) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match (self.step, self.parent) {
            (Step::Key(key), None) => f.write_str(key),
            (Step::Key(key), Some(_)) => write!(f, ".{key}"),
            (Step::Index(index), _) => write!(f, "[{index}]"),
        }
    }
}

/// An answer that is not what the spec says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}`: expected {expected}, found {found}")]
pub struct DecodeError {
    path: String,
    expected: &'static str,
    found: String,
}

impl DecodeError {
    /// Where in the answer, such as `result.items[3].ID`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// What a value is, without telling what it says: a text may be a secret.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => format!("a text of {} characters", text.chars().count()),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) => format!("an object with {} members", members.len()),
    }
}

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

    /// A field that is always there.
    pub fn required<T: Decode>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        let at = self.at.key(name);
        match self.take(name) {
            Some(value) => T::decode(value, &at),
            None => Err(at.mismatch(T::EXPECTED, &Value::Null)),
        }
    }

    /// A field that may be absent, null, or written as nothing.
    pub fn optional<T: Decode>(&mut self, name: &'static str) -> Result<Option<T>, DecodeError> {
        match self.take(name) {
            Some(value) => Option::decode(value, &self.at.key(name)),
            None => Ok(None),
        }
    }

    /// A field whose null says something else than its absence.
    pub fn nullable<T: Decode>(&mut self, name: &'static str) -> Result<Option<Option<T>>, DecodeError> {
        match self.take(name) {
            Some(value) => Option::decode(value, &self.at.key(name)).map(Some),
            None => Ok(None),
        }
    }

    /// The members that nobody asked for.
    pub fn rest(self) -> Extra {
        self.remaining().collect()
    }

    /// The members that nobody asked for, each read as a `T`.
    pub fn open<T: Decode>(self) -> Result<Map<String, T>, DecodeError> {
        let at = self.at;
        let mut rest = Map::new();
        for (name, value) in self.remaining() {
            let value = T::decode(value, &at.key(&name))?;
            rest.insert(name, value);
        }
        Ok(rest)
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

/// The places of a list while a tuple is read out of them.
#[derive(Debug)]
pub struct Places<'a> {
    items: std::vec::IntoIter<Value>,
    at: &'a Path<'a>,
}

impl<'a> Places<'a> {
    /// The places of `value`, which stands at `at` and must have `length` of them.
    pub fn new(value: Value, length: usize, expected: &'static str, at: &'a Path<'a>) -> Result<Self, DecodeError> {
        match value {
            Value::Array(items) if items.len() == length => Ok(Self { items: items.into_iter(), at }),
            other => Err(at.mismatch(expected, &other)),
        }
    }

    /// The next place, whose number is `index`.
    pub fn next<T: Decode>(&mut self, index: usize) -> Result<T, DecodeError> {
        T::decode(self.items.next().unwrap_or_default(), &self.at.index(index))
    }
}

impl<T: Decode> Decode for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        if T::is_nothing(&value) { Ok(None) } else { T::decode(value, at).map(Some) }
    }

    fn fits(value: &Value) -> bool {
        T::is_nothing(value) || T::fits(value)
    }

    fn is_nothing(_: &Value) -> bool {
        false
    }
}

impl<T: Decode> Decode for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        T::decode(value, at).map(Box::new)
    }

    fn fits(value: &Value) -> bool {
        T::fits(value)
    }

    fn is_nothing(value: &Value) -> bool {
        T::is_nothing(value)
    }
}

impl<T: Decode> Decode for Clearable<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        if value.as_str() == Some("") { Ok(Self::Clear) } else { T::decode(value, at).map(Self::Value) }
    }

    fn fits(value: &Value) -> bool {
        T::fits(value)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const EXPECTED: &'static str = "a list";

    /// PHP writes a list whose numbering has gaps as an object with numeric keys.
    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let items: Vec<Value> = match value {
            Value::Array(items) => items,
            Value::Object(members) if members.keys().all(|key| is_index(key)) => {
                members.into_iter().map(|(_, item)| item).collect()
            }
            other => return Err(at.mismatch(Self::EXPECTED, &other)),
        };
        items.into_iter().enumerate().map(|(index, item)| T::decode(item, &at.index(index))).collect()
    }

    fn fits(value: &Value) -> bool {
        value.is_array()
    }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

impl<K: DecodeKey, V: Decode> Decode for Map<K, V> {
    const EXPECTED: &'static str = "an object";

    /// PHP writes a map whose keys are 0, 1, 2 … as a list, and so an empty one too.
    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let members: Vec<(String, Value)> = match value {
            Value::Object(members) => members.into_iter().collect(),
            Value::Array(items) => items.into_iter().enumerate().map(|(key, item)| (key.to_string(), item)).collect(),
            other => return Err(at.mismatch(Self::EXPECTED, &other)),
        };
        let mut map = Map::with_capacity(members.len());
        for (key, value) in members {
            let at = at.key(&key);
            let value = V::decode(value, &at)?;
            map.insert(K::decode_key(&key, &at)?, value);
        }
        Ok(map)
    }

    fn fits(value: &Value) -> bool {
        value.is_object()
    }
}

/// A value that can be the key of a map.
pub trait DecodeKey: Sized + std::hash::Hash + Eq {
    /// Reads the key `key`, whose value stands at `at`.
    fn decode_key(key: &str, at: &Path<'_>) -> Result<Self, DecodeError>;
}

impl<T: Decode + std::hash::Hash + Eq> DecodeKey for T {
    fn decode_key(key: &str, at: &Path<'_>) -> Result<Self, DecodeError> {
        T::decode(Value::String(key.to_owned()), at)
    }
}

/// `Deserialize` for a type that has [`Decode`], so that a stored result can be read back by any serde format.
#[doc(hidden)]
#[macro_export]
macro_rules! __deserialize_by_decode {
    ($name:ident) => {
        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}

/// The body of every generated `Deserialize`.
pub fn deserialize<'de, T: Decode, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde::Deserialize::deserialize(deserializer)?;
    T::decode(value, &Path::root("value")).map_err(serde::de::Error::custom)
}

/// The body of every generated decoder of an open enum.
pub fn decode_enum<E: crate::value::OpenEnum>(value: Value, at: &Path<'_>) -> Result<E, DecodeError> {
    match value {
        Value::String(text) => Ok(E::from_wire(&text)),
        Value::Number(number) => Ok(E::from_wire(&number.to_string())),
        other => Err(at.mismatch("a value of a list", &other)),
    }
}

/// The form of a union that `value` has: first one that it fits exactly, then one that can read it, then the one that
/// keeps what no other form reads. Nothing is no form.
pub fn decode_union<T: Decode>(
    value: Value,
    at: &Path<'_>,
    forms: &[Form<T>],
    other: fn(Value) -> T,
) -> Result<T, DecodeError> {
    let exact = forms.iter().filter(|form| (form.fits)(&value));
    let lenient = forms.iter().filter(|form| !(form.fits)(&value));
    match exact.chain(lenient).find_map(|form| (form.decode)(value.clone(), at).ok()) {
        Some(read) => Ok(read),
        None if value.is_null() => Err(at.mismatch(T::EXPECTED, &value)),
        None => Ok(other(value)),
    }
}

/// One form of a union: how to know it and how to read it.
#[derive(Debug)]
pub struct Form<T> {
    /// Whether a value has exactly this form.
    pub fits: fn(&Value) -> bool,
    /// Reads a value of this form.
    pub decode: fn(Value, &Path<'_>) -> Result<T, DecodeError>,
}
