//! One value of a property: which Rust type stands for which type of the portal, how it is written and how it is read.

use serde_json::Value;

use super::Text;
use crate::api::bizproc::shared::PropertyType;
use crate::api::ids::UserId;
use crate::decode::{Decode, DecodeError, Path, whole_number};
use crate::error::InvalidValue;
use crate::state::{any, finite};
use crate::value::{Date, DateTime, File, Map};

/// A type of one value.
#[diagnostic::on_unimplemented(message = "`{Self}` is no type of one value")]
pub trait Item: Sized {
    /// What the portal calls it.
    fn property_type() -> PropertyType;

    /// What can be chosen, if it is a `select`: keys and titles.
    fn options() -> Option<Map<String, String>> {
        None
    }

    /// The value as it is sent.
    fn write(&self) -> Result<Value, InvalidValue>;
}

/// A type of one value that a handler can be called with.
#[diagnostic::on_unimplemented(message = "`{Self}` is no type of one value of an input")]
pub trait InputItem: Item {
    /// Reads what was posted, which is not empty.
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError>;
}

macro_rules! items {
    ($($item:ty: $property_type:ident, |$value:ident| $write:expr;)*) => {$(
        impl Item for $item {
            fn property_type() -> PropertyType {
                PropertyType::$property_type
            }

            fn write(&self) -> Result<Value, InvalidValue> {
                let $value = self;
                $write
            }
        }
    )*};
}

items! {
    String: String, |text| Ok(text.as_str().into());
    Text: Text, |text| Ok(text.as_str().into());
    i64: Int, |number| Ok((*number).into());
    f64: Double, |number| finite(*number).map(Value::from);
    bool: Bool, |flag| Ok(if *flag { "Y" } else { "N" }.into());
    Date: Date, |day| any(day);
    DateTime: Datetime, |moment| any(moment);
    UserId: User, |user| Ok(format!("{USER}{user}").into());
    File: File, |file| any(file);
}

macro_rules! read_as_answers_are {
    ($($item:ty),*) => {$(
        impl InputItem for $item {
            fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
                Self::decode(value, at)
            }
        }
    )*};
}

read_as_answers_are!(String, i64, f64, bool, DateTime);

impl InputItem for Text {
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        String::decode(value, at).map(Self::from)
    }
}

/// Workflows write a day as the moment at which it begins, too.
impl InputItem for Date {
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let moment = value.as_str().and_then(|text| text.parse::<DateTime>().ok()).map(DateTime::to_chrono);
        match moment.filter(|moment| moment.time() == chrono::NaiveTime::MIN) {
            Some(midnight) => Ok(midnight.date_naive().into()),
            None => Self::decode(value, at),
        }
    }
}

/// What stands before the number of a user in workflows.
const USER: &str = "user_";

impl InputItem for UserId {
    fn read(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        let number = match value.as_str().and_then(|text| text.strip_prefix(USER)) {
            Some(number) => whole_number(&number.into()),
            None => whole_number(&value),
        };
        number.map(Self::new).ok_or_else(|| at.mismatch("a user such as `user_7`", &value))
    }
}
