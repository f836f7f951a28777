//! The bodies of generated decoders.

use std::borrow::Cow;

use serde_json::Value;

use super::nothing::is_no_scalar;
use super::number::{number_text, whole_number};
use crate::decode::{Decode, DecodeError, Path, Retries};
use crate::value::OpenEnum;

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
    T::decode(value, &Path::root("value", &Retries::default())).map_err(serde::de::Error::custom)
}

/// The body of every generated decoder of an open enum.
pub fn decode_enum<E: OpenEnum>(value: &Value, at: &Path<'_>) -> Result<E, DecodeError> {
    match enum_text::<E>(value) {
        Some(text) => Ok(E::from_wire(&text)),
        None => Err(at.mismatch("a value of a list", value)),
    }
}

/// Whether `value` is one of those that the enum lists. Any text can be read as an enum, but in a union another form may
/// say more about one that is not listed.
pub fn enum_fits<E: OpenEnum>(value: &Value) -> bool {
    enum_text::<E>(value).is_some_and(|text| is_listed::<E>(&text))
}

/// Whether `value` means that there is none of the enum: null, or `false` and the empty text if they are not listed.
pub fn enum_is_nothing<E: OpenEnum>(value: &Value) -> bool {
    is_no_scalar(value) && !enum_fits::<E>(value)
}

/// What the value is called in the list; a flag only if the list has it.
fn enum_text<E: OpenEnum>(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => match whole_number(value) {
            Some(whole) => Some(whole.to_string().into()),
            None => number_text(number).map(Cow::Owned),
        },
        Value::Bool(flag) => {
            let text = if *flag { "true" } else { "false" };
            is_listed::<E>(text).then_some(Cow::Borrowed(text))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_listed<E: OpenEnum>(text: &str) -> bool {
    E::LISTED.iter().any(|(wire, ..)| *wire == text)
}
