//! Methods, their parameters and errors.

use super::form::{DOTTED, PAGE, PLACE, TYPE_NAME, VALUE_NAME, WIRE_NAME, WIRE_TEXT};
use super::rule::RULES;
use super::{Amount, Keys, Shape, key, required, table, usual};

/// An HTTP status.
pub(crate) const STATUS: Shape = Shape::Between(200, 599);

/// How a boolean is sent.
pub(crate) const WIRE: Shape = Shape::Word(&["YN", "bool", "01"]);

/// A method.
pub static METHOD: Keys = table(
    "a method",
    &[
        required("doc", Shape::Text, "What a call does, in one or two sentences of our own."),
        key("page", Shape::Name(&PAGE), "The method's page, below the file's `docs`."),
        key("wire", Shape::Name(&DOTTED), "The method's name on the wire, where it is not family and key."),
        key("rust", Shape::Name(&VALUE_NAME), "The function's name, where the key makes none or a taken one."),
        key("rest", Shape::Between(2, 3), "The generation of the API: 2 (default) or 3."),
        key("scope", Shape::List(&Shape::Text), "The permissions of this method, where they differ from the file's."),
        required("access", Shape::Word(&["any", "admin"]), "Who may call: any user, or an administrator."),
        required("context", Shape::Word(&["any", "application"]), "Whether only an application's token is taken."),
        required(
            "effect",
            Shape::Word(&["read", "idempotent", "once"]),
            "What a repeated call does: nothing, the same again, or more.",
        ),
        key("batch", Shape::Flag, "`false` if the method may not stand in a batch."),
        key("positional", Shape::Flag, "`true` if the parameters are sent as a list, in declared order."),
        key("deprecated", Shape::Object(&DEPRECATED), "That the method is deprecated, and what to use instead."),
        key("pagination", Shape::Object(&PAGINATION), "How the rows of a list are reached."),
        key(
            "params",
            Shape::Named(&WIRE_NAME, &Shape::Object(&PARAM), Amount::Any),
            "Parameters, by their name on the wire.",
        ),
        key("open", Shape::Type, "The type of further parameters, such as `UF_*`."),
        key("rules", RULES, "Requirements between parameters."),
        required(
            "result",
            Shape::Either(&[Shape::Type, Shape::Null, Shape::Object(&RESULT)]),
            "What a successful call gives.",
        ),
        key(
            "errors",
            Shape::Named(&WIRE_TEXT, &Shape::Object(&ERROR), Amount::Any),
            "Documented errors, by their code on the wire.",
        ),
        key("errors_open", Shape::Flag, "`true` if the method passes on errors that are not its own."),
        key("examples", Shape::List(&Shape::Object(&EXAMPLE)), "Calls as they look on the wire."),
    ],
);

/// A parameter of a method, or a field of a struct.
pub static PARAM: Keys = table(
    "a parameter",
    &[
        required("type", Shape::Type, "Its type."),
        usual("doc", Shape::Text, "What it says."),
        usual("required", Shape::Flag, "Whether it must be given; in a result, whether it is always there."),
        key("rust", Shape::Name(&VALUE_NAME), "The setter's name, where the wire name makes none or a taken one."),
        key("wire", WIRE, "How a boolean is sent. Default: that of the file."),
        key("default", Shape::Any, "What the server takes if it is absent; for the docs."),
        key(
            "const",
            Shape::Scalar,
            "The one value that it always has, such as the tag of a union's form; it is sent by itself.",
        ),
        key("secret", Shape::Flag, "`true` if the value opens something; then no debug output shows it."),
        key("clearable", Shape::Flag, "`true` if an empty value clears what the server has."),
        key("nullable", Shape::Flag, "`true` if null says something else than absence."),
        key("deprecated", Shape::Object(&DEPRECATED), "That it is deprecated, and what to use instead."),
        key("non_empty", Shape::Flag, "`true` if an empty text or list is refused."),
        key("pattern", Shape::Text, "A regular expression that the text matches."),
        key("min", Shape::Number, "The smallest number, or the smallest number of characters."),
        key("max", Shape::Number, "The largest number, or the largest number of characters."),
        key("max_items", Shape::Count, "The largest number of items."),
    ],
);

/// The long form of a result.
pub static RESULT: Keys = table(
    "a result",
    &[
        required("type", Shape::Either(&[Shape::Type, Shape::Null]), "Its type."),
        key("wrapped_in", Shape::Text, "The one member of `result` that holds it, or the path to it."),
        key("nullable", Shape::Flag, "`true` if null is an answer."),
        key("doc", Shape::Text, "What it says."),
    ],
);

/// An error of a method.
pub static ERROR: Keys = table(
    "an error",
    &[
        usual("doc", Shape::Text, "When it comes."),
        key("rust", Shape::Name(&TYPE_NAME), "The variant's name, where the code makes none or a taken one."),
        key("status", STATUS, "The HTTP status, where the documentation gives one."),
        usual(
            "texts",
            Shape::List(&Shape::Scalar),
            "The server's texts; `<name>` stands for anything, `<<` for the character.",
        ),
        key(
            "reasons",
            Shape::Named(
                &TYPE_NAME,
                &Shape::Either(&[Shape::List(&Shape::Scalar), Shape::Object(&REASON)]),
                Amount::Any,
            ),
            "Causes of one code, each with its texts.",
        ),
    ],
);

/// A cause of an error.
pub static REASON: Keys = table(
    "a reason",
    &[
        required(
            "texts",
            Shape::List(&Shape::Scalar),
            "The server's texts; `<name>` stands for anything and becomes a field.",
        ),
        key("doc", Shape::Text, "When it comes."),
    ],
);

/// A deprecation.
pub static DEPRECATED: Keys = table(
    "a deprecation",
    &[
        key("use", Shape::Text, "What to use instead, by its wire name."),
        key("doc", Shape::Text, "What else there is to say."),
    ],
);

/// How the rows of a list are reached.
pub static PAGINATION: Keys = table(
    "a pagination",
    &[
        required(
            "style",
            Shape::Word(&["start", "by_id", "offset", "page", "cursor"]),
            "`start`/`next`; by ascending id; limit and offset; page number; a value of the last answer.",
        ),
        key("rows", Shape::Name(&PLACE), "Where the rows stand, such as `result.items`. Default: the result."),
        key("id", Shape::Text, "The field that identifies a row, spelled as filter and order do."),
        key("param", Shape::Text, "The parameter that says where a page begins, such as `START` or `pagination.page`."),
        key("limit", Shape::Text, "The parameter that says how many rows a page has."),
        key("next", Shape::Text, "Where the answer says where the next page begins. Default: `next`."),
    ],
);

/// A call as it looks on the wire.
pub static EXAMPLE: Keys = table(
    "an example",
    &[
        key("doc", Shape::Text, "What it shows."),
        required("request", Shape::Any, "The parameters."),
        key("response", Shape::Any, "The `result` of the answer."),
        key("error", Shape::Any, "The error of the answer."),
    ],
);
