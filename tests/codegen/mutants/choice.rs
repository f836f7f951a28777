//! Which of all the mistakes that can be made are made.

use std::collections::{BTreeMap, BTreeSet};

use crate::codegen::mutants::change::Sort;
use crate::codegen::mutants::{Mistake, is_key};

/// How many mistakes of one kind are made to the end: one change at places that are alike, such as
/// `methods.*.params.*.type`.
const OF_EACH_KIND: usize = 1;
/// What is done to every key.
const AT_EACH_KEY: [Sort; 4] = [Sort::Delete, Sort::Rename, Sort::Duplicate, Sort::Retype];

/// How far a mistake goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The specs are read and checked.
    Checked,
    /// What comes through is made into code.
    Written,
}

/// At which keys every sort of mistake is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Those of the specs of the crate.
    OfTheCrate,
    /// Those of the tests' specs too.
    All,
}

/// The mistakes that are made, in their order.
pub(crate) fn choose<'a>(all: &'a [Mistake<'a>]) -> Vec<(&'a Mistake<'a>, Depth)> {
    match std::env::var("MUTANTS").as_deref() {
        Ok("all") => all.iter().map(|mistake| (mistake, Depth::Written)).collect(),
        Ok("keys") => choose_at(Keys::All, OF_EACH_KIND, all),
        Ok(number) => choose_at(Keys::OfTheCrate, number.parse().unwrap(), all),
        Err(_) => choose_at(Keys::OfTheCrate, OF_EACH_KIND, all),
    }
}

/// Every sort of mistake at these keys, and so many of each kind.
pub(crate) fn choose_at<'a>(keys: Keys, of_each: usize, all: &'a [Mistake<'a>]) -> Vec<(&'a Mistake<'a>, Depth)> {
    let written = some_of_each_kind(all, of_each);
    let own: BTreeSet<String> = crate::support::specs().into_iter().map(|source| source.path).collect();
    let at_keys = at_each_key(all).into_iter().filter(|at| keys == Keys::All || own.contains(&all[*at].cut.path));
    let chosen: BTreeSet<usize> = at_keys.chain(written.iter().copied()).collect();
    let depth = |at: &usize| if written.contains(at) { Depth::Written } else { Depth::Checked };
    chosen.iter().map(|at| (&all[*at], depth(at))).collect()
}

/// The numbers of some of each kind, far from each other.
fn some_of_each_kind(all: &[Mistake<'_>], of_each: usize) -> BTreeSet<usize> {
    let mut kinds: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, mistake) in all.iter().enumerate() {
        kinds.entry((&mistake.kind, mistake.change.name)).or_default().push(at);
    }
    let some = |of_kind: Vec<usize>| {
        let step = of_kind.len().div_ceil(of_each.max(1)).max(1);
        of_kind.into_iter().step_by(step).take(of_each)
    };
    kinds.into_values().flat_map(some).collect()
}

/// The numbers of one mistake of each sort at each key. There are many ways to make one: at places that are alike,
/// each takes its turn.
fn at_each_key(all: &[Mistake<'_>]) -> BTreeSet<usize> {
    let mut chosen = BTreeSet::new();
    let mut at_such_places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut anywhere: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first = 0;
    for here in all.chunk_by(|a, b| std::ptr::eq(a.place, b.place)) {
        let sorts = if is_key(&here[0].cut.tree, here[0].place) { &AT_EACH_KEY[..] } else { &[] };
        for sort in sorts {
            let ways = here.iter().enumerate().filter(|(_, mistake)| mistake.change.sort == *sort);
            let count = |mistake: &Mistake<'_>| {
                let alike = (mistake.kind.as_str(), mistake.change.name);
                let counts = (at_such_places.get(&alike), anywhere.get(mistake.change.name));
                (counts.0.copied().unwrap_or(0), counts.1.copied().unwrap_or(0))
            };
            if let Some((at, mistake)) = ways.min_by_key(|(_, mistake)| count(mistake)) {
                *at_such_places.entry((&mistake.kind, mistake.change.name)).or_default() += 1;
                *anywhere.entry(mistake.change.name).or_default() += 1;
                chosen.insert(first + at);
            }
        }
        first += here.len();
    }
    chosen
}
