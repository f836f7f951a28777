//! Spec files, named types, and the errors of the whole API.

use super::form::{DOTTED, SEGMENT, TYPE_NAME, VALUE_NAME, WIRE_NAME, WIRE_TEXT};
use super::method::{METHOD, PARAM, STATUS, WIRE};
use super::rule::RULES;
use super::{Amount, Keys, Shape, belonging, key, required, table};

/// A spec file.
pub static FILE: Keys = table(
    "a spec file",
    &[
        required(
            "family",
            Shape::Name(&DOTTED),
            "What the methods' names have in common: all but their last segment. Equals the path under `spec/`.",
        ),
        required("doc", Shape::Text, "What the family is about, in one or two sentences of our own."),
        key("docs", Shape::Text, "Where its pages stand, below https://apidocs.bitrix24.com/."),
        key("scope", Shape::List(&Shape::Text), "The permissions that a call needs; several mean any of them."),
        key("wire", WIRE, "How booleans are sent, unless they say otherwise. Default: `YN`, in REST 3.0 `bool`."),
        key("use", Shape::List(&Shape::Name(&DOTTED)), "Families whose named types are used here."),
        key("types", Shape::Named(&TYPE_NAME, &Shape::Object(&TYPE), Amount::Any), "Named types, by their Rust name."),
        key(
            "methods",
            Shape::Named(&SEGMENT, &Shape::Object(&METHOD), Amount::Any),
            "Methods, by the last segment of their name; `name@3` for REST 3.0 beside REST 2.",
        ),
        key(
            "system_errors",
            Shape::Named(&WIRE_TEXT, &Shape::Object(&SYSTEM_ERROR), Amount::Any),
            "Errors that any method can answer with; in one file only.",
        ),
    ],
);

/// A named type.
pub static TYPE: Keys = Keys {
    choice: &["type", "struct", "enum", "tuple", "union"],
    ..table(
        "a type",
        &[
            required("doc", Shape::Text, "What it is."),
            key("type", Shape::Type, "Another type under this name; with a constraint, a type of its own."),
            belonging("type", "non_empty", Shape::Flag, "`true` if an empty text or list is refused."),
            belonging("type", "pattern", Shape::Text, "A regular expression that the text matches."),
            belonging("type", "min", Shape::Number, "The smallest number, or the smallest number of characters."),
            belonging("type", "max", Shape::Number, "The largest number, or the largest number of characters."),
            belonging("type", "max_items", Shape::Count, "The largest number of items."),
            key(
                "struct",
                Shape::Named(&WIRE_NAME, &Shape::Object(&PARAM), Amount::Any),
                "An object with these fields.",
            ),
            belonging("struct", "open", Shape::Type, "The type of a struct's further fields, such as `UF_*`."),
            belonging("struct", "rules", RULES, "Requirements between a struct's fields."),
            key(
                "enum",
                Shape::Named(&WIRE_TEXT, &Shape::Either(&[Shape::Text, Shape::Object(&VALUE)]), Amount::Some),
                "A list of values, by their form on the wire; others may come.",
            ),
            belonging(
                "enum",
                "of",
                Shape::Word(&["string", "integer"]),
                "What an enum's values are on the wire. Default: `string`.",
            ),
            key(
                "tuple",
                Shape::Named(&VALUE_NAME, &PART_SHAPE, Amount::Some),
                "A list with a fixed meaning of each place, by name.",
            ),
            key("union", Shape::Named(&TYPE_NAME, &PART_SHAPE, Amount::Some), "One of several types, by name."),
        ],
    )
};

/// A type, or what more there is to say of a part.
static PART_SHAPE: Shape = Shape::Either(&[Shape::Type, Shape::Object(&PART)]);

/// A place of a tuple, or a form of a union, in its long form.
pub static PART: Keys = table(
    "a part",
    &[
        required("type", Shape::Type, "Its type."),
        key("doc", Shape::Text, "What it is."),
        key("wire", WIRE, "How a boolean is sent. Default: that of the file."),
    ],
);

/// A value of an enum.
pub static VALUE: Keys = table(
    "a value",
    &[
        required("doc", Shape::Text, "What it means."),
        key("rust", Shape::Name(&TYPE_NAME), "The variant's name, where the value makes none or a taken one."),
    ],
);

/// An error that any method can answer with.
pub static SYSTEM_ERROR: Keys = table(
    "a system error",
    &[
        required("doc", Shape::Text, "When it comes."),
        key("rust", Shape::Name(&TYPE_NAME), "The variant's name, where the code makes none or a taken one."),
        key("status", STATUS, "The HTTP status."),
        key("texts", Shape::List(&Shape::Text), "The server's texts."),
        key("temporary", Shape::Flag, "`true` if the same call can succeed later."),
        key("may_have_run", Shape::Flag, "`true` if the method may have run before it failed."),
    ],
);
