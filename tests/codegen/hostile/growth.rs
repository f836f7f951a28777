//! Specs that are small, or at least no larger than a file may be, and would become large or take long.
//!
//! Nothing is timed: what does not end in a moment does not end at all.

use super::codes;

const HEAD: &str = "family: a\ndoc: A family.\n";
const FACTS: &str = "doc: A method., access: any, context: any, effect: once, result: boolean";

/// Pieces with a number each, until they have so many bytes.
fn fill(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(at));
    }
    text
}

/// So many pieces with a number each.
fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn listed(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<String>>().join(", ")
}

fn method(rest: &str) -> String {
    format!("{HEAD}methods:\n  get: {{{FACTS}, {rest}}}\n")
}

const MANY: &str = "B24-0131";
const LONG: &str = "B24-0132";
const HEAVY: &str = "B24-0133";

#[test]
fn large_files_are_refused_in_a_moment() {
    const MIB: usize = 1_000_000;
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("keys", fill(MIB, |at| format!("key{at}: x\n")), &["B24-0102", "B24-0103", MANY]),
        ("one key again and again", format!("{HEAD}{}", fill(MIB, |_| "doc: x\n".to_owned())), &["B24-0007"]),
        ("one line", format!("family: a\ndoc: {}\n", "x".repeat(MIB)), &[]),
        ("one key", format!("{HEAD}{}: 1\n", "x".repeat(MIB)), &["B24-0004"]),
        ("blanks", format!("{HEAD}docs:{}\n", " ".repeat(MIB)), &["B24-0105"]),
        ("line ends", format!("{HEAD}{}x: 1\n", "\n".repeat(MIB)), &["B24-0102"]),
        ("comments", "# x\n".repeat(MIB / 4), &["B24-0008"]),
        ("empty methods", format!("{HEAD}methods:\n{}", fill(MIB, |at| format!("  m{at}:\n"))), &["B24-0101", MANY]),
        ("brackets", format!("a: [{}]\n", "[],".repeat(MIB / 3)), &["B24-0102", "B24-0103", MANY]),
        ("more than is read", "x".repeat(2 * MIB), &["B24-0002"]),
    ];
    for (name, text, expected) in cases {
        assert_eq!(codes("spec/a.yaml", text), expected, "{name}");
    }
}

#[test]
fn a_hundred_thousand_problems_are_counted_and_a_hundred_are_shown() {
    let text = format!("{HEAD}{}", "doc: x\n".repeat(100_000));
    let sources = [bitrix24_codegen::source::Source::new("spec/a.yaml", text)];
    let problems = bitrix24_codegen::generate(&sources).unwrap_err();
    let shown = problems.render(&sources, bitrix24_codegen::diagnostic::Style::Plain);
    assert_eq!((problems.len(), shown.matches("error[").count()), (100_000, 100));
    assert!(shown.ends_with("and 99900 more problems"), "{}", &shown[shown.len() - 100..]);
}

#[test]
fn types_that_grow_are_refused_in_a_moment() {
    let types = |types: String| format!("{HEAD}types:\n{types}");
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("unknown types", types(listed_types(900, |at| format!("{{doc: d, type: Other{at}}}"))), &["B24-0301"]),
        (
            "a chain of names",
            types(listed_types(900, |at| format!("{{doc: d, type: Type{}}}", at + 1))),
            &["B24-0301", "B24-0305"],
        ),
        (
            "a chain of tuples",
            types(listed_types(900, |at| format!("{{doc: d, tuple: {{a: Type{}}}}}", at + 1))),
            &["B24-0301"],
        ),
        (
            "a circle of structs",
            types(listed_types(900, |at| format!("{{doc: d, struct: {{a: {{type: Type{}}}}}}}", (at + 1) % 900))),
            &[],
        ),
        (
            "a circle without end",
            types(listed_types(900, |at| format!("{{doc: d, tuple: {{a: Type{}}}}}", (at + 1) % 900))),
            &["B24-0308"],
        ),
        (
            "a list of itself",
            types("  Tree: {doc: d, struct: {kids: {type: 'Tree[]', required: true}}}\n".to_owned()),
            &[],
        ),
        (
            "a map of itself",
            types("  Tree: {doc: d, union: {Kids: 'map<string, Tree>', Leaf: string}}\n".to_owned()),
            &[],
        ),
        (
            "itself by a rule",
            types(
                "  Tree: {doc: d, struct: {a: {type: Tree}, b: {type: Tree}}, rules: [at_least_one: [a, b]]}\n"
                    .to_owned(),
            ),
            &["B24-0308"],
        ),
        (
            "itself or not",
            types(
                "  Tree: {doc: d, struct: {a: {type: Tree}, b: {type: string}}, rules: [at_least_one: [a, b]]}\n"
                    .to_owned(),
            ),
            &[],
        ),
        ("too many types", types(listed_types(1001, |_| "{doc: d, type: string}".to_owned())), &[MANY]),
        (
            "too many values",
            types(format!("  Many: {{doc: d, enum: {{{}}}}}\n", listed(1001, |at| format!("v{at}: d")))),
            &[MANY],
        ),
        (
            "too many forms",
            types(format!("  Many: {{doc: d, union: {{{}}}}}\n", listed(65, |at| format!("V{at}: string")))),
            &[MANY],
        ),
        (
            "too many places",
            types(format!("  Many: {{doc: d, tuple: {{{}}}}}\n", listed(17, |at| format!("v{at}: string")))),
            &[MANY],
        ),
        (
            "structs of structs",
            types(listed_types(900, |at| {
                let fields = listed(30, |field| format!("f{field}: {{type: Type{}}}", (at * 7 + field * 13) % 900));
                format!("{{doc: d, struct: {{{fields}}}}}")
            })),
            &[HEAVY],
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(codes("spec/a.yaml", text), expected, "{name}");
    }
}

fn listed_types(count: usize, body: impl Fn(usize) -> String) -> String {
    repeated(count, |at| format!("  Type{at}: {}\n", body(at)))
}

#[test]
fn rules_that_multiply_are_refused_in_a_moment() {
    let optional = |count: usize| format!("params: {{{}}}", listed(count, |at| format!("P{at}: {{type: string}}")));
    let each =
        |rule: &dyn Fn(usize, usize) -> String, count: usize| listed(count, |at| rule(at % 30, (at * 7 + 1) % 30));
    let rules =
        |rule: &dyn Fn(usize, usize) -> String| method(&format!("{}, rules: [{}]", optional(30), each(rule, 60)));
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("each excludes another", rules(&|a, b| format!("exclusive: [P{a}, P{b}]")), &[]),
        ("each needs another", rules(&|a, b| format!("required_if: {{param: P{a}, with: P{b}}}")), &[]),
        ("each needs another's absence", rules(&|a, b| format!("required_unless: {{param: P{a}, with: P{b}}}")), &[]),
        ("each or another", rules(&|a, b| format!("at_least_one: [P{a}, P{b}]")), &[]),
        (
            "pairs or pairs",
            rules(&|a, b| format!("one_of_groups: [[P{a}, P{b}], [P{}, P{}]]", (a + 5) % 30, (b + 11) % 30)),
            &[],
        ),
        ("either and not both", rules(&|a, b| format!("exactly_one: [P{a}, P{b}]")), &["B24-0541"]),
        (
            "too many rules",
            method(&format!("{}, rules: [{}]", optional(2), listed(65, |_| "together: [P0, P1]".to_owned()))),
            &[MANY],
        ),
        (
            "too many members",
            method(&format!("{}, rules: [one_of_groups: [[P0], [{}]]]", optional(7), listed(7, |at| format!("P{at}")))),
            &["B24-0505"],
        ),
        ("too many parameters", method(&optional(501)), &[MANY]),
        (
            "too many that are required",
            method(&format!("params: {{{}}}", listed(65, |at| format!("P{at}: {{type: string, required: true}}")))),
            &["B24-0541"],
        ),
        (
            "combinations",
            format!(
                "{HEAD}methods:\n{}",
                repeated(200, |at| format!(
                    "  m{at}: {{{FACTS}, {}, rules: [{}]}}\n",
                    optional(6),
                    listed(10, |_| "one_of_groups: [[P0], [P1], [P2], [P3], [P4], [P5]]".to_owned())
                ))
            ),
            &[HEAVY],
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(codes("spec/a.yaml", text), expected, "{name}");
    }
}

#[test]
fn texts_that_multiply_are_refused_in_a_moment() {
    let long = "x".repeat(300_000);
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("a deep family", format!("family: {}a\ndoc: d\n", "a.".repeat(100_000)), &["B24-0201"]),
        ("a long family", format!("family: {long}\ndoc: d\n"), &["B24-0201"]),
        ("a long method", format!("{HEAD}methods:\n  ? {long}\n  : {{{FACTS}}}\n"), &[LONG]),
        ("a long parameter", method(&format!("params: {{? {long} : {{type: string}}}}")), &[LONG]),
        ("a long type", format!("{HEAD}types:\n  ? T{long}\n  : {{doc: d, type: string}}\n"), &[LONG]),
        ("a long address", format!("{HEAD}docs: {long}\n"), &[LONG]),
        ("a long scope", format!("{HEAD}scope: [{long}]\n"), &[LONG]),
        ("many scopes", format!("{HEAD}scope: [{}]\n", listed(65, |at| format!("s{at}"))), &[MANY]),
        ("many uses", format!("{HEAD}use: [{}]\n", listed(5000, |at| format!("f{at}"))), &[MANY, "B24-0302"]),
        (
            "many places",
            method(&format!("errors: {{E: {{texts: ['{}']}}}}", fill(200_000, |at| format!("<a{at}>")))),
            &[MANY],
        ),
        ("many errors", method(&format!("errors: {{{}}}", listed(1001, |at| format!("E{at}: {{}}")))), &[MANY]),
        (
            "many errors in many methods",
            format!(
                "{HEAD}methods:\n{}",
                repeated(60, |at| format!(
                    "  m{at}: {{{FACTS}, errors: {{{}}}}}\n",
                    listed(900, |at| format!("E{at}: {{}}"))
                ))
            ),
            &[HEAVY],
        ),
        ("a large example of a large union", large_example(), &["B24-0804"]),
    ];
    for (name, text, expected) in cases {
        assert_eq!(codes("spec/a.yaml", text), expected, "{name}");
    }
}

/// Each of many forms looks at a large value before it sees that it is another form's.
fn large_example() -> String {
    let forms = listed(60, |at| format!("V{at}: Part"));
    let types = format!(
        "  Many: {{doc: d, union: {{{forms}}}}}\n  Part: {{doc: d, struct: {{a: {{type: any}}, z: {{type: string, required: true}}}}}}\n"
    );
    let request = format!("{{A: {{a: [{}]}}}}", listed(40_000, |_| "1".to_owned()));
    format!(
        "{HEAD}types:\n{types}methods:\n  get: {{{FACTS}, params: {{A: {{type: Many}}}}, examples: [{{request: {request}}}]}}\n"
    )
}

#[test]
fn patterns_that_explode_are_refused_in_a_moment() {
    const BAD: &str = "B24-0405";
    const LARGE: &str = "B24-0406";
    let cases: [(&str, &[&str]); 22] = [
        ("(a|aa)*b", &[]),
        ("^(a*)*$", &[]),
        ("(x+x+)+y", &[]),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", &[]),
        ("(a{1000}){1000}", &[LARGE]),
        ("((a{100}){100}){100}", &[LARGE]),
        ("(?:){4294967295}", &[]),
        ("(?:a?){1000}", &[LARGE]),
        ("(|a)*", &[]),
        ("(a|b)*a(a|b){12}", &[LARGE]),
        ("[a-z]{1,255}", &[]),
        ("^[a-z]{1,255}$", &[LARGE]),
        ("a{1,1000}{1,1000}", &[LARGE]),
        ("\\pL+", &[BAD]),
        ("(?u)\\w", &[BAD]),
        ("(?P<n>a)\\1", &[BAD]),
        ("(?=a)b", &[BAD]),
        ("((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))", &[BAD]),
        ("[", &[BAD]),
        ("a{99999999999}", &[BAD]),
        ("\\", &[BAD]),
        ("(?i)[^a-zа-я]", &[BAD]),
    ];
    for (pattern, expected) in cases {
        let text = format!("{HEAD}types:\n  Code: {{doc: d, type: string, pattern: '{pattern}'}}\n");
        assert_eq!(codes("spec/a.yaml", text), expected, "{pattern}");
    }
}
