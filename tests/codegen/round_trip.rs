//! What the specs say of calls, through the code that is generated from them. Every example: the setters of the request
//! must send what the example sends, and the answer must come back from the typed result as it went in. Every documented
//! error: its code must become its variant, and its text its reason.

mod compare;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use bitrix24_codegen::model::Model;
use bitrix24_codegen::proof::{Refusal, RoundTrip, refusals, round_trips};
use bitrix24_codegen::source::Source;

use self::compare::{Strictness, differences};
use crate::support::cargo::{run, ungated};
use crate::support::{corpus, specs};

/// What the tests share: one crate, built and run once.
static PROVEN: LazyLock<Proven> = LazyLock::new(prove);

struct Proven {
    examples: Vec<RoundTrip>,
    refusals: Vec<Refusal>,
    /// What the program prints: a number, a word that says what about, and what it is.
    printed: String,
}

impl Proven {
    /// The lines that begin with one of these words: the words and texts by number.
    fn lines(&self, words: &[&str]) -> BTreeMap<usize, Vec<(&str, &str)>> {
        let mut lines: BTreeMap<usize, Vec<(&str, &str)>> = BTreeMap::new();
        for line in self.printed.lines() {
            let mut parts = line.splitn(3, ' ');
            let (word, at, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            if words.contains(&word) {
                lines.entry(at.parse().unwrap()).or_default().push((word, text));
            }
        }
        lines
    }
}

fn prove() -> Proven {
    let sources = corpus();
    let model = read(&sources);
    // Each method's errors cost the compiler a whole call, so those of the crate's own methods are enough.
    let (examples, refusals) = (round_trips(&model), refusals(&read(&specs())));
    let code = bitrix24_codegen::write(&model, &sources).unwrap();
    // The system errors have their place in the client alone.
    let files = code.files.iter().filter(|file| file.path != "generated/system.rs");
    let text = |text: &str| ungated(text).replace("pub mod system;", "");
    let tree: Vec<(&str, String)> = files.map(|file| (file.path.as_str(), text(&file.text))).collect();
    let main = program::text(&examples, &refusals);
    let files = tree
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .chain([("lib.rs", "pub mod generated;\n"), ("main.rs", main.as_str())]);
    let printed = run("round-trip", &["blocking"], &files.collect::<Vec<_>>());
    Proven { examples, refusals, printed }
}

fn read(sources: &[Source]) -> Model {
    bitrix24_codegen::read(sources)
        .unwrap_or_else(|problems| panic!("{}", problems.render(sources, bitrix24_codegen::diagnostic::Style::Plain)))
}

#[test]
fn every_example_goes_round() {
    let examples = &PROVEN.examples;
    let lines = PROVEN.lines(&["sent", "read", "unsent"]);
    let mut failures = Vec::new();
    for (at, example) in examples.iter().enumerate() {
        let lines = lines.get(&at).map_or(&[][..], Vec::as_slice);
        let differences = lines.iter().flat_map(|(word, text)| match *word {
            "sent" => differences("", &example.sent, &text.parse().unwrap(), Strictness::Request),
            "read" => differences("", example.received.as_ref().unwrap(), &text.parse().unwrap(), Strictness::Answer),
            _ => vec![(*text).to_owned()],
        });
        failures.extend(differences.map(|difference| format!("{}: {difference}", example.method)));
        let expected = if example.received.is_some() { &["sent", "read"][..] } else { &["sent"] };
        let words: Vec<&str> = lines.iter().map(|(word, _)| *word).collect();
        if words != expected {
            failures.push(format!("{}: {words:?} instead of {expected:?}", example.method));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    let methods: BTreeSet<&str> = examples.iter().map(|example| example.request.as_str()).collect();
    println!("{} examples of {} methods", examples.len(), methods.len());
}

#[test]
fn every_documented_error_is_told() {
    let refusals = &PROVEN.refusals;
    let lines = PROVEN.lines(&["kind", "reason", "unrefused"]);
    let mut failures = Vec::new();
    for (at, refusal) in refusals.iter().enumerate() {
        let kind = [("kind", refusal.kind.clone())];
        let reason = refusal.reasoned.then(|| ("reason", refusal.reason.clone().unwrap_or_else(|| "None".to_owned())));
        let expected: Vec<_> = kind.into_iter().chain(reason).collect();
        let lines = lines.get(&at).map_or(&[][..], Vec::as_slice);
        let told = lines.iter().map(|(word, text)| (*word, (*text).to_owned())).collect::<Vec<_>>();
        if told != expected {
            let (code, text) = (&refusal.code, &refusal.text);
            failures.push(format!("{} {code:?} {text:?}: {told:?} instead of {expected:?}", refusal.method));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    let methods: BTreeSet<&str> = refusals.iter().map(|refusal| refusal.method.as_str()).collect();
    assert!(methods.contains("bizproc.activity.log"), "{methods:?}");
    println!("{} documented errors of {} methods", refusals.len(), methods.len());
}
