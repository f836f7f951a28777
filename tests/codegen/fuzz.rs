//! Random input: whatever stands in a file, there are problems with a place in it, or code that is Rust and the same each
//! time.
//!
//! Every attempt has a number, and the same number gives the same input. `FUZZ=50` makes fifty times as many attempts;
//! `FUZZ_ONE=1234` makes that attempt alone and prints its input.

mod bytes;
mod calls;
mod grammar;
mod random;
mod splice;
mod words;

use std::sync::atomic::{AtomicU64, Ordering};

use bitrix24_codegen::generate;
use bitrix24_codegen::source::Source;

use crate::codegen::judge::{Verdict, is_rust, judge, on_all_threads};
use crate::codegen::mutants::compile::{Samples, compile};
use crate::codegen::mutants::cut::cuts;
use crate::codegen::mutants::place::places;
use crate::support::specs;
use random::Random;
use splice::{Pieces, disturb};

/// What came of some attempts.
#[derive(Default)]
struct Outcome {
    refused: usize,
    accepted: usize,
    failures: Vec<String>,
    samples: Samples,
}

#[test]
fn bytes_are_refused_or_give_code() {
    let specs = specs();
    let outcome = attempts("bytes", 1000, |random| {
        let Some(spec) = specs.get(random.below(specs.len() + 1)) else {
            return vec![Source::new("spec/noise.yaml", bytes::noise(random))];
        };
        let damaged = Source::new(spec.path.as_str(), bytes::damaged(random, &spec.bytes));
        let others = specs.iter().filter(|other| other.path != spec.path && other.path.ends_with("shared.yaml"));
        std::iter::once(damaged).chain(others.cloned()).collect()
    });
    report("files of random or damaged bytes", &outcome, 0);
}

#[test]
fn random_specs_are_refused_or_give_code_that_compiles() {
    let mut outcome = attempts("specs", 700, |random| {
        let specs = grammar::specs(random).into_iter().map(|(path, mut tree)| {
            if random.once_in(4) {
                let places = places(&tree);
                disturb(random, &mut tree, &places, &Pieces::none());
            }
            Source::new(path, tree.write())
        });
        specs.collect()
    });
    let compiled = compile("fuzzed", std::mem::take(&mut outcome.samples));
    outcome.failures.extend(compiled.failures);
    report("random specs", &outcome, compiled.count);
}

#[test]
fn specs_with_pieces_of_others_are_refused_or_give_code_that_compiles() {
    let cuts = cuts();
    let pieces = Pieces::of(&cuts);
    let mut outcome = attempts("spliced", 350, |random| {
        let cut = &cuts[random.below(cuts.len())];
        let mut tree = cut.tree.clone();
        disturb(random, &mut tree, &cut.places, &pieces);
        std::iter::once(Source::new(cut.path.as_str(), tree.write())).chain(cut.used.iter().cloned()).collect()
    });
    let compiled = compile("spliced", std::mem::take(&mut outcome.samples));
    outcome.failures.extend(compiled.failures);
    report("specs with pieces of others", &outcome, compiled.count);
}

fn report(what: &str, outcome: &Outcome, compiled: usize) {
    let Outcome { refused, accepted, failures, .. } = outcome;
    println!("{} {what}: {refused} refused, {accepted} gave code, {compiled} of those compiled", refused + accepted);
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(
        std::env::var_os("FUZZ_ONE").is_some() || *refused > 100 && *accepted > 50,
        "one-sided input proves little"
    );
}

/// Makes attempts with the input that `make` makes of random choices.
fn attempts(name: &str, count: u64, make: impl Fn(&mut Random<'_>) -> Vec<Source> + Sync) -> Outcome {
    let number = |name: &str| std::env::var(name).ok().map(|number| number.parse::<u64>().unwrap());
    let (first, end) = match number("FUZZ_ONE") {
        Some(one) => (one, one + 1),
        None => (0, count * number("FUZZ").unwrap_or(1)),
    };
    let next = AtomicU64::new(first);
    let work = || {
        let mut outcome = Outcome::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= end {
                return outcome;
            }
            let bytes = random::bytes(at, 4096);
            let sources = make(&mut Random::new(&bytes));
            if end == first + 1 {
                for source in &sources {
                    println!("#! {}\n{}", source.path, String::from_utf8_lossy(&source.bytes));
                }
            }
            attempt(&format!("{name} {at}"), &sources, &mut outcome);
        }
    };
    let mut all = Outcome::default();
    for outcome in on_all_threads(work) {
        all.refused += outcome.refused;
        all.accepted += outcome.accepted;
        all.failures.extend(outcome.failures);
        all.samples.merge(outcome.samples);
    }
    all.failures.sort();
    all
}

fn attempt(name: &str, sources: &[Source], outcome: &mut Outcome) {
    let failure = match judge(sources) {
        Err(wrong) => Some(wrong),
        Ok(Verdict::Refused(_)) => {
            outcome.refused += 1;
            None
        }
        Ok(Verdict::Accepted(code)) => {
            outcome.accepted += 1;
            outcome.samples.add((name.to_owned(), ""), name.to_owned(), &code);
            let reversed: Vec<Source> = sources.iter().rev().cloned().collect();
            let again = generate(&reversed).is_ok_and(|again| again == code);
            if again { is_rust(&code).err() } else { Some("another order of the files gives other code".to_owned()) }
        }
    };
    outcome.failures.extend(failure.map(|wrong| format!("{name}: {wrong}")));
}
