//! Specs cut to what one method, one example or some fields of one type need, so that a mistake in it is judged in a
//! moment.

use std::collections::BTreeSet;

use bitrix24_codegen::source::Source;

use crate::codegen::mutants::keep::{Kept, Way, keep};
use crate::codegen::mutants::place::Place;
use crate::codegen::mutants::spec::{Spec, mentioned, names, needed, specs, used_by, words_of_method};
use crate::codegen::tree::Tree;

/// So many fields of a struct, or values of an enum, get a cut together.
const MEMBERS: usize = 4;
/// An example of more bytes is there only if the mistake is made in it: it would need whole types.
const SMALL_EXAMPLE: usize = 400;
/// The parts of a file that get a cut for each of their members.
const SECTIONS: [&str; 3] = ["methods", "types", "system_errors"];

/// A spec that mistakes are made in, the specs whose types it uses, and where the mistakes are made.
pub(crate) struct Cut {
    pub(crate) path: String,
    pub(crate) tree: Tree,
    pub(crate) used: Vec<Source>,
    pub(crate) places: Vec<Place>,
}

impl Cut {
    /// The spec as it is, or as it is with a mistake.
    pub(crate) fn source(&self, tree: &Tree) -> Source {
        Source::new(self.path.as_str(), tree.write())
    }
}

/// What a cut keeps.
#[derive(Default)]
struct Wanted<'a> {
    methods: Vec<&'a str>,
    /// Which of their examples; otherwise the first, if it is small.
    example: Option<usize>,
    types: Vec<&'a str>,
    /// Members of the types, whether anything else asks for them or not.
    members: BTreeSet<String>,
    /// Of a file that has them, the one.
    system_error: Option<&'a str>,
}

/// All cuts of every spec of the repository, and of every one that shows a feature of the language.
pub(crate) fn cuts() -> Vec<Cut> {
    let specs = specs();
    specs.iter().flat_map(|spec| cuts_of(spec, &specs)).collect()
}

/// The cuts of a spec. Each of its places is in one of them.
fn cuts_of(spec: &Spec, all: &[Spec]) -> Vec<Cut> {
    let Tree::Map(entries) = &spec.tree else {
        return Vec::new();
    };
    let used = used_by(spec, all);
    let cut = |wanted: Wanted<'_>, places: &dyn Fn(&[usize]) -> bool| cut(spec, &used, &wanted, places);
    let methods: Vec<&str> = names(&spec.tree, "methods").into_iter().take(1).collect();
    let types = if methods.is_empty() { names(&spec.tree, "types") } else { Vec::new() };
    let section = |at: usize| entries[at].0.as_str();
    let in_head = |place: &[usize]| place.len() == 1 || !SECTIONS.contains(&section(place[0]));
    let mut cuts = vec![cut(Wanted { methods, types, ..Wanted::default() }, &in_head)];
    for (at, (section, value)) in entries.iter().enumerate() {
        let Tree::Map(members) = value else {
            continue;
        };
        for (within, (name, value)) in members.iter().enumerate() {
            let here = [at, within];
            match section.as_str() {
                "methods" => {
                    let methods = twins(&spec.tree, name);
                    let wanted = |example| Wanted { methods: methods.clone(), example, ..Wanted::default() };
                    let examples = inside(value, &here, "examples");
                    cuts.push(cut(wanted(None), &|place| place.starts_with(&here) && !is_in(&examples, place)));
                    for (number, (_, example)) in examples.iter().enumerate() {
                        cuts.push(cut(wanted(Some(number)), &|place| place.starts_with(example)));
                    }
                }
                "types" => {
                    let holder = names(&spec.tree, "methods").into_iter();
                    let holder = holder.filter(|method| words_of_method(&spec.tree, method).contains(name)).take(1);
                    let methods: Vec<&str> = holder.collect();
                    let wanted = |members: &[(&'_ str, Place)]| Wanted {
                        methods: methods.clone(),
                        types: vec![name],
                        members: members.iter().map(|(name, _)| (*name).to_owned()).collect(),
                        ..Wanted::default()
                    };
                    let members = [inside(value, &here, "struct"), inside(value, &here, "enum")].concat();
                    let some = &members[..members.len().min(MEMBERS)];
                    cuts.push(cut(wanted(some), &|place| place.starts_with(&here) && !is_in(&members, place)));
                    for some in members.chunks(MEMBERS) {
                        cuts.push(cut(wanted(some), &|place| is_in(some, place)));
                    }
                }
                "system_errors" => {
                    let wanted = Wanted { system_error: Some(name), ..Wanted::default() };
                    cuts.push(cut(wanted, &|place| place.starts_with(&here)));
                }
                _ => {}
            }
        }
    }
    cuts
}

fn is_in(parts: &[(&str, Place)], place: &[usize]) -> bool {
    parts.iter().any(|(_, part)| place.starts_with(part))
}

/// The members of a part of a method or type, and their places.
fn inside<'a>(tree: &'a Tree, here: &[usize], part: &str) -> Vec<(&'a str, Place)> {
    let Tree::Map(entries) = tree else {
        return Vec::new();
    };
    let Some((at, (_, value))) = entries.iter().enumerate().find(|(_, (name, _))| name == part) else {
        return Vec::new();
    };
    let names: Vec<&str> = match value {
        Tree::Map(entries) => entries.iter().map(|(name, _)| name.as_str()).collect(),
        _ => value.items().iter().map(|_| "").collect(),
    };
    names.into_iter().enumerate().map(|(within, name)| (name, [here, &[at, within]].concat())).collect()
}

/// The spec with what is wanted alone, and with the types that this needs. The places are those of the whole spec that
/// `places` picks.
fn cut(spec: &Spec, used: &[&Spec], wanted: &Wanted<'_>, places: &dyn Fn(&[usize]) -> bool) -> Cut {
    let all = || std::iter::once(spec).chain(used.iter().copied());
    let mut words: BTreeSet<String> = wanted.types.iter().map(|name| (*name).to_owned()).collect();
    words.extend(wanted.methods.iter().flat_map(|method| words_of_method(&spec.tree, method)));
    let types = needed(words, all());
    let example = |method: &str, number: &str| match wanted.example {
        Some(wanted) => number == wanted.to_string(),
        None => number == "0" && is_small(&spec.tree, method),
    };
    let of_methods = |way: &Way| match words_of(way).as_slice() {
        ["methods", name] => wanted.methods.contains(name),
        ["methods", method, "examples", number] => example(method, number),
        ["system_errors", name] => wanted.system_error.is_none_or(|error| error == *name),
        _ => true,
    };
    let mentioned = mentioned(&keep(&spec.tree, &of_methods).tree, &types, all());
    let is_own = |name: &str, member: &str| {
        wanted.types.contains(&name) && (wanted.members.is_empty() || wanted.members.contains(member))
    };
    let of_types = |tree: &Tree, way: &Way| match words_of(way).as_slice() {
        ["types", name] => types.contains(*name),
        ["types", name, part @ ("struct" | "enum"), member] => {
            let members = tree.get("types").and_then(|types| types.get(name)?.get(part));
            let value = members.and_then(|members| members.get(member));
            let always = value.is_some_and(|value| value.get("required").is_some() || value.get("const").is_some());
            // One at least, for a struct with nothing inside is a mistake.
            let first =
                value.is_some_and(|value| members.and_then(|all| all.children().first().copied()) == Some(value));
            is_own(name, member) || always || first || mentioned.contains(*member)
        }
        // What is not looked at needs no words.
        ["types", name, "struct", member, "doc"] => is_own(name, member),
        _ => true,
    };
    let Kept { tree, places: left } = keep(&spec.tree, &|way| of_methods(way) && of_types(&spec.tree, way));
    let used = used.iter().map(|spec| {
        let no_method = |way: &Way| !matches!(words_of(way).as_slice(), ["methods" | "system_errors", _]);
        let kept = keep(&spec.tree, &|way| no_method(way) && of_types(&spec.tree, way));
        Source::new(spec.path.as_str(), kept.tree.write())
    });
    let left = left.into_iter().filter(|(_, before)| places(before)).map(|(now, _)| now);
    Cut { path: spec.path.clone(), tree, used: used.collect(), places: left.collect() }
}

/// Whether the first example of a method is small.
fn is_small(tree: &Tree, method: &str) -> bool {
    let examples = tree.get("methods").and_then(|methods| methods.get(method)?.get("examples"));
    examples.and_then(|examples| examples.items().first()).is_some_and(|first| first.write().len() <= SMALL_EXAMPLE)
}

fn words_of(way: &Way) -> Vec<&str> {
    way.iter().map(String::as_str).collect()
}

/// A method, and the one of the other generation that bears its name.
fn twins<'a>(tree: &'a Tree, method: &str) -> Vec<&'a str> {
    let stem = |name: &str| name.trim_end_matches("@3").to_owned();
    names(tree, "methods").into_iter().filter(|name| stem(name) == stem(method)).collect()
}
