//! Reading an answer: lenient about how PHP writes a value, strict about what the value is.
//!
//! A number may come as text, a flag as `Y`, an empty map as `[]`, a list as an object with numeric keys, and nothing as
//! `null`, `false` or an empty text. What is never done: to drop a value, or to make one up.

mod collection;
mod fields;
mod generated;
mod nothing;
mod number;
mod path;
mod scalar;
mod union;
mod wrapper;

pub use fields::{Fields, Places};
pub(crate) use fields::{has_constant, strangers};
pub use generated::{decode_enum, deserialize, enum_fits, enum_is_nothing};
pub use nothing::is_no_object;
pub(crate) use number::whole_number;
pub(crate) use path::Retries;
pub use path::{DecodeError, Path};
pub use union::{Form, decode_union};
pub(crate) use wrapper::decode_wrapped;

use serde_json::Value;

use crate::value::Clearable;

/// A value that can be read out of an answer.
pub trait Decode: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// Reads `value`, which stands at `at`.
    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError>;

    /// Whether `value` has exactly the shape of this type, without any leniency. Decides between the forms of a union.
    /// Most types are structs, and these need not say it.
    fn fits(value: &Value) -> bool {
        value.is_object()
    }

    /// Whether `value` is how the server writes that there is none; what is said here is said of structs.
    fn is_nothing(value: &Value) -> bool {
        is_no_object(value)
    }

    /// How many members of the object `value` this type does not know. Decides between forms of a union that both fit.
    fn strangers(_: &Value) -> usize {
        0
    }

    /// What it means that a result is not there, not even as null, where `at` says: an error, unless it may be nothing.
    fn absent(at: &Path<'_>) -> Result<Self, DecodeError> {
        Err(at.mismatch(Self::EXPECTED, &Value::Null))
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

    fn strangers(value: &Value) -> usize {
        T::strangers(value)
    }

    fn absent(_: &Path<'_>) -> Result<Self, DecodeError> {
        Ok(None)
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

    fn strangers(value: &Value) -> usize {
        T::strangers(value)
    }

    fn absent(at: &Path<'_>) -> Result<Self, DecodeError> {
        T::absent(at).map(Box::new)
    }
}

/// An empty text is the wish to clear, also where `T` alone would take it for nothing.
impl<T: Decode> Decode for Clearable<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        if is_empty_text(&value) { Ok(Self::Clear) } else { T::decode(value, at).map(Self::Value) }
    }

    fn fits(value: &Value) -> bool {
        is_empty_text(value) || T::fits(value)
    }

    fn is_nothing(value: &Value) -> bool {
        !is_empty_text(value) && T::is_nothing(value)
    }

    fn strangers(value: &Value) -> usize {
        T::strangers(value)
    }
}

fn is_empty_text(value: &Value) -> bool {
    value.as_str() == Some("")
}
