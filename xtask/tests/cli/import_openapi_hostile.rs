//! Documents of portals that are broken, that mean ill, or that are none.

use serde_json::{Value, json};

use crate::import_openapi::{PAGE, document, import, place, text};
use crate::place::Place;

#[test]
fn a_document_that_cannot_be_used_is_told_by_its_place_and_nothing_is_written() {
    let good = text("generated");
    let twice = good.replace("\"/acme.note.tail\"", "\"/acme.note.get\"");
    let cases = [
        (good[..good.len() / 2].to_owned(), "portal.json:"),
        (String::new(), "portal.json:1:0: EOF"),
        ("[1]".to_owned(), "portal.json#: this is no object"),
        ("\"text\"".to_owned(), "portal.json#: this is no object"),
        ("{\"result\": 7}".to_owned(), "portal.json#/result: this is no object"),
        ("{\"error\": {\"code\": \"X\"}}".to_owned(), "portal.json#/openapi: this is no OpenAPI document"),
        ("{\"swagger\": \"2.0\", \"paths\": {}}".to_owned(), "portal.json#/openapi: "),
        ("{\"openapi\": \"3.0.0\"}".to_owned(), "portal.json#/paths: there is no object of paths"),
        ("{\"openapi\": \"3.0.0\", \"paths\": 7}".to_owned(), "portal.json#/paths: "),
        (
            "{\"openapi\": \"3.0.0\", \"paths\": [], \"components\": {\"schemas\": 7}}".to_owned(),
            "#/components/schemas: ",
        ),
        (twice, "portal.json#/paths/~1acme.note.get: the key stands twice"),
        ("{\"a\": ".repeat(100_000), "portal.json:1:763: recursion limit exceeded"),
    ];
    for (text, why) in cases {
        let place = place(&text);
        place.write("docs/api-reference/acme/get.md", PAGE);
        let before = place.files("mine");
        place.run(&["import", "docs", "portal.json", "--spec", "mine"]).exits(1).says(why).says("nothing was written");
        assert_eq!(place.files("mine"), before, "{why}");
    }
    place("{}").run(&["import", "nowhere.json", "--spec", "mine"]).exits(3).says("cannot read");
    let place = place("\u{feff}{\"openapi\": \"3.0.0\", \"paths\": []}");
    import(&place).says("1 document: 0 imported");
    std::fs::write(place.path("portal.json"), b"{\"openapi\": \"\xff\"}").unwrap();
    place.run(&["import", "portal.json", "--spec", "mine"]).exits(1).says("portal.json:1:");
}

#[test]
fn what_the_specs_were_exported_to_is_no_document_of_a_portal() {
    let place = Place::new();
    place.run(&["openapi", "--spec", "spec", "--version", "3.0", "--out", "out.json"]).exits(0);
    place.run(&["import", "out.json", "--spec", "spec"]).exits(1).says("out.json#: `cargo xtask openapi` wrote this");
}

#[test]
fn any_piece_of_a_document_leads_to_specs_or_to_words() {
    let mut pieces = Vec::new();
    places(&document("written"), &mut String::new(), &mut pieces);
    assert!(pieces.len() > 100);
    // Anything in the place of anything.
    let odd = [
        json!(null),
        json!(7),
        json!("x"),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"$ref": "#/components/schemas/NodeDto"}),
    ];
    for (at, piece) in pieces.iter().enumerate().step_by(9) {
        let mut changed = document("written");
        *changed.pointer_mut(piece).unwrap() = odd[at / 9 % odd.len()].clone();
        let place = place(&changed.to_string());
        let ran = place.run(&["import", "portal.json", "--spec", "mine"]);
        let ran = if ran.out.is_empty() { ran.exits(1).says("nothing was written") } else { ran.exits(0) };
        if ran.out.contains("  new ") {
            place.run(&["check", "--spec", "mine"]).exits(0);
        }
    }
}

/// The places of everything in a value.
fn places(value: &Value, path: &mut String, found: &mut Vec<String>) {
    let length = path.len();
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.replace('/', "~1"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in members {
        path.push('/');
        path.push_str(&key);
        found.push(path.clone());
        places(value, path, found);
        path.truncate(length);
    }
}

#[test]
fn ten_thousand_paths_and_schemas_that_multiply_are_bounded() {
    let body = |name: usize| {
        json!({"content": {"application/json": {"schema": {"allOf": [
        {"$ref": "#/components/schemas/Wide"}, {"$ref": format!("#/components/schemas/C{name}")}]}}}})
    };
    let mut paths = serde_json::Map::new();
    for at in 0..10_000 {
        let post = json!({"post": {"requestBody": body(at % 500), "responses": []}});
        paths.insert(format!("/acme.f{}.get{at}", at % 20), post);
    }
    let wide: serde_json::Map<String, Value> =
        (0..400).map(|at| (format!("m{at}"), json!({"type": "string"}))).collect();
    let mut schemas = serde_json::Map::new();
    schemas.insert("Wide".to_owned(), json!({"type": "object", "properties": wide}));
    for at in 0..500 {
        // Each leads to the two behind it, and the last to the first.
        let next = |by: usize| json!({"$ref": format!("#/components/schemas/C{}", (at + by) % 500)});
        schemas.insert(
            format!("C{at}"),
            json!({"type": "object", "properties": {"a": next(1), "b": next(2)}, "allOf": [next(1), next(2)]}),
        );
    }
    let document = json!({"openapi": "3.0.0", "paths": paths, "components": {"schemas": schemas}});
    let place = place(&document.to_string());
    let ran = place.run(&["import", "portal.json", "--spec", "mine", "--dry-run"]).exits(0);
    assert!(ran.out.lines().filter(|line| line.contains(" acme.f")).count() >= 10_000);
    ran.says("the documents have more than 200000 parameters and fields");
}
