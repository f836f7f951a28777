//! How a struct is read out of an answer.

use serde_json::Value;

use crate::decode::{Decode, DecodeError, Fields, Path, has_constant, strangers};
use crate::record::values::Received;
use crate::record::write::FurtherReceived;
use crate::record::{Record, names};

/// The body of every generated decoder of a struct.
pub fn decode_record<R: Record + Decode>(value: Value, at: &Path<'_>) -> Result<R, DecodeError>
where
    R::Values: Received,
    R::Other: FurtherReceived,
{
    let mut fields = Fields::new(value, R::EXPECTED, at)?;
    for constant in R::CONSTANTS {
        fields.constant(constant.name, constant.read_as)?;
    }
    let values = R::Values::read(&mut fields, &mut names::<R>().map(|(_, wire_name)| wire_name))?;
    let (other, extra) = R::Other::rest(fields)?;
    Ok(R::new(values, other, extra))
}

/// Whether `value` is an object that has the struct's constants.
pub fn record_fits<R: Record>(value: &Value) -> bool {
    value.is_object() && R::CONSTANTS.iter().all(|constant| has_constant(value, constant.name, constant.read_as))
}

/// The members of the object `value` that the struct does not know; what is no object has none.
pub fn record_strangers<R: Record>(value: &Value) -> usize {
    let constants = R::CONSTANTS.iter().map(|constant| constant.name);
    let known: Vec<&str> = constants.chain(names::<R>().map(|(_, wire_name)| wire_name)).collect();
    strangers(value, &known)
}
