//! A value as it stands, or not at all: of two members with one name, `serde_json`'s own reader keeps the last.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map as Object, Number, Value};

use crate::decode::{Path, Retries};

/// A JSON text as a value, for what is no answer.
pub(crate) fn read_json(text: &[u8]) -> Result<Value, serde_json::Error> {
    let retries = Retries::default();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = At(Path::root("value", &retries)).deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// The value at a place. A name that stands twice in an object is an error of the category
/// [`Data`](serde_json::error::Category::Data).
pub(super) struct At<'a>(pub(super) Path<'a>);

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("a number that is none"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(At(self.0.index(list.len())))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some(name) = members.next_key::<String>()? {
            let here = self.0.key(&name);
            if object.contains_key(&name) {
                return Err(twice(&here));
            }
            let value = members.next_value_seed(At(here))?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

/// What is said of a name that stands twice.
pub(super) fn twice<E: Error>(here: &Path<'_>) -> E {
    E::custom(format_args!("`{here}` stands twice"))
}
