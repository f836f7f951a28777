//! Mistakes at every place of every spec: each is refused with its place, or it gives code that compiles.
//!
//! Every key of the crate's specs is deleted, renamed, given twice and given another type; of the ways to do so, others at
//! each of the places that are alike. `MUTANTS=keys` does that to the tests' specs too. Besides, some of each kind of
//! mistake are made into code, if they come so far: `MUTANTS=20` makes that many of each kind, `MUTANTS=all` every one at
//! every place.

pub(crate) mod change;
mod choice;
pub(crate) mod compile;
pub(crate) mod cut;
mod keep;
pub(crate) mod place;
mod spec;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use bitrix24_codegen::diagnostic::{Diagnostics, Style};
use bitrix24_codegen::source::{Source, Span};

use crate::codegen::judge::{Verdict, judge, judge_reading, marks_something, on_all_threads};
use crate::codegen::tree::Tree;
use change::{CHANGES, Change, Sort, apply, fits};
use choice::{Depth, Keys, choose, choose_at};
use compile::Samples;
use cut::{Cut, cuts};
use place::{Place, kind, places, say};
use spec::specs;

/// A mistake that can be made.
struct Mistake<'a> {
    cut: &'a Cut,
    place: &'a Place,
    change: &'a Change,
    kind: String,
}

impl Mistake<'_> {
    fn say(&self) -> String {
        format!("{}, {}: {}", self.cut.path, say(&self.cut.tree, self.place), self.change.name)
    }

    /// The specs with the mistake in the first; `None` if it cannot be made here.
    fn sources(&self) -> Option<Vec<Source>> {
        let own = self.cut.source(&apply(self.change, &self.cut.tree, self.place)?);
        Some(std::iter::once(own).chain(self.cut.used.iter().cloned()).collect())
    }
}

/// What came of the mistakes.
#[derive(Default)]
struct Outcome {
    tried: usize,
    refused: usize,
    accepted: usize,
    written: usize,
    failures: Vec<String>,
    samples: Samples,
}

#[test]
fn a_mistake_is_refused_with_its_place_or_gives_code_that_compiles() {
    let cuts = cuts();
    let all = mistakes(&cuts);
    let chosen = choose(&all);
    let mut outcome = try_all(&chosen);
    let compiled = compile::compile("mutants", std::mem::take(&mut outcome.samples));
    println!(
        "{} mistakes can be made at {} places; {} mutants tried, {} refused with a place, {} accepted, {} of those made \
         into code, {} compiled",
        all.len(),
        cuts.iter().map(|cut| cut.places.len()).sum::<usize>(),
        outcome.tried,
        outcome.refused,
        outcome.accepted,
        outcome.written,
        compiled.count,
    );
    outcome.failures.extend(compiled.failures);
    assert!(outcome.failures.is_empty(), "{} failures:\n{}", outcome.failures.len(), outcome.failures.join("\n"));
    // A test that tries nothing proves nothing.
    assert!(outcome.refused > 1000 && outcome.written > 500 && compiled.count > 100);
}

#[test]
fn every_key_is_deleted_renamed_given_twice_and_given_another_type() {
    let cuts = cuts();
    let all = mistakes(&cuts);
    let mut done: BTreeMap<Sort, usize> = BTreeMap::new();
    for (mistake, _) in
        choose_at(Keys::All, 0, &all).iter().filter(|(mistake, _)| is_key(&mistake.cut.tree, mistake.place))
    {
        *done.entry(mistake.change.sort).or_default() += 1;
    }
    let keys = |tree: &Tree| places(tree).iter().filter(|place| is_key(tree, place)).count();
    let keys: usize = specs().iter().map(|spec| keys(&spec.tree)).sum();
    println!("{keys} keys");
    assert!(keys > 10_000);
    for sort in [Sort::Delete, Sort::Rename, Sort::Duplicate, Sort::Retype] {
        assert!(done[&sort] >= keys, "{sort:?} at {} of {keys} keys", done[&sort]);
    }
}

#[test]
fn a_cut_has_no_mistake_of_its_own() {
    let refused = cuts().into_iter().filter_map(|cut| {
        let sources: Vec<Source> = std::iter::once(cut.source(&cut.tree)).chain(cut.used).collect();
        match judge_reading(&sources) {
            Ok(Verdict::Accepted(_)) => None,
            Ok(Verdict::Refused(problems)) => Some(problems.render(&sources, Style::Plain)),
            Err(wrong) => Some(wrong),
        }
    });
    let refused: Vec<String> = refused.collect();
    assert!(refused.is_empty(), "{} cuts are refused:\n{}", refused.len(), refused.join("\n"));
}

fn is_key(tree: &Tree, place: &[usize]) -> bool {
    place.split_last().is_some_and(|(_, above)| matches!(tree.at(above), Some(Tree::Map(_))))
}

/// Every mistake that can be made at every place.
fn mistakes(cuts: &[Cut]) -> Vec<Mistake<'_>> {
    let mut mistakes = Vec::new();
    for (cut, place) in cuts.iter().flat_map(|cut| cut.places.iter().map(move |place| (cut, place))) {
        let kind = kind(&cut.tree, place);
        let changes = CHANGES.iter().filter(|change| fits(change, &cut.tree, place));
        mistakes.extend(changes.map(|change| Mistake { cut, place, change, kind: kind.clone() }));
    }
    mistakes
}

fn try_all(chosen: &[(&Mistake<'_>, Depth)]) -> Outcome {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut outcome = Outcome::default();
        while let Some((mistake, depth)) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(wrong) = try_one(mistake, *depth, &mut outcome) {
                outcome.failures.push(format!("{}: {wrong}", mistake.say()));
            }
        }
        outcome
    };
    let mut all = Outcome::default();
    for outcome in on_all_threads(work) {
        all.tried += outcome.tried;
        all.refused += outcome.refused;
        all.accepted += outcome.accepted;
        all.written += outcome.written;
        all.failures.extend(outcome.failures);
        all.samples.merge(outcome.samples);
    }
    all.failures.sort();
    all
}

fn try_one(mistake: &Mistake<'_>, depth: Depth, outcome: &mut Outcome) -> Result<(), String> {
    let Some(sources) = mistake.sources() else {
        return Ok(());
    };
    outcome.tried += 1;
    let refused = match depth {
        Depth::Checked => match judge_reading(&sources)? {
            Verdict::Refused(problems) => Some(problems),
            Verdict::Accepted(_) => None,
        },
        Depth::Written => match judge(&sources)? {
            Verdict::Refused(problems) => Some(problems),
            Verdict::Accepted(code) => {
                outcome.written += 1;
                outcome.samples.add((mistake.kind.clone(), mistake.change.name), mistake.say(), &code);
                None
            }
        },
    };
    match refused {
        Some(problems) => {
            outcome.refused += 1;
            marked(&problems, &sources)
        }
        None => {
            outcome.accepted += 1;
            Ok(())
        }
    }
}

/// One of the problems at least marks something in the spec with the mistake.
fn marked(problems: &Diagnostics, sources: &[Source]) -> Result<(), String> {
    let own = |span: Span| span.source == 0 && marks_something(span, &sources[0].bytes);
    if problems.iter().any(|problem| own(problem.span)) {
        return Ok(());
    }
    Err(format!("no place in the spec is marked:\n{}", problems.render(sources, Style::Plain)))
}
