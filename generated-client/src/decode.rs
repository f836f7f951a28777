//! Reading an answer: lenient about how PHP writes a value, strict about what the value is.
//!
//! A number may come as text, a flag as `Y`, an empty map as `[]`, a list as an object with numeric keys, and nothing as
//! `null`, `false` or an empty text. What is never done: to drop a value, or to make one up.

mod fields;
mod generated;
mod path;
mod scalar;

pub use fields::{Fields, Places};
pub use generated::{Form, decode_enum, decode_union, deserialize};
pub use path::{DecodeError, Path};

use serde_json::Value;

use crate::value::{Clearable, Map};

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
