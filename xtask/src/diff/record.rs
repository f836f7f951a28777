//! What a method takes, or a struct is made of.

use std::collections::BTreeSet;

use bitrix24_codegen::model::{Constant, Field, Presence, Record, Setter, SetterKind, Vacancy};

use crate::diff::change::{Change, Noun, Part, What};
use crate::diff::pairs::{Key, Pair, pair};
use crate::diff::types::compare_types;
use crate::diff::{limits, requirements};

/// What users do with a record.
#[derive(Clone, Copy)]
pub(crate) struct Use {
    /// What its members are called.
    pub(crate) member: Noun,
    /// Whether they call its setters.
    pub(crate) sent: bool,
    /// Whether they read its fields.
    pub(crate) read: bool,
}

/// A field is the same by its name on the wire, by its name in Rust, or by what is said of it.
const SAME_FIELD: [Key<Field>; 3] = [
    |field| Some(field.wire_name.clone()),
    |field| Some(field.name.clone()),
    |field| field.doc.as_ref().map(|doc| format!("{} {doc}", field.ty)),
];

pub(crate) fn compare(old: &Record, new: &Record, used: Use) -> Vec<Change> {
    let pairs = pair(&old.fields, &new.fields, &SAME_FIELD);
    let mut changes: Vec<Change> = pairs.iter().flat_map(|pair| compare_pair(pair, used)).collect();
    if used.sent {
        changes.extend(compare_setters(old, new, &pairs));
        changes.extend(requirements::compare(old, new));
    }
    changes.extend(compare_open(old, new));
    changes.extend(compare_constants(old, new));
    changes
}

fn compare_pair(pair: &Pair<'_, Field>, used: Use) -> Vec<Change> {
    match pair {
        Pair::Both(old, new) => compare_fields(old, new, used),
        Pair::New(new) if is_required(new) && used.sent => vec![part(new, used).is(What::AddedRequired)],
        Pair::New(new) => vec![part(new, used).is(What::Added)],
        Pair::Old(old) => vec![part(old, used).is(What::Removed)],
    }
}

fn part(field: &Field, used: Use) -> Part {
    let rust = if used.read { format!(".{}", field.name) } else { format!(".{}(..)", field.name) };
    Part::new(used.member, &field.wire_name, rust)
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required { .. })
}

fn compare_fields(old: &Field, new: &Field, used: Use) -> Vec<Change> {
    let mut found = Vec::new();
    found.extend(What::renamed(&old.name, &new.name));
    found.extend(What::wire_name(&old.wire_name, &new.wire_name));
    found.extend(compare_types(&old.ty, &new.ty));
    match (is_required(old), is_required(new)) {
        (false, true) => found.push(What::Required { read: used.read }),
        (true, false) => found.push(What::Optional { read: used.read }),
        _ => {}
    }
    if used.read && (old.boxed, wrapper(old)) != (new.boxed, wrapper(new)) {
        found.push(What::Type { from: wrapped(old), to: wrapped(new) });
    }
    if used.sent {
        found.extend(limits::compare_rules(&old.rule, &new.rule).map(What::Values));
    }
    if old.secret != new.secret {
        let shown = if new.secret { "hidden in" } else { "shown in" };
        found.push(What::Behaviour(format!("its value is {shown} debug output")));
    }
    found.extend(What::deprecation(old.deprecated.as_ref(), new.deprecated.as_ref()));
    found.extend(What::docs(&(&old.doc, &old.default), &(&new.doc, &new.default)));
    found.into_iter().map(|what| part(new, used).is(what)).collect()
}

/// What stands around the type of a field that may be absent.
fn wrapper(field: &Field) -> Option<&'static str> {
    match field.vacancy {
        Vacancy::None => None,
        Vacancy::Clearable => Some("Clearable"),
        Vacancy::Nullable => Some("Option"),
    }
}

fn wrapped(field: &Field) -> String {
    let ty = if field.boxed { format!("Box<{}>", field.ty) } else { field.ty.to_string() };
    wrapper(field).map_or(format!("`{ty}`"), |wrapper| format!("`{wrapper}<{ty}>`"))
}

/// The setters that came and went beside the fields: of empty values, of known ones, of flags, `maybe_` twins.
fn compare_setters(old: &Record, new: &Record, pairs: &[Pair<'_, Field>]) -> Vec<Change> {
    let settled = pairs.iter().filter_map(|pair| match pair {
        Pair::Both(old, new) if old.name == new.name && is_required(old) == is_required(new) => Some(old.name.as_str()),
        _ => None,
    });
    let settled: BTreeSet<&str> = settled.collect();
    let setters = |record| setters(record, &settled);
    let (old, new) = (setters(old), setters(new));
    let change = |call: &String, what| Part::new(Noun::Setter, call, call).is(what);
    let added = new.difference(&old).map(|call| change(call, What::Added));
    let removed = old.difference(&new).map(|call| change(call, What::Removed));
    removed.chain(added).collect()
}

/// The calls of the setters that belong to these fields, or to none.
fn setters(record: &Record, of: &BTreeSet<&str>) -> BTreeSet<String> {
    let belongs = |setter: &&Setter| match setter.kind {
        SetterKind::Value { field }
        | SetterKind::Clear { field }
        | SetterKind::Null { field }
        | SetterKind::Announced { field, .. }
        | SetterKind::Preset { field, .. } => of.contains(record.fields[field].name.as_str()),
        SetterKind::AnyGiven { .. } => true,
    };
    let calls = record.setters.iter().filter(belongs).flat_map(|setter| {
        let takes = matches!(setter.kind, SetterKind::Value { .. } | SetterKind::Announced { .. });
        let call = format!(".{}({})", setter.name, if takes { ".." } else { "" });
        let twin = setter.maybe.then(|| format!(".maybe_{}(..)", setter.name.trim_end_matches('_')));
        std::iter::once(call).chain(twin)
    });
    calls.collect()
}

/// The further members of an open record.
fn compare_open(old: &Record, new: &Record) -> Vec<Change> {
    let part = || Part::new(Noun::Field, "other", ".other");
    match (&old.open, &new.open) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![part().is(What::Added)],
        (Some(_), None) => vec![part().is(What::Removed)],
        (Some(old), Some(new)) => compare_types(old, new).map(|what| part().is(what)).into_iter().collect(),
    }
}

/// Members that always have one value: nobody gives them, and nobody reads them.
fn compare_constants(old: &Record, new: &Record) -> Vec<Change> {
    let key: Key<Constant> = |constant| Some(constant.wire_name.clone());
    let text = |old: &str, new: &str| What::Behaviour(format!("it is {new}, no longer {old}"));
    let pairs = pair(&old.constants, &new.constants, &[key]);
    let changes = pairs.into_iter().filter_map(|pair| {
        let (constant, what) = match pair {
            Pair::New(new) => (new, text("there by itself", &new.value.to_string())),
            Pair::Old(old) => (old, What::Behaviour("it is no longer there by itself".to_owned())),
            Pair::Both(old, new) if old.value != new.value => {
                (new, text(&old.value.to_string(), &new.value.to_string()))
            }
            Pair::Both(old, new) if old.doc != new.doc => (new, What::Docs),
            Pair::Both(..) => return None,
        };
        Some(Part::new(Noun::Constant, &constant.wire_name, "").is(what))
    });
    changes.collect()
}
