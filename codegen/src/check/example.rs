//! Examples: they must say what the spec says, and they become the setter calls of the doc examples.

mod value;

use crate::ast::{self, File};
use crate::check::sample::{Types, complete};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Call, Example, Field, Literal, Model, Presence, Record, Setter, SetterKind, Stage, State, Vacancy};
use crate::parse::json;
use crate::parse::tree::{Data, Entry, Node};
use crate::source::Span;
use value::literal;

/// Reads the examples of all methods.
pub(crate) fn check_examples(model: &mut Model, files: &[File], problems: &mut Diagnostics) {
    let mut read: Vec<Vec<Example>> = Vec::new();
    let types = Types::of(model);
    for family in &model.families {
        let file = files.iter().find(|file| file.source == family.source);
        for method in &family.methods {
            let written = file.and_then(|file| file.methods.iter().find(|written| written.key.value == method.key));
            let examples = written.map_or(&[][..], |written| &written.examples);
            let examples = examples.iter().map(|example| {
                check_example(&method.record, method.positional, &method.wire_name, example, &types, problems)
            });
            read.push(examples.collect());
        }
    }
    let samples: Vec<Vec<Call>> = model
        .families
        .iter()
        .flat_map(|family| family.methods.iter().map(|method| complete(&method.record, &types)))
        .collect();
    let methods = model.families.iter_mut().flat_map(|family| family.methods.iter_mut());
    for ((method, examples), sample) in methods.zip(read).zip(samples) {
        method.examples = examples;
        method.sample = sample;
    }
}

fn check_example(
    record: &Record,
    positional: bool,
    name: &str,
    example: &ast::Example,
    types: &Types<'_>,
    problems: &mut Diagnostics,
) -> Example {
    types.begin_example();
    let request = if positional { by_position(record, &example.request) } else { example.request.clone() };
    Example {
        doc: example.doc.as_ref().map(|doc| doc.value.clone()),
        calls: calls(record, name, &request, types, problems),
        request: json(&example.request),
        response: example.response.as_ref().map(json),
        error: example.error.as_ref().map(json),
    }
}

/// A list of parameters with the names that their places have.
fn by_position(record: &Record, request: &Node) -> Node {
    let Data::List(items) = &request.data else {
        return request.clone();
    };
    let entry = |(field, item): (&Field, &Node)| Entry {
        key: crate::source::Spanned::new(field.wire_name.clone(), item.span),
        value: item.clone(),
    };
    let mut entries: Vec<Entry> = record.fields.iter().zip(items).map(entry).collect();
    // A place that is left open is no parameter.
    entries.retain(|entry| !json(&entry.value).is_null());
    Node { data: Data::Map(entries), span: request.span }
}

/// The setter calls that give these members.
fn calls(record: &Record, subject: &str, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) -> Vec<Call> {
    let no_entries = Vec::new();
    let entries = match &node.data {
        Data::Map(entries) => entries,
        // PHP's empty object.
        Data::List(items) if items.is_empty() => &no_entries,
        _ => {
            problems.add(node.span, Problem::ExampleMismatch { expected: "an object".to_owned() });
            return Vec::new();
        }
    };
    let mut calls = Vec::new();
    for entry in entries {
        match record.fields.iter().position(|field| field.wire_name == entry.key.value) {
            Some(field) => calls.extend(call(record, field, entry, entries, types, problems)),
            None => match &record.open {
                Some(open) => {
                    let name = Literal::Text(entry.key.value.clone());
                    let arguments = vec![name, literal(open, &entry.value, types, problems)];
                    calls.push(Call { setter: "other".to_owned(), arguments });
                }
                None => {
                    let known = record.fields.iter().map(|field| field.wire_name.as_str());
                    problems.add(entry.key.span, Problem::unknown_param(&entry.key.value, known));
                }
            },
        }
    }
    check_complete(record, subject, &calls, node.span, problems);
    calls
}

fn call(
    record: &Record,
    field: usize,
    entry: &Entry,
    entries: &[Entry],
    types: &Types<'_>,
    problems: &mut Diagnostics,
) -> Option<Call> {
    let Field { ty, vacancy, .. } = &record.fields[field];
    let find = |wanted: &dyn Fn(&SetterKind) -> bool| record.setters.iter().find(|setter| wanted(&setter.kind));
    let bare = |setter: &Setter| Some(Call { setter: setter.name.clone(), arguments: Vec::new() });
    let value = json(&entry.value);
    if *vacancy == Vacancy::Clearable && value.as_str() == Some("") {
        return bare(find(&|kind| matches!(kind, SetterKind::Clear { field: own } if *own == field))?);
    }
    if *vacancy == Vacancy::Nullable && value.is_null() {
        return bare(find(&|kind| matches!(kind, SetterKind::Null { field: own } if *own == field))?);
    }
    let argument = literal(ty, &entry.value, types, problems);
    // A flag that another setter sets on the way: nothing to call, but its value must be the announced one.
    if let Some(setter) = find(&|kind| matches!(kind, SetterKind::Announced { flag, .. } if *flag == field)) {
        let SetterKind::Announced { field: with, value: announced, .. } = &setter.kind else {
            return None;
        };
        let with = &record.fields[*with].wire_name;
        if same(announced, &argument) {
            if !entries.iter().any(|entry| entry.key.value == *with) {
                problems.add(entry.key.span, Problem::ExampleIncomplete { lacks: vec![with.clone()] });
            }
            return None;
        }
    }
    let preset = find(
        &|kind| matches!(kind, SetterKind::Preset { field: own, value } if *own == field && same(value, &argument)),
    );
    if let Some(preset) = preset {
        return bare(preset);
    }
    let setter = find(
        &|kind| matches!(kind, SetterKind::Value { field: own } | SetterKind::Announced { field: own, .. } if *own == field),
    )?;
    Some(Call { setter: setter.name.clone(), arguments: vec![argument] })
}

/// Whether two values of a flag are the same.
fn same(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::Boolean(a), Literal::Boolean(b)) => a == b,
        (Literal::Variant(_, a), Literal::Variant(_, b)) => a == b,
        _ => false,
    }
}

/// Follows the states through the calls; an example that would not compile is no example.
fn check_complete(record: &Record, subject: &str, calls: &[Call], at: Span, problems: &mut Diagnostics) {
    let mut states = vec![State::Missing; record.slots.len()];
    for call in calls {
        let setter = record.setters.iter().find(|setter| setter.name == call.setter);
        for step in setter.map(|setter| setter.moves.as_slice()).unwrap_or_default() {
            states[step.slot] = step.to;
        }
        if call.setter == "other" {
            for step in &record.raw_moves {
                states[step.slot] = step.to;
            }
        }
    }
    let missing =
        |field: &&Field| matches!(field.presence, Presence::Required { slot } if states[slot] == State::Missing);
    let lacks: Vec<String> = record.fields.iter().filter(missing).map(|field| field.wire_name.clone()).collect();
    if !lacks.is_empty() {
        problems.add(at, Problem::ExampleIncomplete { lacks });
        return;
    }
    for demand in record.demands.iter().filter(|demand| demand.stage == Stage::Build) {
        let now: Vec<State> = demand.slots.iter().map(|slot| states[*slot]).collect();
        if !demand.accepts.iter().any(|(_, accepted)| *accepted == now) {
            problems
                .add(at, Problem::ExampleBreaksRule { message: demand.message.clone(), subject: subject.to_owned() });
        }
    }
}
