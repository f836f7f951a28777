//! The answers of a call that fails.

use bitrix24_codegen::model::{ErrorCode, Errors, Method, System};
use serde_json::{Value, json};

use crate::openapi::schema::{Object, object, reference};

/// The component of an error, in either generation of the API.
pub(crate) fn component(rest3: bool) -> &'static str {
    if rest3 { "Error3" } else { "Error" }
}

/// What an error looks like on the wire.
pub(crate) fn schemas() -> [(&'static str, Object); 2] {
    let error = json!({
        "description": "What a call answers that fails. The status may be 200 all the same.",
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {"type": ["string", "integer"], "description": "The code; it may be empty."},
            "error_description": {"type": "string", "description": "The server's text."},
            "argument": {"type": "string", "description": "The parameter that is wrong, where the server says it."},
        },
    });
    let error3 = json!({
        "description": "What a call of REST 3.0 answers that fails.",
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code"],
                "properties": {
                    "code": {"type": "string", "description": "The code."},
                    "message": {"type": "string", "description": "The server's text."},
                    "validation": {
                        "description": "What is wrong with which field.",
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                        },
                    },
                },
            },
        },
    });
    [("Error", object(error)), ("Error3", object(error3))]
}

/// The responses of a method that has failed. Which code comes with which status is rarely documented, so there is one
/// for what the caller and one for what the server has done wrong.
pub(crate) fn responses(method: &Method) -> [(&'static str, Value); 2] {
    let mut media = object(json!({"schema": reference(component(method.rest3))}));
    media.extend(examples(method).map(|examples| ("examples".to_owned(), examples)));
    let refused = json!({"description": told(&method.errors), "content": {"application/json": media}});
    let failed = json!({"$ref": format!("#/components/responses/{}", component(method.rest3))});
    [("4XX", refused), ("5XX", failed)]
}

/// The responses that methods share.
pub(crate) fn shared() -> Object {
    let response = |rest3| {
        let media = json!({"schema": reference(component(rest3))});
        let response = json!({"description": "The server has failed.", "content": {"application/json": media}});
        (component(rest3).to_owned(), response)
    };
    [false, true].map(response).into_iter().collect()
}

/// The documented codes, for people; programs find them in `x-errors`.
fn told(errors: &Errors) -> String {
    let codes = errors.list.iter().map(|error| {
        let status = error.status.map(|status| format!(" ({status})")).unwrap_or_default();
        let doc = error.doc.as_ref().map(|doc| format!(": {doc}")).unwrap_or_default();
        format!("\n- `{}`{status}{doc}", error.code)
    });
    let codes: String = codes.collect();
    if codes.is_empty() { "The call was refused.".to_owned() } else { format!("The call was refused.\n{codes}") }
}

/// The documented codes of a method.
pub(crate) fn own(method: &Method) -> Vec<Object> {
    method.errors.list.iter().map(|error| listed(error, Some(&method.errors))).collect()
}

/// The answers of the examples that fail.
fn examples(method: &Method) -> Option<Value> {
    let errors = method.examples.iter().filter_map(|example| example.error.as_ref());
    let named = errors.enumerate().map(|(at, error)| (format!("error{}", at + 1), json!({"value": error})));
    let named: Object = named.collect();
    (!named.is_empty()).then(|| named.into())
}

/// The errors that any method can answer with.
pub(crate) fn system(system: &System) -> Vec<Object> {
    let errors = system.errors.iter().map(|error| {
        let mut listed = listed(&error.code, None);
        listed.insert("temporary".to_owned(), error.temporary.into());
        listed.insert("may_have_run".to_owned(), error.may_have_run.into());
        listed
    });
    errors.collect()
}

fn listed(error: &ErrorCode, errors: Option<&Errors>) -> Object {
    let mut row = object(json!({"code": error.code}));
    row.extend(error.doc.as_ref().map(|doc| ("description".to_owned(), doc.as_str().into())));
    row.extend(error.status.map(|status| ("status".to_owned(), status.into())));
    if !error.texts.is_empty() {
        row.insert("texts".to_owned(), json!(error.texts));
    }
    let reasons = errors.iter().flat_map(|errors| &errors.reasons).filter(|reason| reason.code == error.code);
    let reasons = reasons.map(|reason| {
        let texts: Vec<&str> = reason.texts.iter().map(|(text, _)| text.as_str()).collect();
        (reason.name.clone(), json!(texts))
    });
    let reasons: Object = reasons.collect();
    if !reasons.is_empty() {
        row.insert("reasons".to_owned(), reasons.into());
    }
    row
}
