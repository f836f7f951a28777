//! What a method is, beside what it takes and answers.

use super::{Case, check};

const CASES: &[Case<'_>] = &[
    (
        "doc: Places an order.",
        "doc: Takes an order.",
        &["patch: the docs have other words"],
        &["patch: the docs have other words"],
    ),
    (
        "Orders of an invented shop",
        "Orders of a shop",
        &["patch: the docs have other words"],
        &["patch: the docs have other words"],
    ),
    (
        "    context: any\n    effect: once",
        "    context: application\n    effect: once",
        &["breaking: the method takes only the client of an application"],
        &["minor: the method takes every client, and not only that of an application"],
    ),
    (
        "effect: once",
        "effect: idempotent",
        &["patch: the method: a repeated call leaves the same state, where it does it again"],
        &["patch: the method: a repeated call does it again, where it leaves the same state"],
    ),
    (
        "    effect: once",
        "    effect: once\n    batch: false",
        &["breaking: the method is refused in a batch"],
        &["minor: the method may stand in a batch"],
    ),
    (
        "    effect: once",
        "    effect: once\n    positional: true",
        &["patch: the method: a list is sent", "breaking: the method has no `.param(..)` any more"],
        &["patch: the method: an object is sent", "minor: the method has `.param(..)`"],
    ),
    (
        "    effect: once",
        "    effect: once\n    deprecated: {use: acme.orders.put}",
        &["minor: the method is deprecated: use `acme.orders.put`"],
        &["patch: the method is no longer deprecated"],
    ),
    (
        "    effect: once",
        "    rust: put\n    effect: once",
        &[
            "breaking: the method is `acme::orders::put` in Rust, no longer `acme::orders::add`",
            "breaking: the method is `Put` in Rust, no longer `Add`",
        ],
        &[
            "breaking: the method is `acme::orders::add` in Rust, no longer `acme::orders::put`",
            "breaking: the method is `Add` in Rust, no longer `Put`",
        ],
    ),
    (
        "    effect: once",
        "    effect: once\n    rest: 3",
        &[
            "patch: the method: it is called by another generation of the API",
            "patch: parameter `GIFT` travels as `boolean`, no longer as `boolean (Y/N)`",
        ],
        &[
            "patch: the method: it is called by another generation of the API",
            "patch: parameter `GIFT` travels as `boolean (Y/N)`, no longer as `boolean`",
        ],
    ),
    (
        "    effect: once",
        "    effect: once\n    scope: [shop]",
        &["patch: the method: it needs the permission `shop`, no longer `acme`"],
        &["patch: the method: it needs the permission `acme`, no longer `shop`"],
    ),
    (
        "    access: any\n    context: any\n    effect: once",
        "    access: admin\n    context: any\n    effect: once",
        &["patch: the method: it is for an administrator"],
        &["patch: the method: it is for any user"],
    ),
    (
        "methods:\n",
        "methods:\n  get: {doc: Gets., access: any, context: any, effect: read, result: string}\n",
        &["minor: the method is new: `acme::orders::get(..)`"],
        &["breaking: the method is gone, and `acme::orders::get(..)` with it"],
    ),
    (
        "      START: {type: integer, doc: Where to begin.}",
        "      SORT: {type: string}\n      START: {type: integer, doc: Where to begin.}",
        &["minor: parameter `SORT` is new: `.sort(..)`"],
        &["breaking: parameter `SORT` is gone, and `.sort(..)` with it"],
    ),
];

#[test]
fn facts_of_a_method() {
    check(CASES);
}
