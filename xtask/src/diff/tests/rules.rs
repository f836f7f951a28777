//! Rules between parameters, and between fields.

use super::{Case, SPEC, check, lines, model};

const CASES: &[Case<'_>] = &[
    (
        "    result: Line\n",
        "    rules:\n      - at_least_one: [EMAIL, PHONE]\n    result: Line\n",
        &[
            "minor: setter `.any_given()` is new",
            "breaking: the rules refuse calls that compiled before: missing `EMAIL` or `PHONE` of `acme.orders.add`: at least one is needed",
        ],
        &[
            "breaking: setter `.any_given()` is gone",
            "minor: the rules allow calls that did not compile before: no longer \"missing `EMAIL` or `PHONE` of `acme.orders.add`: at least one is needed\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - exclusive: [EMAIL, PHONE]\n    result: Line\n",
        &[
            "breaking: setter `.maybe_email(..)` is gone",
            "breaking: setter `.maybe_phone(..)` is gone",
            "breaking: the rules refuse calls that compiled before: `EMAIL` and `PHONE` of `acme.orders.add` exclude each other",
        ],
        &[
            "minor: setter `.maybe_email(..)` is new",
            "minor: setter `.maybe_phone(..)` is new",
            "minor: the rules allow calls that did not compile before: no longer \"`EMAIL` and `PHONE` of `acme.orders.add` exclude each other\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - together: [EMAIL, PHONE]\n    result: Line\n",
        &[
            "breaking: setter `.maybe_email(..)` is gone",
            "breaking: setter `.maybe_phone(..)` is gone",
            "breaking: the rules refuse calls that compiled before: `EMAIL` and `PHONE` of `acme.orders.add` are given together or not at all",
        ],
        &[
            "minor: setter `.maybe_email(..)` is new",
            "minor: setter `.maybe_phone(..)` is new",
            "minor: the rules allow calls that did not compile before: no longer \"`EMAIL` and `PHONE` of `acme.orders.add` are given together or not at all\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - required_if: {param: TEXT, when: {GIFT: Y}}\n    result: Line\n",
        &[
            "breaking: setter `.maybe_gift(..)` is gone",
            "minor: setter `.gift_no()` is new",
            "minor: setter `.gift_yes()` is new",
            "breaking: the rules refuse calls that compiled before: missing parameter `TEXT` of `acme.orders.add`: it is required if `GIFT` is `Y`",
        ],
        &[
            "breaking: setter `.gift_no()` is gone",
            "breaking: setter `.gift_yes()` is gone",
            "minor: setter `.maybe_gift(..)` is new",
            "minor: the rules allow calls that did not compile before: no longer \"missing parameter `TEXT` of `acme.orders.add`: it is required if `GIFT` is `Y`\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - required_if: {param: TEXT, auth: webhook}\n    result: Line\n",
        &[
            "breaking: the rules refuse calls that compiled before: missing parameter `TEXT` of `acme.orders.add`: it is required if the client is made from a webhook",
        ],
        &[
            "minor: the rules allow calls that did not compile before: no longer \"missing parameter `TEXT` of `acme.orders.add`: it is required if the client is made from a webhook\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - required_if: {param: TEXT, with: EMAIL}\n    result: Line\n",
        &[
            "breaking: setter `.maybe_email(..)` is gone",
            "breaking: the rules refuse calls that compiled before: missing parameter `TEXT` of `acme.orders.add`: it is required with `EMAIL`",
        ],
        &[
            "minor: setter `.maybe_email(..)` is new",
            "minor: the rules allow calls that did not compile before: no longer \"missing parameter `TEXT` of `acme.orders.add`: it is required with `EMAIL`\"",
        ],
    ),
    (
        "    result: Line\n",
        "    rules:\n      - present: {flag: {GIFT: Y}, with: TEXT, off: plain}\n    result: Line\n",
        &[
            "breaking: setter `.gift(..)` is gone",
            "breaking: setter `.maybe_gift(..)` is gone",
            "breaking: setter `.maybe_text(..)` is gone",
            "breaking: setter `.text(..)` is gone",
            "minor: setter `.plain()` is new",
            "minor: setter `.present(..)` is new",
            "patch: the docs have other words",
        ],
        &[
            "breaking: setter `.plain()` is gone",
            "breaking: setter `.present(..)` is gone",
            "minor: setter `.gift(..)` is new",
            "minor: setter `.maybe_gift(..)` is new",
            "minor: setter `.maybe_text(..)` is new",
            "minor: setter `.text(..)` is new",
            "patch: the docs have other words",
        ],
    ),
    (
        "    rules:\n      - at_least_one: '*'\n",
        "    rules:\n      - exactly_one: [WHEN, WHERE]\n",
        &[
            "breaking: setter `.any_given()` is gone",
            "breaking: setter `.maybe_when(..)` is gone",
            "breaking: setter `.maybe_where(..)` is gone",
            "breaking: the rules refuse calls that compiled before: `WHEN` and `WHERE` of `Wish` exclude each other",
        ],
        &[
            "minor: setter `.any_given()` is new",
            "minor: setter `.maybe_when(..)` is new",
            "minor: setter `.maybe_where(..)` is new",
            "minor: the rules allow calls that did not compile before: At least one field",
        ],
    ),
    (
        "    rules:\n      - at_least_one: '*'\n",
        "    rules:\n      - at_least_one: [WHEN, WHERE]\n",
        &["patch: the docs have other words"],
        &["patch: the docs have other words"],
    ),
];

#[test]
fn rules_that_come_and_go() {
    check(CASES);
}

/// Calls are compared, not words.
#[test]
fn rules_that_change() {
    let asks = "breaking: the rules refuse calls that compiled before";
    let allows = "minor: the rules allow calls that did not compile before";
    let docs = "patch: the docs have other words";
    let cases: [(&str, &str, &[&str]); 9] = [
        ("at_least_one: [TEXT, EMAIL]", "at_least_one: [TEXT, EMAIL, PHONE]", &[allows]),
        ("at_least_one: [TEXT, EMAIL, PHONE]", "at_least_one: [TEXT, EMAIL]", &[asks]),
        ("at_least_one: [TEXT, EMAIL]", "at_least_one: [EMAIL, TEXT]", &[docs]),
        ("exclusive: [TEXT, EMAIL, PHONE]", "exclusive: [TEXT, EMAIL]", &[allows]),
        ("together: [TEXT, EMAIL]", "required_if: {param: TEXT, with: EMAIL}", &[allows]),
        ("together: [TEXT, EMAIL]", "required_if: {param: TEXT, auth: webhook}", &[asks, allows]),
        ("required_if: {param: TEXT, auth: webhook}", "required_if: {param: TEXT, auth: application}", &[asks, allows]),
        ("required_if: {param: TEXT, when: {GIFT: Y}}", "required_if: {param: TEXT, when: {GIFT: N}}", &[asks, allows]),
        ("one_of_groups: [[TEXT], [EMAIL, PHONE]]", "one_of_groups: [[TEXT], [EMAIL]]", &[allows]),
    ];
    let with = |rule: &str| {
        model(&SPEC.replace("    result: Line\n", &format!("    rules:\n      - {rule}\n    result: Line\n")))
    };
    for (from, to, expected) in cases {
        let told = lines(&with(from), &with(to));
        let about_rules = told.iter().filter(|line| line.contains(" the rules ") || line.contains("the docs"));
        let told: Vec<&str> = about_rules
            .map(|line| line.split_once("before").map_or(&line[..], |(head, _)| &line[..head.len() + 6]))
            .collect();
        assert_eq!(told, expected, "{from} → {to}");
    }
}

/// Nobody has called what was not there.
#[test]
fn rules_about_new_parameters() {
    let cases = [
        ("exclusive: [NEW, NEWER]", true),
        ("together: [NEW, NEWER]", true),
        ("required_if: {param: NEW, with: NEWER}", true),
        ("exclusive: [NEW, EMAIL]", true),
        ("required_if: {param: TEXT, with: NEW}", true),
        ("required_if: {param: NEW, with: TEXT}", false),
        ("at_least_one: [NEW, NEWER]", false),
        ("at_least_one: [NEW, EMAIL]", false),
    ];
    let old = model(SPEC);
    for (rule, compiles) in cases {
        let rule = format!(
            "      NEW: {{type: string}}\n      NEWER: {{type: string}}\n    rules:\n      - {rule}\n    result: Line\n"
        );
        let told = lines(&old, &model(&SPEC.replace("    result: Line\n", &rule)));
        let refused = told.iter().any(|line| line.contains("the rules refuse calls"));
        assert_eq!(refused, !compiles, "{rule}\n{told:?}");
    }
}
