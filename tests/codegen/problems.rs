//! Specs with mistakes, and what is said about them: a file each, with the expected text beside it.
//!
//! A case holds one spec or several; a line `#! path` begins the next.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bitrix24_codegen::diagnostic::{Diagnostics, Style, all_codes};
use bitrix24_codegen::source::Source;

use crate::support::expect::equals_file;

/// Problems that no file of text can have; each has a test below.
const NOT_IN_FILES: [&str; 5] = ["B24-0001", "B24-0002", "B24-0006", "B24-0133", "B24-0999"];

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("codegen/err");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    cases.sort();
    cases
}

fn sources(text: &str) -> Vec<Source> {
    let parts = text.split("#! ").skip(1);
    let source = |part: &str| {
        let (path, body) = part.split_once('\n').unwrap();
        Source::new(path.trim(), body)
    };
    parts.map(source).collect()
}

fn problems(sources: &[Source]) -> Diagnostics {
    bitrix24_codegen::generate(sources).expect_err("the specs have a mistake")
}

#[test]
fn every_mistake_is_told_as_expected() {
    for case in cases() {
        let sources = sources(&std::fs::read_to_string(&case).unwrap());
        let rendered = problems(&sources).render(&sources, Style::Plain);
        equals_file(&case.with_extension("txt"), &format!("{rendered}\n"));
    }
}

#[test]
fn every_problem_has_a_case() {
    let mut seen: BTreeSet<String> = NOT_IN_FILES.into_iter().map(str::to_owned).collect();
    for case in cases() {
        let sources = sources(&std::fs::read_to_string(&case).unwrap());
        seen.extend(problems(&sources).iter().map(|diagnostic| diagnostic.problem.code().to_string()));
    }
    let missing: Vec<String> = all_codes().filter(|code| !seen.contains(code)).collect();
    assert_eq!(missing, Vec::<String>::new(), "problems that no case shows");
}

#[test]
fn the_order_of_the_files_does_not_count() {
    for case in cases() {
        let mut sources = sources(&std::fs::read_to_string(&case).unwrap());
        let before: Vec<String> = problems(&sources).iter().map(|problem| problem.problem.message()).collect();
        sources.reverse();
        let after: Vec<String> = problems(&sources).iter().map(|problem| problem.problem.message()).collect();
        assert_eq!(before, after, "{}", case.display());
    }
}

#[test]
fn every_explanation_belongs_to_a_problem_and_the_other_way_round() {
    for case in cases() {
        let sources = sources(&std::fs::read_to_string(&case).unwrap());
        for diagnostic in problems(&sources).iter() {
            let code = diagnostic.problem.code().to_string();
            assert!(bitrix24_codegen::diagnostic::explain(&code).is_some(), "{code}");
        }
    }
    assert_eq!(bitrix24_codegen::diagnostic::explain("B24-0000"), None);
    assert_eq!(bitrix24_codegen::diagnostic::explain("301"), bitrix24_codegen::diagnostic::explain("B24-0301"));
}

fn codes(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let sources = [Source::new("spec/a.yaml", bytes)];
    let problems = problems(&sources);
    // What cannot be shown as text must still be shown.
    assert!(problems.render(&sources, Style::Plain).contains("spec/a.yaml"));
    problems.iter().map(|diagnostic| diagnostic.problem.code().to_string()).collect()
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(codes(&b"family: a\ndoc: \xff\xfe\n"[..]), ["B24-0001"]);
}

#[test]
fn a_file_that_is_too_large() {
    assert_eq!(codes("#".repeat(2 << 20)), ["B24-0002"]);
}

#[test]
fn a_family_that_would_become_too_much_code() {
    let double = |at: usize| {
        let before = if at == 0 { "string".to_owned() } else { format!("Big{}", at - 1) };
        let part = |name: &str| format!("{name}: {{type: {before}, required: true}}");
        format!("  Big{at}: {{doc: Two of the last., struct: {{{}, {}}}}}\n", part("a"), part("b"))
    };
    let types: String = (0..7).map(double).collect();
    let method = |at: usize| {
        let params: Vec<String> = (0..200).map(|at| format!("P{at}: {{type: Big6}}")).collect();
        let facts = "doc: A method., access: any, context: any, effect: once, result: boolean";
        format!("  get{at}: {{{facts}, params: {{{}}}}}\n", params.join(", "))
    };
    let methods: String = (0..10).map(method).collect();
    assert_eq!(codes(format!("family: a\ndoc: A family.\ntypes:\n{types}methods:\n{methods}")), ["B24-0133"]);
}

#[test]
fn nesting_that_is_too_deep() {
    assert_eq!(codes(format!("a: {}{}", "[".repeat(60), "]".repeat(60))), ["B24-0006"]);
    let mut block = String::from("a:\n");
    for depth in 1..20_000 {
        block.push_str(&" ".repeat(depth % 900));
        block.push_str("k:\n");
    }
    assert!(!codes(block).is_empty());
}
