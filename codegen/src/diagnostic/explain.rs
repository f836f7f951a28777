//! More about each problem, for `cargo xtask explain CODE`.

/// What the code stands for, at length; `None` if there is no such code.
pub fn explain(code: &str) -> Option<&'static str> {
    let wanted = code.trim().trim_start_matches("B24-").trim_start_matches("b24-");
    let wanted: u16 = wanted.parse().ok()?;
    EXPLANATIONS.iter().find(|(code, _)| *code == wanted).map(|(_, text)| *text)
}

/// All codes that have an explanation, as they are printed.
pub fn all_codes() -> impl Iterator<Item = String> {
    let mut codes: Vec<u16> = EXPLANATIONS.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    codes.into_iter().map(|code| crate::diagnostic::Code(code).to_string())
}

const EXPLANATIONS: &[(u16, &str)] = &[
    (
        1,
        "Spec files are UTF-8. The place is the first byte that is not part of a character; an editor set to another encoding is the usual cause.",
    ),
    (
        2,
        "A spec file describes one family of methods. Above a megabyte it is no longer something that a person reads, and the reader's memory is bounded by refusing it.",
    ),
    (
        3,
        "Control characters, zero-width characters and characters that reorder a line cannot be seen in a review. Write them in words where they are part of a text.",
    ),
    (
        4,
        "The file is not YAML. The message is the YAML parser's own. Most often a `:` followed by a blank, a `#` after a blank, or inside `{}` and `[]` a comma or a bracket is the cause, as in `{type: string[]}`: put the text into single quotes. Tabs cannot indent.",
    ),
    (
        5,
        "Anchors, aliases, tags, merge keys and several documents in one file make a spec mean more than it shows. The spec language does without them: named types under `types:` and `use:` share what is shared.",
    ),
    (
        6,
        "No spec needs this many levels. Deep nesting is refused so that reading a file takes bounded time and memory.",
    ),
    (7, "Of two equal keys most YAML readers silently keep the last, and a parameter would vanish."),
    (
        8,
        "A spec file begins with the family that it describes:\n\n    family: bizproc.activity\n    doc: Actions that an application adds to the workflow designer.",
    ),
    (
        101,
        "A key has a value of another kind than it takes, such as a text where a list is needed. spec/README.md lists every key with the kind of its value.",
    ),
    (
        102,
        "The key is not part of the spec language. Unknown keys are refused because a misspelt `requierd: true` would otherwise make a parameter optional without a word.",
    ),
    (103, "A key that must be there is missing. The help line says what it is for."),
    (104, "The value is not one of the words that this key takes."),
    (
        105,
        "An empty text says nothing. Leave the key out where nothing is to be said. An empty error code is written as the key `''` and needs `rust:`.",
    ),
    (
        106,
        "A type is a word (`string`, `integer`, `boolean` …), a list `T[]`, a map `map<K, T>`, an identifier `id<deal>`, or the name of a type declared under `types:`. A union has no short form: declare it under `types:`.",
    ),
    (107, "A named type is exactly one of `type`, `struct`, `enum`, `tuple`, `union`."),
    (
        108,
        "Some keys say something only about one form of type: `open` and `rules` about a struct, `of` about an enum, constraints about a `type`.",
    ),
    (
        109,
        "A struct without fields, an enum without values or a reason without texts says nothing. For an object without known fields write `map<string, any>`.",
    ),
    (
        110,
        "A text without quotes ends at the first comma inside `{}`, and what follows is read as the next key. Write `{doc: 'Where to, for a courier.'}`, or put the keys on lines of their own, where a comma is only a comma.",
    ),
    (
        111,
        "Each item of `rules` is one rule. `required_if` and `required_unless` name a parameter by `param` and exactly one condition: the value of another parameter (`when`), its presence (`with`), or the kind of authorization (`auth`). Two conditions are two rules.",
    ),
    (
        112,
        "`???` stands where `cargo xtask new` knows that something must be said, but not what. Write it, and take away what is not needed: the commented lines are keys that a method can have.",
    ),
    (
        131,
        "A spec is read by people. Lists and objects have at most 1000 items; parameters and fields 500, rules, scopes, examples and the forms of a union 64, the places of a tuple 16. The API has nowhere near as many, and a hostile file takes bounded time.",
    ),
    (
        132,
        "Names, patterns and addresses stand in many places of the generated code, so their length is bounded: names of what the API calls so have at most 100 bytes, all others 300.",
    ),
    (
        133,
        "Everything that a spec says becomes code, and some of it many times over: a long type at each of its uses, a combination of a rule in an impl of its own. This family would become more code than anyone compiles gladly.",
    ),
    (
        201,
        "The family is the part of the methods' names that they share, in the API's own spelling: `bizproc.activity` for `bizproc.activity.log`. It becomes a path and a Rust module, so each segment begins with a letter and has only letters, digits and `_`.",
    ),
    (
        202,
        "One file describes one family, and its path says which: `bizproc.activity` stands in `bizproc/activity.yaml` under the spec folder. So a method's spec is found by its name.",
    ),
    (203, "Two files would write the same Rust module; their families differ at most in the spelling of capitals."),
    (
        204,
        "The keys under `methods:` are the last segments of the methods' names. A method whose name is not family and key says it by `wire:`.",
    ),
    (205, "`wire:` is the method's full name as it stands in the address of a call."),
    (206, "Types and variants are written in UpperCamelCase, in ASCII letters and digits."),
    (207, "Functions, fields and setters are written in snake_case, in ASCII letters and digits."),
    (
        208,
        "The Rust name is made from the wire name, and nothing is left of this one, or it would begin with a digit, or it is a sentence. Give a name by `rust:`.",
    ),
    (
        209,
        "The generated code uses this name itself: a type of the prelude such as `String` or `Result`, a single letter (those are type parameters), a builder's own method such as `build` or `send`, or the prefix `with_` of the client's options.",
    ),
    (
        210,
        "Two wire names become one Rust name, as `SORT` and `sort` do, or a name is what follows from another: the method `log` makes `Log`, `LogBuilder`, `LogOptional`, `LogErrorKind`, `LogErrorReason` and `log_params`, the struct `Range` makes `RangeBuilder`, `RangeOptional` and `range_params`. Give one of them another name.",
    ),
    (
        211,
        "A family becomes a module, and its parent has something of that name already: the parameters' module of a method, `v3`, `ids` or `private`. The first segment becomes a cargo feature too, and `default`, `full`, `blocking` and `macros` are features of another kind.",
    ),
    (212, "The API has two generations. `rest: 3` calls the method under `/rest/api/`."),
    (
        213,
        "Where a method exists in both generations under one name, the REST 3.0 one has the key `name@3` and `rest: 3`, and stands in the submodule `v3`.",
    ),
    (
        216,
        "The name stands in compile errors and docs as it is, so it has no blanks, quotes, braces, parentheses, backslashes, commas or semicolons. No documented parameter has; what looks like one is a key of a map.",
    ),
    (
        217,
        "`page` is appended to the file's `docs`, and both stand below https://apidocs.bitrix24.com/. They become a link in the docs of the code, so they have only what an address has.",
    ),
    (231, "`positional: true` sends the parameters as a list, in which only the declared ones have a place."),
    (251, "A scope is a permission as an application asks for it: letters, digits, `_`, `.` and `-`."),
    (
        301,
        "The word is no type word, and no type of that name is declared in this file or in one that it names under `use:`.",
    ),
    (
        302,
        "`use:` names families whose types are used here, such as `bizproc.shared`. There is no file of that family.",
    ),
    (303, "Two of the files that are used declare a type of this name, and the spec does not say which is meant."),
    (304, "A type that is only another name leads, over others, back to itself."),
    (
        305,
        "The type is written with names that stand for types, and these again; altogether it is larger than anything a person means.",
    ),
    (
        306,
        "Keys of a JSON object are texts; what becomes one without loss is a text, an integer, an identifier or an enum.",
    ),
    (
        307,
        "`null` is the result of methods that answer nothing. A parameter that takes null is of its own type and `nullable: true`.",
    ),
    (
        308,
        "A struct whose required field is of its own type has no first value. A tuple or union must not hold itself directly either.",
    ),
    (
        309,
        "Every required field of a struct brings the required fields of its own type. Here they multiply to more values than anyone would write.",
    ),
    (
        401,
        "The constraint says nothing about values of this type: a pattern is about texts, a range about numbers and the length of texts, `max_items` about lists.",
    ),
    (402, "A named type with a constraint becomes a Rust type that checks it; this exists for texts and integers."),
    (403, "`min` is more than `max`."),
    (
        321,
        "`string?[]` is a list of texts of which some may be null, `map<string, integer?>` a map of numbers of which some may be null. A field as a whole is optional unless it is `required`, and `nullable: true` says that its null means something.",
    ),
    (404, "Lengths, counts and the bounds of integers are whole numbers, up to 2^53 so that they are exact."),
    (
        405,
        "The pattern is no regular expression of the supported kind: that of the `regex` crate over ASCII, without look-around and back-references. `^` and `$` bind it to the ends of the text.",
    ),
    (
        406,
        "A pattern becomes a table that the compiler evaluates. This one needs more than 64 states; counted repetitions such as `{1,255}` are the usual cause. Say the length by `min` and `max`.",
    ),
    (407, "`wire: YN | bool | 01` says how a boolean is sent and is refused elsewhere."),
    (
        408,
        "`clearable` sends an empty text to clear what the server has; `nullable` sends null as a value. One parameter does one of them.",
    ),
    (409, "A required parameter always has a value. In a result, `required` promises the same."),
    (410, "`default:` says what the server takes when the parameter is absent. A required one never is."),
    (
        421,
        "`default:` is a value that the parameter could have: a listed one of an enum, a number, or yes or no. A misspelt one would be shown in the docs.",
    ),
    (
        422,
        "`const:` is the value as it stands on the wire: a text, a whole number, or `Y`, `true` or `1` as `wire` says.",
    ),
    (
        423,
        "A field with `const:` has no setter: it is sent in every request, and an answer without it is of another form. Whether it is required, empty or within a range does not arise.",
    ),
    (501, "The rule or example names a parameter that is not declared here."),
    (
        502,
        "A rule asks for what `required: true` asks for already. Where both members of an either/or pair bear the star in the vendor's docs, neither is `required`.",
    ),
    (
        503,
        "A rule made one setter for a flag and the parameter that it announces; neither has a setter of its own that another rule could be about.",
    ),
    (504, "Rules relate parameters to each other. A single parameter is `required: true`."),
    (505, "The rule is checked by writing out every combination of its parameters."),
    (
        506,
        "\"Required if FLAG is V\" is enforced by the compiler: each value of the flag gets a setter of its own. So the flag is a boolean or an enum under `types:`.",
    ),
    (507, "`off` makes a setter that turns the flag off, which needs exactly one other value."),
    (
        508,
        "However the parameters are given, one of the rules is broken: they exclude each other and are needed together, or the like. Such a method could never be called.",
    ),
    (
        521,
        "`required_if: {param: P, auth: webhook}` is asked for when a call is sent, because only then the client is known. A struct is built before, so nothing could enforce it.",
    ),
    (
        541,
        "A builder remembers in its type what is required and what a rule looks at. The compiler writes this type out at each call, so its length is bounded.",
    ),
    (
        542,
        "The generator looks for a call that keeps all rules, to show it in the docs and to prove that each rule is enforced. With so many rules about the same parameters it did not find one in the time that it allows itself; nobody who calls the method would either.",
    ),
    (601, "`<name>` in an error's text stands for what differs from call to call and becomes a field of the reason."),
    (602, "Every text of a reason must have the same places, in whatever order."),
    (603, "The status is that of HTTP; some errors of this API come with 200."),
    (
        604,
        "The errors that any method can answer with are one list, `system_errors:` in the file `system.yaml`, where the client looks for them.",
    ),
    (701, "Pages are fetched by calling again; that is safe only for `effect: read`."),
    (
        705,
        "`style: cursor` sends a value of the last answer with the next call. `param:` names the parameter that takes it. It is the `id:` of the last row, or stands in the answer at the path `next:`, such as `result.nextCursor`.",
    ),
    (702, "`style: by_id` sorts by a field and asks for rows beyond the last one seen; `id:` names the field."),
    (703, "`rows` is the path of the list inside the answer."),
    (
        704,
        "`pagination` says that the method answers with rows. If they stand inside the result, `rows:` says where, such as `result.items`.",
    ),
    (
        801,
        "An example is read by the types of its parameters, because it becomes the example in the docs and a test. Either the example or the type is wrong.",
    ),
    (802, "An example is a complete call: every required parameter is in it."),
    (803, "The example breaks a requirement between parameters; written in Rust, it would not compile."),
    (804, "Reading the example by its type takes too many steps; unions inside unions are the usual cause."),
    (
        805,
        "An example's error has a code that neither the method's `errors:` nor the system errors list. Add it there, or say `errors_open: true` if the method passes on errors that are not its own.",
    ),
    (999, "The generated code could not be read back as Rust. No spec should be able to cause this."),
];
