//! One mistake at every kind of place of every spec: it is refused with its place, or it gives code that compiles.
//!
//! `MUTANTS=20` tries that many mistakes of each kind, `MUTANTS=all` every one.

pub(crate) mod change;
pub(crate) mod compile;
pub(crate) mod cut;
pub(crate) mod place;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use bitrix24_codegen::diagnostic::Style;
use bitrix24_codegen::source::Source;

use crate::codegen::judge::{Verdict, judge, marks_something, on_all_threads};
use change::{CHANGES, Change, apply, fits};
use compile::Samples;
use cut::{Cut, cuts};
use place::{Place, kind, say};

/// How many mistakes of one kind are tried: one change at places that are alike, such as `methods.*.params.*.type`.
const OF_EACH_KIND: usize = 2;

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
        let spec = apply(self.change, &self.cut.tree, self.place)?.write();
        let own = Source::new(self.cut.path.as_str(), spec);
        Some(std::iter::once(own).chain(self.cut.used.iter().cloned()).collect())
    }
}

/// What came of the mistakes.
#[derive(Default)]
struct Outcome {
    tried: usize,
    refused: usize,
    accepted: usize,
    failures: Vec<String>,
    samples: Samples,
}

#[test]
fn a_mistake_is_refused_with_its_place_or_gives_code_that_compiles() {
    let cuts = cuts();
    let all = mistakes(&cuts);
    let chosen = chosen(&all);
    let mut outcome = try_all(&chosen);
    let compiled = compile::compile("mutants", std::mem::take(&mut outcome.samples));
    println!(
        "{} mistakes can be made at {} places; {} mutants tried, {} refused with a place, {} gave code, {} of those compiled",
        all.len(),
        cuts.iter().map(|cut| cut.places.len()).sum::<usize>(),
        outcome.tried,
        outcome.refused,
        outcome.accepted,
        compiled.count,
    );
    outcome.failures.extend(compiled.failures);
    assert!(outcome.failures.is_empty(), "{} failures:\n{}", outcome.failures.len(), outcome.failures.join("\n"));
    // A test that tries nothing proves nothing.
    assert!(outcome.refused > 1000 && outcome.accepted > 1000 && compiled.count > 100);
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

/// Some of each kind, far from each other.
fn chosen<'a>(all: &'a [Mistake<'a>]) -> Vec<&'a Mistake<'a>> {
    let of_each = match std::env::var("MUTANTS").as_deref() {
        Ok("all") => return all.iter().collect(),
        Ok(number) => number.parse().unwrap(),
        Err(_) => OF_EACH_KIND,
    };
    let mut kinds: BTreeMap<(&str, &str), Vec<&Mistake<'_>>> = BTreeMap::new();
    for mistake in all {
        kinds.entry((&mistake.kind, mistake.change.name)).or_default().push(mistake);
    }
    let some = |of_kind: Vec<&'a Mistake<'a>>| {
        let step = of_kind.len().div_ceil(of_each).max(1);
        of_kind.into_iter().step_by(step).collect::<Vec<_>>()
    };
    kinds.into_values().flat_map(some).collect()
}

fn try_all(chosen: &[&Mistake<'_>]) -> Outcome {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut outcome = Outcome::default();
        while let Some(mistake) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
            try_one(mistake, &mut outcome);
        }
        outcome
    };
    let mut all = Outcome::default();
    for outcome in on_all_threads(work) {
        all.tried += outcome.tried;
        all.refused += outcome.refused;
        all.accepted += outcome.accepted;
        all.failures.extend(outcome.failures);
        all.samples.merge(outcome.samples);
    }
    all.failures.sort();
    all
}

fn try_one(mistake: &Mistake<'_>, outcome: &mut Outcome) {
    let Some(sources) = mistake.sources() else {
        return;
    };
    outcome.tried += 1;
    match judge(&sources) {
        Err(wrong) => outcome.failures.push(format!("{}: {wrong}", mistake.say())),
        Ok(Verdict::Accepted(code)) => {
            outcome.accepted += 1;
            outcome.samples.add((mistake.kind.clone(), mistake.change.name), mistake.say(), &code);
        }
        Ok(Verdict::Refused(problems)) => {
            outcome.refused += 1;
            let own =
                |span: bitrix24_codegen::source::Span| span.source == 0 && marks_something(span, &sources[0].bytes);
            if !problems.iter().any(|problem| own(problem.span)) {
                let text = problems.render(&sources, Style::Plain);
                outcome.failures.push(format!("{}: no place in the spec is marked:\n{text}", mistake.say()));
            }
        }
    }
}
