//! The bodies of generated decoders.

use serde_json::Value;

use crate::decode::{Decode, DecodeError, Path};

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
