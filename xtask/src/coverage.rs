//! `cargo xtask coverage`: how much of what the documentation describes has a spec, by scope.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::import::draft::shown_name;
use crate::import::{doubts, pages};
use crate::out;
use crate::specs;

/// How many methods of a scope have what.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    full: usize,
    doubtful: usize,
    missing: usize,
}

impl Count {
    fn all(self) -> usize {
        self.full + self.doubtful + self.missing
    }

    fn add(&mut self, other: Self) {
        self.full += other.full;
        self.doubtful += other.doubtful;
        self.missing += other.missing;
    }
}

pub(crate) fn run(pages: &[PathBuf], folder: Option<&Path>) -> Result<(), Failure> {
    let specs = specs::load(folder)?;
    let described = specs.methods();
    let found = pages::read(pages)?;
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut missing = Vec::new();
    for documented in &found.methods {
        let facts = &documented.facts;
        let name = shown_name(&facts.name, facts.rest3);
        let one = match described.get(&(facts.name.as_str(), facts.rest3)) {
            None => Count { missing: 1, ..Count::default() },
            Some((family, method)) => {
                let is_doubtful = doubts::of_method(&specs.text(family), &method.key) > 0;
                Count { full: usize::from(!is_doubtful), doubtful: usize::from(is_doubtful), missing: 0 }
            }
        };
        missing.extend((one.missing > 0).then_some(name));
        let scope = facts.scope.first().cloned().unwrap_or_else(|| "(none)".to_owned());
        counts.entry(scope).or_default().add(one);
    }
    let unreadable = found.refused.iter().map(|(what, why)| format!("  unreadable {what}: {why}"));
    let missing = missing.into_iter().map(|name| format!("  missing    {name}"));
    out::lines(missing.chain(unreadable).chain(table(&counts)))
}

/// A line for each scope, and one for all.
fn table(counts: &BTreeMap<String, Count>) -> Vec<String> {
    let mut total = Count::default();
    for count in counts.values() {
        total.add(*count);
    }
    let width = counts.keys().map(String::len).chain(["scope".len()]).max().unwrap_or_default();
    let row = |scope: &str, cells: [&str; 4]| {
        let [full, doubtful, missing, all] = cells;
        format!("{scope:width$}  {full:>7}  {doubtful:>11}  {missing:>7}  {all:>7}")
    };
    let line = |scope: &str, count: &Count| {
        let cells = [count.full, count.doubtful, count.missing, count.all()].map(|number| number.to_string());
        let [full, doubtful, missing, all] = &cells;
        row(scope, [full, doubtful, missing, all])
    };
    let head = row("scope", ["full", "with doubts", "missing", "methods"]);
    let lines = counts.iter().map(|(scope, count)| line(scope, count));
    std::iter::once(head).chain(lines).chain([line("all", &total)]).collect()
}
