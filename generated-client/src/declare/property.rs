//! What a derive writes down of a field, and what becomes of it: a property of a registration, a value that is read, a
//! value that is sent.

use serde_json::Value;

use super::field::{Field, Fillable, InputField};
use super::item::Item;
use crate::api::bizproc::shared::{LocalizedText, Property, PropertyBuilder, PropertyKey};
use crate::decode::{DecodeError, Path, Retries};
use crate::error::InvalidValue;
use crate::state::{Complete, Given, Missing, map};
use crate::value::Map;

/// A property that has a name.
type Named = PropertyBuilder<(Given<LocalizedText>, Missing, Missing)>;

/// The input that a field of the type `F` stands for.
pub fn input_property<F: InputField>(name: impl Into<LocalizedText>) -> Named {
    output_property::<F>(name).required(F::REQUIRED)
}

/// The output that a field of the type `F` stands for.
pub fn output_property<F: Field>(name: impl Into<LocalizedText>) -> Named {
    // By their names: the compiler knows the type of the item, and with it that a `select` has options.
    let property = Property::builder().name(name).param("Type", F::Item::property_type());
    let property = property.multiple(F::MULTIPLE);
    match F::Item::options() {
        Some(options) => property.param("Options", options),
        None => property,
    }
}

/// The value that the input `key` has at first.
pub fn default_value<F: InputField>(key: &str, value: impl Into<F::Item>) -> Result<Value, InvalidValue> {
    Item::write(&value.into()).map_err(|problem| problem.inside("Default").inside(key))
}

/// All of them, by their keys.
pub fn properties<const N: usize>(
    properties: [(&'static str, Named); N],
) -> Result<Map<PropertyKey, Property>, InvalidValue> {
    map(properties, PropertyKey::try_from, Named::complete)
}

/// Reads an input.
pub fn read_input<F: InputField>(properties: &Map<String, Value>, key: &str) -> Result<F, DecodeError> {
    read_at(properties, key, F::read)
}

/// Reads an input that must be filled.
pub fn read_required<F: Fillable>(properties: &Map<String, Value>, key: &str) -> Result<F, DecodeError> {
    read_at(properties, key, F::read_filled)
}

fn read_at<F>(
    properties: &Map<String, Value>,
    key: &str,
    read: impl FnOnce(Value, &Path<'_>) -> Result<F, DecodeError>,
) -> Result<F, DecodeError> {
    let retries = Retries::default();
    let root = Path::root("properties", &retries);
    read(properties.get(key).cloned().unwrap_or_default(), &root.key(key))
}

/// What is sent for an output.
pub fn write_output<F: Field>(field: &F) -> Result<Value, InvalidValue> {
    field.write()
}

/// All of them, by their keys.
pub fn outputs<const N: usize>(
    values: [(&'static str, Result<Value, InvalidValue>); N],
) -> Result<Map<&'static str, Value>, InvalidValue> {
    values.into_iter().map(|(key, value)| Ok((key, value.map_err(|problem| problem.inside(key))?))).collect()
}
