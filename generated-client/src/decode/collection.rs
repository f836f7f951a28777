//! Lists and maps. PHP has one type for both, and tells them apart only by their keys.

use serde_json::Value;

use super::nothing::is_no_scalar;
use super::{Decode, DecodeError, Path};
use crate::value::Map;

impl<T: Decode> Decode for Vec<T> {
    const EXPECTED: &'static str = "a list";

    /// PHP writes a list whose numbering has gaps as an object with numeric keys; their order is that of the list.
    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        match value {
            Value::Array(items) => {
                items.into_iter().enumerate().map(|(index, item)| T::decode(item, &at.index(index))).collect()
            }
            Value::Object(members) if members.keys().all(|key| is_index(key)) => {
                members.into_iter().map(|(key, item)| T::decode(item, &at.key(&key))).collect()
            }
            other => Err(at.mismatch(Self::EXPECTED, &other)),
        }
    }

    fn fits(value: &Value) -> bool {
        value.as_array().is_some_and(|items| items.iter().all(T::fits))
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value)
    }

    fn strangers(value: &Value) -> usize {
        value.as_array().map_or(0, |items| items.iter().map(T::strangers).sum())
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
            // Two texts can be one key: `7` and `07` are the same number.
            if map.insert(K::decode_key(&key, &at)?, value).is_some() {
                return Err(at.mismatch("a key that is not there yet", &Value::String(key.clone())));
            }
        }
        Ok(map)
    }

    fn fits(value: &Value) -> bool {
        value.as_object().is_some_and(|members| members.values().all(V::fits))
    }

    fn is_nothing(value: &Value) -> bool {
        is_no_scalar(value)
    }

    fn strangers(value: &Value) -> usize {
        value.as_object().map_or(0, |members| members.values().map(V::strangers).sum())
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
