//! Further parameters, results, lists and errors.

use super::{Case, check};

const CASES: &[Case<'_>] = &[
    (
        "    result: Line\n",
        "    open: string\n    result: Line\n",
        &["minor: field `other` is new: `.other`"],
        &["breaking: field `other` is gone, and `.other` with it"],
    ),
    (
        "result: Line",
        "result: Row",
        &[
            "breaking: the result has the type `Row`, no longer `Line`",
            "breaking: the type is no longer received, and `Line` is not read any more",
        ],
        &[
            "breaking: the result has the type `Line`, no longer `Row`",
            "minor: the type is received too, and `Line` can be read",
        ],
    ),
    (
        "result: Line",
        "result: {type: Line, nullable: true}",
        &["breaking: the result may be absent: `Output` is an `Option`"],
        &["breaking: the result is always there: `Output` is no longer an `Option`"],
    ),
    (
        "result: Line",
        "result: {type: Line, wrapped_in: item}",
        &["patch: the result: it is read from `result.item`, no longer from `result`"],
        &["patch: the result: it is read from `result`, no longer from `result.item`"],
    ),
    (
        "    pagination: {style: start}\n",
        "",
        &["breaking: the list by pages is gone, and `client.list(..)` with it"],
        &["minor: the list by pages is new: `client.list(..)`"],
    ),
    (
        "{style: start}",
        "{style: page, param: START}",
        &["patch: the list by pages: the next one is reached in another way"],
        &["patch: the list by pages: the next one is reached in another way"],
    ),
    (
        "ERROR_NO_CODE: {texts: [No code]",
        "ERROR_NO_CODE: {texts: [No code at all]",
        &["patch: error `ERROR_NO_CODE`: it is known by other texts or another status"],
        &["patch: error `ERROR_NO_CODE`: it is known by other texts or another status"],
    ),
    (
        "      ERROR_NO_CODE: {",
        "      ERROR_NEW: {doc: New.}\n      ERROR_NO_CODE: {",
        &["minor: error `ERROR_NEW` is new: `AddErrorKind::New`"],
        &["breaking: error `ERROR_NEW` is gone, and `AddErrorKind::New` with it"],
    ),
    (
        "ERROR_NO_CODE: {",
        "ERROR_NO_CODE: {rust: Nothing, ",
        &["breaking: error `ERROR_NO_CODE` is `Nothing` in Rust, no longer `NoCode`"],
        &["breaking: error `ERROR_NO_CODE` is `NoCode` in Rust, no longer `Nothing`"],
    ),
    (
        "          Short: [Too short]\n",
        "",
        &[
            "patch: error `ERROR_BAD_CODE`: it is known by other texts or another status",
            "breaking: reason `Short` is gone, and `AddErrorReason::Short` with it",
        ],
        &[
            "patch: error `ERROR_BAD_CODE`: it is known by other texts or another status",
            "minor: reason `Short` is new: `AddErrorReason::Short`",
        ],
    ),
    (
        "'Too long <code>'",
        "'Too long <text>'",
        &[
            "patch: error `ERROR_BAD_CODE`: it is known by other texts or another status",
            "breaking: reason `Long` is {text}, no longer {code}",
        ],
        &[
            "patch: error `ERROR_BAD_CODE`: it is known by other texts or another status",
            "breaking: reason `Long` is {code}, no longer {text}",
        ],
    ),
];

#[test]
fn answers() {
    check(CASES);
}
