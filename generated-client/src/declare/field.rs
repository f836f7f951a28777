//! A field of a declaration: one value, perhaps one, or several. The type says which, so that what is read cannot be
//! another thing than what people were asked for.

use serde_json::Value;

use super::item::{InputItem, Item};
use crate::decode::{Decode, DecodeError, Path};
use crate::error::InvalidValue;

/// A type of a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of an output",
    label = "no type of an output",
    note = "one value is a `String`, `declare::Text`, `i64`, `f64`, `bool`, `Date`, `DateTime`, `UserId`, `File`, or an enum with `#[derive(bitrix24::declare::Options)]`",
    note = "an `Option` of one may be empty, a `Vec` has several"
)]
pub trait Field: Sized {
    /// The type of one value.
    type Item: Item;
    /// Whether there must be a value.
    const REQUIRED: bool;
    /// Whether there can be several.
    const MULTIPLE: bool;

    /// What is sent.
    fn write(&self) -> Result<Value, InvalidValue>;
}

/// A type of a field that a handler can be called with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of an input",
    label = "no type of an input",
    note = "one value is a `String`, `declare::Text`, `i64`, `f64`, `bool`, `Date`, `DateTime`, `UserId`, or an enum with `#[derive(bitrix24::declare::Options)]`",
    note = "an `Option` of one may be empty, a `Vec` has several"
)]
pub trait InputField: Field<Item: InputItem> {
    /// Reads what was posted.
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError>;
}

/// A type of a field that can be asked to be filled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may be empty, so it cannot be `required`",
    label = "take away the `Option`, or `required`"
)]
pub trait Fillable: InputField {
    /// Reads what was posted, and refuses it if there is nothing.
    fn read_filled(value: Value, at: &Path<'_>) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: Item> Field for T {
    type Item = T;
    const REQUIRED: bool = true;
    const MULTIPLE: bool = false;

    fn write(&self) -> Result<Value, InvalidValue> {
        Item::write(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: InputItem> InputField for T {
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        Option::read(value, at)?.ok_or_else(|| at.mismatch("a value", &Value::Null))
    }
}

#[diagnostic::do_not_recommend]
impl<T: InputItem> Fillable for T {
    fn read_filled(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        Self::read(value, at)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Item> Field for Option<T> {
    type Item = T;
    const REQUIRED: bool = false;
    const MULTIPLE: bool = false;

    /// Nothing is sent as an empty text, which takes the place of a value that the output has got before.
    fn write(&self) -> Result<Value, InvalidValue> {
        self.as_ref().map_or_else(|| Ok("".into()), Item::write)
    }
}

#[diagnostic::do_not_recommend]
impl<T: InputItem> InputField for Option<T> {
    /// A list of one is its item.
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let mut values = values(value, at)?;
        match (values.pop(), values.len()) {
            (None, _) => Ok(None),
            (Some((_, value)), 0) => T::read(value, at).map(Some),
            (Some(_), others) => Err(at.mismatch("one value", &vec![Value::Null; others + 1].into())),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Item> Field for Vec<T> {
    type Item = T;
    const REQUIRED: bool = false;
    const MULTIPLE: bool = true;

    fn write(&self) -> Result<Value, InvalidValue> {
        self.iter().map(Item::write).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: InputItem> InputField for Vec<T> {
    /// What is no list is one of one.
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        values(value, at)?.into_iter().map(|(index, value)| T::read(value, &at.index(index))).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: InputItem> Fillable for Vec<T> {
    fn read_filled(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let items = Self::read(value, at)?;
        if items.is_empty() { Err(at.mismatch("at least one value", &Value::Null)) } else { Ok(items) }
    }
}

/// The values that were posted, each with its place among them. The portal writes what is not there as an empty text.
fn values(value: Value, at: &Path<'_>) -> Result<Vec<(usize, Value)>, DecodeError> {
    let values = match value {
        Value::Array(_) | Value::Object(_) => Vec::decode(value, at)?,
        value => vec![value],
    };
    Ok(values.into_iter().enumerate().filter(|(_, value)| !value.is_null() && *value != "").collect())
}
