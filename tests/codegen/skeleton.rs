//! Skeletons of methods: they name every key, they cannot be mistaken for specs, and they find their place in a file.

use std::collections::BTreeSet;

use bitrix24_codegen::diagnostic::Diagnostics;
use bitrix24_codegen::keys;
use bitrix24_codegen::skeleton::{Added, MethodName, Refusal, added, file};
use bitrix24_codegen::source::{Source, line_and_column};

fn name(name: &str) -> MethodName {
    MethodName::parse(name).unwrap_or_else(|| panic!("{name} is a method's name"))
}

fn problems(text: &str) -> Diagnostics {
    bitrix24_codegen::generate(&[Source::new("spec/crm/deal.yaml", text)]).expect_err("nothing is filled in")
}

/// The lines that the generator finds something to be filled in at; nothing else may be wrong.
fn unfilled(text: &str) -> BTreeSet<usize> {
    let line = |problem: &bitrix24_codegen::diagnostic::Diagnostic| {
        assert_eq!(problem.problem.code().to_string(), "B24-0112", "{}\n{text}", problem.problem.message());
        line_and_column(text, problem.span.start).0
    };
    problems(text).iter().map(line).collect()
}

fn lines_with(text: &str, wanted: impl Fn(&str) -> bool) -> BTreeSet<usize> {
    text.lines().enumerate().filter(|(_, line)| wanted(line)).map(|(at, _)| at + 1).collect()
}

#[test]
fn every_gap_is_found_and_nothing_else() {
    let text = file(&name("crm.deal.get"));
    let gaps = lines_with(&text, |line| line.contains("???") && !line.trim_start().starts_with('#'));
    assert_eq!(gaps.len(), 8, "{text}");
    assert_eq!(unfilled(&text), gaps);
}

#[test]
fn every_comment_is_a_key_to_be_filled_in() {
    let text = file(&name("crm.deal.get"));
    let line = |line: &str| match line.trim_start().strip_prefix("# ") {
        Some(key) if !line.contains("$schema") => format!("{}{key}\n", &line[..line.len() - line.trim_start().len()]),
        _ => format!("{line}\n"),
    };
    let open: String = text.lines().map(line).collect();
    assert_eq!(unfilled(&open), lines_with(&open, |line| line.contains("???")));
    for key in keys::METHOD.keys {
        assert!(open.contains(&format!("\n    {}:", key.name)) && text.contains(key.doc), "{} in\n{text}", key.name);
    }
}

#[test]
fn names_say_which_file() {
    let cases = [
        ("crm.deal.get", "crm/deal.yaml", "get", "$schema=../schema.json\nfamily: crm.deal "),
        ("crm.deal.get@3", "crm/deal.yaml", "get@3", "$schema=../schema.json\nfamily: crm.deal "),
        ("bizproc.workflow.template.add", "bizproc/workflow/template.yaml", "add", "$schema=../../schema.json\n"),
        ("profile", "root.yaml", "profile", "$schema=schema.json\nfamily: root "),
    ];
    for (written, path, key, begins) in cases {
        let method = name(written);
        assert_eq!((method.path().as_str(), method.key().as_str()), (path, key));
        assert!(file(&method).starts_with(&format!("# yaml-language-server: {begins}")), "{}", file(&method));
    }
    assert!(file(&name("a.b@3")).contains("\n    rest: 3 "));
    for written in
        ["", ".", "a.", ".a", "a..b", "a b", "../a", "a/b", "a.b@2", "a@3.b", "1a.b", "a.ö", "root.a", "a.b\n"]
    {
        assert_eq!(MethodName::parse(written), None, "{written:?}");
    }
}

#[test]
fn a_method_finds_its_place_in_a_file() {
    let cases = [
        // The rest of a file, with HERE where the method belongs; how far from the left it and its keys stand.
        ("methods:\n  a: {doc: A.}\nHERE", 2, 4),
        ("methods:\n  a: {doc: A.}HERE", 2, 4),
        ("methods:\n    a:\n       doc: A.   # said\nHERE", 4, 7),
        (
            "methods:\n  a:\n    doc: >-\n      # no comment\n\n      A text.\n    # more of a\nHERE\n\n# The end.\n",
            2,
            4,
        ),
        ("methods:\n  a:\n    doc: A.\nHERE\n# Types.\ntypes:\n  T: {doc: T.}\n", 2, 4),
        ("methods:\n  a:\n    doc: A.\nHEREtypes:\n  methods:\n    a: b\n", 2, 4),
        ("methods:\n  a: {doc: A.}\nHERE...\n", 2, 4),
        ("methods:\n  'get@3':\n    rest: 3\nHERE", 2, 4),
        ("methods:   # none yet\nHERE", 2, 4),
        ("methods:\nHEREtypes: {}\n", 2, 4),
        ("types: {}HERE", 2, 4),
        ("HERE", 2, 4),
    ];
    for (rest, indent, inside) in cases {
        for end in ["\n", "\r\n"] {
            let text = format!("# Mine.\nfamily: crm.deal # as the path says\n{rest}").replace('\n', end);
            let (before, after) = text.split_once("HERE").unwrap();
            let old = format!("{before}{after}");
            let Added { text: new, line } = added(&name("crm.deal.get"), &Source::new("", old.as_str())).unwrap();
            assert!(new.lines().nth(line - 1).is_some_and(|line| line.trim() == "get:"), "{line} in\n{new}");
            let block = new.strip_prefix(before).and_then(|new| new.strip_suffix(after));
            let block = block.unwrap_or_else(|| panic!("not there:\n{new}"));
            assert_eq!(block.matches('\n').count(), block.matches(end).count(), "the file's own line ends");
            let lines: Vec<&str> = block.lines().collect();
            let at = lines.iter().position(|line| *line == format!("{:indent$}get:", "")).unwrap();
            assert!(lines[at + 1].starts_with(&format!("{:inside$}doc: ???", "")), "{new}");
            assert_eq!(without_the_last_method(&new, "get"), without_the_last_method(&old, ""), "{new}");
        }
    }
}

/// A file as another reader has it, without its last method, which must have this key.
fn without_the_last_method(text: &str, key: &str) -> serde_yaml::Value {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    if let Some(methods) = value["methods"].as_mapping_mut() {
        let last = methods.keys().last().cloned().unwrap();
        if !key.is_empty() {
            assert_eq!(last.as_str(), Some(key), "{text}");
            methods.remove(last);
        }
    }
    // Nothing under `methods:`, and no such key, are the same here.
    let whole = value.as_mapping_mut().unwrap();
    whole.entry("methods".into()).or_insert(serde_yaml::Value::Null);
    if whole["methods"].as_mapping().is_some_and(serde_yaml::Mapping::is_empty) {
        whole.insert("methods".into(), serde_yaml::Value::Null);
    }
    value
}

#[test]
fn what_is_not_certain_is_refused() {
    let cases = [
        ("methods: {a: {doc: A.}}\n", 2, "one method a line"),
        ("methods: []\n", 2, "one method a line"),
        ("methods: none\n", 2, "one method a line"),
        ("methods:\n  get: {doc: A., rest: 3}\n", 3, "`get` stands for another method"),
        ("methods:\n  get: {doc: A., wire: other}\n", 3, "`get` stands for another method"),
        ("methods:\n  a:\n    doc: |+\n      Blank lines count.\n\n\n", 2, "not certain"),
    ];
    for (rest, line, words) in cases {
        let source = Source::new("", format!("family: crm.deal\n{rest}"));
        match added(&name("crm.deal.get"), &source) {
            Err(Refusal::InTheWay { line: at, message }) => {
                assert!(at == line && message.contains(words), "{rest}: {at}: {message}");
            }
            other => panic!("{rest}: {other:?}"),
        }
    }
    let refused = |text: &str| added(&name("crm.deal.get"), &Source::new("", text));
    assert!(matches!(refused("family: crm.lead\n"), Err(Refusal::InTheWay { line: 1, .. })));
    assert!(matches!(refused("{family: crm.deal}\n"), Err(Refusal::InTheWay { line: 1, .. })));
    assert!(matches!(refused("family: [\n"), Err(Refusal::Unreadable(_))));
    assert!(matches!(refused("family: crm.deal\nfamily: crm.deal\n"), Err(Refusal::Unreadable(_))));
    assert!(matches!(refused(""), Err(Refusal::Unreadable(_))));
}
