//! What the importer wrote last time, kept beside the specs so that the next time tells a change of a page from one of a
//! person.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bitrix24_codegen::source::imported_copies;

use super::outline::{Node, Outline, write_line};

/// Who tells the importer of methods. Each has a copy of its own, and a method belongs to the one whose copy has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Teller {
    /// Pages of the documentation.
    Pages,
    /// The document of a portal.
    Portal,
}

impl Teller {
    pub(crate) const ALL: [Self; 2] = [Self::Pages, Self::Portal];

    /// What a method is told by.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Pages => "page",
            Self::Portal => "document",
        }
    }
}

/// Where the copy of a family's file is kept. Its ending is not that of specs, so that none is taken for one.
pub(crate) fn path(specs: &Path, family: &str, teller: Teller) -> PathBuf {
    let [pages, portal] = imported_copies(Path::new(&family.replace('.', "/")));
    specs.join(match teller {
        Teller::Pages => pages,
        Teller::Portal => portal,
    })
}

/// The keys of the methods that a file has.
pub(crate) fn methods(text: &str) -> Vec<String> {
    Outline::read(text).under("methods").iter().map(|node| node.key.clone()).collect()
}

/// The names of the types that a file has.
pub(crate) fn types(text: &str) -> Vec<String> {
    Outline::read(text).under("types").iter().map(|node| node.key.clone()).collect()
}

/// What the importer would write: what it read now, and of last time the methods whose pages it was not shown.
pub(crate) fn with_rest(base: &str, now: &str) -> String {
    let (base, now) = (Outline::read(base), Outline::read(now));
    let methods = together(base.under("methods"), now.under("methods"));
    let is_named = |name: &str, texts: &[String]| texts.iter().any(|text| names(text, name));
    let mut texts: Vec<String> = methods.iter().map(|node| node.says()).collect();
    let types = together(base.under("types"), now.under("types"));
    // A type stays as long as a method that stays leads to it.
    let mut kept: BTreeMap<String, bool> = types.iter().map(|node| (node.key.clone(), false)).collect();
    loop {
        let before = texts.len();
        for node in &types {
            if kept.get(&node.key) == Some(&false) && is_named(&node.key, &texts) {
                kept.insert(node.key.clone(), true);
                texts.push(node.says());
            }
        }
        if texts.len() == before {
            break;
        }
    }
    let types: Vec<&Node<'_>> = types.into_iter().filter(|node| kept.get(&node.key) == Some(&true)).collect();
    let mut out = String::new();
    for node in now.nodes.iter().filter(|node| !["types", "methods"].contains(&node.key.as_str())) {
        node.write(&mut out);
    }
    for (key, nodes) in [("types", types), ("methods", methods)] {
        if !nodes.is_empty() {
            write_line(&format!("\n{key}:"), &mut out);
            for node in nodes {
                node.write(&mut out);
            }
        }
    }
    out
}

/// The entries of both, those of `now` where both have one.
fn together<'a>(base: &'a [Node<'a>], now: &'a [Node<'a>]) -> Vec<&'a Node<'a>> {
    let new = |key: &str| now.iter().find(|node| node.key == key);
    let old = base.iter().map(|node| new(&node.key).unwrap_or(node));
    old.chain(now.iter().filter(|node| !base.iter().any(|old| old.key == node.key))).collect()
}

/// Whether a text has a name as a whole word.
pub(crate) fn names(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The types and methods of a file only.
pub(crate) fn without_head(text: &str) -> String {
    let mut out = String::new();
    for node in Outline::read(text).nodes.iter().filter(|node| ["types", "methods"].contains(&node.key.as_str())) {
        node.write(&mut out);
    }
    out
}
