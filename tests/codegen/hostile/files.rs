//! Files that are no spec, or that stop being one in the middle.

use bitrix24_codegen::render::{Code, Header};
use bitrix24_codegen::source::Source;

use super::codes;
use crate::codegen::judge::{Verdict, judge};
use crate::support::specs;

const HEAD: &str = "family: a\ndoc: A family.\n";

#[test]
fn files_that_are_none_are_refused() {
    let with = |rest: &str| format!("{HEAD}{rest}").into_bytes();
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("nothing", Vec::new(), &["B24-0008"]),
        ("blanks", b" \n\t\n \n".to_vec(), &["B24-0008"]),
        ("a comment", b"# nothing else\n".to_vec(), &["B24-0008"]),
        ("no text", b"family: \xff\xfe\n".to_vec(), &["B24-0001"]),
        ("half a character", b"family: a\ndoc: \xe2\x82".to_vec(), &["B24-0001"]),
        ("a surrogate", b"family: \xed\xa0\x80\n".to_vec(), &["B24-0001"]),
        ("UTF-16", "family: a\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), &["B24-0003"]),
        ("a mark of the byte order", with("\u{feff}"), &["B24-0003"]),
        ("such a mark first", [b"\xef\xbb\xbf".as_slice(), HEAD.as_bytes()].concat(), &["B24-0003"]),
        ("a zero", with("x: \0\n"), &["B24-0003"]),
        ("an escape", with("x: \u{1b}[31m\n"), &["B24-0003"]),
        ("a line that runs backwards", with("x: \u{202e}y\n"), &["B24-0003"]),
        ("no width", with("x: a\u{200b}b\n"), &["B24-0003"]),
        ("another line end", with("x: a\u{2028}b\n"), &["B24-0003"]),
        ("an escaped zero", with("docs: \"\\0\"\n"), &["B24-0003", "B24-0217"]),
        ("an escaped turn", with("docs: \"\\u202e\"\n"), &["B24-0003", "B24-0217"]),
        ("a tab as a blank", b"family:\ta\ndoc:\tA family.\n".to_vec(), &["B24-0004"]),
        ("a tab as indentation", with("types:\n\tA: {doc: d, type: string}\n"), &["B24-0004"]),
        ("a text", b"Hello, world!\n".to_vec(), &["B24-0101"]),
        ("a list", b"- family: a\n".to_vec(), &["B24-0101"]),
        ("JSON", b"{\"family\": \"a\", \"doc\": \"A family.\"}".to_vec(), &[]),
        ("a second document", with("---\nfamily: b\n"), &["B24-0005"]),
        ("a directive", b"%YAML 1.2\n---\nfamily: a\ndoc: d\n".to_vec(), &[]),
        ("an end in the middle", with("...\nx: 1\n"), &["B24-0005"]),
        ("an anchor", with("docs: &a b\n"), &["B24-0005"]),
        ("an alias", with("docs: *a\n"), &["B24-0004"]),
        ("a tag", with("docs: !!python/object:os.system b\n"), &["B24-0005"]),
        ("a merge", with("types:\n  <<: {}\n"), &["B24-0005"]),
        ("a list as a key", with("? [a]\n: b\n"), &["B24-0005"]),
        ("an open quote", with("docs: \"b\n"), &["B24-0004"]),
        ("an open bracket", with("scope: [a\n"), &["B24-0004"]),
        ("a closed bracket", with("scope: a]\n]\n"), &["B24-0004"]),
        ("laughs", laughs(), &["B24-0005"]),
        ("deep in brackets", [b"a: ".to_vec(), vec![b'['; 100_000]].concat(), &["B24-0004"]),
        ("deep in braces", "{a: ".repeat(50_000).into_bytes(), &["B24-0004"]),
        ("deep in dashes", "- ".repeat(100_000).into_bytes(), &["B24-0006"]),
        ("deep in questions", "? ".repeat(100_000).into_bytes(), &["B24-0005"]),
        ("deep in blocks", deep_blocks(), &["B24-0006"]),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(codes("spec/a.yaml", bytes), expected, "{name}");
    }
}

fn deep_blocks() -> Vec<u8> {
    (0..2000).flat_map(|depth| [" ".repeat(depth % 500).as_str(), "a:\n"].concat().into_bytes()).collect()
}

/// Each line stands for nine of the line before.
fn laughs() -> Vec<u8> {
    let line = |at: usize| format!("a{at}: &a{at} [{}]\n", format!("*a{},", at.saturating_sub(1)).repeat(9));
    format!("a0: &a0 ha\n{}", (1..10).map(line).collect::<String>()).into_bytes()
}

#[test]
fn a_spec_that_stops_anywhere_is_refused_or_a_smaller_spec() {
    let mut smaller = 0;
    for spec in specs() {
        let text = String::from_utf8(spec.bytes).unwrap();
        // Every place of the small files, and some of the large ones.
        let step = text.len() / 400 + 1;
        for end in (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            let cut = [Source::new(spec.path.as_str(), &text[..end])];
            match judge(&cut) {
                Ok(Verdict::Accepted(_)) => smaller += 1,
                Ok(Verdict::Refused(_)) => {}
                Err(wrong) => panic!("{} up to {end}: {wrong}", spec.path),
            }
        }
    }
    assert!(smaller > 0);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let body = |code: &Code| -> Vec<String> {
        code.files.iter().map(|file| Header::read(&file.text).unwrap().1.to_owned()).collect()
    };
    let unix = specs();
    let windows: Vec<Source> = unix
        .iter()
        .map(|spec| Source::new(spec.path.as_str(), String::from_utf8_lossy(&spec.bytes).replace('\n', "\r\n")))
        .collect();
    let [Ok(Verdict::Accepted(unix)), Ok(Verdict::Accepted(windows))] = [judge(&unix), judge(&windows)] else {
        panic!("the specs are refused");
    };
    assert_eq!(body(&unix), body(&windows));
}
