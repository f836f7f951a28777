//! Specs cut to what one method or one type needs, so that a mistake in it is judged in a moment.

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::source::Source;

use crate::codegen::mutants::place::{Place, places};
use crate::codegen::tree::Tree;
use crate::support::{specs, specs_below};

/// A spec that mistakes are made in, the specs whose types it uses, and where the mistakes are made.
pub(crate) struct Cut {
    pub(crate) path: String,
    pub(crate) tree: Tree,
    pub(crate) used: Vec<Source>,
    pub(crate) places: Vec<Place>,
}

/// A spec as read.
struct Spec {
    path: String,
    family: String,
    tree: Tree,
}

/// All cuts of every spec of the repository, and of every one that shows a feature of the language.
pub(crate) fn cuts() -> Vec<Cut> {
    let sources: BTreeMap<String, Source> = specs()
        .into_iter()
        .chain(specs_below("tests/codegen/ok"))
        .map(|source| (source.path.clone(), source))
        .collect();
    let specs = sources.into_values().map(|source| {
        let tree = Tree::read(&source.bytes);
        Spec { path: source.path, family: tree.get("family").and_then(Tree::text).unwrap().to_owned(), tree }
    });
    let specs: Vec<Spec> = specs.collect();
    specs.iter().flat_map(|spec| cuts_of(spec, &specs)).collect()
}

/// One cut for the head of the file, one for each of its methods, types and system errors.
fn cuts_of(spec: &Spec, all: &[Spec]) -> Vec<Cut> {
    let Tree::Map(entries) = &spec.tree else {
        return Vec::new();
    };
    let used = used_by(spec, all);
    let first: Vec<&str> = names(&spec.tree, "methods").into_iter().take(1).collect();
    let mut cuts = vec![cut(spec, &used, &first, &names(&spec.tree, "types"), |place| place.len() == 1)];
    for (at, (section, _)) in entries.iter().enumerate() {
        for (within, name) in names(&spec.tree, section).into_iter().enumerate() {
            let below = |place: &Place| place.starts_with(&[at, within]);
            match section.as_str() {
                "methods" => cuts.push(cut(spec, &used, &twins(&spec.tree, name), &[], below)),
                "types" => {
                    let methods = names(&spec.tree, "methods").into_iter();
                    let holder = methods.filter(|method| words_of_method(&spec.tree, method).contains(name));
                    let holder: Vec<&str> = holder.take(1).collect();
                    cuts.push(cut(spec, &used, &holder, &[name], below));
                }
                "system_errors" => cuts.push(cut(spec, &used, &[], &[], below)),
                _ => {}
            }
        }
    }
    cuts
}

/// The spec with these methods and types alone, and with the types that they need. The places are those of the whole spec
/// that `wanted` picks.
fn cut(spec: &Spec, used: &[&Spec], methods: &[&str], types: &[&str], wanted: impl Fn(&Place) -> bool) -> Cut {
    let mut words: BTreeSet<String> = types.iter().map(|name| (*name).to_owned()).collect();
    words.extend(methods.iter().flat_map(|method| words_of_method(&spec.tree, method)));
    let types = needed(words, std::iter::once(spec).chain(used.iter().copied()));
    let (tree, places) = keep(
        &spec.tree,
        &|section, name| match section {
            "methods" => methods.contains(&name),
            "types" => types.contains(name),
            _ => true,
        },
        wanted,
    );
    let used = used.iter().map(|spec| {
        let (tree, _) = keep(&spec.tree, &|section, name| section == "types" && types.contains(name), |_| false);
        Source::new(spec.path.as_str(), tree.write())
    });
    Cut { path: spec.path.clone(), tree, used: used.collect(), places }
}

/// The tree with what is wanted of its methods, types and system errors, and where the wanted places are now.
fn keep(tree: &Tree, kept: &dyn Fn(&str, &str) -> bool, wanted: impl Fn(&Place) -> bool) -> (Tree, Vec<Place>) {
    let Tree::Map(entries) = tree else {
        return (tree.clone(), Vec::new());
    };
    let mut moved = BTreeMap::new();
    let entries = entries.iter().enumerate().map(|(at, (section, value))| match value {
        Tree::Map(members) if ["methods", "types", "system_errors"].contains(&section.as_str()) => {
            let members = members.iter().enumerate().filter(|(_, (name, _))| kept(section, name));
            let members = members.enumerate().map(|(now, (before, member))| {
                moved.insert((at, now), before);
                member.clone()
            });
            (section.clone(), Tree::Map(members.collect()))
        }
        _ => (section.clone(), value.clone()),
    });
    let cut = Tree::Map(entries.collect());
    let places = places(&cut).into_iter().filter(|place| {
        let mut before = place.clone();
        if let [at, within, ..] = before.as_mut_slice() {
            *within = moved.get(&(*at, *within)).copied().unwrap_or(*within);
        }
        wanted(&before)
    });
    let places = places.collect();
    (cut, places)
}

fn names<'a>(tree: &'a Tree, section: &str) -> Vec<&'a str> {
    match tree.get(section) {
        Some(Tree::Map(entries)) => entries.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// A method, and the one of the other generation that bears its name.
fn twins<'a>(tree: &'a Tree, method: &str) -> Vec<&'a str> {
    let stem = |name: &str| name.trim_end_matches("@3").to_owned();
    names(tree, "methods").into_iter().filter(|name| stem(name) == stem(method)).collect()
}

/// The specs whose types a spec uses, and those that these use.
fn used_by<'a>(spec: &Spec, all: &'a [Spec]) -> Vec<&'a Spec> {
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
fn words_of_method(tree: &Tree, method: &str) -> BTreeSet<String> {
    tree.get("methods").and_then(|methods| methods.get(method)).map(words).unwrap_or_default()
}

fn words(tree: &Tree) -> BTreeSet<String> {
    let own = tree.text().unwrap_or_default().split(|c: char| !c.is_ascii_alphanumeric());
    let own = own.filter(|word| !word.is_empty()).map(str::to_owned);
    own.chain(tree.children().into_iter().flat_map(words)).collect()
}

/// The types among these words, and those that they are made of.
fn needed<'a>(words_of: BTreeSet<String>, specs: impl Iterator<Item = &'a Spec>) -> BTreeSet<String> {
    let types: BTreeMap<&str, &Tree> = specs
        .flat_map(|spec| match spec.tree.get("types") {
            Some(Tree::Map(entries)) => entries.iter().map(|(name, ty)| (name.as_str(), ty)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let mut needed = BTreeSet::new();
    let mut queue: Vec<String> = words_of.into_iter().collect();
    while let Some(word) = queue.pop() {
        if let Some(ty) = types.get(word.as_str()).filter(|_| needed.insert(word.clone())) {
            queue.extend(words(ty));
        }
    }
    needed
}
