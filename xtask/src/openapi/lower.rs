//! From OpenAPI 3.1 to 3.0, whose schemas are an older dialect: `nullable` in place of a type of null, no `const`, no
//! lists with a fixed meaning of each place, nothing beside a `$ref`.

use serde_json::{Value, json};

use crate::openapi::schema::Object;

/// The same document for tools that read 3.0.
pub(crate) fn lower(document: Value) -> Value {
    let mut document = lower_all(document);
    document["openapi"] = "3.0.3".into();
    document
}

/// Objects whose keys are names, and no words of the document's language.
const NAMES: [&str; 7] = ["content", "paths", "properties", "responses", "schemas", "securitySchemes", "variables"];
/// What is data: a schema in it would be no schema.
const DATA: [&str; 3] = ["default", "enum", "examples"];

/// Lowers whatever is a schema inside of this value.
fn lower_all(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| match value {
                Value::Object(named) if NAMES.contains(&key.as_str()) => {
                    (key, named.into_iter().map(|(name, value)| (name, lower_all(value))).collect())
                }
                value if DATA.contains(&key.as_str()) || key.starts_with("x-") => (key, value),
                value => (key, lower_all(value)),
            });
            lower_schema(members.collect()).into()
        }
        Value::Array(items) => items.into_iter().map(lower_all).collect(),
        other => other,
    }
}

fn lower_schema(mut schema: Object) -> Object {
    if let Some(value) = schema.remove("const") {
        schema.insert("type".to_owned(), type_of(&value).into());
        schema.insert("enum".to_owned(), json!([value]));
    }
    if let Some(Value::Array(types)) = schema.get("type").cloned() {
        schema.remove("type");
        schema.insert("anyOf".to_owned(), types.iter().map(|ty| json!({"type": ty})).collect());
    }
    if schema.get("type").is_some_and(|ty| ty == "null") {
        // Any type would do, of which then only null is taken.
        schema.extend([("type", "object".into()), ("nullable", true.into()), ("enum", json!([null]))].map(owned));
    }
    if let Some(Value::Array(places)) = schema.remove("prefixItems") {
        schema.insert("maxItems".to_owned(), places.len().into());
        schema.insert("items".to_owned(), json!({"anyOf": places}));
    }
    if schema.remove("contentEncoding").is_some() {
        schema.insert("format".to_owned(), "byte".into());
    }
    schema.remove("propertyNames");
    lower_null(&mut schema);
    // Beside a reference, everything else would be ignored. Generators take a default there for one of another type.
    if schema.len() > 1
        && let Some(reference) = schema.remove("$ref")
    {
        schema = schema
            .into_iter()
            .map(|(key, value)| (if key == "default" { "x-default".to_owned() } else { key }, value))
            .collect();
        schema.insert("allOf".to_owned(), json!([{"$ref": reference}]));
    }
    schema
}

/// A choice between a type and null is that type, which may be null. Without a type of its own, as behind a reference,
/// the flag would say nothing, so there the choice stays.
fn lower_null(schema: &mut Object) {
    let is_null = |choice: &Value| choice.get("enum") == Some(&json!([null]));
    let Some(Value::Array(choices)) = schema.get("anyOf") else {
        return;
    };
    if let [Value::Object(only), null] = choices.as_slice()
        && is_null(null)
        && only.contains_key("type")
    {
        let only = only.clone();
        schema.remove("anyOf");
        for (key, value) in only.into_iter().chain([owned(("nullable", true.into()))]) {
            schema.entry(key).or_insert(value);
        }
    }
}

fn owned((key, value): (&str, Value)) -> (String, Value) {
    (key.to_owned(), value)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        _ => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_the_newer_dialect() {
        let cases = [
            (json!({"const": "a"}), json!({"type": "string", "enum": ["a"]})),
            (json!({"const": 7}), json!({"type": "integer", "enum": [7]})),
            (json!({"type": ["integer", "string"]}), json!({"anyOf": [{"type": "integer"}, {"type": "string"}]})),
            (json!({"type": "null"}), json!({"type": "object", "nullable": true, "enum": [null]})),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "null"}], "description": "d"}),
                json!({"type": "string", "nullable": true, "description": "d"}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "object", "nullable": true, "enum": [null]}]}),
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}, {"$ref": "#/a"}], "items": false, "minItems": 1}),
                json!({"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/a"}]}, "minItems": 1, "maxItems": 2}),
            ),
            (json!({"$ref": "#/a", "description": "d"}), json!({"allOf": [{"$ref": "#/a"}], "description": "d"})),
            (json!({"$ref": "#/a", "default": 1}), json!({"allOf": [{"$ref": "#/a"}], "x-default": 1})),
            (json!({"$ref": "#/a"}), json!({"$ref": "#/a"})),
            (json!({"type": "string", "contentEncoding": "base64"}), json!({"type": "string", "format": "byte"})),
            (json!({"type": "object", "propertyNames": {"pattern": "a"}}), json!({"type": "object"})),
        ];
        for (newer, older) in cases {
            assert_eq!(lower_all(newer.clone()), older, "{newer}");
            // Wherever it stands, and whatever it is called.
            for name in ["const", "enum", "properties", "type", "$ref"] {
                let inside = |schema: &Value| json!({"properties": {name: {"items": schema}, "examples": schema}});
                assert_eq!(lower_all(inside(&newer)), inside(&older), "{name}: {newer}");
            }
        }
        let data =
            json!({"examples": {"a": {"value": {"const": 1}}}, "default": {"type": "null"}, "x-a": {"const": 1}});
        assert_eq!(lower_all(data.clone()), data);
    }
}
