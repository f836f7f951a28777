//! Everything that can be wrong with a spec. What is said about it stands in `text`.

use std::fmt;

use crate::keys::Keys;

/// The stable name of a kind of problem, such as `B24-0102`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub(crate) u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "B24-{:04}", self.0)
    }
}

/// A name that is not known, with one that is near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// The known name that is nearest, if one is near.
    pub near: Option<String>,
    /// The known names, if they are few.
    pub known: Vec<String>,
}

/// Something that is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is said in words in `text`, and at length in `explain`")]
pub enum Problem {
    // The file.
    NotUtf8,
    TooLarge { bytes: usize, max: usize },
    ControlCharacter { character: char },
    Yaml { message: String },
    NotInSpecs { what: &'static str, instead: &'static str },
    TooDeep { max: usize },
    DuplicateKey { key: String },
    EmptyFile,
    // The shape.
    WrongShape { expected: String, found: &'static str },
    UnknownKey { kind: &'static str, unknown: Unknown },
    CutText { text: String },
    MissingKey { kind: &'static str, key: &'static str, doc: &'static str, words: &'static [&'static str] },
    NotFilledIn { key: &'static str, doc: &'static str, words: &'static [&'static str] },
    UnknownWord { of: String, unknown: Unknown },
    BadRule { message: String, form: &'static str },
    EmptyText { optional: bool },
    BadType { text: String, at: usize },
    NotOneForm { given: Vec<&'static str> },
    KeyOfOtherForm { key: &'static str, home: &'static str, form: &'static str },
    NothingInside { form: &'static str },
    TooMany { key: String, max: usize },
    TooLong { what: &'static str, max: usize },
    FamilyTooLarge,
    // Names.
    BadFamily { family: String },
    FamilyNotPath { family: String, expected: String },
    DuplicateFamily { family: String },
    BadMethodKey { key: String },
    BadWireName { name: String },
    BadWireParam { name: String },
    BadScope { scope: String },
    BadPage { page: String, of_file: bool },
    BadTypeName { name: String },
    BadValueName { name: String },
    NeedsRustName { name: String },
    TakenName { name: String, by_rust: bool },
    NameClash { name: String },
    ModuleClash { name: String, by_method: bool },
    BadGeneration,
    KeyGeneration,
    OpenPositional,
    // Types.
    UnknownType { unknown: Unknown, declared_in: Option<String> },
    UnknownFamily { unknown: Unknown },
    AmbiguousType { name: String, families: [String; 2] },
    AliasCycle { name: String },
    TypeTooLarge { max: usize },
    BadMapKey,
    NullPart,
    OptionalField,
    Endless { name: String },
    HugeValue { name: String, max: usize },
    LimitMisfit { limit: &'static str, what: &'static str },
    LimitOnAlias,
    EmptyRange,
    NotWhole,
    BadPattern { message: String },
    PatternTooLarge,
    WireMisfit,
    TwoVacancies,
    RequiredVacancy,
    RequiredDefault,
    BadDefault { expected: String },
    BadConstant,
    ConstantMisfit,
    // Rules.
    UnknownParam { unknown: Unknown },
    RuleOnRequired { param: String },
    TwoRules { param: String, setter: String },
    RuleTooSmall,
    RuleTooLarge { max: usize },
    ConditionNeedsList { param: String },
    NoOtherValue,
    Contradiction,
    ClientInStruct,
    TooManyStates { max: usize },
    TooEntangled,
    // Errors.
    BadPlace { text: String },
    OtherPlaces,
    BadStatus,
    SystemErrorsElsewhere,
    // Pagination.
    PagedWrite,
    NoRowId,
    RowsElsewhere { inside: String },
    NoCursor,
    NoRows,
    // Examples.
    ExampleMismatch { expected: String },
    ExampleIncomplete { lacks: Vec<String> },
    ExampleBreaksRule { message: String, subject: String },
    ExampleTooLarge,
    ExampleError { unknown: Unknown },
    // The generator itself.
    Internal { message: String },
}

impl Problem {
    pub(crate) fn unknown_key(keys: &Keys, name: &str) -> Self {
        let known = || keys.keys.iter().map(|key| key.name);
        Self::UnknownKey { kind: keys.kind, unknown: Unknown::new(name, known()).or_meant(KEY_WORDS, known()) }
    }

    pub(crate) fn unknown_word<'a>(of: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::UnknownWord { of: of.to_owned(), unknown: Unknown::new(name, known) }
    }

    pub(crate) fn unknown_type(name: &str, known: &[&str], declared_in: Option<String>) -> Self {
        let unknown = Unknown::new(name, known.iter().copied()).or_meant(TYPE_WORDS, known.iter().copied());
        Self::UnknownType { unknown, declared_in }
    }

    /// Whether this is an unknown type that no other name is near to.
    pub(crate) fn is_far_from_all_names(&self) -> bool {
        matches!(self, Self::UnknownType { unknown, declared_in: None } if unknown.near.is_none())
    }

    pub(crate) fn unknown_family<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let in_library = format!("bitrix24.{name}");
        let mut unknown = Unknown::new(name, known.iter().copied());
        if known.contains(&in_library.as_str()) {
            unknown.near = Some(in_library);
        }
        Self::UnknownFamily { unknown }
    }

    pub(crate) fn unknown_error<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::ExampleError { unknown: Unknown::new(code, known) }
    }

    pub(crate) fn unknown_param<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::UnknownParam { unknown: Unknown::new(name, known) }
    }
}

impl Unknown {
    /// `name` is not among `known`.
    pub fn new<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        const FEW: usize = 24;
        let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let near = nearest(name, &known);
        Self { name: name.to_owned(), near, known: if known.len() <= FEW { known } else { Vec::new() } }
    }

    /// Suggests what another language's word stands for, if it is known here.
    fn or_meant<'a>(mut self, words: &[(&str, &str)], known: impl IntoIterator<Item = &'a str>) -> Self {
        let meant = words.iter().find(|(word, _)| *word == self.name).map(|(_, meant)| *meant);
        if let Some(meant) = meant.filter(|meant| known.into_iter().any(|known| known == *meant)) {
            self.near = Some(meant.to_owned());
        }
        self
    }
}

/// What other languages call the keys.
const KEY_WORDS: &[(&str, &str)] = &[
    ("parameters", "params"),
    ("arguments", "params"),
    ("return", "result"),
    ("returns", "result"),
    ("response", "result"),
    ("description", "doc"),
    ("summary", "doc"),
    ("optional", "required"),
    ("values", "enum"),
    ("fields", "struct"),
    ("regex", "pattern"),
    ("name", "rust"),
    ("docs", "page"),
    ("url", "page"),
    ("uses", "use"),
    ("imports", "use"),
];

/// What other languages call the types.
const TYPE_WORDS: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("int", "integer"),
    ("i64", "integer"),
    ("number", "double"),
    ("float", "double"),
    ("f64", "double"),
    ("str", "string"),
    ("String", "string"),
    ("object", "any"),
    ("json", "any"),
    ("Value", "any"),
    ("time", "datetime"),
];

/// The known name that a person who wrote `name` most likely meant.
fn nearest(name: &str, known: &[String]) -> Option<String> {
    // Hostile names are long, and the distance of two texts takes the product of their lengths.
    const LONGEST: usize = 80;
    if name.len() > LONGEST {
        return None;
    }
    let fold = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let wanted = fold(name);
    let allowed = wanted.len().div_ceil(3).min(wanted.len() / 2);
    let mut best: Option<(usize, &String)> = None;
    for candidate in known.iter().filter(|candidate| candidate.len() <= LONGEST) {
        let folded = fold(candidate);
        // Texts are as far from each other as their lengths at least.
        if folded.chars().count().abs_diff(wanted.chars().count()) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &wanted);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.clone())
}
