//! Hostile texts in every place where a spec has one that people read or the server sends: refused with the place, or
//! written so that they are nothing but texts. Then the code differs in its texts alone.

use super::bones::bones;
use super::verdict;
use crate::codegen::judge::{Verdict, is_rust};

/// A spec with a text at every place; `@1`, `@2` and so on stand for texts in quotes.
const SPEC: &str = "
family: a
doc: @1
docs: @2
types:
  Mode: {doc: @3, enum: {draft: @4, sent: {doc: @5, rust: Sent}, @6: {doc: d, rust: Hostile}}}
  Range:
    doc: @7
    struct:
      from: {type: string, doc: @8, default: @9, deprecated: {use: @10, doc: @11}, pattern: @12}
      mode: {type: Mode, required: true}
  Pair: {doc: @13, tuple: {a: string, b: integer}}
  Either: {doc: @14, union: {Text: string, Flag: boolean}}
  Code: {doc: @15, type: string, pattern: @16}
methods:
  get:
    doc: @17
    page: @18
    access: any
    context: any
    effect: read
    deprecated: {use: @19, doc: @20}
    pagination: {style: start, rows: @21, id: @22}
    params:
      ID: {type: string, required: true, doc: @23}
      MODE: {type: Mode, doc: @24}
      URL: {type: string, doc: d, default: @25}
      RANGE: {type: Range}
    rules:
      - required_if: {param: URL, when: {MODE: @6}}
    result: {type: 'any[]', doc: @26, wrapped_in: @27}
    errors:
      @28: {rust: Hostile, doc: @29, texts: [@30]}
      WRONG: {doc: @31, reasons: {First: {texts: [@32, @33], doc: @34}}}
    examples:
      - doc: @35
        request: {ID: @36, MODE: @37, URL: @38, RANGE: {from: @39, mode: draft}}
        error: {error: WRONG, error_description: @40}
";

const PLACES: usize = 40;

const TEXTS: [&str; 34] = [
    "\"",
    "\\",
    "\"#",
    "'",
    "`",
    "``````rust",
    "```\nfn x() {}\n```",
    "*/ fn x() {} /*",
    "*/",
    "/*",
    "//! x",
    "#![allow(x)]",
    "{",
    "}}",
    "{0}",
    "{}",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "a\tb",
    "$crate",
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "[`Get`]",
    "a)]\n# Heading",
    "- a\n- b",
    "    let x = 1;",
    "~~~rust",
    "%",
    "\u{e000}",
    "ünï ☂ 🦀",
    "include!(\"/etc/passwd\")",
    "padding that is as long as a line of the docs can be at most, so that what follows begins the next one, there: ``````rust std::process::exit(1);",
    "` padding that is as long as a line of the docs can be at most, so that what follows begins the next one: ````rust std::process::exit(1); ```",
];

/// The places where any text that is seen may stand; all of them have a hostile one at once.
const FREE: [usize; 24] = [1, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 17, 19, 20, 23, 24, 25, 26, 29, 31, 34, 35, 40];

/// The spec with this text at some places and harmless ones at the others.
fn spec(places: &[usize], text: &str) -> String {
    // The highest number first, because `@1` begins `@10` too.
    (1..=PLACES).rev().fold(SPEC.to_owned(), |spec, at| {
        let text = if places.contains(&at) { text } else { harmless(at) };
        spec.replace(&format!("@{at}"), &serde_json::to_string(text).unwrap())
    })
}

/// Harmless texts, each of the form that its place asks for.
fn harmless(place: usize) -> &'static str {
    match place {
        2 => "docs/",
        6 | 37 => "value",
        12 | 16 => "^.*$",
        18 => "page.html",
        21 => "result.plain.items",
        27 => "plain.items",
        28 => "CODE",
        32 | 33 => "Text",
        _ => "plain",
    }
}

#[test]
fn hostile_texts_are_refused_or_nothing_but_texts() {
    let Ok(Verdict::Accepted(harmless)) = verdict("spec/a.yaml", &spec(&[], "")) else {
        panic!("the spec is refused without a hostile text");
    };
    let expected = bones(&harmless);
    let alone = (1..=PLACES).filter(|place| !FREE.contains(place)).map(|place| vec![place]);
    let places: Vec<Vec<usize>> = alone.chain([FREE.to_vec()]).collect();
    let (mut refused, mut accepted) = (0, 0);
    for (places, text) in places.iter().flat_map(|places| TEXTS.iter().map(move |text| (places, text))) {
        match verdict("spec/a.yaml", &spec(places, text)) {
            Err(wrong) => panic!("{text:?} at {places:?}: {wrong}"),
            Ok(Verdict::Refused(_)) => {
                assert!(places.len() == 1, "{text:?} is refused where any text may stand");
                refused += 1;
            }
            Ok(Verdict::Accepted(code)) => {
                accepted += 1;
                is_rust(&code).unwrap_or_else(|wrong| panic!("{text:?} at {places:?}: {wrong}"));
                // Another example is another call, another pattern another table.
                if ![12, 16, 36, 37, 38, 39].contains(&places[0]) {
                    assert!(bones(&code) == expected, "{text:?} at {places:?} is more than a text");
                }
                for file in &code.files {
                    check_docs(&file.text).unwrap_or_else(|wrong| panic!("{text:?} at {places:?}: {wrong}"));
                }
            }
        }
    }
    println!("{refused} refused, {accepted} nothing but texts");
    assert!(refused > 100 && accepted > 300);
}

/// The docs have the blocks of code that the generator wrote and no others, and no text begins a block of another kind.
fn check_docs(file: &str) -> Result<(), String> {
    let mut inside = false;
    for line in file.lines().filter_map(doc_line) {
        let own = line == "```no_run" || inside && line == "```";
        // What has another backtick behind the first ones is code inside of a line.
        let fence = line.starts_with("```") && !line.trim_start_matches('`').contains('`') || line.starts_with("~~~");
        match (fence, own) {
            (true, false) => return Err(format!("a block of code begins: {line}")),
            (true, true) => inside = !inside,
            _ if inside => {}
            _ if line.starts_with("    ")
                || line.starts_with("# ") && !["# Errors", "# Example", "# Examples"].contains(&line)
                || line.starts_with("===") =>
            {
                return Err(format!("a block begins: {line}"));
            }
            _ => {}
        }
    }
    if inside { Err("a block of code does not end".to_owned()) } else { Ok(()) }
}

/// The text of a line of docs.
fn doc_line(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

#[test]
fn problems_quote_hostile_texts_without_what_is_not_seen() {
    let facts = "doc: d, access: any, context: any, effect: read";
    let head = "family: a\ndoc: A family.\ntypes: {Mode: {doc: d, enum: {@: {doc: d, rust: Hostile}, draft: d}}}\n";
    let params = "params: {MODE: {type: Mode}, URL: {type: string}}";
    let rule = "required_if: {param: URL, when: {MODE: @}}";
    // A rule that the example breaks, whose words are the help; names that are none; an answer of another form.
    let specs = [
        format!("{facts}, result: boolean, {params}, rules: [{rule}], examples: [{{request: {{MODE: @}}}}]"),
        format!("{facts}, result: '@', {params}, rules: [@: {{flag: {{MODE: @}}, with: @}}], errors: {{@: {{}}}}"),
        format!(
            "{facts}, result: {{type: boolean, wrapped_in: @}}, examples: [{{request: {{@: 1}}, response: {{}}, error: {{error: @}}}}]"
        ),
    ];
    for (spec, text) in specs.iter().flat_map(|spec| TEXTS.iter().map(move |text| (spec, text))) {
        let quoted = serde_json::to_string(text).unwrap();
        let spec = format!("{head}methods: {{get: {{{spec}}}}}\n").replace('@', &quoted);
        match verdict("spec/a.yaml", &spec) {
            Err(wrong) => panic!("{text:?}: {wrong}"),
            Ok(Verdict::Accepted(_)) => panic!("{text:?} is accepted: {spec}"),
            Ok(Verdict::Refused(_)) => {}
        }
    }
}
