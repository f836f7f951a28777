//! Hostile names in every place where a spec gives one: refused with the place, or a name like any other.

use super::bones::bones;
use super::verdict;
use crate::codegen::judge::{Verdict, is_rust};

/// The places, each a spec with `@` where the name stands in quotes.
const PLACES: [(&str, &str); 24] = [
    ("a family", "family: @\ndoc: d\n"),
    ("a scope", "family: a\ndoc: d\nscope: [@]\nmethods: {get: {FACTS}}\n"),
    ("a used family", "family: a\ndoc: d\nuse: [@]\n"),
    ("a type", "family: a\ndoc: d\ntypes: {@: {doc: d, type: string, non_empty: true}}\n"),
    ("a struct", "family: a\ndoc: d\ntypes: {@: {doc: d, struct: {A: {type: string, required: true}}}}\n"),
    ("a type that is used", "family: a\ndoc: d\nmethods: {get: {FACTS, params: {A: {type: @}}}}\n"),
    ("a field", "family: a\ndoc: d\ntypes: {Alpha: {doc: d, struct: {@: {type: string, required: true}}}}\n"),
    ("a value", "family: a\ndoc: d\ntypes: {Mode: {doc: d, enum: {@: One.}}}\n"),
    ("a named value", "family: a\ndoc: d\ntypes: {Mode: {doc: d, enum: {one: {doc: d, rust: @}}}}\n"),
    ("a place", "family: a\ndoc: d\ntypes: {Pair: {doc: d, tuple: {@: string}}}\n"),
    ("a form", "family: a\ndoc: d\ntypes: {Either: {doc: d, union: {@: string}}}\n"),
    ("an object", "family: a\ndoc: d\ntypes: {Key: {doc: d, type: id<@>}}\n"),
    ("a method", "family: a\ndoc: d\nmethods: {@: {FACTS}}\n"),
    ("a method's name in Rust", "family: a\ndoc: d\nmethods: {get: {FACTS, rust: @}}\n"),
    ("a method's name on the wire", "family: a\ndoc: d\nmethods: {get: {FACTS, wire: @}}\n"),
    ("a parameter", "family: a\ndoc: d\nmethods: {get: {FACTS, params: {@: {type: string, required: true}}}}\n"),
    (
        "a parameter's name in Rust",
        "family: a\ndoc: d\nmethods: {get: {FACTS, params: {A: {type: string, rust: @}}}}\n",
    ),
    (
        "a setter",
        "family: a\ndoc: d\nmethods: {get: {FACTS, params: {A: {type: boolean}, B: {type: string}}, rules: [@: {flag: {A: Y}, with: B}]}}\n",
    ),
    (
        "a setter for off",
        "family: a\ndoc: d\nmethods: {get: {FACTS, params: {A: {type: boolean}, B: {type: string}}, rules: [x: {flag: {A: Y}, with: B, off: @}]}}\n",
    ),
    ("an error's name in Rust", "family: a\ndoc: d\nmethods: {get: {FACTS, errors: {E: {rust: @}}}}\n"),
    ("an error", "family: a\ndoc: d\nmethods: {get: {FACTS, errors: {@: {}}}}\n"),
    ("a reason", "family: a\ndoc: d\nmethods: {get: {FACTS, errors: {E: {reasons: {@: [Text]}}}}}\n"),
    ("a place in a text", "family: a\ndoc: d\nmethods: {get: {FACTS, errors: {E: {reasons: {Why: [@]}}}}}\n"),
    (
        "a member of a rule",
        "family: a\ndoc: d\nmethods: {get: {FACTS, params: {A: {type: string}}, rules: [at_least_one: [A, @]]}}\n",
    ),
];

const FACTS: &str = "doc: d, access: any, context: any, effect: once, result: boolean";

/// The names: what ends a text, a comment or a token; what leads elsewhere; what Rust, YAML or Markdown has for itself.
const NAMES: [&str; 58] = [
    "",
    " ",
    "a b",
    "a-b",
    "a.b",
    "a/b",
    "a\\b",
    "a`b",
    "a'b",
    "a\"b",
    "a\"#b",
    "a{b}",
    "a}}",
    "{{a",
    "a;b",
    "a,b",
    "a(b",
    "a)b",
    "a]b",
    "a<b",
    "a>b",
    "*/",
    "/*",
    "//",
    "#![x]",
    "x; fn evil() {}",
    "x{} fn evil(){}",
    "r#type",
    "r#\"",
    "$crate",
    "$x",
    "../a",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "\u{202e}a",
    "a\u{200b}",
    "\0",
    "\u{1b}[2J",
    "é",
    "ключ",
    "名前",
    "🦀",
    "<b>",
    "[a](b)",
    "**",
    "_",
    "__",
    "1",
    "1a",
    "-",
    "Self",
    "self",
    "crate",
    "javascript:alert(1)",
];

#[test]
fn hostile_names_are_refused_or_names_like_any_other() {
    let (mut refused, mut accepted) = (0, 0);
    for (place, template) in PLACES {
        for name in NAMES {
            let place_and_name = format!("{place} {name:?}");
            // A text in JSON is one in YAML; inside of another text it stands as it is.
            let quoted = if template.contains("id<@>") {
                template.replace("id<@>", &serde_json::to_string(&format!("id<{name}>")).unwrap())
            } else if place == "a place in a text" {
                template.replace('@', &serde_json::to_string(&format!("Text <{name}>")).unwrap())
            } else {
                template.replace('@', &serde_json::to_string(name).unwrap())
            };
            let path = if place == "a family" {
                format!("spec/{}.yaml", name.replace('.', "/"))
            } else {
                "spec/a.yaml".to_owned()
            };
            match verdict(&path, &quoted.replace("FACTS", FACTS)) {
                Err(wrong) => panic!("{place_and_name}: {wrong}"),
                Ok(Verdict::Refused(_)) => refused += 1,
                Ok(Verdict::Accepted(code)) => {
                    accepted += 1;
                    is_rust(&code).unwrap_or_else(|wrong| panic!("{place_and_name}: {wrong}"));
                    let bones = bones(&code);
                    let hidden = ["evil", "include", "macro_rules"].iter().any(|item| bones.contains(item));
                    assert!(!hidden, "{place_and_name} made an item of its own");
                }
            }
        }
    }
    println!("{refused} refused, {accepted} names like any other");
    assert!(refused > 500 && accepted > 20);
}
