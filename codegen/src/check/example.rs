//! Examples: they must say what the spec says, and they become the setter calls of the doc examples.

mod response;
mod value;

use crate::ast::{self, File};
use crate::check::sample::Types;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{
    Call, Example, Field, Literal, Method, Model, Presence, Range, Record, Setter, SetterKind, Stage, State, Vacancy,
    ValueRule,
};
use crate::parse::json;
use crate::parse::tree::{Data, Entry, Node};
use crate::source::Span;
use response::check_error;
pub(crate) use response::check_response;
use value::{keeps, literal};

/// Reads the examples of all methods. Whether a call is complete is asked only if nothing was wrong before, because a
/// requirement with a problem says nothing reliable.
pub(crate) fn check_examples(model: &mut Model, files: &[File], problems: &mut Diagnostics) {
    let mut read: Vec<Vec<Example>> = Vec::new();
    let types = Types::of(model);
    let clean = problems.is_empty();
    for family in &model.families {
        let file = files.iter().find(|file| file.source == family.source);
        for method in &family.methods {
            let written = file.and_then(|file| file.methods.iter().find(|written| written.key.value == method.key));
            let examples = written.map_or(&[][..], |written| &written.examples);
            let examples = examples.iter().map(|example| {
                if let Some(response) = &example.response {
                    check_response(&method.result, response, &types, problems);
                }
                if let Some(error) = &example.error {
                    check_error(method, error, model.system.as_ref(), problems);
                }
                check_example(method, example, &types, clean, problems)
            });
            read.push(examples.collect());
        }
    }
    let methods = model.families.iter_mut().flat_map(|family| family.methods.iter_mut());
    for (method, examples) in methods.zip(read) {
        method.examples = examples;
    }
}

/// Reads an example; whether its call is complete only if `clean`.
pub(crate) fn check_example(
    method: &Method,
    example: &ast::Example,
    types: &Types<'_>,
    clean: bool,
    problems: &mut Diagnostics,
) -> Example {
    types.begin_example();
    let record = &method.record;
    let request = if method.positional { by_position(record, &example.request) } else { example.request.clone() };
    let calls = calls(record, &request, types, problems);
    let is_object = matches!(request.data, Data::Map(_)) || record.fields.is_empty();
    if clean && is_object {
        check_complete(record, &method.wire_name, &calls, request.span, problems);
    }
    Example {
        doc: example.doc.as_ref().map(|doc| doc.value.clone()),
        calls,
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
fn calls(record: &Record, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) -> Vec<Call> {
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
    check_constants(record, entries, node.span, problems);
    for entry in entries {
        if record.constants.iter().any(|constant| constant.wire_name == entry.key.value) {
            continue;
        }
        match record.fields.iter().position(|field| field.wire_name == entry.key.value) {
            Some(field) => calls.extend(call(record, field, entry, entries, types, problems)),
            None => match &record.open {
                Some(open) => {
                    let name = Literal::Text(entry.key.value.clone());
                    let arguments = vec![name, literal(open, &entry.value, types, problems)];
                    calls.push(Call { setter: "other".to_owned(), arguments });
                }
                None => {
                    let at = entry.key.span;
                    let known = record.fields.iter().map(|field| field.wire_name.as_str());
                    let problem = Problem::unknown_param(&entry.key.value, known.filter(|_| problems.may_suggest(at)));
                    problems.add(at, problem);
                }
            },
        }
    }
    calls
}

/// The members that always have one value must be there, with it.
pub(crate) fn check_constants(record: &Record, entries: &[Entry], at: Span, problems: &mut Diagnostics) {
    for constant in &record.constants {
        let text = constant.text();
        match entries.iter().find(|entry| entry.key.value == constant.wire_name).map(|entry| &entry.value) {
            None => problems.add(at, Problem::ExampleIncomplete { lacks: vec![constant.wire_name.clone()] }),
            Some(Node { data: Data::Scalar { text: found, .. }, .. }) if *found == text => {}
            Some(node) => problems.add(node.span, Problem::ExampleMismatch { expected: format!("`{text}`") }),
        }
    }
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
    check_rule(&record.fields[field], &entry.value, problems);
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
        &|kind| matches!(kind, SetterKind::Preset { field: own, value, .. } if *own == field && same(value, &argument)),
    );
    if let Some(preset) = preset {
        return bare(preset);
    }
    let setter = find(
        &|kind| matches!(kind, SetterKind::Value { field: own } | SetterKind::Announced { field: own, .. } if *own == field),
    );
    let Some(setter) = setter else {
        // A flag whose setters send other values.
        let expected = "a value that one of its setters sends".to_owned();
        problems.add(entry.value.span, Problem::ExampleMismatch { expected });
        return None;
    };
    Some(Call { setter: setter.name.clone(), arguments: vec![argument] })
}

/// The constraint on a parameter's value.
fn check_rule(field: &Field, node: &Node, problems: &mut Diagnostics) {
    let value = json(node);
    let kept = match &field.rule {
        ValueRule::None => true,
        ValueRule::Text(limits) => value.as_str().is_none_or(|text| keeps(limits, text)),
        ValueRule::Integer(Range { min, max }) => value
            .as_i64()
            .is_none_or(|number| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max)),
        ValueRule::Double(Range { min, max }) => value
            .as_f64()
            .is_none_or(|number| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max)),
        ValueRule::Items { non_empty, max } => {
            let count = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len)).unwrap_or(0);
            let within = max.is_none_or(|max| usize::try_from(max).is_ok_and(|max| count <= max));
            (!non_empty || count > 0) && within
        }
    };
    if !kept {
        let expected = format!("a value that `{}` allows", field.wire_name);
        problems.add(node.span, Problem::ExampleMismatch { expected });
    }
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
