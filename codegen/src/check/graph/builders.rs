//! Unions of structs: a setter that takes one takes the builders of its forms too, so every use of such a union must know.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, direct};
use crate::model::{Definition, Model, Record, Shape, Type};

/// Marks the forms that have builders, and everything that refers to their unions.
pub(super) fn mark(model: &mut Model) {
    let stateful = builders(model);
    let mut unions = BTreeSet::new();
    for family in &mut model.families {
        for ty in family.types.iter_mut().filter(|ty| ty.sent) {
            let Definition::Union(parts) = &mut ty.definition else {
                continue;
            };
            for part in parts.iter_mut().filter(|part| part.from) {
                let form = if let Type::List(item) = &part.ty { item } else { &part.ty };
                part.builder = direct(form).and_then(|form| stateful.get(&form).copied());
                if part.builder.is_some() {
                    unions.insert((family.module.clone(), ty.name.clone()));
                }
            }
        }
    }
    mark_lists(model, &unions);
    for ty in types(model) {
        refer(ty, &unions);
    }
}

/// A list of such a union is a form that is given item by item too.
fn mark_lists(model: &mut Model, unions: &BTreeSet<Key>) {
    for ty in model.families.iter_mut().flat_map(|family| &mut family.types).filter(|ty| ty.sent) {
        let Definition::Union(parts) = &mut ty.definition else {
            continue;
        };
        // Only where the union has builders for other forms already, so that no other use of it changes.
        let built = parts.iter().any(|part| part.builder.is_some());
        for part in parts.iter_mut().filter(|part| built && part.from) {
            if let Type::List(item) = &part.ty
                && direct(item).is_some_and(|item| unions.contains(&item))
            {
                part.builder = Some(false);
            }
        }
    }
}

/// The structs that have builders, and whether these have a state.
fn builders(model: &Model) -> BTreeMap<Key, bool> {
    let types = model.families.iter().flat_map(|family| family.types.iter().map(move |ty| (family, ty)));
    let builder = |(family, ty): (&crate::model::Family, &crate::model::NamedType)| match &ty.definition {
        Definition::Record(record) if ty.sent => {
            Some(((family.module.clone(), ty.name.clone()), !record.slots.is_empty()))
        }
        _ => None,
    };
    types.filter_map(builder).collect()
}

fn refer(ty: &mut Type, unions: &BTreeSet<Key>) {
    match ty {
        Type::List(item) | Type::Optional(item) => refer(item, unions),
        Type::Map(key, value) => {
            refer(key, unions);
            refer(value, unions);
        }
        Type::Named(reference) if unions.contains(&(reference.module.clone(), reference.name.clone())) => {
            reference.shape = Shape::Built;
        }
        _ => {}
    }
}

/// Every type that is written anywhere in a model.
fn types(model: &mut Model) -> impl Iterator<Item = &mut Type> {
    fn of_record(record: &mut Record) -> impl Iterator<Item = &mut Type> {
        record.fields.iter_mut().map(|field| &mut field.ty).chain(record.open.as_mut())
    }
    fn of_definition(definition: &mut Definition) -> Box<dyn Iterator<Item = &mut Type> + '_> {
        match definition {
            Definition::Alias(ty) => Box::new(std::iter::once(ty)),
            Definition::Record(record) => Box::new(of_record(record)),
            Definition::Tuple(parts) | Definition::Union(parts) => Box::new(parts.iter_mut().map(|part| &mut part.ty)),
            Definition::Text(_) | Definition::Integer(_) | Definition::Enumeration { .. } => {
                Box::new(std::iter::empty())
            }
        }
    }
    model.families.iter_mut().flat_map(|family| {
        let named = family.types.iter_mut().flat_map(|ty| of_definition(&mut ty.definition));
        let methods = family.methods.iter_mut();
        named.chain(
            methods.flat_map(|method| of_record(&mut method.record).chain(std::iter::once(&mut method.result.ty))),
        )
    })
}
