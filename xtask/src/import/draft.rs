//! From the facts of a page to the entry of its method and the types that it needs, in the spec language. A document of a
//! portal leads to the same entries, by [`portal`](super::portal).

mod example;
mod method;
mod names;
mod paging;
mod rules;
mod shapes;
mod types;
mod words;

use std::collections::BTreeSet;

use super::facts::Facts;
use super::yaml::Entry;

pub(crate) use example::{not_in_table, other_letters};
pub(crate) use method::{effect, errors};
pub(crate) use names::{free_type_name, setters, type_name};
pub(crate) use shapes::{listed, union};
pub(crate) use words::preset;

/// A method as a spec would have it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) rest3: bool,
    /// The method under its key.
    pub(crate) method: Entry,
    /// The types under their names.
    pub(crate) types: Vec<Entry>,
}

impl Draft {
    /// The name, with `@3` behind it in REST 3.0.
    pub(crate) fn shown_name(&self) -> String {
        shown_name(&self.name, self.rest3)
    }

    /// Everything that the importer is not sure of.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::iter::once(&self.method).chain(&self.types) {
            collect(entry, &mut found);
        }
        found
    }
}

/// The doubts of an entry and of all that is in it.
pub(crate) fn collect(entry: &Entry, found: &mut Vec<String>) {
    use super::yaml::Yaml;
    found.extend(entry.doubts.iter().map(|doubt| format!("{}: {doubt}", entry.key)));
    let items: Vec<&Yaml> = match &entry.value {
        Yaml::List(items) => items.iter().collect(),
        value => vec![value],
    };
    for item in items {
        if let Yaml::Map(entries) = item {
            for entry in entries {
                collect(entry, found);
            }
        }
    }
}

/// A method's name as people tell its generation.
pub(crate) fn shown_name(name: &str, rest3: bool) -> String {
    if rest3 { format!("{name}@3") } else { name.to_owned() }
}

/// The family of a method and its key there.
pub(crate) fn family_and_key(name: &str, rest3: bool) -> (&str, String) {
    let (family, segment) = name.rsplit_once('.').unwrap_or(("root", name));
    (family, shown_name(segment, rest3))
}

/// The draft of a method. `page` is its address below that of the documentation; `taken` are names that its types must
/// not have.
pub(crate) fn draft(facts: &Facts, page: Option<&str>, taken: &BTreeSet<String>) -> Draft {
    let (_, key) = family_and_key(&facts.name, facts.rest3);
    let mut types = types::Types::new(facts, taken);
    let value = method::method(facts, page, &mut types);
    let method = Entry { key, value, doubts: facts.doubts.iter().chain(&types.doubts).cloned().collect() };
    Draft { name: facts.name.clone(), rest3: facts.rest3, method, types: types.list }
}
