//! `cargo xtask new`.

use crate::place::{Place, SPEC};

/// What a person writes for `???`, key by key.
const FILLED: [(&str, &str); 8] = [
    ("doc: ???", "doc: Words of our own."),
    ("docs: ???", "docs: api-reference/acme/"),
    ("scope: [???]", "scope: [acme]"),
    ("access: ???", "access: any"),
    ("context: ???", "context: any"),
    ("effect: ???", "effect: read"),
    ("# params: ", "params: "),
    ("result: ???", "result: string"),
];

fn filled(text: &str) -> String {
    let text = text.replace("#   NAME: {type: ???, doc: ???, required: ???}", "  CODE: {type: string, required: true}");
    FILLED.into_iter().fold(text, |text, (gap, value)| text.replace(gap, value))
}

#[test]
fn from_nothing_to_a_call_in_three_steps() {
    let place = Place::new();
    let ran = place.run(&["new", "acme.goods.price.get", "--spec", "spec"]).exits(0);
    let ran =
        ran.says("new        spec/acme/goods/price.yaml").says("run `cargo xtask check`").says("Copy spec/schema.json");
    assert!(ran.err.is_empty(), "{}", ran.err);
    let text = place.read("spec/acme/goods/price.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../../schema.json\nfamily: acme.goods.price "), "{text}");

    for command in [vec!["check", "--spec", "spec"], vec!["generate", "--spec", "spec", "--out", "src"]] {
        let ran = place.run(&command).exits(1).says("8 problems in the specs").says("`access` is not filled in");
        assert_eq!(ran.err.matches("error[B24-0112]").count(), 8, "{}", ran.err);
    }
    assert!(place.files("src").is_empty());

    place.write("spec/acme/goods/price.yaml", &filled(&text));
    place.run(&["check", "--spec", "spec"]).exits(0).says("no problem in 2 specs with 2 methods");
    place.generate().exits(0);
    assert!(place.read("src/generated/acme/goods/price.rs").contains("pub fn get<C>(client: C) -> GetBuilder<C>"));
    place.run(&["list", "--spec", "spec"]).exits(0).says("acme.goods.price.get");
}

#[test]
fn a_file_that_is_there_keeps_every_byte() {
    let place = Place::new();
    let before = format!("# Mine.\n{SPEC}    # The last words.\n");
    place.write("spec/acme/orders.yaml", &before);
    let line = before.lines().count() + 2;
    let says = format!("changed    spec/acme/orders.yaml:{line}, `cancel`");
    place.run(&["new", "acme.orders.cancel", "--spec", "spec"]).exits(0).says(&says);
    let after = place.read("spec/acme/orders.yaml");
    assert!(after.starts_with(&format!("{before}\n  cancel:\n    doc: ???")), "{after}");
    // What is not filled in yet does not stand in the way of the next.
    place.run(&["new", "acme.orders.cancel@3", "--spec", "spec"]).exits(0);
    let twice = place.read("spec/acme/orders.yaml");
    assert!(
        twice.starts_with(&after) && twice.contains("\n  cancel@3:\n") && twice.contains("\n    rest: 3 "),
        "{twice}"
    );
    place.write("spec/acme/orders.yaml", &filled(&twice));
    let list = place.run(&["list", "--spec", "spec"]).exits(0);
    assert_eq!(list.out.matches("acme.orders.cancel").count(), 2, "{}", list.out);
}

#[test]
fn what_cannot_be_added_is_said_and_nothing_is_written() {
    let place = Place::new();
    place.write("spec/acme/flow.yaml", "family: acme.flow\ndoc: D.\nmethods: {}\n");
    place.write("spec/acme/broken.yaml", "family: acme.broken\ndoc: [\n");
    place.write("spec/acme/other.yaml", "family: acme.other\ndoc: D.\nmethods:\n  x: {wire: acme.named.elsewhere}\n");
    let before = place.files("spec");
    let cases = [
        ("acme.orders.add", 2, "acme.orders.add has a spec already, at spec/acme/orders.yaml:7"),
        ("acme.named.elsewhere", 2, "has a spec already, at spec/acme/other.yaml:4"),
        ("acme.other.x", 2, "spec/acme/other.yaml:4: the key `x` stands for another method"),
        ("acme.flow.get", 2, "spec/acme/flow.yaml:3: `methods` is not written one method a line"),
        ("acme.broken.get", 1, "error[B24-0004]"),
        ("acme..get", 2, "is no method's name"),
        ("../escape", 2, "is no method's name"),
        ("acme.orders.add@2", 2, "is no method's name"),
    ];
    for (method, code, says) in cases {
        place.run(&["new", method, "--spec", "spec"]).exits(code).says(says);
    }
    assert_eq!(place.files("spec"), before);
    place.run(&["new", "acme.orders.cancel", "--spec", "nowhere"]).exits(3).says("nowhere");
    assert!(!place.path("nowhere").exists());
}

#[test]
fn an_empty_folder_gets_its_first_spec() {
    let place = Place::new();
    place.write("mine/schema.json", "{}");
    let ran = place.run(&["new", "profile", "--spec", "mine"]).exits(0).says("new        mine/root.yaml");
    assert!(!ran.out.contains("Copy "), "the schema is there: {}", ran.out);
    assert!(place.read("mine/root.yaml").starts_with("# yaml-language-server: $schema=schema.json\nfamily: root "));
}
