//! The keys of the spec language: what may stand where. The parser refuses what is not here.

/// The keys of one kind of object.
#[derive(Debug)]
pub struct Keys {
    /// The kind, as messages name it.
    pub kind: &'static str,
    /// The keys, in the order in which a spec is best written.
    pub keys: &'static [Key],
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value is.
    pub shape: Shape,
    /// What it says, for the legend and for editors.
    pub doc: &'static str,
}

/// What the value of a key is.
#[derive(Debug)]
pub enum Shape {
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Count,
    /// A number.
    Number,
    /// A text of this list.
    Word(&'static [&'static str]),
    /// A type: a word, `T[]`, `map<K, T>`, `id<object>` or a name from `types:`.
    Type,
    /// Anything.
    Any,
    /// A list.
    List(&'static Shape),
    /// An object with these keys.
    Object(&'static Keys),
    /// An object whose keys are names and whose values are of one shape.
    Named(&'static Shape),
    /// One of several shapes.
    Either(&'static [Shape]),
}

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: false, shape, doc }
}

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: true, shape, doc }
}

const WIRE: Shape = Shape::Word(&["YN", "bool", "01"]);

/// A spec file.
pub static FILE: Keys = Keys {
    kind: "a spec file",
    keys: &[
        required(
            "family",
            Shape::Text,
            "What the methods' names have in common: all but their last segment. Equals the path under `spec/`.",
        ),
        required("doc", Shape::Text, "What the family is about, in one or two sentences of our own."),
        key("docs", Shape::Text, "Where its pages stand, below https://apidocs.bitrix24.com/."),
        key("scope", Shape::List(&Shape::Text), "The permissions that a call needs; several mean any of them."),
        key("wire", WIRE, "How booleans are sent, unless they say otherwise. Default: `YN`, in REST 3.0 `bool`."),
        key("use", Shape::List(&Shape::Text), "Families whose named types are used here."),
        key("types", Shape::Named(&Shape::Object(&TYPE)), "Named types, by their Rust name."),
        key(
            "methods",
            Shape::Named(&Shape::Object(&METHOD)),
            "Methods, by the last segment of their name; `name@3` for REST 3.0 beside REST 2.",
        ),
        key(
            "system_errors",
            Shape::Named(&Shape::Object(&SYSTEM_ERROR)),
            "Errors that any method can answer with; in one file only.",
        ),
    ],
};

/// A method.
pub static METHOD: Keys = Keys {
    kind: "a method",
    keys: &[
        required("doc", Shape::Text, "What a call does, in one or two sentences of our own."),
        key("page", Shape::Text, "The method's page, below the file's `docs`."),
        key("wire", Shape::Text, "The method's name on the wire, where it is not family and key."),
        key("rust", Shape::Text, "The function's name, where the key makes none or a taken one."),
        key("rest", Shape::Count, "The generation of the API: 2 (default) or 3."),
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
        key("params", Shape::Named(&Shape::Object(&PARAM)), "Parameters, by their name on the wire."),
        key("open", Shape::Type, "The type of further parameters, such as `UF_*`."),
        key("rules", Shape::List(&Shape::Named(&Shape::Any)), "Requirements between parameters."),
        required("result", Shape::Either(&[Shape::Type, Shape::Object(&RESULT)]), "What a successful call gives."),
        key("errors", Shape::Named(&Shape::Object(&ERROR)), "Documented errors, by their code on the wire."),
        key("errors_open", Shape::Flag, "`true` if the method passes on errors that are not its own."),
        key("examples", Shape::List(&Shape::Object(&EXAMPLE)), "Calls as they look on the wire."),
    ],
};

/// A parameter of a method, or a field of a struct.
pub static PARAM: Keys = Keys {
    kind: "a parameter",
    keys: &[
        required("type", Shape::Type, "Its type."),
        key("doc", Shape::Text, "What it says."),
        key("required", Shape::Flag, "Whether it must be given; in a result, whether it is always there."),
        key("rust", Shape::Text, "The setter's name, where the wire name makes none or a taken one."),
        key("wire", WIRE, "How a boolean is sent. Default: that of the file."),
        key("default", Shape::Any, "What the server takes if it is absent; for the docs."),
        key(
            "const",
            Shape::Any,
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
};

/// A named type.
pub static TYPE: Keys = Keys {
    kind: "a type",
    keys: &[
        required("doc", Shape::Text, "What it is."),
        key("type", Shape::Type, "Another type under this name; with a constraint, a type of its own."),
        key("non_empty", Shape::Flag, "See a parameter's."),
        key("pattern", Shape::Text, "See a parameter's."),
        key("min", Shape::Number, "See a parameter's."),
        key("max", Shape::Number, "See a parameter's."),
        key("max_items", Shape::Count, "See a parameter's."),
        key("struct", Shape::Named(&Shape::Object(&PARAM)), "An object with these fields."),
        key("open", Shape::Type, "The type of a struct's further fields, such as `UF_*`."),
        key("rules", Shape::List(&Shape::Named(&Shape::Any)), "Requirements between a struct's fields."),
        key(
            "enum",
            Shape::Named(&Shape::Either(&[Shape::Text, Shape::Object(&VALUE)])),
            "A list of values, by their form on the wire; others may come.",
        ),
        key("of", Shape::Word(&["string", "integer"]), "What an enum's values are on the wire. Default: `string`."),
        key("tuple", Shape::Named(&PART_SHAPE), "A list with a fixed meaning of each place, by name."),
        key("union", Shape::Named(&PART_SHAPE), "One of several types, by name."),
    ],
};

static PART_SHAPE: Shape = Shape::Either(&[Shape::Type, Shape::Object(&PART)]);

/// A place of a tuple, or a form of a union, in its long form.
pub static PART: Keys = Keys {
    kind: "a part",
    keys: &[
        required("type", Shape::Type, "Its type."),
        key("doc", Shape::Text, "What it is."),
        key("wire", WIRE, "How a boolean is sent. Default: that of the file."),
    ],
};

/// A value of an enum.
pub static VALUE: Keys = Keys {
    kind: "a value",
    keys: &[
        required("doc", Shape::Text, "What it means."),
        key("rust", Shape::Text, "The variant's name, where the value makes none or a taken one."),
    ],
};

/// The long form of a result.
pub static RESULT: Keys = Keys {
    kind: "a result",
    keys: &[
        required("type", Shape::Type, "Its type."),
        key("wrapped_in", Shape::Text, "The one member of `result` that holds it."),
        key("nullable", Shape::Flag, "`true` if null is an answer."),
        key("doc", Shape::Text, "What it says."),
    ],
};

/// An error of a method.
pub static ERROR: Keys = Keys {
    kind: "an error",
    keys: &[
        key("doc", Shape::Text, "When it comes."),
        key("rust", Shape::Text, "The variant's name, where the code makes none or a taken one."),
        key("status", Shape::Count, "The HTTP status, where the documentation gives one."),
        key("texts", Shape::List(&Shape::Text), "The server's texts; `<name>` stands for anything."),
        key(
            "reasons",
            Shape::Named(&Shape::Either(&[Shape::List(&Shape::Text), Shape::Object(&REASON)])),
            "Causes of one code, each with its texts.",
        ),
    ],
};

/// A cause of an error.
pub static REASON: Keys = Keys {
    kind: "a reason",
    keys: &[
        required(
            "texts",
            Shape::List(&Shape::Text),
            "The server's texts; `<name>` stands for anything and becomes a field.",
        ),
        key("doc", Shape::Text, "When it comes."),
    ],
};

/// An error that any method can answer with.
pub static SYSTEM_ERROR: Keys = Keys {
    kind: "a system error",
    keys: &[
        required("doc", Shape::Text, "When it comes."),
        key("rust", Shape::Text, "The variant's name, where the code makes none or a taken one."),
        key("status", Shape::Count, "The HTTP status."),
        key("texts", Shape::List(&Shape::Text), "The server's texts."),
        key("temporary", Shape::Flag, "`true` if the same call can succeed later."),
        key("may_have_run", Shape::Flag, "`true` if the method may have run before it failed."),
    ],
};

/// A deprecation.
pub static DEPRECATED: Keys = Keys {
    kind: "a deprecation",
    keys: &[
        key("use", Shape::Text, "What to use instead, by its wire name."),
        key("doc", Shape::Text, "What else there is to say."),
    ],
};

/// How the rows of a list are reached.
pub static PAGINATION: Keys = Keys {
    kind: "a pagination",
    keys: &[
        required(
            "style",
            Shape::Word(&["start", "by_id", "offset", "page", "cursor"]),
            "`start`/`next`; by ascending id; limit and offset; page number; a value of the last answer.",
        ),
        key("rows", Shape::Text, "Where the rows stand, such as `result.items`. Default: `result`."),
        key("id", Shape::Text, "The field that identifies a row."),
        key("param", Shape::Text, "The parameter that says where a page begins, such as `START` or `pagination.page`."),
        key("limit", Shape::Text, "The parameter that says how many rows a page has."),
        key("next", Shape::Text, "Where the answer says where the next page begins. Default: `next`."),
    ],
};

/// A call as it looks on the wire.
pub static EXAMPLE: Keys = Keys {
    kind: "an example",
    keys: &[
        key("doc", Shape::Text, "What it shows."),
        required("request", Shape::Any, "The parameters."),
        key("response", Shape::Any, "The `result` of the answer."),
        key("error", Shape::Any, "The error of the answer."),
    ],
};
