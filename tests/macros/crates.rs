//! The macro in crates as users have them.

use crate::support::cargo::{check, check_as};

const SPEC: &str = "
family: acme.orders
doc: Orders.
use: [bitrix24.bizproc.shared]
types:
  Line:
    doc: A line of an order.
    struct:
      TEXT: {type: LocalizedText, required: true}
      NEXT: {type: Line}
methods:
  add:
    doc: Adds an order.
    access: any
    context: any
    effect: once
    params:
      TITLE: {type: string, required: true}
      PRIORITY: {type: integer, min: 1, max: 5}
      LINES: {type: 'Line[]'}
      USER_ID: {type: id<user>}
    result: 'map<string, Line>'
";

const CALL: &str = "
pub async fn add(client: bitrix24::Client) -> Result<(), Box<dyn std::error::Error>> {
    let line = acme::orders::Line::builder().text(\"x\");
    let user = bitrix24::api::ids::UserId::new(1);
    acme::orders::add(&client).title(\"t\").priority(2).lines([line]).user_id(user).send().await?;
    Ok(())
}
";

fn library(before: &str) -> String {
    format!("{before}bitrix24::include_spec!(\"orders.yaml\");\n{CALL}")
}

#[track_caller]
pub(super) fn compiles(messages: &[crate::support::cargo::Message]) {
    let messages: Vec<&str> = messages.iter().map(|message| message.rendered.as_str()).collect();
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

#[test]
fn nothing_but_the_client_is_needed_and_the_strictest_lints_are_content() {
    let lints = "#![deny(warnings, clippy::pedantic, missing_docs, unreachable_pub, unused)]\n#![forbid(unsafe_code)]\n//! Docs.\n#[allow(missing_docs)]\nmod inner {\n";
    let text = format!("{}}}\npub use inner::add;\n", library(lints));
    compiles(&check("macro-strict", &["bizproc", "macros"], &[("lib.rs", &text), ("orders.yaml", SPEC)]));
}

#[test]
fn older_editions_will_do() {
    for edition in ["2018", "2021"] {
        let name = format!("macro-{edition}");
        let files = [("lib.rs", &*library("")), ("orders.yaml", SPEC)];
        compiles(&check_as(&name, edition, "bitrix24", &["bizproc", "macros"], &files));
    }
}

#[test]
fn the_dependency_may_have_another_name() {
    let text = library("extern crate b24 as bitrix24;\n");
    let files = [("lib.rs", text.as_str()), ("orders.yaml", SPEC)];
    compiles(&check_as("macro-renamed", "2024", "b24", &["bizproc", "macros"], &files));
}

#[test]
fn a_changed_spec_builds_the_crate_anew() {
    let text = library("");
    let check = |spec: &str| {
        check("macro-rebuilt", &["bizproc", "macros"], &[("lib.rs", text.as_str()), ("orders.yaml", spec)])
    };
    compiles(&check(SPEC));
    let messages = check(&SPEC.replace("TITLE", "SUBJECT"));
    assert!(messages.iter().any(|message| message.text.contains("no method named `title`")), "{messages:?}");
    let messages = check(&SPEC.replace("TITLE: {type: string", "TITLE: {type: strng"));
    let problem = messages.iter().find(|message| message.text.contains("unknown type `strng`")).expect("the problem");
    for part in ["B24-0301", "orders.yaml:18:21", "TITLE: {type: strng", "did you mean `string`?"] {
        assert!(problem.rendered.contains(part), "{part} in {}", problem.rendered);
    }
    compiles(&check(SPEC));
}

#[test]
fn a_type_of_a_scope_that_is_off_names_its_feature() {
    let messages = check("macro-feature", &["macros"], &[("lib.rs", &library("")), ("orders.yaml", SPEC)]);
    let names_it = |message: &crate::support::cargo::Message| message.rendered.contains("`bizproc` feature");
    assert!(messages.iter().any(|message| message.level == "error" && names_it(message)), "{messages:?}");
}

#[test]
fn what_is_wrong_about_a_call_is_said_at_its_place() {
    let cases = [
        ("bitrix24::include_spec!();", "name at least one spec"),
        ("bitrix24::include_spec!(orders);", "expected the path of a spec"),
        ("bitrix24::include_spec!(\"orders.yaml\" \"b.yaml\");", "expected `,`"),
        (
            "bitrix24::include_spec!(\"nowhere.yaml\");",
            "the path `nowhere.yaml` is taken from the folder of the calling file",
        ),
        ("bitrix24::include_spec!(\"orders.yaml\", \"orders.yaml\");", "B24-0"),
    ];
    for (call, text) in cases {
        let messages = check("macro-call", &["bizproc", "macros"], &[("lib.rs", call), ("orders.yaml", SPEC)]);
        let [message] = messages.as_slice() else {
            panic!("{call}: {messages:?}");
        };
        assert!(message.text.contains(text) && message.line == 1, "{call}: {}", message.rendered);
    }
}
