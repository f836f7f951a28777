//! Types that several methods of a family lead to: which of them, and what is doubtful about those.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::draft::collect;
use crate::import::yaml::{Entry, Yaml};

/// The most doubts that are gathered for one method.
const MOST: usize = 100;

pub(super) struct Shared<'a> {
    /// Each type by its name: the types that it names, and its doubts.
    types: BTreeMap<&'a str, (BTreeSet<&'a str>, Vec<String>)>,
}

impl<'a> Shared<'a> {
    pub(super) fn of(types: &'a [Entry]) -> Self {
        let names: BTreeSet<&str> = types.iter().map(|ty| ty.key.as_str()).collect();
        let one = |ty: &'a Entry| {
            let (mut leads_to, mut doubts) = (BTreeSet::new(), Vec::new());
            words(&ty.value, &mut |word| leads_to.extend(names.get(word).copied()));
            collect(ty, &mut doubts);
            (ty.key.as_str(), (leads_to, doubts))
        };
        Self { types: types.iter().map(one).collect() }
    }

    /// The doubts about the types that these entries lead to.
    pub(super) fn doubts<'e>(&self, from: impl Iterator<Item = &'e Entry>) -> Vec<String> {
        let mut queue: Vec<&str> = Vec::new();
        for entry in from {
            words(&entry.value, &mut |word| queue.extend(self.types.get_key_value(word).map(|(name, _)| *name)));
        }
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        while let Some(name) = queue.pop().filter(|_| found.len() < MOST) {
            if let Some((leads_to, doubts)) = self.types.get(name).filter(|_| seen.insert(name)) {
                found.extend(doubts.iter().cloned());
                queue.extend(leads_to);
            }
        }
        found
    }
}

/// The words of all values that could be names of types.
fn words<'a>(value: &'a Yaml, tell: &mut impl FnMut(&str)) {
    match value {
        Yaml::Scalar(text) => {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).for_each(tell);
        }
        Yaml::List(items) => items.iter().for_each(|item| words(item, tell)),
        Yaml::Map(entries) => entries.iter().for_each(|entry: &'a Entry| words(&entry.value, tell)),
    }
}
