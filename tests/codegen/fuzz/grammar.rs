//! Random specs that are mostly right: what they have may be combined in any way.

use crate::codegen::fuzz::calls::{method, rules};
use crate::codegen::fuzz::random::Random;
use crate::codegen::fuzz::words;
use crate::codegen::tree::Tree;

pub(super) type Entries = Vec<(String, Tree)>;

pub(super) fn map(entries: Entries) -> Tree {
    Tree::Map(entries)
}

pub(super) fn plain(text: impl Into<String>) -> Tree {
    Tree::Plain(text.into())
}

pub(super) fn quoted(text: impl Into<String>) -> Tree {
    Tree::Quoted(text.into())
}

pub(super) fn add(entries: &mut Entries, key: &str, value: Tree) {
    entries.push((key.to_owned(), value));
}

/// Up to `most` entries with names that are all different.
pub(super) fn named(
    random: &mut Random<'_>,
    most: usize,
    name: impl Fn(&mut Random<'_>) -> String,
    mut value: impl FnMut(&mut Random<'_>, &str) -> Tree,
) -> Tree {
    let mut entries = Entries::new();
    for _ in 0..=random.below(most) {
        let name = name(random);
        if entries.iter().all(|(other, _)| *other != name) {
            let value = value(random, &name);
            entries.push((name, value));
        }
    }
    map(entries)
}

/// One to three files, the first of which uses the types of the others.
pub(crate) fn specs(random: &mut Random<'_>) -> Vec<(String, Tree)> {
    let mut names: Vec<String> = (0..=random.below(5)).map(|_| words::type_name(random)).collect();
    names.sort();
    names.dedup();
    let shared = names.split_off(names.len() / 2);
    let all: Vec<String> = names.iter().chain(&shared).cloned().collect();
    let mut own = head(random, "fuzz.own");
    add(&mut own, "use", Tree::List(vec![plain("fuzz.shared")]));
    add(&mut own, "scope", Tree::List(vec![plain("fuzz")]));
    let types = types(random, &names, &all);
    if !names.is_empty() {
        add(&mut own, "types", types);
    }
    let methods = named(random, 3, words::method, |random, _| method(random, &all));
    add(&mut own, "methods", methods);
    let mut other = head(random, "fuzz.shared");
    let types = self::types(random, &shared, &shared);
    add(&mut other, "types", types);
    vec![("spec/fuzz/own.yaml".to_owned(), map(own)), ("spec/fuzz/shared.yaml".to_owned(), map(other))]
}

fn head(random: &mut Random<'_>, family: &str) -> Entries {
    let mut entries = Entries::new();
    add(&mut entries, "family", plain(family));
    add(&mut entries, "doc", words::text(random));
    if random.once_in(3) {
        add(&mut entries, "docs", if random.once_in(5) { words::text(random) } else { plain("a/b/") });
    }
    entries
}

fn types(random: &mut Random<'_>, names: &[String], all: &[String]) -> Tree {
    map(names.iter().map(|name| (name.clone(), named_type(random, all))).collect())
}

fn named_type(random: &mut Random<'_>, all: &[String]) -> Tree {
    let mut ty = vec![("doc".to_owned(), words::text(random))];
    match random.below(6) {
        0 => {
            let fields = params(random, all, true);
            rules(random, &mut ty, &fields);
            add(&mut ty, "struct", fields);
            if random.once_in(4) {
                add(&mut ty, "open", quoted(type_expr(random, all, 1)));
            }
        }
        1 => {
            let values = named(random, 6, words::value, |random, _| {
                if random.once_in(3) {
                    map(vec![
                        ("doc".to_owned(), words::text(random)),
                        ("rust".to_owned(), words::given_name(random, true)),
                    ])
                } else {
                    words::text(random)
                }
            });
            add(&mut ty, "enum", values);
            if random.once_in(30) {
                add(&mut ty, "of", plain("integer"));
            }
        }
        2 => {
            let place =
                |random: &mut Random<'_>| random.pick(&["a", "b", "type", "gen", "from", "value", "c"]).to_owned();
            let places = named(random, 4, place, |random, _| quoted(type_expr(random, all, 1)));
            add(&mut ty, "tuple", places);
        }
        3 => {
            let forms = named(random, 4, words::type_name, |random, _| quoted(type_expr(random, all, 1)));
            add(&mut ty, "union", forms);
        }
        4 => add(&mut ty, "type", quoted(type_expr(random, all, 2))),
        _ => {
            let text = random.once_in(2);
            add(&mut ty, "type", plain(if text { "string" } else { "integer" }));
            limits(random, &mut ty, text);
        }
    }
    map(ty)
}

pub(super) fn type_expr(random: &mut Random<'_>, all: &[String], depth: usize) -> String {
    const WORDS: [&str; 12] = [
        "string",
        "text",
        "integer",
        "double",
        "boolean",
        "char",
        "date",
        "datetime",
        "timestamp",
        "file",
        "any",
        "id<deal>",
    ];
    match random.below(if depth == 0 { 3 } else { 5 }) {
        0 | 1 => random.pick(&WORDS).to_owned(),
        2 if all.is_empty() || random.once_in(60) => {
            ["null", "id<Deal>", "Nothing", "string[", ""][random.below(5)].to_owned()
        }
        2 => all[random.below(all.len())].clone(),
        3 => format!("{}[]", type_expr(random, all, depth - 1)),
        _ => {
            let key =
                if all.is_empty() || !random.once_in(30) { "string" } else { &all[random.below(all.len())] }.to_owned();
            format!("map<{key}, {}>", type_expr(random, all, depth - 1))
        }
    }
}

fn limits(random: &mut Random<'_>, ty: &mut Entries, text: bool) {
    if text && random.once_in(2) {
        add(ty, "pattern", words::pattern(random));
    }
    if text && random.once_in(3) {
        add(ty, "non_empty", plain("true"));
    }
    for key in ["min", "max"] {
        if random.once_in(4) {
            add(ty, key, plain(bound(random, key)));
        }
    }
}

fn bound(random: &mut Random<'_>, key: &str) -> &'static str {
    match random.below(20) {
        0 => random.pick(&["-3", "0.5", "1e9", "255", "1e400"]),
        _ if key == "min" => random.pick(&["0", "1", "5"]),
        _ => random.pick(&["5", "20", "255"]),
    }
}

pub(super) fn params(random: &mut Random<'_>, all: &[String], field: bool) -> Tree {
    named(random, if field { 6 } else { 8 }, words::param, |random, _| param(random, all))
}

fn param(random: &mut Random<'_>, all: &[String]) -> Tree {
    let ty = type_expr(random, all, 2);
    let mut param = vec![("type".to_owned(), quoted(ty.clone()))];
    let flag = |random: &mut Random<'_>, param: &mut Entries, key: &str, times: usize| {
        let set = random.once_in(times);
        if set {
            add(param, key, plain("true"));
        }
        set
    };
    let required = flag(random, &mut param, "required", 3);
    if random.once_in(2) {
        add(&mut param, "doc", words::text(random));
    }
    flag(random, &mut param, "secret", 12);
    if !required {
        let clearable = flag(random, &mut param, "clearable", 8);
        if !clearable {
            flag(random, &mut param, "nullable", 8);
        }
        if random.once_in(6) {
            add(&mut param, "default", words::scalar(random));
        }
    }
    if ty.contains("boolean") && random.once_in(2) {
        add(&mut param, "wire", plain(["YN", "bool", "01"][random.below(3)]));
    }
    if random.once_in(12) {
        add(&mut param, "rust", words::given_name(random, false));
    }
    if random.once_in(12) {
        add(&mut param, "deprecated", map(vec![("doc".to_owned(), words::text(random))]));
    }
    match ty.as_str() {
        "string" | "text" => limits(random, &mut param, true),
        "integer" | "double" => limits(random, &mut param, false),
        _ if ty.ends_with("[]") && random.once_in(3) => add(&mut param, "max_items", plain("3")),
        _ => {}
    }
    map(param)
}
