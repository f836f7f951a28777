//! Requirements between parameters.

use super::form::{VALUE_NAME, WIRE_NAME};
use super::{Amount, Keys, Shape, key, required, table};

/// The items of `rules`.
pub(crate) const RULES: Shape = Shape::List(&Shape::Object(&RULE));

/// Parameters by their names, or all.
const MEMBERS: Shape = Shape::Either(&[Shape::Several(&Shape::Text), Shape::Word(&["*"])]);

/// The kinds of rules; any other name is that of a setter for a flag and what it announces.
pub static RULE: Keys = Keys {
    other: Some((&VALUE_NAME, &Shape::Object(&ANNOUNCEMENT))),
    ..table(
        "a rule",
        &[
            key("at_least_one", MEMBERS, "One or more of these must be given; `'*'` stands for any field."),
            key("exactly_one", MEMBERS, "One of these must be given, and not two."),
            key("exclusive", MEMBERS, "At most one of these may be given."),
            key("together", MEMBERS, "All of these must be given, or none."),
            key(
                "one_of_groups",
                Shape::Several(&Shape::List(&Shape::Text)),
                "One of these groups must be given as a whole, such as `[[A], [B, C]]`.",
            ),
            key("required_if", Shape::Object(&CONDITION), "A parameter must be given if something holds."),
            key("required_unless", Shape::Object(&CONDITION), "A parameter must be given unless something holds."),
        ],
    )
};

/// When a parameter is required.
pub static CONDITION: Keys = Keys {
    choice: &["when", "with", "auth"],
    ..table(
        "a condition",
        &[
            required("param", Shape::Text, "The parameter that must be given."),
            key(
                "when",
                Shape::Named(&WIRE_NAME, &Shape::Either(&[Shape::Scalar, Shape::List(&Shape::Scalar)]), Amount::One),
                "Holds if this boolean or enum has the value, or one of a list: `{FLAG: value}`.",
            ),
            key("with", Shape::Text, "Holds if this parameter is given, whatever its value."),
            key("auth", Shape::Word(&["webhook", "application"]), "Holds if the client is made from this."),
        ],
    )
};

/// A flag that only announces another parameter.
pub static ANNOUNCEMENT: Keys = table(
    "an announcement",
    &[
        required(
            "flag",
            Shape::Named(&WIRE_NAME, &Shape::Scalar, Amount::One),
            "The flag and the value that announces the parameter: `{FLAG: Y}`.",
        ),
        required("with", Shape::Text, "The parameter that is announced; the setter takes its value."),
        key("off", Shape::Name(&VALUE_NAME), "The setter that turns the flag off."),
    ],
);
