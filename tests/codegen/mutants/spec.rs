//! Specs as read, and what hangs together in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::codegen::tree::Tree;
use crate::support::corpus;

/// A spec as read.
pub(crate) struct Spec {
    pub(crate) path: String,
    pub(crate) family: String,
    pub(crate) tree: Tree,
}

/// Every spec of the repository, and every one that shows a feature of the language.
pub(crate) fn specs() -> Vec<Spec> {
    let specs = corpus().into_iter().map(|source| {
        let tree = Tree::read(&source.bytes);
        Spec { path: source.path, family: tree.get("family").and_then(Tree::text).unwrap().to_owned(), tree }
    });
    specs.collect()
}

/// The names of the methods, the types or the like.
pub(crate) fn names<'a>(tree: &'a Tree, section: &str) -> Vec<&'a str> {
    match tree.get(section) {
        Some(Tree::Map(entries)) => entries.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The specs whose types a spec uses, and those that these use.
pub(crate) fn used_by<'a>(spec: &Spec, all: &'a [Spec]) -> Vec<&'a Spec> {
    let mut used: BTreeMap<&str, &Spec> = BTreeMap::new();
    let mut queue = vec![&spec.tree];
    while let Some(tree) = queue.pop() {
        for name in tree.get("use").map(Tree::items).unwrap_or_default() {
            let found = all.iter().find(|other| Some(other.family.as_str()) == name.text() && other.path != spec.path);
            if let Some(found) = found.filter(|found| used.insert(&found.path, found).is_none()) {
                queue.push(&found.tree);
            }
        }
    }
    used.into_values().collect()
}

/// The words of the texts of a method, among which are the types that it names.
pub(crate) fn words_of_method(tree: &Tree, method: &str) -> BTreeSet<String> {
    tree.get("methods").and_then(|methods| methods.get(method)).map(words).unwrap_or_default()
}

fn words(tree: &Tree) -> BTreeSet<String> {
    words_of_text(tree.text().unwrap_or_default()).chain(tree.children().into_iter().flat_map(words)).collect()
}

fn words_of_text(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

/// The types among these words, and those that they are made of.
pub(crate) fn needed<'a>(words_of: BTreeSet<String>, specs: impl Iterator<Item = &'a Spec>) -> BTreeSet<String> {
    let types: BTreeMap<&str, &Tree> = specs.flat_map(|spec| types_of(&spec.tree)).collect();
    let mut needed = BTreeSet::new();
    let mut queue: Vec<String> = words_of.into_iter().collect();
    while let Some(word) = queue.pop() {
        if let Some(ty) = types.get(word.as_str()).filter(|_| needed.insert(word.clone())) {
            queue.extend(words(ty));
        }
    }
    needed
}

fn types_of(tree: &Tree) -> Vec<(&str, &Tree)> {
    match tree.get("types") {
        Some(Tree::Map(entries)) => entries.iter().map(|(name, ty)| (name.as_str(), ty)).collect(),
        _ => Vec::new(),
    }
}

/// What the methods of a spec and these types speak of, among which are the fields and the values that cannot be left
/// out. That a field is there, or that a value is, speaks of nothing.
pub(crate) fn mentioned<'a>(
    tree: &Tree,
    types: &BTreeSet<String>,
    specs: impl Iterator<Item = &'a Spec>,
) -> BTreeSet<String> {
    let mut mentioned = BTreeSet::new();
    tree.get("methods").into_iter().for_each(|methods| collect_mentioned(methods, &mut mentioned));
    for (_, ty) in specs.flat_map(|spec| types_of(&spec.tree)).filter(|(name, _)| types.contains(*name)) {
        let Tree::Map(parts) = ty else {
            continue;
        };
        for (part, value) in parts {
            match part.as_str() {
                "enum" | "doc" => {}
                "struct" => value.children().into_iter().for_each(|field| collect_mentioned(field, &mut mentioned)),
                _ => collect_mentioned(value, &mut mentioned),
            }
        }
    }
    mentioned
}

fn collect_mentioned(tree: &Tree, mentioned: &mut BTreeSet<String>) {
    if let Tree::Map(entries) = tree {
        for (name, value) in entries.iter().filter(|(name, _)| name != "doc") {
            mentioned.insert(name.clone());
            collect_mentioned(value, mentioned);
        }
        return;
    }
    if let Some(text) = tree.text() {
        mentioned.insert(text.to_owned());
        mentioned.extend(words_of_text(text));
    }
    tree.items().iter().for_each(|item| collect_mentioned(item, mentioned));
}
