//! Named types.

use bitrix24_codegen::model::{Definition, EnumValue, NamedType, Part as Member};

use crate::diff::change::{Change, Noun, Part, Range, What};
use crate::diff::limits;
use crate::diff::pairs::{Key, Pair, pair};
use crate::diff::record::{self, Use};
use crate::diff::types::compare_types;

pub(crate) fn compare(old: &NamedType, new: &NamedType) -> Vec<Change> {
    let of_type = |what| Part::new(Noun::Type, "", &new.name).is(what);
    let mut changes = Vec::new();
    match (&old.definition, &new.definition) {
        (Definition::Alias(old), Definition::Alias(new)) => changes.extend(compare_types(old, new).map(of_type)),
        (Definition::Text(old), Definition::Text(new)) => {
            changes.extend(limits::compare_texts(old, new).map(What::Values).map(of_type));
        }
        (Definition::Integer(old), Definition::Integer(new)) => {
            changes.extend(limits::compare_ranges(old, new).map(What::Values).map(of_type));
        }
        (Definition::Record(old_record), Definition::Record(new_record)) => {
            // What was not sent has no code that calls setters, and what was not received none that reads.
            let used = Use { member: Noun::Field, sent: old.sent && new.sent, read: old.received && new.received };
            changes.extend(record::compare(old_record, new_record, used));
            changes.extend(Range::of(old.sent, new.sent).map(What::Builder).map(of_type));
        }
        (
            Definition::Enumeration { numeric: was, values: old_values },
            Definition::Enumeration { numeric, values: new_values },
        ) if was == numeric => changes.extend(compare_values(&new.name, old_values, new_values)),
        (Definition::Tuple(old), Definition::Tuple(new)) => changes.extend(compare_places(old, new)),
        (Definition::Union(old_forms), Definition::Union(new_forms)) => {
            changes.extend(compare_forms(&new.name, old_forms, new_forms));
        }
        (old, new) => changes.push(of_type(What::Type { from: kind(old).to_owned(), to: kind(new).to_owned() })),
    }
    if matches!(new.definition, Definition::Record(_) | Definition::Tuple(_) | Definition::Union(_)) {
        changes.extend(Range::of(old.received, new.received).map(What::Decoding).map(of_type));
    }
    changes.extend(What::docs(&old.doc, &new.doc).map(of_type));
    changes
}

fn kind(definition: &Definition) -> &'static str {
    match definition {
        Definition::Alias(_) => "an alias",
        Definition::Text(_) => "a checked text",
        Definition::Integer(_) => "a checked integer",
        Definition::Record(_) => "a struct",
        Definition::Enumeration { numeric: false, .. } => "an enum of texts",
        Definition::Enumeration { numeric: true, .. } => "an enum of numbers",
        Definition::Tuple(_) => "a tuple",
        Definition::Union(_) => "a union",
    }
}

/// The values of an enum, which is open: another one can only be new to `match`.
fn compare_values(name: &str, old: &[EnumValue], new: &[EnumValue]) -> Vec<Change> {
    let keys: [Key<EnumValue>; 2] = [|value| Some(value.wire_name.clone()), |value| Some(value.name.clone())];
    let part = |value: &EnumValue| Part::new(Noun::Value, &value.wire_name, format!("{name}::{}", value.name));
    let changes = pair(old, new, &keys).into_iter().flat_map(|pair| match pair {
        Pair::New(new) => vec![part(new).is(What::Added)],
        Pair::Old(old) => vec![part(old).is(What::Removed)],
        Pair::Both(old, new) => {
            let (rust, wire) = (What::renamed(&old.name, &new.name), What::wire_name(&old.wire_name, &new.wire_name));
            [rust, wire, What::docs(&old.doc, &new.doc)].into_iter().flatten().map(|what| part(new).is(what)).collect()
        }
    });
    changes.collect()
}

/// The places of a tuple. All of them are the arguments of `new`, so none comes or goes unnoticed.
fn compare_places(old: &[Member], new: &[Member]) -> Vec<Change> {
    let names = |places: &[Member]| places.iter().map(|place| place.name.clone()).collect::<Vec<String>>();
    if names(old) != names(new) {
        let listed = |places: &[Member]| format!("({})", names(places).join(", "));
        return vec![Part::new(Noun::Type, "", "").is(What::Type { from: listed(old), to: listed(new) })];
    }
    old.iter()
        .zip(new)
        .flat_map(|(old, new)| compare_members(Noun::Place, &format!(".{}", new.name), old, new))
        .collect()
}

/// The forms of a union, which is open like an enum.
fn compare_forms(name: &str, old: &[Member], new: &[Member]) -> Vec<Change> {
    let is_built = |forms: &[Member]| forms.iter().any(|form| form.builder.is_some());
    let rust = |form: &Member| format!("{name}::{}", form.name);
    let part = |form: &Member| Part::new(Noun::Form, &form.name, rust(form));
    let mut changes: Vec<Change> = Vec::new();
    // Setters then ask for another trait, which not all has that was converted before.
    if is_built(old) != is_built(new) {
        let words = |forms| if is_built(forms) { "made from builders too" } else { "made by `Into` alone" };
        let what = What::Type { from: words(old).to_owned(), to: words(new).to_owned() };
        changes.push(Part::new(Noun::Type, "", name).is(what));
    }
    let key: Key<Member> = |form| Some(form.name.clone());
    changes.extend(pair(old, new, &[key]).into_iter().flat_map(|pair| match pair {
        Pair::New(new) => vec![part(new).is(What::Added)],
        Pair::Old(old) => vec![part(old).is(What::Removed)],
        Pair::Both(old, new) => {
            let conversion = Part::new(Noun::Setter, &new.name, format!("{name}::from"));
            let from = match Range::of(old.from, new.from) {
                Some(Range::Tighter) => Some(conversion.is(What::Removed)),
                Some(Range::Wider) => Some(conversion.is(What::Added)),
                None => None,
            };
            compare_members(Noun::Form, &rust(new), old, new).into_iter().chain(from).collect()
        }
    }));
    changes
}

fn compare_members(noun: Noun, rust: &str, old: &Member, new: &Member) -> Vec<Change> {
    let whats = compare_types(&old.ty, &new.ty).into_iter().chain(What::docs(&old.doc, &new.doc));
    whats.map(|what| Part::new(noun, &new.name, rust).is(what)).collect()
}
