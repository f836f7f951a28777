//! The document: every method with a path, every named type as a component.

use std::collections::BTreeSet;

use bitrix24_codegen::model::{Family, Method, Model};
use serde_json::{Value, json};

use crate::list::methods;
use crate::openapi::schema::{self, Object, SCHEMAS, Schemas, Side, object};
use crate::openapi::{answer, auth, errors, operation};

/// The model as an OpenAPI 3.1 document. The order is that of the specs.
pub(crate) fn document(model: &Model) -> Value {
    let (sent, answered) = (Schemas::new(model, Side::Sent), Schemas::new(model, Side::Answered));
    let paths: Object = methods(model).map(|(family, method)| path(family, method, &answered)).collect();
    let schemas = used(schemas(model, &sent, &answered), &paths, &errors::shared());
    let tags = model.families.iter().filter(|family| !family.methods.is_empty()).map(tag);
    let system = model.system.as_ref().map(errors::system).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bitrix24 REST API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The methods that this repository has specs for. What a schema cannot say stands in \
                extensions: `x-effect` (what a repeated call does), `x-context` and `x-access` (who may call), `x-scope`, \
                `x-batch`, `x-paging`, `x-rules` (requirements between members), `x-errors` (codes and texts), \
                `x-values` (the listed values of an enum, beside which others are possible), `x-secret` (not to be shown).",
        },
        "servers": auth::servers(false),
        "tags": tags.collect::<Vec<Object>>(),
        "paths": paths,
        "components": {
            "securitySchemes": auth::schemes(methods(model).map(|(_, method)| method)),
            "responses": errors::shared(),
            "schemas": schemas,
        },
        "x-errors": system,
    })
}

/// A family as a tag.
fn tag(family: &Family) -> Object {
    let mut tag = object(json!({"name": family.wire_name, "description": family.doc}));
    tag.extend(family.url.as_ref().map(|url| ("externalDocs".to_owned(), json!({"url": url}))));
    tag
}

/// A method at its path below the servers. The same path of the other generation is another one below the same servers,
/// so a twin says its generation itself and is there for applications alone.
fn path(family: &Family, method: &Method, answered: &Schemas<'_>) -> (String, Value) {
    let post = operation::operation(family, method, answered);
    let name = &method.wire_name;
    match (method.rest3, method.twin) {
        (false, _) => (format!("/{name}"), json!({"post": post})),
        (true, false) => (format!("/{name}"), json!({"servers": auth::servers(true), "post": post})),
        (true, true) => (format!("/api/{name}"), json!({"post": post})),
    }
}

fn schemas(model: &Model, sent: &Schemas<'_>, answered: &Schemas<'_>) -> Object {
    let own = [(auth::TOKEN, auth::token()), ("Time", time())].into_iter().chain(errors::schemas());
    let own = own.chain(answer::schemas()).map(|(name, schema)| (name.to_owned(), schema));
    let requests =
        methods(model).map(|(_, method)| (operation::request_component(method), operation::request(method, sent)));
    let types = sent.components().chain(answered.components());
    let all = own.chain(model.ids.iter().flat_map(schema::ids)).chain(types).chain(requests);
    all.map(|(name, schema)| (name, schema.into())).collect()
}

/// The schemas that methods and shared responses need, directly or by one another.
fn used(mut schemas: Object, paths: &Object, responses: &Object) -> Object {
    let (mut found, mut queue) = (BTreeSet::new(), vec![]);
    queue.extend(paths.values().chain(responses.values()));
    while let Some(value) = queue.pop() {
        let component = value.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix(SCHEMAS));
        if let Some(component) = component.filter(|component| found.insert((*component).to_owned())) {
            queue.extend(schemas.get(component));
        }
        queue.extend(value.as_object().into_iter().flat_map(Object::values));
        queue.extend(value.as_array().into_iter().flatten());
    }
    schemas.retain(|name, _| found.contains(name));
    schemas
}

/// How long a call took.
fn time() -> Object {
    let number = || json!({"type": "number", "format": "double"});
    object(json!({
        "description": "How long the call took, and how much of its working time the method has used. Any may be missing.",
        "type": "object",
        "properties": {
            "start": number(),
            "finish": number(),
            "duration": number(),
            "processing": number(),
            "date_start": {"type": "string", "format": "date-time"},
            "date_finish": {"type": "string", "format": "date-time"},
            "operating_reset_at": {"type": "integer", "format": "int64"},
            "operating": number(),
        },
    }))
}
