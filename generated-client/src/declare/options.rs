//! A `select`: one of the values that an enum lists.

use serde_json::Value;

use super::item::{InputItem, Item};
use crate::api::bizproc::shared::PropertyType;
use crate::decode::{DecodeError, Path};
use crate::error::InvalidValue;
use crate::value::Map;

/// What can be chosen in a `select`. Derived for an enum, see [the derive](derive@crate::declare::Options).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what can be chosen",
    label = "add `#[derive(bitrix24::declare::Options)]` to it"
)]
pub trait Options: Sized {
    /// Keys and titles, in the order in which they are shown.
    const OPTIONS: &'static [(&'static str, &'static str)];

    /// The key of this choice.
    fn key(&self) -> &'static str;

    /// The choice of this key.
    fn from_key(key: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Options> Item for T {
    fn property_type() -> PropertyType {
        PropertyType::Select
    }

    fn options() -> Option<Map<String, String>> {
        Some(T::OPTIONS.iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect())
    }

    fn write(&self) -> Result<Value, InvalidValue> {
        Ok(self.key().into())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Options> InputItem for T {
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let chosen = value.as_str().and_then(Self::from_key);
        chosen.ok_or_else(|| {
            let keys: Vec<String> = T::OPTIONS.iter().map(|(key, _)| format!("`{key}`")).collect();
            at.mismatch(format!("one of {}", keys.join(", ")), &value)
        })
    }
}
