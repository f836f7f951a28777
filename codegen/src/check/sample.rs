//! Some call of every setter, with a value of the right type: for the proofs of what does not compile, where the value
//! does not count.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Call, Definition, Literal, Model, NamedType, Part, Range, Record, Reference, SetterKind, Type};
use crate::parse::tree::{Data, Node};

/// The most values that are looked at to read one example; unions in unions multiply.
const MAX_STEPS: usize = 50_000;
/// The most that are looked at for all examples together.
const MAX_ALL_STEPS: usize = 4_000_000;

/// The named types by module and name.
pub(crate) struct Types<'a> {
    by_name: BTreeMap<(&'a [String], &'a str), &'a NamedType>,
    steps: Cell<usize>,
    all_steps: Cell<usize>,
}

impl<'a> Types<'a> {
    pub(crate) fn of(model: &'a Model) -> Self {
        let families = model.families.iter();
        let types = families.flat_map(|family| family.types.iter().map(move |ty| (family.module.as_slice(), ty)));
        let by_name = types.map(|(module, ty)| ((module, ty.name.as_str()), ty)).collect();
        Self { by_name, steps: Cell::new(0), all_steps: Cell::new(0) }
    }

    /// The named type that a reference means.
    pub(crate) fn get(&self, reference: &Reference) -> Option<&'a NamedType> {
        self.by_name.get(&(reference.module.as_slice(), reference.name.as_str())).copied()
    }

    /// Begins to count the steps of an example.
    pub(crate) fn begin_example(&self) {
        self.all_steps.set(self.all_steps.get() + self.steps.take());
    }

    /// Begins to count the steps of an example that no other is counted with.
    pub(crate) fn begin_anew(&self) {
        self.steps.set(0);
        self.all_steps.set(0);
    }

    /// Counts a step.
    pub(crate) fn step(&self) {
        self.steps.set(self.steps.get() + 1);
    }

    /// Counts the steps of a value that is taken whole; its forms can be tried often.
    pub(crate) fn step_through(&self, node: &Node) {
        self.step();
        match &node.data {
            Data::Scalar { .. } => {}
            Data::List(items) => items.iter().for_each(|item| self.step_through(item)),
            Data::Map(entries) => entries.iter().for_each(|entry| self.step_through(&entry.value)),
        }
    }

    /// Whether there have been too many steps.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps.get() > MAX_STEPS || self.all_steps.get() > MAX_ALL_STEPS
    }
}

/// Gives every setter its sample.
pub(crate) fn fill(model: &mut Model) {
    let samples: Vec<Vec<Call>> = {
        let types = Types::of(model);
        records(model).map(|record| record_samples(record, &types)).collect()
    };
    let complete_calls: Vec<Vec<Call>> = {
        let types = Types::of(model);
        let methods = model.families.iter().flat_map(|family| &family.methods);
        methods.map(|method| complete(&method.record, &types)).collect()
    };
    let methods = model.families.iter_mut().flat_map(|family| family.methods.iter_mut());
    for (method, calls) in methods.zip(complete_calls) {
        method.sample = calls;
    }
    for (record, samples) in records_mut(model).zip(samples) {
        for (setter, sample) in record.setters.iter_mut().zip(samples) {
            setter.sample = sample;
        }
    }
}

fn records(model: &Model) -> impl Iterator<Item = &Record> {
    model.families.iter().flat_map(|family| {
        let types = family.types.iter().filter_map(|ty| match &ty.definition {
            Definition::Record(record) if ty.sent => Some(record),
            _ => None,
        });
        types.chain(family.methods.iter().map(|method| &method.record))
    })
}

fn records_mut(model: &mut Model) -> impl Iterator<Item = &mut Record> {
    model.families.iter_mut().flat_map(|family| {
        let types = family.types.iter_mut().filter_map(|ty| match &mut ty.definition {
            Definition::Record(record) if ty.sent => Some(record),
            _ => None,
        });
        types.chain(family.methods.iter_mut().map(|method| &mut method.record))
    })
}

fn record_samples(record: &Record, types: &Types<'_>) -> Vec<Call> {
    let setters = record.setters.iter();
    setters
        .map(|setter| Call { setter: setter.name.clone(), arguments: arguments(record, &setter.kind, types) })
        .collect()
}

fn arguments(record: &Record, kind: &SetterKind, types: &Types<'_>) -> Vec<Literal> {
    match kind {
        SetterKind::Value { field } | SetterKind::Announced { field, .. } => {
            vec![sample(&record.fields[*field].ty, types)]
        }
        SetterKind::Clear { .. }
        | SetterKind::Null { .. }
        | SetterKind::Preset { .. }
        | SetterKind::AnyGiven { .. } => Vec::new(),
    }
}

/// The calls that make a record complete, and no more.
pub(crate) fn complete(record: &Record, types: &Types<'_>) -> Vec<Call> {
    let setters = record.minimal.iter().filter_map(|setter| record.setters.get(*setter));
    setters
        .map(|setter| Call { setter: setter.name.clone(), arguments: arguments(record, &setter.kind, types) })
        .collect()
}

fn sample(ty: &Type, types: &Types<'_>) -> Literal {
    match ty {
        Type::Text => Literal::Text("text".to_owned()),
        Type::Integer => Literal::Integer(1),
        Type::Id(id) => Literal::Id(id.clone(), 1),
        Type::Double => Literal::Double(1.5),
        Type::Boolean(_) => Literal::Boolean(true),
        Type::Date => Literal::Parsed("Date", "2025-01-29".to_owned()),
        Type::DateTime => Literal::Parsed("DateTime", "2025-01-29T14:05:52+01:00".to_owned()),
        Type::Timestamp => Literal::Integer(1_738_148_752),
        Type::File => Literal::File("file.txt".to_owned(), "dGV4dA==".to_owned()),
        Type::Any | Type::Null => Literal::Json(Value::from(1)),
        // What is made of others can lead back to itself, and then its sample would have no end.
        Type::List(item) if item.has_parts() => Literal::List(Type::clone(item), Vec::new()),
        Type::List(item) => Literal::List(Type::clone(item), vec![sample(item, types)]),
        Type::Optional(item) => Literal::Item(Type::clone(item), Some(Box::new(sample(item, types)))),
        Type::Map(_, value) if value.has_parts() => Literal::Map(ty.clone(), Vec::new()),
        Type::Map(key, value) => Literal::Map(ty.clone(), vec![(sample(key, types), sample(value, types))]),
        Type::Named(reference) => match types.get(reference) {
            Some(named) => named_sample(reference, &named.definition, types),
            None => Literal::Json(Value::Null),
        },
    }
}

fn named_sample(reference: &Reference, definition: &Definition, types: &Types<'_>) -> Literal {
    let checked = |value: Literal| Literal::Checked(reference.clone(), Box::new(value));
    match definition {
        Definition::Alias(ty) => sample(ty, types),
        Definition::Text(_) => checked(Literal::Text("text".to_owned())),
        Definition::Integer(Range { min, max }) => checked(Literal::Integer(min.or(*max).unwrap_or(1))),
        Definition::Record(record) => Literal::Record(reference.clone(), complete(record, types)),
        Definition::Enumeration { values, .. } => match values.first() {
            Some(value) => Literal::Variant(reference.clone(), value.name.clone()),
            None => Literal::Unlisted(reference.clone(), String::new()),
        },
        Definition::Tuple(parts) => {
            Literal::Tuple(reference.clone(), parts.iter().map(|part| sample(&part.ty, types)).collect())
        }
        Definition::Union(parts) => match parts.first() {
            Some(part) => union_literal(reference, part, sample(&part.ty, types)),
            None => Literal::Json(Value::Null),
        },
    }
}

/// A form of a union: by `From` where that reads well.
pub(crate) fn union_literal(reference: &Reference, part: &Part, value: Literal) -> Literal {
    if part.from && (part.ty.is_plainly_written() || part.builder.is_some()) {
        return Literal::From(reference.clone(), Box::new(value));
    }
    Literal::Form(reference.clone(), part.name.clone(), Box::new(value))
}
