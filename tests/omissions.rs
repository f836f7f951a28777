//! The proof that what is required is required: every omission, in one run of the compiler.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::all_specs;
use crate::support::cargo::{Message, check, root, ungated};
use crate::support::manifest::required_by;
use bitrix24_codegen::proof::{Case, omissions};
use bitrix24_codegen::source::Source;

/// The crate that holds the cases, one a line after the first few.
fn source(cases: &[Case]) -> (String, usize) {
    let head = "#![allow(deprecated, unused)]\nuse bitrix24::{Application, Client, Webhook};\nuse std::error::Error;\n";
    let case = |(at, case): (usize, &Case)| {
        format!(
            "async fn case_{at}(any: Client, webhook: Client<Webhook>, application: Client<Application>) \
             -> Result<(), Box<dyn Error>> {{ let _ = {}; Ok(()) }}\n",
            case.code
        )
    };
    let lines: String = cases.iter().enumerate().map(case).collect();
    (format!("{head}{lines}"), head.lines().count() + 1)
}

/// Checks all cases and says of each what is wrong with what the compiler said. `tree` is a generated tree of the crate's
/// own, if the cases are about one.
fn failures(name: &str, features: &[&str], tree: &[(&str, &str)], cases: &[Case]) -> Vec<String> {
    let (mut text, first) = source(cases);
    if !tree.is_empty() {
        text += "mod generated;\n";
    }
    let files: Vec<(&str, &str)> = tree.iter().copied().chain([("lib.rs", text.as_str())]).collect();
    let messages = check(name, features, &files);
    let mut by_line: BTreeMap<usize, Vec<&Message>> = BTreeMap::new();
    let mut failures = Vec::new();
    for message in messages.iter().filter(|message| message.level == "error") {
        match usize::try_from(message.line).ok().and_then(|line| line.checked_sub(first)) {
            Some(at) if at < cases.len() && message.file.ends_with("src/lib.rs") => {
                by_line.entry(at).or_default().push(message);
            }
            _ => failures.push(format!("an error elsewhere: {}", message.rendered)),
        }
    }
    for (at, case) in cases.iter().enumerate() {
        match by_line.get(&at).map(Vec::as_slice) {
            None | Some([]) => failures.push(format!("compiles: {}", case.code)),
            Some([message]) => failures.extend(misses(case, message)),
            // Where rules hang together, leaving out one parameter can break several of them.
            Some(several) if !case.isolated && several.iter().any(|message| misses(case, message).is_none()) => {}
            Some(several) => {
                let all: Vec<&str> = several.iter().map(|message| message.rendered.as_str()).collect();
                failures.push(format!("{} errors: {}\n{}", all.len(), case.code, all.join("\n")));
            }
        }
    }
    failures
}

/// What an error should name and does not.
fn misses(case: &Case, message: &Message) -> Option<String> {
    let names = |text: &str, name: &str| text.contains(&format!("`{name}`"));
    let lacks = case.lacks.iter().filter(|name| *name != "*").all(|name| names(&message.text, name));
    let setters = case.setters.iter().all(|setter| message.label.contains(&format!("`.{setter}(..)`")));
    let good = lacks && setters && names(&message.text, &case.subject);
    (!good).then(|| format!("{} of {} is not named:\n{}", case.lacks.join(", "), case.subject, message.rendered))
}

/// Each failure in lines of its own, as the compiler printed it.
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_omission_is_one_error_that_names_parameter_method_and_setter() {
    let model = bitrix24_codegen::read(&all_specs()).unwrap();
    let features: BTreeSet<&str> = model.families.iter().map(|family| family.module[0].as_str()).collect();
    let features: Vec<&str> = features.into_iter().filter(|name| !["shared", "system"].contains(name)).collect();
    let cases = omissions(&model);
    println!("{} omissions", cases.len());
    none(&failures("omissions", &features, &[], &cases));
}

#[test]
fn the_cases_are_those_of_the_specs() {
    let model = bitrix24_codegen::read(&all_specs()).unwrap();
    let cases = omissions(&model);
    let proven: BTreeSet<(String, String)> =
        cases.iter().flat_map(|case| case.lacks.iter().map(|name| (case.subject.clone(), name.clone()))).collect();
    assert_eq!(proven, required_by(&all_specs()));
    // The first family by name, so that an empty set on both sides is not taken for agreement.
    for (subject, parameter) in [("bizproc.activity.log", "LOG_MESSAGE"), ("UpdateFields", "*"), ("Property", "Name")] {
        assert!(proven.contains(&(subject.to_owned(), parameter.to_owned())), "{subject} {parameter}");
    }
}

#[test]
fn every_kind_of_rule_is_enforced() {
    let path = root().join("tests/codegen/ok/rules.yaml");
    let sources = [Source::new("spec/rules.yaml", std::fs::read(&path).unwrap())];
    let model = bitrix24_codegen::read(&sources)
        .unwrap_or_else(|problems| panic!("{}", problems.render(&sources, bitrix24_codegen::diagnostic::Style::Plain)));
    let mut cases = omissions(&model);
    let proven: BTreeSet<(String, String)> =
        cases.iter().flat_map(|case| case.lacks.iter().map(|name| (case.subject.clone(), name.clone()))).collect();
    assert_eq!(proven, required_by(&sources));
    for case in &mut cases {
        case.code = case.code.replace("bitrix24::api::", "crate::generated::");
    }
    let code = bitrix24_codegen::generate(&sources).unwrap();
    let tree: Vec<(&str, String)> = code.files.iter().map(|file| (file.path.as_str(), ungated(&file.text))).collect();
    let tree: Vec<(&str, &str)> = tree.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let alone: Vec<(&str, &str)> = tree.iter().copied().chain([("lib.rs", "pub mod generated;\n")]).collect();
    let messages: Vec<String> = check("rules-alone", &[], &alone).into_iter().map(|message| message.rendered).collect();
    none(&messages);
    assert!(cases.len() > 30, "{} cases", cases.len());
    none(&failures("rules", &[], &tree, &cases));
}
