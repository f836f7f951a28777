//! Values of types that show one thing each: unions whose forms hold each other, and constraints.

use bitrix24_codegen::source::Source;
use serde_json::{Value, json};

use crate::api::Api;
use crate::call::{Caller, Version};
use crate::enforce::value::parameters;
use crate::enforce::{Kind, Problem};

const SPEC: &str = "
family: tree
doc: Unions whose forms hold each other.
types:
  Tree: {doc: A tree., union: {Left: Left, Right: Right}}
  Left: {doc: A form., struct: {next: {type: 'Tree[]'}, left: {type: integer, required: true}}}
  Code: {doc: A code., type: string, pattern: '^[a-z]+$'}
  Right: {doc: A form., struct: {next: {type: 'Tree[]'}, right: {type: integer, required: true, min: 5}, to: {type: 'string[]', max_items: 2}}}
methods:
  grow:
    doc: Takes a tree.
    access: any
    context: any
    effect: once
    params: {tree: {type: Tree, required: true}}
    result: boolean
  prune:
    doc: Takes values that keep rules.
    access: any
    context: any
    effect: once
    params:
      name: {type: string, non_empty: true}
      short: {type: string, max: 3}
      share: {type: double, min: 0, max: 1}
      codes: {type: 'map<Code, integer>', non_empty: true, max_items: 2}
      cleared: {type: date, clearable: true}
      nothing: {type: integer, nullable: true}
      photo: {type: file}
    result: boolean
";

fn wrong_with(tree: &Value) -> Vec<Problem> {
    wrong("tree.grow", &json!({"tree": tree}))
}

fn wrong(method: &str, members: &Value) -> Vec<Problem> {
    let model = bitrix24_codegen::read(&[Source::new("spec/tree.yaml", SPEC)]).unwrap();
    let api = Api::new(std::sync::Arc::new(model));
    let caller = Caller { application: None, user: 1, admin: false, scopes: [].into() };
    let method = api.method(Version::Rest2, method).unwrap();
    parameters(&api, &method.record, members.as_object().unwrap(), &caller)
}

#[test]
fn the_form_that_comes_nearest_says_what_is_wrong() {
    assert_eq!(wrong_with(&json!({"right": "5", "to": ["a", "b"]})), []);
    let problem =
        |path: &[&str], kind: Kind| vec![Problem { path: path.iter().map(|name| (*name).to_owned()).collect(), kind }];
    assert_eq!(wrong_with(&json!("text")), problem(&["tree"], Kind::Malformed));
    assert_eq!(wrong_with(&json!({"next": [{}], "left": 1})), problem(&["tree", "next", "0", "left"], Kind::Missing));
    assert_eq!(wrong_with(&json!({"right": 4})), problem(&["tree", "left"], Kind::Missing));
    let many = json!({"left": "x", "right": 5, "to": ["a", "b", "c"]});
    assert_eq!(wrong_with(&many), problem(&["tree", "left"], Kind::Malformed));
}

#[test]
fn each_constraint_is_kept() {
    let whole = json!({
        "name": "n", "short": "abc", "share": "0.5", "codes": {"a": "1"}, "cleared": "", "nothing": null,
        "photo": ["a.txt", "aGVsbG8="],
    });
    assert_eq!(wrong("tree.prune", &whole), []);
    // To PHP an empty text is nothing, but for a parameter that must not be empty.
    assert_eq!(wrong("tree.prune", &json!({"short": "", "share": "", "codes": "", "photo": ""})), []);
    let table = [
        (json!({"name": ""}), "name", Kind::Missing),
        (json!({"name": {}}), "name", Kind::Malformed),
        (json!({"short": "abcd"}), "short", Kind::Malformed),
        (json!({"share": 1.5}), "share", Kind::Malformed),
        (json!({"share": "much"}), "share", Kind::Malformed),
        (json!({"codes": []}), "codes", Kind::Missing),
        (json!({"codes": {"A": 1}}), "codes.A", Kind::BadKey),
        (json!({"codes": {"a": "x"}}), "codes.a", Kind::Malformed),
        (json!({"codes": {"a": 1, "b": 2, "c": 3}}), "codes", Kind::Malformed),
        (json!({"cleared": "soon"}), "cleared", Kind::Malformed),
        (json!({"photo": ["a.txt"]}), "photo", Kind::Malformed),
        (json!({"photo": ["a.txt", "no base64"]}), "photo", Kind::Malformed),
    ];
    for (members, path, kind) in table {
        let found = wrong("tree.prune", &members);
        let told: Vec<(String, Kind)> = found.iter().map(|problem| (problem.path.join("."), problem.kind)).collect();
        assert_eq!(told, [(path.to_owned(), kind)], "{members}");
    }
}

/// Without a bound this would try 2⁶⁰ forms.
#[test]
fn forms_in_forms_are_not_tried_without_end() {
    let mut tree = json!({});
    for _ in 0..60 {
        tree = json!({"next": [tree]});
    }
    assert!(!wrong_with(&tree).iter().any(|problem| problem.parameter() != "tree"));
}
