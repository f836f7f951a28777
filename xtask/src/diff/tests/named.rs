//! Named types.

use super::{Case, check};

const CASES: &[Case<'_>] = &[
    (
        "'^[a-z]+$'",
        "'^[a-z]{2,}$'",
        &["breaking: the type refuses values that `Code` took before"],
        &["minor: the type takes values that `Code` refused before"],
    ),
    (
        "'^[a-z]+$'",
        "'^[a-z0-9]+$'",
        &["minor: the type takes values that `Code` refused before"],
        &["breaking: the type refuses values that `Code` took before"],
    ),
    ("'^[a-z]+$'", "'^[a-z][a-z]*$'", &[], &[]),
    (
        "min: 1, max: 9",
        "min: 1, max: 10",
        &["minor: the type takes values that `Size` refused before"],
        &["breaking: the type refuses values that `Size` took before"],
    ),
    (
        "blue: Blue.",
        "blue: Blue., green: Green.",
        &["minor: value `green` is new: `Colour::Green`"],
        &["breaking: value `green` is gone, and `Colour::Green` with it"],
    ),
    (
        "blue: Blue.",
        "blue: {doc: Blue., rust: Azure}",
        &["breaking: value `blue` is `Azure` in Rust, no longer `Blue`"],
        &["breaking: value `blue` is `Blue` in Rust, no longer `Azure`"],
    ),
    (
        "COUNT: {type: integer",
        "COUNT: {type: integer, required: true",
        &["breaking: field `COUNT` is always there: `.count` is no longer an `Option`"],
        &["breaking: field `COUNT` may be absent: `.count` is an `Option`"],
    ),
    (
        "NOTE: {type: string",
        "NOTE: {type: string, required: true",
        &["breaking: field `NOTE` is always there: `.note` is no longer an `Option`"],
        &["breaking: field `NOTE` may be absent: `.note` is an `Option`"],
    ),
    (
        "WHERE: {type: string",
        "WHERE: {type: string, required: true",
        &[
            "breaking: field `WHERE` must be given: nothing compiles without `.where_(..)`",
            "breaking: the rules refuse calls that compiled before: `Wish` is empty: at least one of its fields is needed",
        ],
        &[
            "minor: field `WHERE` may be left out: `.where_(..)` need not be called",
            "minor: the rules allow calls that did not compile before: no longer \"`Wish` is empty: at least one of its fields is needed\"",
        ],
    ),
    (
        "NOTE: {type: string",
        "NOTE: {type: string, clearable: true",
        &["breaking: field `NOTE` has the type `Clearable<string>`, no longer `string`"],
        &["breaking: field `NOTE` has the type `string`, no longer `Clearable<string>`"],
    ),
    (
        "      NOTE: {",
        "      MORE: {type: string, required: true}\n      NOTE: {",
        &["minor: field `MORE` is new: `.more`"],
        &["breaking: field `MORE` is gone, and `.more` with it"],
    ),
    (
        "{street: string, number: integer}",
        "{street: string, number: string}",
        &["breaking: place `number` has the type `string`, no longer `integer`"],
        &["breaking: place `number` has the type `integer`, no longer `string`"],
    ),
    (
        "{street: string, number: integer}",
        "{street: string, number: integer, town: string}",
        &["breaking: the type is (street, number, town), no longer (street, number)"],
        &["breaking: the type is (street, number), no longer (street, number, town)"],
    ),
    (
        "{Text: string, Number: integer}",
        "{Text: string, Number: integer, Flag: boolean}",
        &["minor: form `Flag` is new: `Target::Flag`"],
        &["breaking: form `Flag` is gone, and `Target::Flag` with it"],
    ),
    (
        "{Text: string, Number: integer}",
        "{Text: string, Number: integer, Row: Row}",
        &[
            "minor: the type is sent too, and `Row` can be made",
            "breaking: the type is made from builders too, no longer made by `Into` alone",
            "minor: form `Row` is new: `Target::Row`",
        ],
        &[
            "breaking: the type is no longer sent, and `Row` is no longer made",
            "breaking: the type is made by `Into` alone, no longer made from builders too",
            "breaking: form `Row` is gone, and `Target::Row` with it",
        ],
    ),
    (
        "    result: Row[]",
        "    result: Wish[]",
        &[
            "breaking: the result has the type `Wish[]`, no longer `Row[]`",
            "breaking: the list by pages has the type `Wish`, no longer `Row`",
            "minor: the type is sent too, and `Row` can be made",
            "breaking: the type is no longer received, and `Row` is not read any more",
            "minor: the type is received too, and `Wish` can be read",
        ],
        &[
            "breaking: the result has the type `Row[]`, no longer `Wish[]`",
            "breaking: the list by pages has the type `Row`, no longer `Wish`",
            "breaking: the type is no longer sent, and `Row` is no longer made",
            "minor: the type is received too, and `Row` can be read",
            "breaking: the type is no longer received, and `Wish` is not read any more",
        ],
    ),
    (
        "EMAIL: {type: string",
        "EMAIL: {type: id<user>",
        &[
            "breaking: parameter `EMAIL` has the type `id<user>`, no longer `string`",
            "minor: identifier of `user` is new: `ids::UserId`",
        ],
        &[
            "breaking: parameter `EMAIL` has the type `string`, no longer `id<user>`",
            "breaking: identifier of `user` is gone, and `ids::UserId` with it",
        ],
    ),
    (
        "  Colour: {doc: A colour., enum: {red: Red., blue: Blue.}}",
        "  Colour: {doc: A colour., type: string, pattern: '^[a-z]+$'}",
        &["breaking: the type is a checked text, no longer an enum of texts"],
        &["breaking: the type is an enum of texts, no longer a checked text"],
    ),
];

#[test]
fn named_types() {
    check(CASES);
}
