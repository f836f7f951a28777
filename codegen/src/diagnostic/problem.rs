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
    MissingKey { kind: &'static str, key: &'static str, doc: &'static str },
    UnknownWord { of: String, unknown: Unknown },
    EmptyText,
    BadType { text: String, at: usize },
    NotOneForm { given: Vec<&'static str> },
    KeyOfOtherForm { key: &'static str, home: &'static str, form: &'static str },
    NothingInside { form: &'static str },
    // Names.
    BadFamily { family: String },
    FamilyNotPath { family: String, expected: String },
    DuplicateFamily { family: String },
    BadMethodKey { key: String },
    BadWireName { name: String },
    BadTypeName { name: String },
    BadValueName { name: String },
    NeedsRustName { name: String },
    TakenName { name: String },
    NameClash { name: String },
    ModuleClash { name: String },
    BadGeneration,
    KeyGeneration,
    // Types.
    UnknownType { unknown: Unknown },
    UnknownFamily { unknown: Unknown },
    AmbiguousType { name: String, families: [String; 2] },
    AliasCycle { name: String },
    TypeTooLarge { max: usize },
    BadMapKey,
    NullPart,
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
    // Rules.
    UnknownParam { unknown: Unknown },
    RuleOnRequired { param: String },
    TwoRules { param: String },
    RuleTooSmall,
    RuleTooLarge { max: usize },
    ConditionNeedsList { param: String },
    NoOtherValue,
    // Errors.
    BadPlace { text: String },
    OtherPlaces,
    BadStatus,
    SecondSystemErrors,
    // Pagination.
    PagedWrite,
    NoRowId,
    RowsElsewhere,
    // Examples.
    ExampleMismatch { expected: String },
    ExampleIncomplete { lacks: Vec<String> },
    ExampleBreaksRule { message: String, subject: String },
    ExampleTooLarge,
    // The generator itself.
    Internal { message: String },
}

impl Problem {
    pub(crate) fn unknown_key(keys: &Keys, name: &str) -> Self {
        Self::UnknownKey { kind: keys.kind, unknown: Unknown::new(name, keys.keys.iter().map(|key| key.name)) }
    }

    pub(crate) fn unknown_word<'a>(of: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::UnknownWord { of: of.to_owned(), unknown: Unknown::new(name, known) }
    }

    pub(crate) fn unknown_type<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::UnknownType { unknown: Unknown::new(name, known) }
    }

    pub(crate) fn unknown_family<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::UnknownFamily { unknown: Unknown::new(name, known) }
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
}

/// The known name that a person who wrote `name` most likely meant.
fn nearest(name: &str, known: &[String]) -> Option<String> {
    let fold = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    // Hostile names are long, and the distance of two texts takes the product of their lengths.
    if name.len() > 80 {
        return None;
    }
    let wanted = fold(name);
    let distance = |candidate: &&String| strsim::damerau_levenshtein(&fold(candidate), &wanted);
    let best = known.iter().filter(|candidate| candidate.len() <= 80).min_by_key(distance)?;
    let allowed = if wanted.len() < 4 { 1 } else { wanted.len() / 3 };
    (distance(&best) <= allowed).then(|| best.clone())
}
