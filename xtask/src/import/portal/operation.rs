//! A path of the document: the method that it is, its request, its answer and its errors.

use bitrix24_codegen::is_wire_name;
use bitrix24_codegen::source::is_spec;

use super::json::{Node, unescaped};
use super::schema::{self, Schema};
use crate::import::draft::family_and_key;
use crate::import::facts::ErrorFact;
use crate::import::family;

/// A method as the document describes it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) deprecated: bool,
    /// The body of the call; none if it has no parameters.
    pub(crate) request: Option<Schema>,
    /// What stands under `result`, if the document says so.
    pub(crate) answer: Option<Schema>,
    pub(crate) errors: Vec<ErrorFact>,
    pub(crate) doubts: Vec<String>,
}

/// What a path is to the importer.
pub(crate) enum Reading {
    Method(Box<Operation>),
    Refused(String),
}

/// How many references may lead on from one another to a body.
const MOST_STEPS: usize = 8;

/// Reads the item of a path. `root` is the document.
pub(crate) fn read(root: &Node, path: &str, item: &Node) -> Reading {
    let name = match method_name(path) {
        Ok(name) => name,
        Err(why) => return Reading::Refused(why.to_owned()),
    };
    let Some(told) = item.get("post").or_else(|| item.get("get")).filter(|told| !told.is_blank()) else {
        return Reading::Refused("the document gives no more than its name".to_owned());
    };
    if told.members().is_none() {
        return Reading::Refused("what the document says of it is no object".to_owned());
    }
    let mut doubts = Vec::new();
    let request = told.get("requestBody").filter(|body| !body.is_blank());
    let request = request.and_then(|body| {
        let found = body_schema(root, body);
        doubts.extend(found.is_none().then(|| "its parameters are not sent as JSON".to_owned()));
        found
    });
    if told.get("parameters").is_some_and(|parameters| !parameters.is_blank()) {
        doubts.push("it has parameters in its address, which are left out".to_owned());
    }
    let responses = told.get("responses").and_then(Node::members).unwrap_or_default();
    let success = responses.iter().find(|(status, _)| status.starts_with('2')).or_else(|| {
        let is_default = |(status, _): &&(String, Node)| status == "default";
        responses.iter().find(is_default)
    });
    let success = success.and_then(|(_, response)| body_schema(root, response));
    Reading::Method(Box::new(Operation {
        name: name.to_owned(),
        deprecated: told.get("deprecated").is_some_and(Node::is_true),
        request: request.map(schema::read),
        answer: success.and_then(|body| member(root, body, "result")).map(schema::read),
        errors: errors(root, responses),
        doubts,
    }))
}

/// `/tasks.task.get` → `tasks.task.get`
fn method_name(path: &str) -> Result<&str, &'static str> {
    let Some(name) = path.strip_prefix('/').filter(|name| !name.is_empty()) else {
        return Err("it has no name");
    };
    let (family, _) = family_and_key(name, true);
    // The family of methods without a dot, and the file of corrections, are no names of an object.
    let is_free =
        name.split_once('.').is_none_or(|(first, _)| first != "root") && is_spec(&family::path("".as_ref(), family));
    if is_wire_name(name) && is_free { Ok(name) } else { Err("it is no name of a method") }
}

/// The schema of a request's or response's body.
fn body_schema<'a>(root: &'a Node, body: &'a Node) -> Option<&'a Node> {
    resolved(root, body)?.at(&["content", "application/json", "schema"])
}

/// The member of an object's schema, behind whatever references lead to it.
fn member<'a>(root: &'a Node, schema: &'a Node, name: &str) -> Option<&'a Node> {
    resolved(root, schema)?.at(&["properties", name])
}

/// What a reference leads to, if there is one.
fn resolved<'a>(root: &'a Node, node: &'a Node) -> Option<&'a Node> {
    let mut node = node;
    for _ in 0..MOST_STEPS {
        let Some(target) = node.get("$ref") else { return Some(node) };
        let steps = target.text()?.strip_prefix("#/")?.split('/');
        let keys: Vec<String> = steps.map(unescaped).collect();
        node = keys.iter().try_fold(root, |node, key| node.get(key))?;
    }
    None
}

/// The codes that the document lists, each with its status.
fn errors(root: &Node, responses: &[(String, Node)]) -> Vec<ErrorFact> {
    let mut errors: Vec<ErrorFact> = Vec::new();
    for (status, response) in responses {
        let Some(status) = status.parse::<u16>().ok().filter(|status| (400..600).contains(status)) else { continue };
        let body = body_schema(root, response);
        let error = body.and_then(|body| member(root, body, "error"));
        let code = error.and_then(|error| member(root, error, "code")).and_then(|code| resolved(root, code));
        for code in code.and_then(|code| code.get("enum")?.items()).unwrap_or_default() {
            let Some(code) = code.text().filter(|code| is_code(code)) else { continue };
            if !errors.iter().any(|known| known.code == code) {
                errors.push(ErrorFact { code: code.to_owned(), status: Some(status), texts: Vec::new() });
            }
        }
    }
    errors
}

fn is_code(code: &str) -> bool {
    !code.is_empty() && code.len() <= 100 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;

    #[test]
    fn names_are_those_of_methods_or_refused() {
        assert_eq!(method_name("/acme.note.list"), Ok("acme.note.list"));
        assert_eq!(method_name("/documentation"), Ok("documentation"));
        assert_eq!(method_name("/crm.activity.mail.getContent"), Ok("crm.activity.mail.getContent"));
        for path in [
            "",
            "/",
            "acme.note",
            "//",
            "/../acme.get",
            "/acme..get",
            "/.get",
            "/acme.",
            "/acme.note.{id}",
            "/acme'x.get",
            "/acme.get\u{0}",
            "/acme/get",
            "/root.get",
            "/fixups.get",
            "/acme-x.get",
            "/1.get",
            "/a.b.c.d.e.f.g.h.i",
        ] {
            assert!(method_name(path).is_err(), "{path:?}");
        }
        assert!(method_name(&format!("/{}.get", "a".repeat(200))).is_err());
    }

    #[test]
    fn references_lead_to_bodies_and_never_round() {
        let root = json::read(
            br##"{"components": {
                "requestBodies": {"A": {"content": {"application/json": {"schema": {"type": "object"}}}},
                                  "B": {"$ref": "#/components/requestBodies/B"}}}}"##,
        )
        .unwrap();
        let body = |name: &str| {
            let text = format!(r##"{{"$ref": "#/components/requestBodies/{name}"}}"##);
            json::read(text.as_bytes()).unwrap()
        };
        assert!(body_schema(&root, &body("A")).is_some());
        assert!(resolved(&root, &body("B")).is_none());
        assert!(resolved(&root, &body("C")).is_none());
    }

    #[test]
    fn codes_come_with_their_status() {
        let item = json::read(
            br#"{"post": {"responses": {
                "200": {"content": {"application/json": {"schema": {"type": "object", "properties": {"result": []}}}}},
                "403": {"content": {"application/json": {"schema": {"type": "object", "properties": {"error": {
                    "type": "object", "properties": {"code": {"type": "string", "enum": ["ACME_DENIED", "no code"]}}}}}}}}
            }}}"#,
        )
        .unwrap();
        let Reading::Method(operation) = read(&Node::Null, "/acme.note.get", &item) else { panic!("no method") };
        assert_eq!(operation.errors, [ErrorFact { code: "ACME_DENIED".to_owned(), status: Some(403), texts: vec![] }]);
        assert!(operation.request.is_none() && operation.answer.is_some());
    }
}
