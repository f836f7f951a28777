//! Parameters.

use super::{Case, check};

const CASES: &[Case<'_>] = &[
    (
        "      COLOUR: {",
        "      NEW: {type: string}\n      COLOUR: {",
        &["minor: parameter `NEW` is new: `.new(..)`"],
        &["breaking: parameter `NEW` is gone, and `.new(..)` with it"],
    ),
    (
        "      COLOUR: {",
        "      NEW: {type: string, required: true}\n      COLOUR: {",
        &["breaking: parameter `NEW` is new and must be given: nothing compiles without `.new(..)`"],
        &["breaking: parameter `NEW` is gone, and `.new(..)` with it"],
    ),
    (
        "doc: The colour.}",
        "required: true, doc: The colour.}",
        &["breaking: parameter `COLOUR` must be given: nothing compiles without `.colour(..)`"],
        &["minor: parameter `COLOUR` may be left out: `.colour(..)` need not be called"],
    ),
    (
        "COLOUR: {type: Colour,",
        "COLOUR: {type: Colour, rust: paint,",
        &["breaking: parameter `COLOUR` is `paint` in Rust, no longer `colour`"],
        &["breaking: parameter `COLOUR` is `colour` in Rust, no longer `paint`"],
    ),
    (
        "      COLOUR: {",
        "      COLOR: {",
        &[
            "breaking: parameter `COLOR` is `color` in Rust, no longer `colour`",
            "patch: parameter `COLOR` is `COLOR` on the wire, no longer `COLOUR`",
        ],
        &[
            "breaking: parameter `COLOUR` is `colour` in Rust, no longer `color`",
            "patch: parameter `COLOUR` is `COLOUR` on the wire, no longer `COLOR`",
        ],
    ),
    (
        "      COLOUR: {",
        "      colour: {",
        &["patch: parameter `colour` is `colour` on the wire, no longer `COLOUR`"],
        &["patch: parameter `COLOUR` is `COLOUR` on the wire, no longer `colour`"],
    ),
    (
        "PHONE: {type: string",
        "PHONE: {type: integer",
        &["breaking: parameter `PHONE` has the type `integer`, no longer `string`"],
        &["breaking: parameter `PHONE` has the type `string`, no longer `integer`"],
    ),
    (
        "PHONE: {type: string",
        "PHONE: {type: 'string[]'",
        &["breaking: parameter `PHONE` has the type `string[]`, no longer `string`"],
        &["breaking: parameter `PHONE` has the type `string`, no longer `string[]`"],
    ),
    (
        "GIFT: {type: boolean",
        "GIFT: {type: boolean, wire: '01'",
        &["patch: parameter `GIFT` travels as `boolean (1/0)`, no longer as `boolean (Y/N)`"],
        &["patch: parameter `GIFT` travels as `boolean (Y/N)`, no longer as `boolean (1/0)`"],
    ),
    (
        "GIFT: {type: boolean, default: N",
        "GIFT: {type: boolean, default: Y",
        &["patch: the docs have other words"],
        &["patch: the docs have other words"],
    ),
    (
        "max: 80",
        "max: 90",
        &["minor: parameter `TEXT` takes values that `.text(..)` refused before"],
        &["breaking: parameter `TEXT` refuses values that `.text(..)` took before"],
    ),
    (
        "max: 80",
        "max: 80, pattern: '^[a-z ]*$'",
        &["breaking: parameter `TEXT` refuses values that `.text(..)` took before"],
        &["minor: parameter `TEXT` takes values that `.text(..)` refused before"],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: string, clearable: true",
        &["minor: setter `.clear_email()` is new"],
        &["breaking: setter `.clear_email()` is gone"],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: string, nullable: true",
        &["minor: setter `.null_email()` is new"],
        &["breaking: setter `.null_email()` is gone"],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: string, secret: true",
        &["patch: parameter `EMAIL`: its value is hidden in debug output"],
        &["patch: parameter `EMAIL`: its value is shown in debug output"],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: string, deprecated: {doc: nobody writes}",
        &["minor: parameter `EMAIL` is deprecated: nobody writes"],
        &["patch: parameter `EMAIL` is no longer deprecated"],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: string, non_empty: true",
        &["breaking: parameter `EMAIL` refuses values that `.email(..)` took before"],
        &["minor: parameter `EMAIL` takes values that `.email(..)` refused before"],
    ),
];

#[test]
fn parameters() {
    check(CASES);
}
