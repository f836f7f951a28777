//! Why something that a page shows does not fit, by rule. The rules stand in CONTRIBUTING.md, in their order.

use bitrix24_codegen::diagnostic::Problem;
use bitrix24_codegen::judge::Misfit;
use serde_json::Value;

use super::origin::Origin;
use super::table::{self, Told};
use super::trial::{Kind, Trial};
use crate::import::facts::Facts;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// The example does not fit the page's own tables.
    Page,
    /// A person wrote or changed this spec.
    Edited,
    /// The importer left something out, or was not sure of it.
    Importer,
    /// The language has no type that takes every value of the page's.
    Language,
    /// No rule tells.
    Unexplained,
}

impl Cause {
    pub(crate) const ALL: [Self; 5] = [Self::Page, Self::Edited, Self::Importer, Self::Language, Self::Unexplained];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Edited => "edited",
            Self::Importer => "importer",
            Self::Language => "language",
            Self::Unexplained => "unexplained",
        }
    }
}

/// Why a misfit of a trial came about.
pub(crate) fn cause(facts: &Facts, trial: &Trial<'_>, misfit: &Misfit, origin: &Origin) -> Cause {
    let root = table::root(facts, trial.kind);
    let path = named(facts, trial, &misfit.path);
    let told = table::told(&root, &path);
    let value = trial.shown.and_then(|shown| at(shown, &misfit.path));
    if contradicts(&told, &misfit.problem, value) {
        return Cause::Page;
    }
    if origin.is_edited() {
        return Cause::Edited;
    }
    let is_left_out = matches!((&misfit.problem, &told), (Problem::UnknownParam { .. }, Told::Row(..)));
    if is_left_out || origin.has_doubt(doubted(trial.kind, &path)) {
        return Cause::Importer;
    }
    if matches!(&told, Told::Row(field, _) if field.types.iter().any(|ty| is_wider(ty))) {
        return Cause::Language;
    }
    Cause::Unexplained
}

/// The path with the name that a parameter has where all of them are sent as a list.
fn named(facts: &Facts, trial: &Trial<'_>, path: &[String]) -> Vec<String> {
    let mut path = path.to_vec();
    let is_list = trial.kind == Kind::Request && trial.shown.is_some_and(Value::is_array);
    if let Some(first) = path.first_mut().filter(|_| is_list)
        && let Some(field) = first.parse::<usize>().ok().and_then(|at| facts.params.list.get(at))
    {
        first.clone_from(&field.name);
    }
    path
}

/// Whether the tables say what the example is refused for.
fn contradicts(told: &Told<'_>, problem: &Problem, value: Option<&Value>) -> bool {
    match problem {
        Problem::UnknownParam { .. } => matches!(told, Told::Unlisted),
        Problem::ExampleIncomplete { lacks } => table::inside(told)
            .is_some_and(|fields| lacks.iter().all(|name| fields.get(name).is_some_and(|field| field.required))),
        Problem::ExampleBreaksRule { .. } => table::inside(told).is_some_and(|fields| !fields.demands.is_empty()),
        Problem::ExampleMismatch { .. } if value.is_some_and(is_left_open) => true,
        Problem::ExampleMismatch { .. } => match (told, value) {
            (Told::Row(field, lists), Some(value)) => table::fits(field, *lists, value) == Some(false),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an example leaves a value to the reader, in words or as a call of some function.
fn is_left_open(value: &Value) -> bool {
    match value {
        Value::String(text) => text.starts_with("**") && text.ends_with("**") || is_call(text),
        Value::Array(items) => items.iter().any(is_left_open),
        _ => false,
    }
}

fn is_call(text: &str) -> bool {
    let function = text.strip_suffix(')').and_then(|text| text.split_once('('));
    function.is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

/// Types of pages that the language reads in one form of several.
fn is_wider(ty: &str) -> bool {
    ["date", "datetime", "timestamp", "file", "diskfile"]
        .contains(&ty.trim().trim_end_matches("[]").to_lowercase().as_str())
}

/// The key of a spec at which a doubt about a place stands.
fn doubted(kind: Kind, path: &[String]) -> Option<&str> {
    let named = path.iter().rfind(|name| !name.bytes().all(|byte| byte.is_ascii_digit()));
    match (named, kind) {
        (Some(name), _) => Some(name),
        (None, Kind::Response) => Some("result"),
        (None, _) => None,
    }
}

fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    })
}
