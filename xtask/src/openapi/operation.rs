//! A method as an operation.

use bitrix24_codegen::model::{Effect, Family, Method, Pagination};
use serde_json::{Value, json};

use crate::list::first_sentence;
use crate::openapi::schema::{Object, Schemas, any_of, described, object, reference};
use crate::openapi::{answer, auth, errors};

/// The identifier of the operation: the method's name; that of a twin says of which generation it is.
pub(crate) fn identifier(method: &Method) -> String {
    if method.twin { format!("{}.v3", method.wire_name) } else { method.wire_name.clone() }
}

/// The component of a method's parameters.
pub(crate) fn request_component(method: &Method) -> String {
    format!("{}.request", identifier(method))
}

/// The component itself.
pub(crate) fn request(method: &Method, sent: &Schemas<'_>) -> Object {
    if method.positional {
        return sent.positional(&method.record);
    }
    let mut schema = sent.record(&method.record);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.entry("auth").or_insert_with(|| reference(auth::TOKEN).into());
    }
    schema
}

pub(crate) fn operation(family: &Family, method: &Method, answered: &Schemas<'_>) -> Object {
    let mut operation = object(json!({
        "operationId": identifier(method),
        "tags": [family.wire_name],
        "summary": first_sentence(&method.doc).trim_end_matches('.'),
        "description": method.doc,
    }));
    operation.extend(method.url.as_ref().map(|url| ("externalDocs".to_owned(), json!({"url": url}))));
    if let Some(note) = &method.deprecated {
        operation.insert("deprecated".to_owned(), true.into());
        operation.insert("x-deprecated".to_owned(), note.as_str().into());
    }
    operation.insert("security".to_owned(), auth::security(method));
    operation.insert("requestBody".to_owned(), body(method));
    let mut responses = object(json!({"200": success(method, answered)}));
    responses.extend(errors::responses(method).map(|(status, response)| (status.to_owned(), response)));
    operation.insert("responses".to_owned(), responses.into());
    operation.extend(extensions(method));
    operation
}

fn body(method: &Method) -> Value {
    let mut media = object(json!({"schema": reference(&request_component(method))}));
    let examples = method.examples.iter().enumerate().map(|(at, example)| {
        let mut value = object(json!({"value": example.request}));
        value.extend(example.doc.as_ref().map(|doc| ("summary".to_owned(), doc.as_str().into())));
        (format!("example{}", at + 1), Value::Object(value))
    });
    let examples: Object = examples.collect();
    media.extend((!examples.is_empty()).then(|| ("examples".to_owned(), examples.into())));
    json!({"required": !method.record.minimal.is_empty(), "content": {"application/json": media}})
}

fn success(method: &Method, answered: &Schemas<'_>) -> Value {
    let mut properties = object(json!({"result": result(method, answered), "time": reference("Time")}));
    if method.pagination.is_some() && !method.rest3 {
        properties.insert("total".to_owned(), json!({"type": "integer", "description": "How many rows there are."}));
        let next = json!({"type": "integer", "description": "Where the next page begins; absent on the last."});
        properties.insert("next".to_owned(), next);
    }
    let mut media = object(json!({"schema": {"type": "object", "required": ["result"], "properties": properties}}));
    let answers = method.examples.iter().filter_map(|example| example.response.as_ref());
    let answers =
        answers.enumerate().map(|(at, answer)| (format!("example{}", at + 1), json!({"value": {"result": answer}})));
    let answers: Object = answers.collect();
    media.extend((!answers.is_empty()).then(|| ("examples".to_owned(), answers.into())));
    json!({"description": "The result.", "content": {"application/json": media}})
}

/// The member `result`, and inside of it the members that the result is wrapped in. Where there may be nothing, any of
/// them can be it.
fn result(method: &Method, answered: &Schemas<'_>) -> Object {
    let outcome = &method.result;
    let perhaps = |schema| if outcome.nullable { any_of(&[schema, reference(answer::NOTHING)]) } else { schema };
    let inner = perhaps(described(answered.of_type(&outcome.ty), outcome.doc.as_ref()));
    let wrappers = outcome.wrapped_in.iter().flat_map(|path| path.rsplit('.'));
    wrappers.fold(inner, |inner, name| {
        perhaps(object(json!({"type": "object", "required": [name], "properties": {name: inner}})))
    })
}

/// What OpenAPI has no words for.
fn extensions(method: &Method) -> Object {
    let effect = match method.effect {
        Effect::Read => "read",
        Effect::Idempotent => "idempotent",
        Effect::Once => "once",
    };
    let mut extensions = object(json!({
        "x-effect": effect,
        "x-context": if method.application { "application" } else { "any" },
        "x-access": if method.admin { "admin" } else { "any" },
        "x-scope": method.scope,
        "x-batch": method.batch,
        "x-errors": errors::own(method),
    }));
    extensions.extend(method.pagination.as_ref().map(|pages| ("x-paging".to_owned(), paging(pages).into())));
    extensions
}

fn paging(pages: &Pagination) -> Object {
    let mut paging = object(json!({"style": pages.style, "rows": pages.rows}));
    let members =
        [("id", &pages.id), ("param", &pages.param), ("limit", &pages.limit), ("next", &pages.next)].into_iter();
    paging.extend(members.filter_map(|(name, value)| Some((name.to_owned(), value.as_deref()?.into()))));
    paging
}
