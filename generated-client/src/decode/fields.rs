//! Objects and lists while something is read out of them.

use serde_json::{Map as Object, Value};

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
