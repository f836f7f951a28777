//! What is said about each problem: its code, one line, a label at the place, and what to do.

use crate::diagnostic::problem::{Code, Problem, Unknown};
use crate::diagnostic::quoted;

/// The words for one problem.
struct Words {
    code: u16,
    message: String,
    label: String,
    help: Option<String>,
}

impl Problem {
    /// The stable code.
    pub fn code(&self) -> Code {
        Code(words(self).code)
    }

    /// The first line.
    pub fn message(&self) -> String {
        words(self).message
    }

    /// What stands at the place.
    pub fn label(&self) -> String {
        words(self).label
    }

    /// What to do, where it is not plain.
    pub fn help(&self) -> Option<String> {
        words(self).help
    }
}

fn say(code: u16, message: impl Into<String>, label: impl Into<String>) -> Words {
    Words { code, message: message.into(), label: label.into(), help: None }
}

impl Words {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Help from what is known: the name that is near, or all of them if they are few.
    fn suggest(mut self, unknown: &Unknown) -> Self {
        let known: Vec<String> = unknown.known.iter().map(|name| quoted(name)).collect();
        self.help = match &unknown.near {
            Some(near) => Some(format!("did you mean {}?", quoted(near))),
            None if known.is_empty() => None,
            None => Some(format!("known are {}", known.join(", "))),
        };
        self
    }
}

/// One arm a problem, so that the compiler asks for the words of a new one.
#[expect(clippy::too_many_lines, reason = "a table reads best in one piece")]
fn words(problem: &Problem) -> Words {
    match problem {
        // The file.
        Problem::NotUtf8 => {
            say(1, "the file is not UTF-8", "the first byte that is not").help("save the file as UTF-8")
        }
        Problem::TooLarge { bytes, max } => {
            say(2, format!("the file has {bytes} bytes; at most {max} are read"), "").help("split the family")
        }
        Problem::ControlCharacter { character } => {
            let character = character.escape_unicode();
            say(3, format!("invisible character {character}"), "not allowed in a spec")
                .help("remove it, or write it in words")
        }
        Problem::CutText { text } => {
            say(110, format!("{} is cut off from the text before it", quoted(text)), "read as a key")
                .help("inside `{}` a comma begins the next key; put a text with a comma into quotes")
        }
        Problem::Yaml { message } => {
            let words = say(4, format!("not valid YAML: {message}"), "here");
            match yaml_help(message) {
                Some(help) => words.help(help),
                None => words,
            }
        }
        Problem::NotInSpecs { what, instead } => {
            say(5, format!("{what} is not part of the spec language"), "not allowed").help(*instead)
        }
        Problem::TooDeep { max } => say(6, format!("nested deeper than {max} levels"), "one level too many"),
        Problem::DuplicateKey { key } => {
            say(7, format!("the key {} is given twice", quoted(key)), "given again").help("keep one of them")
        }
        Problem::EmptyFile => say(8, "the file is empty", "").help("a spec begins with `family:` and `doc:`"),
        // The shape.
        Problem::WrongShape { expected, found } => {
            say(101, format!("expected {expected}, found {found}"), format!("this is {found}"))
        }
        Problem::UnknownKey { kind, unknown } => {
            say(102, format!("{} is no key of {kind}", quoted(&unknown.name)), "unknown key").suggest(unknown)
        }
        Problem::MissingKey { kind, key, doc, words } => {
            say(103, format!("{kind} needs the key `{key}`"), format!("`{key}` is missing")).help(meaning(doc, words))
        }
        Problem::NotFilledIn { key: "", .. } => say(112, "a text is not filled in", "to be filled in"),
        Problem::NotFilledIn { key, doc, words } => {
            say(112, format!("`{key}` is not filled in"), "to be filled in").help(meaning(doc, words))
        }
        Problem::UnknownWord { of, unknown } => {
            say(104, format!("{} is no {of}", quoted(&unknown.name)), "unknown").suggest(unknown)
        }
        Problem::BadRule { message, form } => say(111, message, "not a rule's form").help(format!("write {form}")),
        Problem::EmptyText { optional } => say(105, "empty text", "nothing is said here")
            .help(if *optional { "say it, or leave the key out" } else { "say it" }),
        Problem::BadType { text, at } => {
            let read: String = text.chars().take(*at).collect();
            say(106, format!("{} is no type", quoted(text)), format!("read up to {}", quoted(&read)))
                .help("write a word such as `string`, a list `T[]`, a map `map<K, T>`, an identifier `id<deal>` or the name of a type")
        }
        Problem::NotOneForm { given } if given.is_empty() => {
            say(107, "the type does not say what it is", "needs one of `type`, `struct`, `enum`, `tuple`, `union`")
        }
        Problem::NotOneForm { given } => {
            say(107, format!("the type is several things: `{}`", given.join("`, `")), "the second")
                .help("keep one of them")
        }
        Problem::KeyOfOtherForm { key, home, form } => say(
            108,
            format!("`{key}` belongs to a type with `{home}`, and this one has `{form}`"),
            "does not belong here",
        ),
        Problem::NothingInside { form } => say(109, format!("the {form} has nothing inside"), "empty"),
        Problem::TooMany { key, max } => {
            say(131, format!("{} has more than {max} items", quoted(key)), "one too many")
        }
        Problem::TooLong { what, max } => say(132, format!("the {what} has more than {max} bytes"), "too long"),
        Problem::FamilyTooLarge => say(133, "the code of this family would be too large", "too large")
            .help("split the family, or name what its types have in common"),
        // Names.
        Problem::BadFamily { family } => say(201, format!("{} is no family", quoted(family)), "not a family")
            .help("a family is the method's name without its last segment, such as `bizproc.activity`; each segment has letters, digits and `_`, at most 100 of them"),
        Problem::FamilyNotPath { family, expected } => {
            say(202, format!("the family {} stands in another file", quoted(family)), "not what the path says")
                .help(format!("its file is {} under the spec folder", quoted(expected)))
        }
        Problem::DuplicateFamily { family } => {
            say(203, format!("two files make the module of {}", quoted(family)), "the second").help("put both into one file")
        }
        Problem::BadMethodKey { key } => say(204, format!("{} is no segment of a method's name", quoted(key)), "not a segment")
            .help("the key is the last segment of the method's name, in letters, digits and `_`; REST 3.0 beside REST 2 is `name@3`"),
        Problem::BadWireName { name } => say(205, format!("{} is no method's name", quoted(name)), "not a name")
            .help("a name is segments of letters, digits and `_`, joined by dots"),
        Problem::BadWireParam { name } => say(216, format!("{} is no parameter's name", quoted(name)), "not a name")
            .help("a name has no blanks, quotes, braces or the like; keys that vary belong into a `map`"),
        Problem::BadScope { scope } => say(251, format!("{} is no scope", quoted(scope)), "not a scope")
            .help("a scope is one word without blanks, such as `bizproc` or `user_basic`"),
        Problem::BadPage { page, of_file: false } => {
            say(217, format!("{} is no page below `docs`", quoted(page)), "not such a page")
                .help("write what follows the file's `docs`, such as `bizproc-activity-log.html`")
        }
        Problem::BadPage { page, of_file: true } => {
            say(217, format!("{} is no place in the documentation", quoted(page)), "not such a place")
                .help("write what follows https://apidocs.bitrix24.com/, such as `api-reference/bizproc/`")
        }
        Problem::BadTypeName { name } => say(206, format!("{} is no name of a type or variant", quoted(name)), "not such a name")
            .help("write it in letters and digits, each word with a capital, such as `PropertyType`"),
        Problem::BadValueName { name } => say(207, format!("{} is no name of a function or field", quoted(name)), "not such a name")
            .help("write it in small letters, digits and `_`, beginning with a letter, such as `event_token`"),
        Problem::NeedsRustName { name } => say(208, format!("{} makes no Rust name", quoted(name)), "needs a name")
            .help("give one by `rust:`"),
        Problem::TakenName { name, by_rust } => {
            say(209, format!("the name {} is taken by the generated code", quoted(name)), "taken")
                .help(if *by_rust { "give another by `rust:`" } else { "rename it" })
        }
        Problem::NameClash { name } => say(210, format!("two of these become {} in Rust", quoted(name)), "one of them")
            .help("give one of them another name: a type by its key, everything else by `rust:`"),
        Problem::ModuleClash { name, by_method } => {
            let words = say(211, format!("the module {} is taken by the generated code", quoted(name)), "taken");
            if *by_method { words.help("give the method or the struct that makes it another name") } else { words }
        }
        Problem::BadGeneration => say(212, "`rest` is 2 or 3", "neither"),
        Problem::KeyGeneration => say(213, "only a REST 3.0 method has `@3` in its key", "not `@3` with `rest: 3`").help("write `name@3:` and `rest: 3`, or neither"),
        Problem::OpenPositional => say(231, "parameters that are sent by their places are declared one by one", "not with `positional`"),
        // Types.
        Problem::UnknownType { unknown, declared_in } => {
            let words = say(301, format!("unknown type {}", quoted(&unknown.name)), "no such type here");
            match (declared_in, &unknown.near) {
                (Some(family), _) => words.help(format!("it is declared in {}; name that under `use:`", quoted(family))),
                (None, Some(_)) => words.suggest(unknown),
                (None, None) => words.help(
                    "a type is a word such as `string`, `T[]`, `map<K, T>`, `id<deal>`, or a name under `types:`",
                ),
            }
        }
        Problem::UnknownFamily { unknown } => {
            say(302, format!("there is no family {}", quoted(&unknown.name)), "no such family").suggest(unknown)
        }
        Problem::AmbiguousType { name, families: [a, b] } => {
            say(303, format!("{} is declared in {} and in {}", quoted(name), quoted(a), quoted(b)), "which of them?")
                .help("rename one of them")
        }
        Problem::AliasCycle { name } => say(304, format!("{} stands for itself", quoted(name)), "leads back to itself"),
        Problem::TypeTooLarge { max } => say(305, format!("the type stands for more than {max} words"), "too large")
            .help("make a struct of its parts"),
        Problem::BadMapKey => {
            say(306, "the key of a map is a text, an integer, an identifier or an enum", "cannot be a key")
        }
        Problem::NullPart => say(307, "`null` is only what a method answers", "cannot be given")
            .help("for a field that may be null write `nullable: true`"),
        Problem::OptionalField => say(321, "`?` says of the items of a list or a map that they may be null", "no such item")
            .help("for a field or parameter write `nullable: true`; for a result too"),
        Problem::Endless { name } => say(308, format!("every value of {} holds another one", quoted(name)), "has no end")
            .help("make one of the fields optional, or put a list in between"),
        Problem::HugeValue { name, max } => {
            say(309, format!("the smallest value of {} has more than {max} parts", quoted(name)), "too large")
                .help("make some of the fields optional")
        }
        // Constraints.
        Problem::LimitMisfit { limit, what } => {
            say(401, format!("`{limit}` says nothing about {what}"), "does not fit the type")
        }
        Problem::LimitOnAlias => {
            say(402, "a named type has constraints only if it is a text or an integer", "does not fit")
                .help("put it on the parameter")
        }
        Problem::EmptyRange => say(403, "no value is within this range", "`max` is less"),
        Problem::NotWhole => say(404, "expected a whole number", "not whole, or too large"),
        Problem::BadPattern { message } => say(405, format!("the pattern does not compile: {message}"), "here"),
        Problem::PatternTooLarge => say(406, "the pattern needs too large a table", "too large")
            .help("check the form here and leave lengths to `min` and `max`"),
        Problem::WireMisfit => say(407, "`wire` says how a boolean travels, and this is none", "no boolean here"),
        Problem::TwoVacancies => {
            say(408, "an empty value either clears or is null", "one too many").help("keep `clearable` or `nullable`")
        }
        Problem::RequiredVacancy => say(
            409,
            "a required parameter has a value, so it can be neither empty nor null",
            "not together with `required`",
        ),
        Problem::RequiredDefault => say(410, "a required parameter is never absent, so it has no default", "not together with `required`"),
        Problem::BadDefault { expected } => say(421, format!("the default should be {expected}"), "not a value of the type"),
        Problem::BadConstant => say(422, "the constant is none of its type", "not such a value")
            .help("a constant is a text, a whole number, or a flag as it is sent"),
        Problem::ConstantMisfit => say(423, "a constant is sent by itself, so nothing else is to be said of it", "more than `type`, `const` and `doc`")
            .help("keep `type`, `const`, `doc` and, for a flag, `wire`"),
        // Rules.
        Problem::UnknownParam { unknown } => {
            say(501, format!("there is no parameter {}", quoted(&unknown.name)), "no such parameter").suggest(unknown)
        }
        Problem::RuleOnRequired { param } => {
            say(502, format!("{} is required already", quoted(param)), "the rule changes nothing")
                .help("take away `required: true`, or the rule")
        }
        Problem::TwoRules { param, setter } => say(
            503,
            format!("{} is given by the setter {} of another rule", quoted(param), quoted(setter)),
            "has no setter of its own",
        ),

        Problem::RuleTooSmall => say(504, "a rule is about at least two parameters, each named once", "too few"),
        Problem::RuleTooLarge { max } => {
            say(505, format!("a rule about combinations takes at most {max} parameters"), "too many")
        }
        Problem::ConditionNeedsList { param } => {
            say(506, format!("the values of {} are not listed", quoted(param)), "cannot be a condition")
                .help("a condition is about a boolean or an enum, whose values the compiler can tell apart")
        }
        Problem::NoOtherValue => say(507, "the flag has not exactly one other value", "which value means off?")
            .help("leave `off` away, or use a boolean"),
        Problem::Contradiction => say(508, "no call keeps all of these rules", "they contradict each other")
            .help("take one of them away"),
        Problem::ClientInStruct => say(521, "a struct is not sent by itself, so it has no kind of authorization", "known only to a method")
            .help("put the parameter and the rule into the method, or say it in `doc`"),
        // Everything else.
        Problem::TooManyStates { max } => {
            say(541, format!("more than {max} parameters are required or in rules"), "one too many")
                .help("name a struct for those that belong together")
        }
        Problem::TooEntangled => say(542, "it takes too long to find a call that keeps all of these rules", "too many rules")
            .help("take some of them away"),
        Problem::BadPlace { text } => say(601, format!("{} is no place in a text", quoted(text)), "not `<name>`")
            .help("write `<name>` in small letters for what differs, each name once"),
        Problem::OtherPlaces => say(602, "the texts of one reason leave different things open", "other places"),
        Problem::BadStatus => say(603, "an HTTP status is between 200 and 599", "none"),
        Problem::SystemErrorsElsewhere => {
            say(604, "system errors stand in the family `system` alone", "in another family").help("move them to `system.yaml`")
        }
        Problem::PagedWrite => say(701, "only a method that reads has pages", "`effect` is not `read`"),
        Problem::NoRowId => say(702, "pages by id need the field that identifies a row", "`id` is missing"),
        Problem::RowsElsewhere { inside } => say(703, "rows stand inside the result", format!("does not begin with `{inside}`"))
            .help(format!("write `{inside}`, or `{inside}.items` and the like")),
        Problem::NoCursor => say(705, "pages by cursor need to know where it comes from and where it goes", "`param`, and `id` or `next`")
            .help("`param` is the parameter that takes the cursor; it is the `id` of the last row, or stands in the answer at `next`"),
        Problem::NoRows => say(704, "the rows of the pages are no list", "what stands there is another type"),
        Problem::ExampleMismatch { expected } => {
            say(801, format!("the example should have {expected} here"), "not what the type says")
        }
        Problem::ExampleIncomplete { lacks } => {
            let lacks: Vec<String> = lacks.iter().map(|name| quoted(name)).collect();
            say(802, format!("the example lacks {}", lacks.join(", ")), "incomplete")
        }
        Problem::ExampleBreaksRule { message, subject } => {
            say(803, format!("the example breaks a rule of {}", quoted(subject)), "this call would not compile")
                .help(message.clone())
        }
        Problem::ExampleTooLarge => say(804, "the example is too large to be read by its type", "too large"),
        Problem::ExampleError { unknown } => {
            say(805, format!("the example fails with {}, which is not documented", quoted(&unknown.name)), "no such error")
                .suggest(unknown)
        }
        Problem::Internal { message } => say(999, format!("the generator made code that is no Rust: {message}"), "")
            .help("this is a bug of the generator; please report it with the spec"),
    }
}

/// What a key says, and the words that it takes.
fn meaning(doc: &str, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    if words.is_empty() { doc.to_owned() } else { format!("{doc} One of {}.", words.join(", ")) }
}

/// What most often is behind a message of the YAML parser.
fn yaml_help(message: &str) -> Option<&'static str> {
    if message.contains("tab") {
        return Some("indent with blanks");
    }
    if message.contains("',' or") || message.contains("flow") {
        return Some("inside `{}` and `[]`, a text with `,`, `[`, `]`, `{` or `}` needs quotes, such as `'string[]'`");
    }
    if message.contains("mapping values") {
        return Some("a text with `: ` in it needs quotes, and the keys of one object are indented alike");
    }
    None
}
