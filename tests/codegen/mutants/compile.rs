//! Some of the accepted mutants in one crate, each in a module of its own, so that one run of the compiler judges all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bitrix24_codegen::render::Code;

use crate::support::cargo::{check, ungated};

/// How many are compiled.
const COMPILED: usize = 300;
/// Larger trees take long and show no more.
const MAX_BYTES: usize = 100_000;

/// What a mutant is one of: a kind of place and a change.
type Kind = (String, &'static str);

/// A mutant that gave code.
struct Sample {
    bytes: usize,
    said: String,
    files: Vec<(String, String)>,
}

impl Sample {
    /// Whether this one is kept, and not another of its kind: the smaller, as the compiler has to read it; of two alike,
    /// the one whose name comes first.
    fn comes_before(&self, other: &Self) -> bool {
        (self.bytes, &self.said) < (other.bytes, &other.said)
    }
}

/// The smallest mutant of each kind; whoever finds them in whatever order, always the same.
#[derive(Default)]
pub(crate) struct Samples(BTreeMap<Kind, Sample>);

impl Samples {
    /// Adds the code of a mutant, unless it is large.
    pub(crate) fn add(&mut self, kind: Kind, said: String, code: &Code) {
        let bytes = code.files.iter().map(|file| file.text.len()).sum();
        if bytes > MAX_BYTES {
            return;
        }
        let files = code.files.iter().map(|file| (file.path.clone(), ungated(&file.text))).collect();
        self.keep(kind, Sample { bytes, said, files });
    }

    /// Adds what another has found.
    pub(crate) fn merge(&mut self, others: Self) {
        for (kind, sample) in others.0 {
            self.keep(kind, sample);
        }
    }

    fn keep(&mut self, kind: Kind, sample: Sample) {
        if self.0.get(&kind).is_none_or(|other| sample.comes_before(other)) {
            self.0.insert(kind, sample);
        }
    }
}

/// What the compiler said.
pub(crate) struct Compiled {
    pub(crate) count: usize,
    pub(crate) failures: Vec<String>,
}

/// Compiles samples of as many kinds as there is room for.
pub(crate) fn compile(crate_name: &str, samples: Samples) -> Compiled {
    let compiled = std::env::var("COMPILED").map_or(COMPILED, |number| number.parse().unwrap());
    let step = samples.0.len().div_ceil(compiled).max(1);
    let chosen: Vec<Sample> = samples.0.into_values().step_by(step).collect();
    let mut files = vec![("lib.rs".to_owned(), String::from("#![allow(warnings)]\n"))];
    for (number, sample) in chosen.iter().enumerate() {
        writeln!(files[0].1, "pub mod mutant_{number};").unwrap();
        let place = |path: &str| path.replacen("generated/", &format!("mutant_{number}/"), 1);
        files.extend(sample.files.iter().map(|(path, text)| (place(path), text.clone())));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let messages = check(crate_name, &[], &files);
    let said = |file: &str| {
        let number = file.split("mutant_").nth(1).and_then(|rest| rest.split(['/', '.']).next()?.parse::<usize>().ok());
        number.and_then(|number| chosen.get(number)).map_or("", |sample| sample.said.as_str())
    };
    let errors = messages.iter().filter(|message| message.level == "error");
    let failures = errors.map(|message| format!("{}: does not compile:\n{}", said(&message.file), message.rendered));
    Compiled { count: chosen.len(), failures: failures.collect() }
}
