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
        schema.insert("type".to_owned(), "object".into());
        schema.extend([("nullable".to_owned(), true.into()), ("enum".to_owned(), json!([null]))]);
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
    // Beside a reference, everything else would be ignored.
    if schema.len() > 1
        && let Some(reference) = schema.remove("$ref")
    {
        schema.insert("allOf".to_owned(), json!([{"$ref": reference}]));
    }
    schema
}

/// A choice between something and null is that something, which may be null.
fn lower_null(schema: &mut Object) {
    let is_null = |choice: &Value| choice.get("nullable").is_some() && choice.get("enum") == Some(&json!([null]));
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else {
        return;
    };
    let before = choices.len();
    choices.retain(|choice| !is_null(choice));
    if choices.len() == before {
        return;
    }
    if let [Value::Object(only)] = choices.as_mut_slice() {
        let only = std::mem::take(only);
        schema.remove("anyOf");
        for (key, value) in only {
            schema.entry(key).or_insert(value);
        }
    }
    schema.insert("nullable".to_owned(), true.into());
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        _ => "string",
    }
}
