//! `cargo xtask import` and `cargo xtask coverage`. Each trap of the dialect is a page in `import/`, with the spec that it
//! becomes beside it, or with what is said where it becomes none. `BLESS=1` writes them anew.

use std::path::PathBuf;

use crate::cases::{compare, input, inputs, specs};
use crate::place::{Place, Ran};

fn traps() -> Vec<PathBuf> {
    inputs("import", "md")
}

fn trap(name: &str) -> String {
    input("import", &format!("{name}.md"))
}

/// A place with these pages, and with an empty folder of specs.
fn place(pages: &[(&str, &str)]) -> Place {
    let place = Place::new();
    place.write("mine/schema.json", "{}");
    for (name, text) in pages {
        place.write(&format!("docs/api-reference/acme/{name}.md"), text);
    }
    place
}

fn import(place: &Place) -> Ran {
    place.run(&["import", "docs", "--spec", "mine"]).exits(0)
}

#[test]
fn each_trap_becomes_the_spec_beside_it() {
    for path in traps() {
        let page = std::fs::read_to_string(&path).unwrap();
        let place = place(&[("page", &page)]);
        let ran = import(&place);
        if specs(&place).is_empty() {
            assert!(place.files("mine").len() == 1, "{}: something was written", path.display());
        } else {
            place.run(&["check", "--spec", "mine"]).exits(0);
        }
        compare(&path, &place, &ran);
    }
}

#[test]
fn no_sentence_of_a_page_reaches_the_specs() {
    for path in traps() {
        let page = std::fs::read_to_string(&path).unwrap();
        // What the server says is a fact; the tables of errors have it.
        let page = page.split("## Error Handling").next().unwrap();
        let place = place(&[("page", page)]);
        import(&place);
        let specs = specs(&place);
        let words: Vec<&str> = page.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).collect();
        for run in words.windows(3) {
            assert!(!specs.contains(&run.join(" ")), "{}: {run:?}", path.display());
        }
    }
}

#[test]
fn a_second_run_writes_nothing() {
    let pages: Vec<(String, String)> = ["stars", "nested", "case", "codes", "values", "rest3", "contradiction"]
        .map(|name| (name.to_owned(), trap(name)))
        .to_vec();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let place = place(&pages);
    place.run(&["import", "docs", "--spec", "mine", "--dry-run"]).exits(0).says("a dry run: nothing was written");
    assert_eq!(place.files("mine").len(), 1);
    import(&place).says("7 pages: 7 imported");
    let before = place.files("mine");
    import(&place).says("no spec changes");
    assert_eq!(place.files("mine"), before);
}

#[test]
fn what_is_described_by_hand_stays_and_others_are_added_to_it() {
    let place = place(&[("ship", &trap("stars")), ("pay", &trap("codes"))]);
    let by_hand = "# Mine.\nfamily: acme.order\ndoc: Orders.\ndocs: api-reference/acme/\n\nmethods:\n  ship:   # as I know it\n    doc: Ships.\n    access: any\n    context: any\n    effect: once\n    result: any\n";
    place.write("mine/acme/order.yaml", by_hand);
    import(&place).says("by hand    acme.order.ship").says("1 imported");
    let text = place.read("mine/acme/order.yaml");
    assert!(text.starts_with(by_hand), "{text}");
    assert!(text.contains("\n  pay:  # doubt: ") && text.contains("page: pay.html"), "{text}");
    place.run(&["check", "--spec", "mine"]).exits(0);
    import(&place).says("no spec changes");
}

/// What a person and the pages change, and what comes of it.
struct Case {
    /// A replacement in the spec.
    hand: (&'static str, &'static str),
    /// A replacement in the page.
    page: (&'static str, &'static str),
    has: &'static [&'static str],
    conflict: Option<&'static str>,
}

const NOTHING: (&str, &str) = ("acme.order.ship", "acme.order.ship");

#[test]
fn changes_of_both_sides_come_together() {
    let cases = [
        Case {
            hand: ("doc: 'Calls `acme.order.ship`.'", "# In my words.\n    doc: Ships an order."),
            page: NOTHING,
            has: &["# In my words.\n    doc: Ships an order."],
            conflict: None,
        },
        Case {
            hand: NOTHING,
            page: ("**TWO**^*^\n[`integer`]", "**TWO**\n[`double`]"),
            has: &["TWO: {type: double}"],
            conflict: None,
        },
        // Both changed, at different keys.
        Case {
            hand: ("ONE: {type: string, required: true}", "ONE: {type: string, required: true, doc: Mine.}  # note"),
            page: ("**TWO**^*^\n[`integer`]", "**TWO**\n[`double`]"),
            has: &["ONE: {type: string, required: true, doc: Mine.}  # note", "TWO: {type: double}"],
            conflict: None,
        },
        // Both changed the same key.
        Case {
            hand: ("ONE: {type: string, required: true}", "ONE: {type: string, required: true, doc: Mine.}"),
            page: ("**ONE***\n[`string`]", "**ONE**\n[`integer`]"),
            has: &["ONE: {type: string, required: true, doc: Mine.}"],
            conflict: Some("methods.ship.params.ONE"),
        },
        // The page has a new parameter, and a person has taken one away.
        Case {
            hand: ("      FOUR: {type: date, required: true}\n", ""),
            page: ("|| **FIVE** *", "|| **NEW**\n[`integer`](../types.md) | New ||\n|| **FIVE** *"),
            has: &["THREE: {type: double, required: true}\n      NEW: {type: integer}\n      FIVE:"],
            conflict: None,
        },
        // The page has lost one that a person has changed.
        Case {
            hand: ("TWO: {type: integer, required: true}", "TWO: {type: integer, required: true, doc: Mine.}"),
            page: ("|| **TWO**^*^\n[`integer`](../types.md) | The second ||\n", ""),
            has: &["TWO: {type: integer, required: true, doc: Mine.}"],
            conflict: Some("methods.ship.params.TWO"),
        },
        Case {
            hand: NOTHING,
            page: ("|| **TWO**^*^\n[`integer`](../types.md) | The second ||\n", ""),
            has: &["ONE: {type: string, required: true}\n      THREE:"],
            conflict: None,
        },
    ];
    for Case { hand, page, has, conflict } in cases {
        let before = trap("stars");
        let after = before.replace(page.0, page.1);
        let place = place(&[("ship", &before)]);
        import(&place);
        let spec = place.read("mine/acme/order.yaml");
        let edited = spec.replace(hand.0, hand.1);
        assert!((edited != spec) == (hand.0 != hand.1) && (after != before) == (page.0 != page.1), "{hand:?} {page:?}");
        place.write("mine/acme/order.yaml", &edited);
        place.write("docs/api-reference/acme/ship.md", &after);
        let report = import(&place).out;
        let merged = place.read("mine/acme/order.yaml");
        for text in has {
            assert!(merged.contains(text), "{text:?} in\n{merged}");
        }
        assert_eq!(report.lines().any(|line| line.starts_with("  conflict ")), conflict.is_some(), "{report}");
        assert!(conflict.is_none_or(|place| report.contains(place)), "{report}");
        if page == NOTHING {
            assert_eq!(merged, edited, "an unchanged page changes nothing");
        }
        place.run(&["check", "--spec", "mine"]).exits(0);
        import(&place).says("no spec changes");
    }
}

#[test]
fn one_page_of_a_family_leaves_its_other_methods() {
    let place = place(&[("ship", &trap("stars")), ("update", &trap("nested"))]);
    import(&place);
    let before = place.read("mine/acme/order.yaml");
    let page = "docs/api-reference/acme/ship.md";
    place.run(&["import", page, "--spec", "mine"]).exits(0).says("no spec changes");
    assert_eq!(place.read("mine/acme/order.yaml"), before);
    place.write(page, &trap("stars").replace("**ONE***", "**ONE**"));
    place.run(&["import", page, "--spec", "mine"]).exits(0);
    assert_eq!(
        place.read("mine/acme/order.yaml"),
        before.replace("ONE: {type: string, required: true}", "ONE: {type: string}")
    );
}

#[test]
fn what_would_break_the_specs_is_not_written() {
    let place = place(&[("ship", &trap("stars"))]);
    import(&place);
    // A person needs what the page has lost since.
    let spec = place
        .read("mine/acme/order.yaml")
        .replace("    result: boolean\n", "    rules:\n      - together: [SIX, SEVEN]\n    result: boolean\n");
    let spec = spec.replace("      SIX:", "      SEVEN: {type: string}\n      SIX:");
    place.write("mine/acme/order.yaml", &spec);
    place.run(&["check", "--spec", "mine"]).exits(0);
    let page = trap("stars");
    let without = page.split("|| **SIX**").next().unwrap().to_owned() + "|#\n" + page.split("|#").nth(1).unwrap();
    place.write("docs/api-reference/acme/ship.md", &without);
    let before = place.files("mine");
    import(&place).says("refused    acme.order.ship");
    assert_eq!(place.files("mine"), before);

    place.write("mine/acme/order.yaml", "family: [");
    place.run(&["import", "docs", "--spec", "mine"]).exits(1).says("error[");
    place.run(&["import", "nowhere", "--spec", "mine"]).exits(1);
}

#[test]
fn no_page_makes_it_stumble() {
    let page = trap("nested") + &trap("codes");
    let pieces = (0..page.len()).filter(|at| page.is_char_boundary(*at)).step_by(23);
    let pages: Vec<(String, &str)> = pieces.map(|at| (format!("cut{at}"), &page[..at])).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    import(&place(&pages));
    for (from, to) in
        [("|", ""), ("`", ""), ("||", "|"), ("#|", ""), ("|#", ""), ("*", ""), ("\n", " "), ("{", "}"), ("#", "##")]
    {
        import(&place(&[("page", &page.replace(from, to))]));
        import(&place(&[("page", &page.replace(from, &format!("{from}{from}")))]));
    }
}

#[test]
fn who_may_call_is_what_the_page_says_or_a_doubt() {
    let some = "any  # doubt: the page names administrators, and not simply those of the portal";
    for (who, access) in [
        (" any user", "any"),
        (" Administrator.", "admin"),
        ("", "any  # doubt: the page does not say who may call"),
        (" administrator of the online store", some),
        ("\n> - any user for their own walls\n> - an owner for others", "any"),
        ("\n> - administrator", "admin"),
        ("\n> - any user for their own walls\n> - an administrator of the shop for others", some),
    ] {
        let page = trap("walk").replace("method: any user", &format!("method:{who}"));
        let place = place(&[("page", &page)]);
        import(&place);
        let spec = place.read("mine/acme/goods.yaml");
        assert!(spec.contains(&format!("    access: {access}\n")), "{who:?} in\n{spec}");
    }
}

#[test]
fn coverage_counts_by_scope() {
    let place = place(&[("ship", &trap("stars")), ("task", &trap("contradiction")), ("paint", &trap("values"))]);
    place
        .run(&["import", "docs/api-reference/acme/ship.md", "docs/api-reference/acme/task.md", "--spec", "mine"])
        .exits(0);
    let ran = place.run(&["coverage", "docs", "--spec", "mine"]).exits(0).says("missing    acme.door.paint");
    let lines: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["acme", "1", "1", "1", "3"]), "{}", ran.out);
    assert!(lines.contains(&vec!["all", "1", "1", "1", "3"]), "{}", ran.out);
}
