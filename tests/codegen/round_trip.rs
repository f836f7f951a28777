//! Every example of every spec, through the code that is generated from it: the setters of the request must send what the
//! example sends, and the answer must come back from the typed result as it went in.

use std::collections::BTreeMap;
use std::fmt::Write;

use bitrix24_codegen::proof::{RoundTrip, round_trips};
use serde_json::Value;

use crate::support::cargo::{run, ungated};
use crate::support::corpus;

/// The program that prints, for each example, what is sent and what is read.
fn program(examples: &[RoundTrip]) -> String {
    let mut text = String::from(
        "#![allow(deprecated, reason = \"deprecated methods have examples too\")]\n\
         use std::error::Error;\nuse bitrix24::{Method, from_json, to_json};\n",
    );
    for (at, example) in examples.iter().enumerate() {
        let build = example.build.replace("bitrix24::api::", "round_trip::generated::");
        let request = example.request.replace("bitrix24::api::", "round_trip::generated::");
        let read = example.received.as_ref().map(|received| {
            format!(
                "    let read: <{request} as Method>::Output = from_json({:?}.parse()?)?;\n    \
                 println!(\"{at} read {{}}\", to_json(&read));\n",
                received.to_string(),
            )
        });
        let read = read.unwrap_or_default();
        let _ = writeln!(
            text,
            "fn example_{at}() -> Result<(), Box<dyn Error>> {{\n    let request = {build}?;\n    \
             println!(\"{at} sent {{}}\", to_json(&request));\n{read}    Ok(())\n}}"
        );
    }
    text.push_str("fn main() {\n");
    for at in 0..examples.len() {
        let _ = writeln!(text, "    if let Err(error) = example_{at}() {{ println!(\"{at} failed {{error}}\"); }}");
    }
    text + "}\n"
}

#[test]
fn every_example_goes_round() {
    let sources = corpus();
    let model = bitrix24_codegen::read(&sources)
        .unwrap_or_else(|problems| panic!("{}", problems.render(&sources, bitrix24_codegen::diagnostic::Style::Plain)));
    let examples = round_trips(&model);
    let code = bitrix24_codegen::write(&model, &sources).unwrap();
    // The system errors have their place in the client alone.
    let files = code.files.iter().filter(|file| file.path != "generated/system.rs");
    let text = |text: &str| ungated(text).replace("pub mod system;", "");
    let tree: Vec<(&str, String)> = files.map(|file| (file.path.as_str(), text(&file.text))).collect();
    let main = program(&examples);
    let files = tree
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .chain([("lib.rs", "pub mod generated;\n"), ("main.rs", main.as_str())]);
    let printed = run("round-trip", &[], &files.collect::<Vec<_>>());
    let mut seen: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut failures = Vec::new();
    for line in printed.lines() {
        let mut parts = line.splitn(3, ' ');
        let (at, what, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let at: usize = at.parse().unwrap();
        let example = &examples[at];
        seen.entry(at).or_default().push(what);
        let differences = match what {
            "sent" => differences("", &example.sent, &text.parse().unwrap(), Strictness::Request),
            "read" => differences("", example.received.as_ref().unwrap(), &text.parse().unwrap(), Strictness::Answer),
            _ => vec![text.to_owned()],
        };
        failures.extend(differences.into_iter().map(|difference| format!("{} {what}: {difference}", example.method)));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    for (at, example) in examples.iter().enumerate() {
        let expected = if example.received.is_some() { &["sent", "read"][..] } else { &["sent"] };
        assert_eq!(seen.get(&at).map(Vec::as_slice), Some(expected), "{}", example.method);
    }
    println!("{} examples of {} methods", examples.len(), methods(&examples));
}

fn methods(examples: &[RoundTrip]) -> usize {
    examples.iter().map(|example| &example.request).collect::<std::collections::BTreeSet<_>>().len()
}

/// How alike two values must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// Sent: a flag or a number may be written otherwise, and nothing else.
    Request,
    /// Read and written again: what says that there is nothing may be gone too.
    Answer,
}

/// Where two values say something else.
fn differences(at: &str, expected: &Value, actual: &Value, strictness: Strictness) -> Vec<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let mut found = Vec::new();
            for (name, value) in expected {
                let at = format!("{at}.{name}");
                match actual.get(name) {
                    Some(actual) => found.extend(differences(&at, value, actual, strictness)),
                    None if strictness == Strictness::Answer && is_nothing(value) => {}
                    None => found.push(format!("{at} is lost: {value}")),
                }
            }
            let invented = actual.iter().filter(|(name, _)| !expected.contains_key(*name));
            found.extend(invented.map(|(name, value)| format!("{at}.{name} is invented: {value}")));
            found
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let items = expected.iter().zip(actual).enumerate();
            items.flat_map(|(index, (a, b))| differences(&format!("{at}[{index}]"), a, b, strictness)).collect()
        }
        // PHP's empty object, and its list with gaps in the numbering.
        (Value::Array(expected), Value::Object(actual)) if expected.is_empty() && actual.is_empty() => Vec::new(),
        (Value::Object(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let items = expected.values().zip(actual).enumerate();
            items.flat_map(|(index, (a, b))| differences(&format!("{at}[{index}]"), a, b, strictness)).collect()
        }
        _ if expected == actual || same_scalar(expected, actual) => Vec::new(),
        _ if strictness == Strictness::Answer && is_nothing(expected) && is_nothing(actual) => Vec::new(),
        _ => vec![format!("{at}: {actual} instead of {expected}")],
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether two scalars are one number, or one flag, in two ways of writing.
fn same_scalar(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let (Some(a), Some(b)) = (text(a), text(b)) else {
        return false;
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let flag = |text: &str| match text {
        "Y" | "true" | "1" => Some(true),
        "N" | "false" | "0" => Some(false),
        _ => None,
    };
    a == b
        // One moment in two ways of writing.
        || a.strip_suffix('Z').is_some_and(|a| b.strip_suffix("+00:00") == Some(a))
        || number(&a).is_some_and(|a| number(&b) == Some(a))
        || flag(&a).is_some_and(|a| flag(&b) == Some(a))
}
