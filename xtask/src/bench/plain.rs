//! The OpenAPI document of the specs as progenitor takes it: without what it cannot name, which makes its task no harder.

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::model::Model;
use serde_json::Value;

use crate::openapi::schema::{Object, SCHEMAS};
use crate::openapi::{self, Version};

/// What progenitor is given for a model.
pub(crate) fn document(model: &Model) -> Value {
    plain(&openapi::document(model, Version::V3_0))
}

/// The document with a number in each component's name, without extensions and examples, without enums whose values make no
/// names, and without members that differ from one before in case alone.
fn plain(document: &Value) -> Value {
    let components = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    // Names that progenitor makes up of a component's and a member's meet those of other components.
    let names = components.enumerate().map(|(at, (name, _))| {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        (name.as_str(), format!("T{at}X{}", letters.collect::<String>()))
    });
    let names = names.collect();
    let mut document = without(document, &names);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        let renamed = std::mem::take(schemas).into_iter();
        *schemas = renamed.map(|(name, schema)| (names.get(name.as_str()).cloned().unwrap_or(name), schema)).collect();
    }
    document
}

fn without(value: &Value, names: &BTreeMap<&str, String>) -> Value {
    match value {
        Value::Object(members) => members.iter().filter_map(|(key, value)| member(key, value, names)).collect(),
        Value::Array(items) => items.iter().map(|item| without(item, names)).collect(),
        other => other.clone(),
    }
}

fn member(key: &str, value: &Value, names: &BTreeMap<&str, String>) -> Option<(String, Value)> {
    let value = match (key, value) {
        ("examples", _) => return None,
        _ if key.starts_with("x-") => return None,
        ("enum", Value::Array(values)) if !make_names(values) => return None,
        ("properties", Value::Object(properties)) => {
            let mut seen = BTreeSet::new();
            let first = properties.iter().filter(|(name, _)| seen.insert(letters(name)));
            first.map(|(name, value)| (name.clone(), without(value, names))).collect::<Object>().into()
        }
        ("$ref", Value::String(target)) => match target.strip_prefix(SCHEMAS).and_then(|name| names.get(name)) {
            Some(name) => format!("{SCHEMAS}{name}").into(),
            None => value.clone(),
        },
        _ => without(value, names),
    };
    Some((key.to_owned(), value))
}

/// Whether each of these values is a text with letters that no other has.
fn make_names(values: &[Value]) -> bool {
    let mut seen = BTreeSet::new();
    values.iter().all(|value| {
        let letters = value.as_str().map(letters).filter(|letters| !letters.is_empty());
        letters.is_some_and(|letters| seen.insert(letters))
    })
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_makes_no_names_goes_and_references_follow() {
        let document = json!({
            "x-errors": {},
            "components": {"schemas": {
                "Task.Mode": {"enum": ["a", "b"], "x-values": []},
                "Sign": {"type": "string", "enum": ["<", ">"]},
                "Case": {"type": "string", "enum": ["a", "A"]},
                "Order": {"properties": {
                    "CHAT_ID": {"$ref": "#/components/schemas/Task.Mode"}, "chatId": {}, "examples": {"type": "string"},
                }},
            }},
        });
        let expected = json!({"components": {"schemas": {
            "T0XTaskMode": {"enum": ["a", "b"]},
            "T1XSign": {"type": "string"},
            "T2XCase": {"type": "string"},
            "T3XOrder": {"properties": {
                "CHAT_ID": {"$ref": "#/components/schemas/T0XTaskMode"}, "examples": {"type": "string"},
            }},
        }}});
        assert_eq!(plain(&document), expected);
    }
}
