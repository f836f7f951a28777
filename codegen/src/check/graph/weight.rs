//! How much code a family becomes, roughly and in tokens. What a spec can multiply is counted: a type at each of its uses,
//! the states of a builder at each setter, the combinations of a rule, the parts of a sample.

use std::collections::BTreeMap;

use crate::check::graph::{Key, direct};
use crate::model::{Definition, Family, Method, NamedType, Record, SetterKind, Type};

/// The number of parts that the smallest value of each named type has.
pub(crate) type Sizes = BTreeMap<Key, usize>;

/// The tokens that a family becomes.
pub(crate) fn of_family(family: &Family, sizes: &Sizes) -> usize {
    let types = family.types.iter().map(|ty| of_type(ty, sizes));
    types.chain(family.methods.iter().map(|method| of_method(method, sizes))).sum()
}

fn of_type(ty: &NamedType, sizes: &Sizes) -> usize {
    const HEAD: usize = 300;
    HEAD + match &ty.definition {
        Definition::Alias(ty) => words(ty),
        Definition::Text(_) | Definition::Integer(_) => 0,
        Definition::Record(record) => of_record(record, sizes),
        Definition::Enumeration { values, .. } => 40 * values.len(),
        Definition::Tuple(parts) | Definition::Union(parts) => {
            parts.iter().map(|part| 100 + 20 * words(&part.ty)).sum()
        }
    }
}

fn of_method(method: &Method, sizes: &Sizes) -> usize {
    const HEAD: usize = 1000;
    let errors: usize = method.errors.list.iter().map(|error| 40 + 2 * error.texts.len()).sum();
    let reasons: usize =
        method.errors.reasons.iter().map(|reason| 40 + 20 * reason.places.len() * reason.texts.len()).sum();
    HEAD + errors + reasons + of_record(&method.record, sizes) + words(&method.result.ty)
}

fn of_record(record: &Record, sizes: &Sizes) -> usize {
    let fields = record.fields.iter().map(|field| 60 + 20 * words(&field.ty));
    let states = 6 * record.slots.len();
    let setters = record.setters.iter().map(|setter| {
        let given = match setter.kind {
            SetterKind::Value { field } | SetterKind::Announced { field, .. } => parts(&record.fields[field].ty, sizes),
            _ => 0,
        };
        60 + states + 8 * given
    });
    let demands = record.demands.iter().map(|demand| 60 + demand.accepts.len() * (12 + 8 * demand.slots.len()));
    fields.chain(setters).chain(demands).sum()
}

/// The words that a type is written with.
fn words(ty: &Type) -> usize {
    match ty {
        Type::List(item) | Type::Optional(item) => 1 + words(item),
        Type::Map(key, value) => 1 + words(key) + words(value),
        _ => 1,
    }
}

fn parts(ty: &Type, sizes: &Sizes) -> usize {
    direct(ty).and_then(|key| sizes.get(&key).copied()).unwrap_or(1)
}
