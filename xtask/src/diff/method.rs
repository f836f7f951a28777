//! Methods.

use bitrix24_codegen::model::{Effect, Method, Pagination};

use crate::diff::change::{Change, Noun, Part, Range, What};
use crate::diff::errors;
use crate::diff::record::{self, Use};
use crate::diff::types::compare_results;

/// `function` is its path in Rust.
pub(crate) fn compare(old: &Method, new: &Method, function: &str) -> Vec<Change> {
    let whole = |what| Part::new(Noun::Method, "", function).is(what);
    let mut changes: Vec<Change> = compare_facts(old, new).into_iter().map(whole).collect();
    let used = Use { member: Noun::Parameter, sent: true, read: false };
    changes.extend(record::compare(&old.record, &new.record, used));
    changes.extend(compare_outcome(old, new));
    changes.extend(compare_pages(old.pagination.as_ref(), new.pagination.as_ref()));
    changes.extend(errors::compare(&old.errors, &new.errors, &new.request));
    changes
}

fn compare_facts(old: &Method, new: &Method) -> Vec<What> {
    let mut found = Vec::new();
    found.extend(What::wire_name(&old.wire_name, &new.wire_name));
    found.extend(What::renamed(&old.request, &new.request));
    if old.rest3 != new.rest3 {
        found.push(What::Behaviour("it is called by another generation of the API".to_owned()));
    }
    found.extend(Range::of(!old.application, !new.application).map(What::Clients));
    found.extend(Range::of(old.batch, new.batch).map(What::Batch));
    if old.positional != new.positional {
        found.push(What::Behaviour(if new.positional { "a list is sent" } else { "an object is sent" }.to_owned()));
        found.extend(Range::of(!old.positional, !new.positional).map(What::RawParameters));
    }
    if old.positional && new.positional && !is_in_order(old, new) {
        found.push(What::Behaviour("the list has another order".to_owned()));
    }
    if old.admin != new.admin {
        let caller = if new.admin { "an administrator" } else { "any user" };
        found.push(What::Behaviour(format!("it is for {caller}")));
    }
    if old.scope != new.scope {
        let (now, before) = (new.scope.join("` or `"), old.scope.join("` or `"));
        found.push(What::Behaviour(format!("it needs the permission `{now}`, no longer `{before}`")));
    }
    if old.effect != new.effect {
        found.push(What::Behaviour(format!("a repeated call {}, where it {}", effect(new.effect), effect(old.effect))));
    }
    found.extend(What::deprecation(old.deprecated.as_ref(), new.deprecated.as_ref()));
    found.extend(What::docs(&told(old), &told(new)));
    found
}

/// Whether the parameters of both stand in one order.
fn is_in_order(old: &Method, new: &Method) -> bool {
    let names = |method: &'_ Method, other: &Method| -> Vec<String> {
        let names = method.record.fields.iter().map(|field| field.wire_name.clone());
        names.filter(|name| other.record.fields.iter().any(|field| field.wire_name == *name)).collect()
    };
    names(old, new) == names(new, old)
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "changes nothing",
        Effect::Idempotent => "leaves the same state",
        Effect::Once => "does it again",
    }
}

/// What only the docs say.
fn told(method: &Method) -> impl PartialEq + use<'_> {
    let examples = method.examples.iter();
    let examples = examples.map(|example| (&example.doc, &example.request, &example.response, &example.error));
    (&method.doc, &method.url, examples.collect::<Vec<_>>())
}

fn compare_outcome(old: &Method, new: &Method) -> Vec<Change> {
    let (old, new) = (&old.result, &new.result);
    let ty = compare_results(&old.ty, &new.ty);
    let nullable = Range::of(old.nullable, new.nullable).map(|range| match range {
        Range::Wider => What::Optional { read: true },
        Range::Tighter => What::Required { read: true },
    });
    let place = (old.place() != new.place())
        .then(|| What::Behaviour(format!("it is read from `{}`, no longer from `{}`", new.place(), old.place())));
    let docs = What::docs(&old.doc, &new.doc);
    let part = || Part::new(Noun::Result, "", "Output");
    [ty, nullable, place, docs].into_iter().flatten().map(|what| part().is(what)).collect()
}

/// Only a list can be walked by `client.list(..)`.
fn compare_pages(old: Option<&Pagination>, new: Option<&Pagination>) -> Vec<Change> {
    let part = || Part::new(Noun::Rows, "", "client.list(..)");
    let (old, new) = match (old, new) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![part().is(What::Added)],
        (Some(_), None) => return vec![part().is(What::Removed)],
        (Some(old), Some(new)) => (old, new),
    };
    let way = |pages: &Pagination| {
        let Pagination { style, rows, id, param, limit, next, row } = pages;
        let texts = [id, param, limit, next].map(Clone::clone);
        (style.clone(), rows.clone(), texts, row.keyed)
    };
    let walked = (way(old) != way(new)).then(|| What::Behaviour("the next one is reached in another way".to_owned()));
    compare_results(&old.row.ty, &new.row.ty).into_iter().chain(walked).map(|what| part().is(what)).collect()
}
