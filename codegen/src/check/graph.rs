//! What can be said only of all types together: which hold themselves, and which are sent and received.

mod builders;
mod circles;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::File;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Definition, Family, Id, Model, Presence, Record, SetterKind, Type};
use crate::source::Span;
use circles::Circles;

/// The key of a named type: module and name.
type Key = (Vec<String>, String);

/// Boxes what holds itself, refuses what holds itself without end, and marks what is sent and received.
pub(crate) fn settle(model: &mut Model, files: &[File], problems: &mut Diagnostics) {
    collect_ids(model);
    refuse_endless(model, files, problems);
    // Where a type has no end, that is its only problem.
    if problems.is_empty() {
        refuse_huge(model, files, problems);
    }
    box_recursive(model);
    mark_directions(model);
    mark_forms(model);
    builders::mark(model);
}

/// The types named by a definition, with whether each is held as it is and not behind a list or map.
fn holds(definition: &Definition) -> Vec<(&Type, Held)> {
    match definition {
        Definition::Alias(ty) => vec![(ty, Held::Always)],
        Definition::Text(_) | Definition::Integer(_) | Definition::Enumeration { .. } => Vec::new(),
        Definition::Record(record) => record_holds(record),
        Definition::Tuple(parts) => parts.iter().map(|part| (&part.ty, Held::Always)).collect(),
        Definition::Union(parts) => parts.iter().map(|part| (&part.ty, Held::Sometimes)).collect(),
    }
}

/// Whether a value can be without the part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Always,
    Sometimes,
}

/// Of the fields that are not required, those are always held that the shortest way to keep the rules gives.
fn record_holds(record: &Record) -> Vec<(&Type, Held)> {
    let given = record.minimal.iter().filter_map(|setter| match record.setters.get(*setter)?.kind {
        SetterKind::Value { field } | SetterKind::Announced { field, .. } => Some(field),
        _ => None,
    });
    let given: BTreeSet<usize> = given.collect();
    let fields = record.fields.iter().enumerate().map(|(at, field)| match field.presence {
        Presence::Optional if !given.contains(&at) => (&field.ty, Held::Sometimes),
        _ => (&field.ty, Held::Always),
    });
    fields.chain(record.open.iter().map(|open| (open, Held::Sometimes))).collect()
}

/// The named types that a value of `ty` holds as it is.
fn direct(ty: &Type) -> Option<Key> {
    match ty {
        Type::Named(reference) => Some((reference.module.clone(), reference.name.clone())),
        Type::Optional(item) => direct(item),
        _ => None,
    }
}

/// All named types inside `ty`.
fn inside(ty: &Type, found: &mut Vec<Key>) {
    match ty {
        Type::List(item) | Type::Optional(item) => inside(item, found),
        Type::Map(key, value) => {
            inside(key, found);
            inside(value, found);
        }
        _ => found.extend(direct(ty)),
    }
}

fn edges(model: &Model, of: impl Fn(&Type, Held) -> Vec<Key>) -> BTreeMap<Key, Vec<Key>> {
    let types = model.families.iter().flat_map(|family| family.types.iter().map(move |ty| (family, ty)));
    let edge = |(family, ty): (&Family, &crate::model::NamedType)| {
        let held = holds(&ty.definition).into_iter().flat_map(|(ty, held)| of(ty, held)).collect();
        ((family.module.clone(), ty.name.clone()), held)
    };
    types.map(edge).collect()
}

fn reachable(from: &[Key], edges: &BTreeMap<Key, Vec<Key>>) -> BTreeSet<Key> {
    let mut seen = BTreeSet::new();
    let mut queue: Vec<Key> = from.to_vec();
    while let Some(key) = queue.pop() {
        if seen.insert(key.clone()) {
            queue.extend(edges.get(&key).into_iter().flatten().cloned());
        }
    }
    seen
}

/// A type that always holds itself has no value at all; a tuple or union that holds itself would need a box.
fn refuse_endless(model: &Model, files: &[File], problems: &mut Diagnostics) {
    let always = edges(model, |ty, held| direct(ty).filter(|_| held == Held::Always).into_iter().collect());
    let any = edges(model, |ty, _| direct(ty).into_iter().collect());
    let (endless, boxed) = (Circles::of(&always), Circles::of(&any));
    for family in &model.families {
        for ty in &family.types {
            let key = (family.module.clone(), ty.name.clone());
            let boxable = matches!(ty.definition, Definition::Record(_));
            let (edges, circles) = if boxable { (&always, &endless) } else { (&any, &boxed) };
            let held = edges.get(&key).into_iter().flatten();
            if held.into_iter().any(|held| circles.joins(held, &key)) {
                let at = name_span(files, family.source, &ty.name);
                problems.add(at, Problem::Endless { name: ty.name.clone() });
            }
        }
    }
}

/// The most parts of a smallest value; beyond it, examples and proofs would grow without end.
const MAX_PARTS: usize = 500;
/// The most code of one family, in tokens. The largest of the API has a twentieth of it.
const MAX_WEIGHT: usize = 2_000_000;

/// Refuses types whose smallest value has too many parts, and families that would become too much code.
fn refuse_huge(model: &Model, files: &[File], problems: &mut Diagnostics) {
    let sizes = sizes(model);
    for family in &model.families {
        if weight::of_family(family, &sizes) > MAX_WEIGHT {
            let file = files.iter().find(|file| file.source == family.source);
            let at = file.map_or(Span::file(family.source), |file| file.family.span);
            problems.add(at, Problem::FamilyTooLarge);
        }
        for ty in &family.types {
            let key = (family.module.clone(), ty.name.clone());
            if sizes.get(&key).is_some_and(|size| *size > MAX_PARTS) {
                let at = name_span(files, family.source, &ty.name);
                problems.add(at, Problem::HugeValue { name: ty.name.clone(), max: MAX_PARTS });
            }
        }
    }
}

/// Sizes double from type to type; how much more than too much they are does not count.
const ENOUGH_PARTS: usize = 1_000_000;

/// The number of parts of the smallest value of each type, those of its parts included.
fn sizes(model: &Model) -> weight::Sizes {
    let always = edges(model, |ty, held| direct(ty).filter(|_| held == Held::Always).into_iter().collect());
    let types = model.families.iter().flat_map(|family| family.types.iter().map(move |ty| (family, ty)));
    let own = types.map(|(family, ty)| {
        let held = holds(&ty.definition).into_iter().filter(|(ty, held)| *held == Held::Always && direct(ty).is_none());
        ((family.module.clone(), ty.name.clone()), held.count())
    });
    let own: BTreeMap<Key, usize> = own.collect();
    let mut sizes = weight::Sizes::new();
    for key in Circles::of(&always).order() {
        let held = always.get(key).into_iter().flatten();
        let parts = held.filter_map(|held| sizes.get(held)).copied().fold(1, usize::saturating_add);
        sizes.insert(key.clone(), parts.saturating_add(own.get(key).copied().unwrap_or(0)).min(ENOUGH_PARTS));
    }
    sizes
}

fn name_span(files: &[File], source: usize, name: &str) -> Span {
    let file = files.iter().find(|file| file.source == source);
    let ty = file.and_then(|file| file.types.iter().find(|ty| ty.name.value == name));
    ty.map_or(Span::file(source), |ty| ty.name.span)
}

fn box_recursive(model: &mut Model) {
    let circles = Circles::of(&edges(model, |ty, _| direct(ty).into_iter().collect()));
    for family in &mut model.families {
        for ty in &mut family.types {
            let own = (family.module.clone(), ty.name.clone());
            let Definition::Record(record) = &mut ty.definition else {
                continue;
            };
            for field in &mut record.fields {
                field.boxed = direct(&field.ty).is_some_and(|target| circles.joins(&target, &own));
            }
        }
    }
}

/// Types in files without methods are there for others to use, in both directions.
fn mark_directions(model: &mut Model) {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for family in &model.families {
        for method in &family.methods {
            for (ty, _) in record_holds(&method.record) {
                inside(ty, &mut sent);
            }
            inside(&method.result.ty, &mut received);
        }
        if family.methods.is_empty() {
            let all = family.types.iter().map(|ty| (family.module.clone(), ty.name.clone()));
            sent.extend(all.clone());
            received.extend(all);
        }
    }
    let all = edges(model, |ty, _| {
        let mut found = Vec::new();
        inside(ty, &mut found);
        found
    });
    let (sent, received) = (reachable(&sent, &all), reachable(&received, &all));
    for family in &mut model.families {
        for ty in &mut family.types {
            let key = (family.module.clone(), ty.name.clone());
            ty.received = received.contains(&key);
            // What nobody uses yet is written like a request.
            ty.sent = sent.contains(&key) || !ty.received;
        }
    }
}

/// What is a form of a union, alone or in a list.
fn mark_forms(model: &mut Model) {
    let mut forms = Vec::new();
    for ty in model.families.iter().flat_map(|family| &family.types) {
        if let Definition::Union(parts) = &ty.definition {
            for part in parts {
                inside(&part.ty, &mut forms);
            }
        }
    }
    let forms: BTreeSet<Key> = forms.into_iter().collect();
    for family in &mut model.families {
        for ty in &mut family.types {
            ty.told_apart = forms.contains(&(family.module.clone(), ty.name.clone()));
        }
    }
}

fn collect_ids(model: &mut Model) {
    let mut ids = BTreeMap::new();
    for family in model.own_families() {
        let types = family.types.iter().flat_map(|ty| holds(&ty.definition));
        let params = family.methods.iter().flat_map(|method| record_holds(&method.record));
        for (ty, _) in types.chain(params) {
            ids_inside(ty, &mut ids);
        }
        for method in &family.methods {
            ids_inside(&method.result.ty, &mut ids);
        }
    }
    model.ids = ids.into_values().collect();
}

fn ids_inside(ty: &Type, found: &mut BTreeMap<String, Id>) {
    match ty {
        Type::Id(id) => {
            found.entry(id.name.clone()).or_insert_with(|| id.clone());
        }
        Type::List(item) | Type::Optional(item) => ids_inside(item, found),
        Type::Map(key, value) => {
            ids_inside(key, found);
            ids_inside(value, found);
        }
        _ => {}
    }
}
