//! What the server makes of values. It is written in PHP: numbers come as texts, what is not there comes as null, as an
//! empty text or as `false`, an object without members comes as a list, and an empty moment as an object. Each of these forms is a component of its
//! own, so that whoever generates code says once what becomes of it.

use bitrix24_codegen::model::{EnumValue, Type};
use serde_json::{Value, json};

use crate::openapi::schema::{Object, object, reference};

/// That there is nothing.
pub(crate) const NOTHING: &str = "answer.Nothing";
/// An object or a map without members.
pub(crate) const EMPTY: &str = "answer.Empty";

/// A number or a flag.
pub(crate) fn of_scalar(ty: &Type) -> Object {
    reference(match ty {
        Type::Boolean(_) => "answer.Flag",
        Type::Double => "answer.Number",
        Type::Timestamp => "answer.Timestamp",
        _ => "answer.Integer",
    })
}

/// The values of an enum that are listed; another one is possible, and a number may be a text.
pub(crate) fn enumeration(values: &[EnumValue]) -> Object {
    let listed: Vec<&str> = values.iter().map(|value| value.wire_name.as_str()).collect();
    object(json!({"type": ["string", "integer"], "x-values": listed}))
}

/// The components.
pub(crate) fn schemas() -> [(&'static str, Object); 6] {
    let rows: [(&'static str, Value); 6] = [
        ("answer.Integer", json!({"type": ["integer", "string"], "description": "A whole number, perhaps as a text."})),
        ("answer.Number", json!({"type": ["number", "string"], "description": "A number, perhaps as a text."})),
        (
            "answer.Timestamp",
            json!({"type": ["integer", "string"], "description": "Seconds since 1970, perhaps as a text."}),
        ),
        (
            "answer.Flag",
            json!({
                "enum": [true, false, "Y", "N", "1", "0", 1, 0, "true", "false", "y", "n", ""],
                "description": "A flag in any of its spellings.",
            }),
        ),
        (NOTHING, json!({"enum": [null, "", false, [], {}], "description": "That there is nothing."})),
        (EMPTY, json!({"type": "array", "maxItems": 0, "description": "An object without members."})),
    ];
    rows.map(|(name, schema)| (name, object(schema)))
}
