//! `cargo xtask import` of the document that a portal answers. Each document in `import_openapi/` has the specs that it
//! becomes beside it, behind the report; `BLESS=1` writes them anew.

use serde_json::{Value, json};

use crate::cases::{compare, input, inputs, specs};
use crate::place::{Place, Ran};

pub(crate) fn text(name: &str) -> String {
    input("import_openapi", &format!("{name}.json"))
}

pub(crate) fn document(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}

/// A place with this document, and with an empty folder of specs.
pub(crate) fn place(document: &str) -> Place {
    let place = Place::new();
    place.write("mine/schema.json", "{}");
    place.write("portal.json", document);
    place
}

pub(crate) fn import(place: &Place) -> Ran {
    place.run(&["import", "portal.json", "--spec", "mine"]).exits(0)
}

/// A document with one method that has these parameters and this result.
fn one(name: &str, parameters: &Value, result: &Value) -> Value {
    let body = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let answer = body(json!({"type": "object", "properties": {"result": result}}));
    json!({
        "openapi": "3.0.0",
        "paths": {format!("/{name}"): {"post": {
            "requestBody": body(json!({"type": "object", "properties": parameters, "required": ["id"]})),
            "responses": {"200": answer},
        }}},
        "components": {"schemas": []},
    })
}

#[test]
fn each_document_becomes_the_specs_beside_it() {
    for path in inputs("import_openapi", "json") {
        let place = place(&std::fs::read_to_string(&path).unwrap());
        let ran = import(&place);
        place.run(&["check", "--spec", "mine"]).exits(0);
        compare(&path, &place, &ran);
        let before = place.files("mine");
        import(&place).says("no spec changes");
        assert_eq!(place.files("mine"), before, "{}", path.display());
    }
}

#[test]
fn no_sentence_of_a_document_reaches_the_specs() {
    let text = text("generated");
    let place = place(&text);
    import(&place);
    let specs: String = place.files("mine").into_values().map(|(text, _)| text).collect();
    let words: Vec<&str> = text.split(['"', ' ']).filter(|word| word.chars().all(char::is_alphabetic)).collect();
    for run in words.windows(3).filter(|run| run.iter().all(|word| !word.is_empty())) {
        assert!(!specs.contains(&run.join(" ")), "{run:?}");
    }
}

#[test]
fn a_dry_run_and_a_wrapped_answer_say_the_same() {
    let bare = text("generated");
    let wrapped = json!({"result": document("generated"), "time": {}}).to_string();
    let place = place(&bare);
    let dry = place.run(&["import", "portal.json", "--spec", "mine", "--dry-run"]).exits(0);
    let dry = dry.says("a dry run: nothing was written").says("1 document: ");
    assert_eq!(place.files("mine").len(), 1);
    let report = import(&place).out;
    assert_eq!(dry.out.lines().count(), report.lines().count());
    let before = place.files("mine");
    place.write("portal.json", &wrapped);
    import(&place).says("no spec changes");
    assert_eq!(place.files("mine"), before);
}

#[test]
fn what_a_person_changed_stays_and_a_changed_document_changes_one_method() {
    let place = place(&text("generated"));
    import(&place);
    let spec = place.read("mine/acme/note.yaml");
    let edited = spec.replace("doc: 'Calls `acme.note.add`.'", "doc: Writes a note.").replace(
        "      dueOn: {type: date}\n      weight: {type: double}\n      pinned: {type: boolean}\n      author: {type: PersonDtoInput",
        "      dueOn: {type: date, doc: Until when.}\n      weight: {type: double}\n      pinned: {type: boolean}\n      author: {type: PersonDtoInput",
    );
    assert_eq!(edited.matches("doc: Until when.").count() + edited.matches("doc: Writes a note.").count(), 2, "{spec}");
    place.write("mine/acme/note.yaml", &edited);
    import(&place).says("no spec changes");
    assert_eq!(place.read("mine/acme/note.yaml"), edited);

    let mut changed = document("generated");
    let schema = "/paths/~1acme.note.delete/post/requestBody/content/application~1json/schema";
    *changed.pointer_mut(&format!("{schema}/properties/id/type")).unwrap() = json!("string");
    place.write("portal.json", &changed.to_string());
    import(&place);
    let merged = place.read("mine/acme/note.yaml");
    let (id, text) = ("      id: {type: integer}\n      filter", "      id: {type: string}\n      filter");
    assert_eq!(edited.matches(id).count(), 1);
    assert_eq!(merged, edited.replace(id, text));

    // The same parameter on both sides.
    place.write("mine/acme/note.yaml", &merged.replace(text, "      id: {type: string, doc: Mine.}\n      filter"));
    place.write("portal.json", &self::text("generated"));
    import(&place).says("conflict   acme.note: methods.delete@3.params.id");
    assert!(place.read("mine/acme/note.yaml").contains("id: {type: string, doc: Mine.}"));
}

#[test]
fn a_method_of_both_generations_gets_a_twin() {
    let place =
        place(&one("acme.orders.add", &json!({"id": {"type": "integer"}}), &json!({"type": "boolean"})).to_string());
    place.write("mine/acme/orders.yaml", crate::place::SPEC);
    import(&place).says("imported   acme.orders.add@3");
    let spec = place.read("mine/acme/orders.yaml");
    assert!(spec.starts_with(crate::place::SPEC.trim_end()), "{spec}");
    assert!(spec.contains("\n  add@3:\n") && spec.contains("    rest: 3\n"), "{spec}");
    place.run(&["check", "--spec", "mine"]).exits(0).says("2 methods");
    place.run(&["generate", "--spec", "mine", "--out", "src"]).exits(0);
    assert!(place.read("src/generated/acme/orders.rs").contains("pub mod v3"));
    import(&place).says("no spec changes");
}

#[test]
fn what_is_described_by_hand_stays_and_the_report_says_what_differs() {
    let document = one(
        "acme.orders.add",
        &json!({"id": {"type": "integer"}, "CODE": {"type": "integer"}, "mode": {"type": "object", "properties": {"a": {"type": "string"}}}}),
        &json!({"type": "object", "properties": {"id": {"type": "integer"}}}),
    );
    let place = place(&document.to_string());
    let by_hand = crate::place::SPEC
        .replace("  add:\n", "  add@3:\n    rest: 3\n")
        .replace(
            "    result: integer",
            "      mode: {type: Mode, required: true}\n      old: {type: string}\n    result: integer",
        )
        .replace("methods:", "types:\n  Mode:\n    doc: How.\n    struct:\n      a: {type: integer}\n\nmethods:");
    place.write("mine/acme/orders.yaml", &by_hand);
    let before = place.files("mine");
    let line = "by hand    acme.orders.add@3: left as it is; the spec has no params.id; \
        params.CODE is not required by the document; params.CODE is `integer` in the document, and `string` in the spec; \
        params.mode is not required by the document; params.mode.a is `string` in the document, and `integer` in the spec; \
        the document has no params.old; the document has result.id, and the spec result";
    import(&place).says(line).says("0 imported (0 of them with doubts), 1 by hand");
    assert_eq!(place.files("mine"), before);
}

pub(crate) const PAGE: &str = "# Get a Note acme.note.get

> Scope: [`acme`](../scopes.md)
>
> Who can execute the method: any user

{% note info \"\" %}

This method belongs to REST 3.0.

{% endnote %}

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **id***
[`string`](../types.md) | Which ||
|#

## Code Examples

```bash
curl -d '{\"id\": \"7\"}' https://x/rest/api/acme.note.get
```
";

/// A place with the page too.
fn place_of_both() -> Place {
    let place = place(&text("generated"));
    place.write("docs/api-reference/acme/get.md", PAGE);
    place
}

#[test]
fn a_method_belongs_to_the_source_that_described_it_first() {
    let told = "by page    acme.note.get@3: left as it is; params.id is `integer` in the document, and `string` in the spec; \
        the spec has no params.select";
    let place = place_of_both();
    place.run(&["import", "docs", "--spec", "mine"]).exits(0).says("1 page: 1 imported");
    let page = place.read("mine/.imported/acme/note.base");
    import(&place).says(told).says(", 1 by another source");
    let spec = place.read("mine/acme/note.yaml");
    assert!(spec.contains("page: acme/get.html") && spec.contains("\n  add@3:"), "{spec}");
    assert_eq!(place.read("mine/.imported/acme/note.base"), page);
    assert!(!place.read("mine/.imported/acme/note.portal").contains("get@3"));
    place.run(&["check", "--spec", "mine"]).exits(0);
    let before = place.files("mine");
    import(&place).says(told).says("no spec changes");
    place.run(&["import", "docs", "--spec", "mine"]).exits(0).says("1 imported").says("no spec changes");
    assert_eq!(place.files("mine"), before);

    // Both at once come to the same.
    let together = place_of_both();
    let ran = together.run(&["import", "portal.json", "docs", "--spec", "mine"]).exits(0);
    ran.says(told).says("1 page and 1 document: ");
    let texts = |place: &Place| specs(place) + &place.read("mine/.imported/acme/note.portal");
    assert_eq!(texts(&together), texts(&place));

    // The other way round, the page is left.
    let portal_first = place_of_both();
    import(&portal_first);
    let before = portal_first.files("mine");
    let ran = portal_first.run(&["import", "docs", "--spec", "mine"]).exits(0).says("no spec changes");
    ran.says("by portal  acme.note.get@3: left as it is; params.id is `string` in the page, and `integer` in the spec; the page has no params.select");
    assert_eq!(portal_first.files("mine"), before);
}

#[test]
fn a_spec_that_is_gone_is_written_anew_with_what_both_told() {
    let place = place_of_both();
    place.run(&["import", "portal.json", "docs", "--spec", "mine"]).exits(0);
    let before = place.read("mine/acme/note.yaml");
    std::fs::remove_file(place.path("mine/acme/note.yaml")).unwrap();
    import(&place).says("new        ");
    assert_eq!(place.read("mine/acme/note.yaml"), before);
}

#[test]
fn the_same_method_of_two_portals_counts_once() {
    let place = place(&text("generated"));
    place.write("box.json", &one("acme.note.get", &json!({"id": {"type": "string"}}), &json!({})).to_string());
    let ran = place.run(&["import", "portal.json", "box.json", "--spec", "mine"]).exits(0);
    ran.says("refused    acme.note.get@3 of box.json: portal.json describes it too");
}
