//! The pieces of a document, each from its piece of a spec.

use std::collections::BTreeSet;

use bitrix24_codegen::source::Source;
use serde_json::{Value, json};

use super::document::document;

const SPEC: &str = "family: acme.orders
doc: Orders of an invented shop.
docs: acme/
scope: [acme, shop]
types:
  Code: {doc: A code., type: string, pattern: '^[a-z]+$', max: 9}
  Word: {doc: A word., type: string, pattern: '(?i)^a$'}
  Size: {doc: A size., type: integer, min: 1}
  Colour: {doc: A colour., enum: {red: Red., blue: Blue.}}
  Level: {doc: A level., of: integer, enum: {1: {doc: Low., rust: Low}, 2: {doc: High., rust: High}}}
  Place: {doc: A place., tuple: {street: string, number: integer}}
  Target: {doc: A target., union: {Text: string, Number: integer}}
  Line:
    doc: A line.
    struct:
      KIND: {type: string, const: line}
      ID: {type: id<line>, required: true, doc: Which.}
      MORE: {type: 'map<string, integer>'}
    open: string
methods:
  add:
    doc: Places an order. It takes long.
    page: add.html
    access: admin
    context: application
    effect: once
    batch: false
    params:
      CODE: {type: Code, required: true, doc: The code.}
      COLOUR: {type: Colour, default: red}
      LEVEL: {type: Level, default: 2}
      GIFT: {type: boolean, default: N}
      TEXT: {type: string, clearable: true, non_empty: true}
      KEY: {type: string, nullable: true, secret: true}
      LINES: {type: 'Line[]', max_items: 3}
      PLACE: {type: Place, deprecated: {use: acme.orders.put}}
      TARGET: {type: Target}
      FILE: {type: file}
      WORD: {type: Word}
      SIZE: {type: Size}
    rules:
      - exclusive: [TEXT, KEY]
    result: {type: Line, wrapped_in: item.line, nullable: true, doc: What was ordered.}
    errors:
      NO_CODE: {doc: It has none., status: 400, texts: [No code]}
      BAD_CODE: {status: 400, reasons: {Long: [Too long]}}
      ELSE: {doc: Another.}
    examples:
      - doc: The least.
        request: {CODE: a}
        response: {item: {line: null}}
        error: {error: ELSE, error_description: ''}
  list:
    doc: Lists orders.
    access: any
    context: any
    effect: read
    positional: true
    params:
      START: {type: integer}
      CODE: {type: Code, required: true}
      TO: {type: integer}
    pagination: {style: start, id: ID}
    result: Line[]
    deprecated: {}
  list@3:
    doc: Lists orders.
    access: any
    context: any
    effect: read
    rest: 3
    result: 'Line[]'
  put:
    doc: Changes an order.
    access: any
    context: any
    effect: idempotent
    rest: 3
    result: boolean
";

fn made() -> Value {
    let sources = [Source::new("spec/acme/orders.yaml", SPEC)];
    document(&bitrix24_codegen::read(&sources).unwrap())
}

#[track_caller]
fn check(place: &str, cases: &[(&str, Value)]) {
    let document = made();
    for (pointer, expected) in cases {
        let pointer = &format!("{place}{pointer}");
        let found = document.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
        assert_eq!(found, expected, "{pointer}");
    }
}

#[test]
fn types() {
    let schema = "/components/schemas/acme.orders.";
    let cases = [
        ("Code", json!({"type": "string", "maxLength": 9, "pattern": "^[a-z]+$", "description": "A code."})),
        ("Word", json!({"type": "string", "x-pattern": "(?i)^a$", "description": "A word."})),
        ("Size", json!({"type": "integer", "format": "int64", "minimum": 1, "description": "A size."})),
        ("Colour/anyOf/0/enum", json!(["red", "blue"])),
        ("Colour/anyOf/1", json!({"type": "string"})),
        ("Level/anyOf/0/enum", json!([1, 2])),
        ("Place/prefixItems/1", json!({"type": "integer", "format": "int64", "title": "number"})),
        ("Target/anyOf/0", json!({"type": "string", "title": "Text"})),
        ("Line/required", json!(["KIND", "ID"])),
        ("Line/properties/KIND", json!({"const": "line"})),
        ("Line/properties/ID", json!({"$ref": "#/components/schemas/ids.LineId", "description": "Which."})),
        ("Line/additionalProperties", json!({"type": "string"})),
        ("Line.answer/properties/ID/$ref", json!("#/components/schemas/ids.LineId.answer")),
        ("Line.answer/properties/MORE/anyOf/1/$ref", json!("#/components/schemas/answer.Nothing")),
        ("Line.answer/properties/MORE/anyOf/0/anyOf/1/$ref", json!("#/components/schemas/answer.Empty")),
    ];
    check(schema, &cases);
}

#[test]
fn parameters() {
    let code = "#/components/schemas/acme.orders.Code";
    let cases = [
        ("/required", json!(["CODE"])),
        ("/x-rules", json!(["At most one of `TEXT` and `KEY`"])),
        ("/properties/CODE", json!({"$ref": code, "description": "The code."})),
        ("/properties/COLOUR/default", json!("red")),
        ("/properties/LEVEL/default", json!(2)),
        ("/properties/GIFT", json!({"type": "string", "enum": ["Y", "N"], "default": "N"})),
        ("/properties/TEXT/anyOf", json!([{"type": "string", "minLength": 1}, {"const": ""}])),
        (
            "/properties/KEY",
            json!({"anyOf": [{"type": "string", "format": "password"}, {"type": "null"}], "x-secret": true}),
        ),
        ("/properties/LINES/maxItems", json!(3)),
        ("/properties/PLACE/x-deprecated", json!("use `acme.orders.put`")),
        ("/properties/FILE/prefixItems/1/contentEncoding", json!("base64")),
        ("/properties/auth/$ref", json!("#/components/schemas/AccessToken")),
    ];
    let request = "/components/schemas/acme.orders.add.request";
    check(request, &cases);
    let list = "/components/schemas/acme.orders.list.request";
    let cases = [
        ("/type", json!("array")),
        ("/minItems", json!(2)),
        ("/prefixItems/0/anyOf/1", json!({"type": "null"})),
        ("/prefixItems/1", json!({"$ref": code, "title": "CODE"})),
    ];
    check(list, &cases);
}

#[test]
fn operations() {
    let cases = [
        ("/operationId", json!("acme.orders.add")),
        ("/summary", json!("Places an order")),
        ("/externalDocs/url", json!("https://apidocs.bitrix24.com/acme/add.html")),
        ("/security", json!([{"oauth": ["acme"]}, {"oauth": ["shop"]}])),
        ("/requestBody/required", json!(true)),
        (
            "/requestBody/content/application~1json/examples/example1",
            json!({"value": {"CODE": "a"}, "summary": "The least."}),
        ),
        (
            "/responses/200/content/application~1json/examples/example1/value",
            json!({"result": {"item": {"line": null}}}),
        ),
        (
            "/responses/200/content/application~1json/schema/properties/result/anyOf/0/properties/item/anyOf/0/required",
            json!(["line"]),
        ),
        (
            "/responses/4XX/description",
            json!("The call was refused.\n\n- `NO_CODE` (400): It has none.\n- `BAD_CODE` (400)\n- `ELSE`: Another."),
        ),
        ("/responses/4XX/content/application~1json/examples/error1/value/error", json!("ELSE")),
        ("/responses/5XX/$ref", json!("#/components/responses/Error")),
        ("/x-errors/0", json!({"code": "NO_CODE", "description": "It has none.", "status": 400, "texts": ["No code"]})),
        ("/x-errors/1/reasons", json!({"Long": ["Too long"]})),
        ("/x-effect", json!("once")),
        ("/x-context", json!("application")),
        ("/x-access", json!("admin")),
        ("/x-scope", json!(["acme", "shop"])),
        ("/x-batch", json!(false)),
    ];
    check("/paths/~1acme.orders.add/post", &cases);
    check(
        "",
        &[
            ("/paths/~1acme.orders.list/post/deprecated", json!(true)),
            ("/paths/~1acme.orders.list/post/security", json!([{"oauth": ["acme"]}, {"oauth": ["shop"]}, {}])),
            ("/paths/~1acme.orders.list/post/x-paging", json!({"style": "start", "rows": "result", "id": "ID"})),
            (
                "/tags",
                json!([{
                    "name": "acme.orders",
                    "description": "Orders of an invented shop.",
                    "externalDocs": {"url": "https://apidocs.bitrix24.com/acme/"},
                }]),
            ),
            ("/components/securitySchemes/oauth/flows/authorizationCode/scopes", json!({"acme": "", "shop": ""})),
        ],
    );
}

/// A method of REST 3.0 has servers of its own; if its name is that of another, it has a path of its own instead.
#[test]
fn generations() {
    let error = "/responses/4XX/content/application~1json/schema/$ref";
    check(
        "",
        &[
            ("/servers/1/url", json!("https://{portal}/rest/{user}/{code}")),
            ("/paths/~1acme.orders.put/servers/1/url", json!("https://{portal}/rest/api/{user}/{code}")),
            ("/paths/~1api~1acme.orders.list/post/operationId", json!("acme.orders.list.v3")),
            ("/paths/~1api~1acme.orders.list/post/security", json!([{"oauth": ["acme"]}, {"oauth": ["shop"]}])),
            (&format!("/paths/~1acme.orders.put/post{error}"), json!("#/components/schemas/Error3")),
            (&format!("/paths/~1acme.orders.add/post{error}"), json!("#/components/schemas/Error")),
        ],
    );
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_referred_to() {
    let document = made();
    let mut seen = BTreeSet::new();
    let mut queue = vec![&document];
    while let Some(value) = queue.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            seen.insert(reference.to_owned());
            assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
        }
        queue.extend(value.as_object().into_iter().flat_map(|members| members.values()));
        queue.extend(value.as_array().into_iter().flatten());
    }
    let schemas = document["components"]["schemas"].as_object().unwrap().keys();
    let unused: Vec<&String> =
        schemas.filter(|schema| !seen.contains(&format!("#/components/schemas/{schema}"))).collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert_eq!(document.to_string(), made().to_string(), "the order is always the same");
}
