//! Random methods, the rules between their parameters, and their errors.

use crate::codegen::fuzz::grammar::{Entries, add, map, named, params, plain, quoted, type_expr};
use crate::codegen::fuzz::random::Random;
use crate::codegen::fuzz::words;
use crate::codegen::tree::Tree;

/// Rules about the parameters that are there.
pub(super) fn rules(random: &mut Random<'_>, owner: &mut Entries, params: &Tree) {
    let Tree::Map(entries) = params else {
        return;
    };
    let required = |param: &Tree| param.get("required").is_some();
    let names: Vec<&str> =
        entries.iter().filter(|(_, param)| !required(param)).map(|(name, _)| name.as_str()).collect();
    let flags: Vec<&str> = entries
        .iter()
        .filter(|(_, param)| param.get("type").and_then(Tree::text) == Some("boolean"))
        .map(|(name, _)| name.as_str())
        .collect();
    if names.len() < 2 || !random.once_in(2) {
        return;
    }
    let mut rules = Vec::new();
    for _ in 0..=random.below(3) {
        rules.push(rule(random, &names, &flags));
    }
    add(owner, "rules", Tree::List(rules));
}

fn rule(random: &mut Random<'_>, names: &[&str], flags: &[&str]) -> Tree {
    let some = |random: &mut Random<'_>, least: usize| {
        let first = random.below(names.len());
        let count = least + random.below(3);
        Tree::List((0..count.min(names.len())).map(|at| quoted(names[(first + at) % names.len()])).collect())
    };
    let one = |random: &mut Random<'_>| quoted(random.pick(names));
    let kind = ["at_least_one", "exactly_one", "exclusive", "together"];
    let body = |key: &str, body: Tree| map(vec![(key.to_owned(), body)]);
    match random.below(8) {
        0..=3 => {
            let members = some(random, 2);
            body(random.pick(&kind), members)
        }
        4 => {
            let groups = Tree::List(vec![some(random, 1), some(random, 1)]);
            body("one_of_groups", groups)
        }
        5 if !flags.is_empty() => {
            let when = map(vec![(random.pick(flags).to_owned(), plain(["Y", "true", "1"][random.below(3)]))]);
            let key = ["required_if", "required_unless"][random.below(2)];
            body(key, map(vec![("param".to_owned(), one(random)), ("when".to_owned(), when)]))
        }
        6 if !flags.is_empty() => {
            let flag = map(vec![(random.pick(flags).to_owned(), plain("Y"))]);
            let mut rule = vec![("flag".to_owned(), flag), ("with".to_owned(), one(random))];
            if random.once_in(2) {
                add(&mut rule, "off", plain("turned_off"));
            }
            body("announced", map(rule))
        }
        7 => {
            let with = map(vec![("param".to_owned(), one(random)), ("auth".to_owned(), plain("webhook"))]);
            body("required_if", with)
        }
        _ => {
            let with = map(vec![("param".to_owned(), one(random)), ("with".to_owned(), one(random))]);
            body(["required_if", "required_unless"][random.below(2)], with)
        }
    }
}

pub(super) fn method(random: &mut Random<'_>, all: &[String]) -> Tree {
    let mut method = vec![("doc".to_owned(), words::text(random))];
    add(&mut method, "access", plain(["any", "admin"][random.below(2)]));
    add(&mut method, "context", plain(["any", "application"][random.below(2)]));
    add(&mut method, "effect", plain(["read", "idempotent", "once"][random.below(3)]));
    if random.once_in(4) {
        add(&mut method, "page", if random.once_in(5) { words::text(random) } else { plain("page.html") });
    }
    if random.once_in(8) {
        add(&mut method, "positional", plain("true"));
    }
    if random.once_in(8) {
        add(&mut method, "deprecated", map(vec![("use".to_owned(), words::text(random))]));
    }
    if random.once_in(5) {
        add(&mut method, "rest", plain("3"));
    }
    let params = params(random, all, false);
    rules(random, &mut method, &params);
    add(&mut method, "params", params);
    let ty = quoted(if random.once_in(6) { "null".to_owned() } else { type_expr(random, all, 2) });
    let result = if random.once_in(4) {
        let mut result = vec![("type".to_owned(), ty), ("doc".to_owned(), words::text(random))];
        if random.once_in(2) {
            add(&mut result, "wrapped_in", plain("item"));
        }
        if random.once_in(2) {
            add(&mut result, "nullable", plain("true"));
        }
        map(result)
    } else {
        ty
    };
    add(&mut method, "result", result);
    if random.once_in(2) {
        let errors = named(random, 4, words::code, error);
        add(&mut method, "errors", errors);
    }
    map(method)
}

fn error(random: &mut Random<'_>, code: &str) -> Tree {
    let mut error = vec![("doc".to_owned(), words::text(random))];
    if code.is_empty() || !code.starts_with(|c: char| c.is_ascii_alphabetic()) || random.once_in(8) {
        add(&mut error, "rust", words::given_name(random, true));
    }
    if random.once_in(2) {
        add(
            &mut error,
            "texts",
            Tree::List(vec![quoted(random.pick(&["Wrong!", "Not {that}", "A `b` \"c\"", "<key> is wrong"]))]),
        );
    }
    if random.once_in(3) {
        let place = |random: &mut Random<'_>| random.pick(&["", "<key>", "<a> <other_a>", "<type>", "<key> or <gen>"]);
        let reasons = named(random, 3, words::type_name, |random, _| {
            Tree::List(vec![quoted(format!("Wrong {}!", place(random)))])
        });
        add(&mut error, "reasons", reasons);
    }
    map(error)
}
