//! The structs of an action or rule: what it is called with, and what it answers.

use serde_json::Value;

use crate::api::bizproc::shared::{Property, PropertyKey};
use crate::decode::DecodeError;
use crate::error::InvalidValue;
use crate::value::Map;

/// What a handler is called with. Derived for a struct, see [the derive](derive@crate::declare::Inputs); `()` has no inputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it is as inputs",
    label = "add `#[derive(bitrix24::declare::Inputs)]` to it"
)]
pub trait Inputs: Sized {
    /// The `PROPERTIES` of the registration.
    ///
    /// # Errors
    ///
    /// When a default is no value that can be sent: an infinite number.
    fn properties() -> Result<Map<PropertyKey, Property>, InvalidValue>;

    /// Reads the [`properties`](crate::handler::ActivityCall::properties) of a call.
    ///
    /// # Errors
    ///
    /// When one is missing or is not what its field says; the error names it, such as `properties.amount`.
    fn read(properties: &Map<String, Value>) -> Result<Self, DecodeError>;
}

/// What a handler answers. Derived for a struct, see [the derive](derive@crate::declare::Outputs); `()` has no outputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it is as outputs",
    label = "add `#[derive(bitrix24::declare::Outputs)]` to it"
)]
pub trait Outputs {
    /// The `RETURN_PROPERTIES` of the registration.
    ///
    /// # Errors
    ///
    /// None that a derived implementation could have.
    fn properties() -> Result<Map<PropertyKey, Property>, InvalidValue>;

    /// The `RETURN_VALUES` of the answer.
    ///
    /// # Errors
    ///
    /// When one is no value that can be sent: an infinite number. The error names it.
    fn values(&self) -> Result<Map<&'static str, Value>, InvalidValue>;
}

impl Inputs for () {
    fn properties() -> Result<Map<PropertyKey, Property>, InvalidValue> {
        Ok(Map::new())
    }

    fn read(_: &Map<String, Value>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Outputs for () {
    fn properties() -> Result<Map<PropertyKey, Property>, InvalidValue> {
        Ok(Map::new())
    }

    fn values(&self) -> Result<Map<&'static str, Value>, InvalidValue> {
        Ok(Map::new())
    }
}
