//! What the server makes of values. It is written in PHP: numbers come as texts, what is not there comes as null, as an
//! empty text or as `false`, an object without members comes as a list, and an empty moment as an object. Each of these
//! forms is a component of its own, so that whoever generates code says once what becomes of it.

use bitrix24_codegen::model::{EnumValue, Type};
use serde_json::{Value, json};

use crate::openapi::schema::{Object, described, object, reference};

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
    let empty = json!({"type": "array", "items": {}, "maxItems": 0});
    let nothing = json!([
        {"type": "null"},
        {"type": "string", "maxLength": 0},
        {"type": "boolean", "enum": [false]},
        empty,
        {"type": "object", "maxProperties": 0},
    ]);
    let rows: [(&'static str, &str, Value); 6] = [
        ("answer.Integer", "A whole number, perhaps as a text.", json!({"type": ["integer", "string"]})),
        ("answer.Number", "A number, perhaps as a text.", json!({"type": ["number", "string"]})),
        ("answer.Timestamp", "Seconds since 1970, perhaps as a text.", json!({"type": ["integer", "string"]})),
        (
            "answer.Flag",
            "A flag: itself, `Y` and `N`, or `1` and `0`.",
            json!({"type": ["boolean", "string", "integer"]}),
        ),
        (NOTHING, "That there is nothing.", json!({"anyOf": nothing})),
        (EMPTY, "An object without members.", empty.clone()),
    ];
    rows.map(|(name, doc, schema)| (name, described(object(schema), Some(&doc.to_owned()))))
}
