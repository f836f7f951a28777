//! Each kind of change by itself: two pieces of a spec, and all that is said of the step from one to the other and back.

mod answer;
mod method;
mod named;
mod record;
mod rules;

use bitrix24_codegen::model::Model;
use bitrix24_codegen::source::Source;

use super::compare::compare;

const SPEC: &str = "family: acme.orders
doc: Orders of an invented shop.
scope: [acme]
types:
  Code: {doc: A code., type: string, pattern: '^[a-z]+$'}
  Size: {doc: A size., type: integer, min: 1, max: 9}
  Colour: {doc: A colour., enum: {red: Red., blue: Blue.}}
  Line:
    doc: A line that is sent and comes back.
    struct:
      GOODS: {type: string, required: true, doc: What.}
      COUNT: {type: integer, doc: How many.}
  Row:
    doc: A row.
    struct:
      ID: {type: integer, required: true, doc: Which.}
      NOTE: {type: string, doc: A remark.}
  Wish:
    doc: A wish.
    struct:
      WHEN: {type: date, doc: When.}
      WHERE: {type: string, doc: Where.}
    rules:
      - at_least_one: '*'
  Place: {doc: A place., tuple: {street: string, number: integer}}
  Target: {doc: A target., union: {Text: string, Number: integer}}
methods:
  add:
    doc: Places an order.
    access: any
    context: any
    effect: once
    params:
      CODE: {type: Code, required: true, doc: The code.}
      COLOUR: {type: Colour, doc: The colour.}
      SIZE: {type: Size, doc: The size.}
      GIFT: {type: boolean, default: N, doc: Whether it is a present.}
      TEXT: {type: string, max: 80, doc: What stands on it.}
      LINE: {type: Line, doc: A line.}
      WISH: {type: Wish, doc: A wish.}
      PLACE: {type: Place, doc: A place.}
      TARGET: {type: Target, doc: A target.}
      EMAIL: {type: string, doc: Where to write to.}
      PHONE: {type: string, doc: Whom to call.}
    result: Line
    errors:
      ERROR_NO_CODE: {texts: [No code], doc: It has none.}
      ERROR_BAD_CODE:
        reasons:
          Long: ['Too long <code>']
          Short: [Too short]
  list:
    doc: Lists orders.
    access: any
    context: any
    effect: read
    params:
      START: {type: integer, doc: Where to begin.}
    pagination: {style: start}
    result: Row[]
";

fn model(text: &str) -> Model {
    let sources = [Source::new("spec/acme/orders.yaml", text)];
    bitrix24_codegen::read(&sources)
        .unwrap_or_else(|problems| panic!("{}", problems.render(&sources, bitrix24_codegen::diagnostic::Style::Plain)))
}

fn lines(old: &Model, new: &Model) -> Vec<String> {
    let subjects = compare(old, new);
    let told = subjects
        .iter()
        .flat_map(|subject| subject.changes.iter().map(|change| format!("{}: {change}", change.what.verdict())));
    told.collect()
}

/// What stands in the spec, what is put in its place, what is said of that, and what of the way back.
type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str]);

#[track_caller]
fn check(cases: &[Case<'_>]) {
    let old = model(SPEC);
    for (from, to, forth, back) in cases {
        assert_eq!(SPEC.matches(from).count(), 1, "{from}");
        let new = model(&SPEC.replace(from, to));
        assert_eq!(lines(&old, &new), *forth, "{from} → {to}");
        assert_eq!(lines(&new, &old), *back, "{to} → {from}");
    }
}

#[test]
fn changes_stand_with_what_has_changed() {
    let put = "  put: {doc: Puts., access: any, context: any, effect: once, result: string}\n";
    let text = SPEC.replace("methods:\n", &format!("methods:\n{put}")).replace("doc: A code.", "doc: The code.");
    let moved = model(&text.replace("START: {type: integer", "START: {type: id<order>"));
    let subjects = compare(&model(SPEC), &moved);
    let named: Vec<(&str, usize)> =
        subjects.iter().map(|subject| (subject.name.as_str(), subject.changes.len())).collect();
    assert_eq!(named, [("acme.orders.put", 1), ("acme.orders.list", 1), ("acme::orders::Code", 1), ("identifiers", 1)]);
    assert!(compare(&moved, &moved).is_empty());
}

#[test]
fn system_errors_are_shared_by_all() {
    let system = |errors: &str| {
        let text = format!("family: system\ndoc: Errors.\nsystem_errors:\n{errors}");
        bitrix24_codegen::read(&[Source::new("spec/system.yaml", text)]).unwrap()
    };
    let one = "  A: {doc: A., status: 500}\n";
    let old = system(one);
    let cases: [(&str, &[&str]); 3] = [
        ("  A: {doc: A., status: 500}\n  B: {doc: B.}\n", &["minor: error `B` is new: `SystemErrorKind::B`"]),
        ("  A: {doc: A., status: 500, temporary: true}\n", &["patch: error `A`: it is repeated in other cases"]),
        ("  A: {doc: A., status: 500, rust: Aa}\n", &["breaking: error `A` is `Aa` in Rust, no longer `A`"]),
    ];
    for (new, expected) in cases {
        assert_eq!(lines(&old, &system(new)), expected, "{new}");
    }
}

#[test]
fn a_list_has_an_order() {
    let listed = SPEC.replace("    effect: read\n", "    effect: read\n    positional: true\n");
    let with = |params: &str| model(&listed.replace("      START: {type: integer, doc: Where to begin.}\n", params));
    let (start, sort) = ("      START: {type: integer}\n", "      SORT: {type: string}\n");
    let told = lines(&with(&format!("{start}{sort}")), &with(&format!("{sort}{start}")));
    assert_eq!(told, ["patch: the method: the list has another order"]);
    assert_eq!(lines(&with(start), &with(&format!("{start}{sort}"))), ["minor: parameter `SORT` is new: `.sort(..)`"]);
}
