//! Places of a spec: the way to a value, what it is called, and what is alike about it and others.

use crate::codegen::tree::Tree;

/// The way to a value: the places of its ancestors among their siblings, and its own.
pub(crate) type Place = Vec<usize>;

/// The places of all values below the root.
pub(crate) fn places(tree: &Tree) -> Vec<Place> {
    let mut places = Vec::new();
    collect(tree, &mut Vec::new(), &mut places);
    places
}

fn collect(tree: &Tree, here: &mut Place, places: &mut Vec<Place>) {
    for (at, child) in tree.children().into_iter().enumerate() {
        here.push(at);
        places.push(here.clone());
        collect(child, here, places);
        here.pop();
    }
}

/// A place in words, such as `methods.log.params.EVENT_TOKEN.type`.
pub(crate) fn say(tree: &Tree, place: &[usize]) -> String {
    words(tree, place).join(".")
}

/// The keys whose value has names that a spec chooses.
const OF_NAMES: [&str; 10] =
    ["methods", "types", "params", "struct", "errors", "reasons", "enum", "tuple", "union", "system_errors"];
/// The keys whose value is JSON of the API's own.
const OF_JSON: [&str; 4] = ["request", "response", "error", "default"];

/// What a place has in common with those of other specs, such as `methods.*.params.*.type`.
pub(crate) fn kind(tree: &Tree, place: &[usize]) -> String {
    let mut kind: Vec<&str> = Vec::new();
    let words = words(tree, place);
    for word in &words {
        let above = kind.last().copied().unwrap_or_default();
        let in_json = kind.iter().position(|above| OF_JSON.contains(above));
        kind.push(match in_json {
            // All depths below the second are alike.
            Some(at) if kind.len() > at + 2 => break,
            Some(_) => "*",
            None if OF_NAMES.contains(&above) || word.starts_with(|c: char| c.is_ascii_digit()) => "*",
            None => word,
        });
    }
    kind.join(".")
}

fn words(tree: &Tree, place: &[usize]) -> Vec<String> {
    let mut here = tree;
    let mut words = Vec::new();
    for at in place {
        words.push(match here {
            Tree::Map(entries) => entries.get(*at).map(|(name, _)| name.clone()).unwrap_or_default(),
            _ => at.to_string(),
        });
        here = here.children().get(*at).copied().unwrap_or(here);
    }
    words
}
