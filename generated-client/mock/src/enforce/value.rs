//! Whether a value has its type, as lenient as PHP is, and keeps its constraint.

use std::cell::Cell;

use bitrix24_codegen::model::{Definition, Field, Part, Presence, Range, Record, Reference, Type, Vacancy, ValueRule};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::call::Caller;
use crate::enforce::{Kind, Problem, rules, scalar};

/// How often the forms of unions are tried for one call. Forms that hold each other could else be tried without end; what
/// lies beyond passes.
const TRIES: u32 = 10_000;

/// Everything that is wrong with the parameters of a call, in declared order.
pub(super) fn parameters(api: &Api, record: &Record, parameters: &Map<String, Value>, caller: &Caller) -> Vec<Problem> {
    let judge = Judge { api, tries: Cell::new(TRIES) };
    members(&judge, record, parameters, Some(caller))
}

/// What values are held against.
struct Judge<'a> {
    api: &'a Api,
    /// How many forms may still be tried.
    tries: Cell<u32>,
}

/// Everything that is wrong with the members of an object, in declared order. Only a call's parameters have a caller.
fn members(judge: &Judge<'_>, record: &Record, members: &Map<String, Value>, caller: Option<&Caller>) -> Vec<Problem> {
    let mut found = rules::problems(judge.api, record, members, caller);
    for (at, field) in record.fields.iter().enumerate() {
        if let Some(value) = members.get(&field.wire_name) {
            let problems = member(judge, field, value);
            found.extend(problems.into_iter().map(|problem| (at, problem.below(&field.wire_name))));
        }
    }
    let last = record.fields.len();
    for constant in &record.constants {
        let problem = match members.get(&constant.wire_name) {
            None => Problem::at(&constant.wire_name, Kind::Missing),
            Some(value) if rules::is_written(value, &constant.text()) => continue,
            Some(_) => Problem::at(&constant.wire_name, Kind::Malformed),
        };
        found.push((last, problem));
    }
    if let Some(open) = &record.open {
        let further = members.iter().filter(|(name, _)| !rules::knows(record, name));
        for (name, value) in further.filter(|(_, value)| !value.is_null()) {
            found.extend(fit(judge, open, value).into_iter().map(|problem| (last, problem.below(name))));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, problem)| problem).collect()
}

/// A value that was sent for a field; whether one had to be is for the rules.
fn member(judge: &Judge<'_>, field: &Field, value: &Value) -> Vec<Problem> {
    let is_empty = rules::is_empty(value);
    if field.vacancy == Vacancy::Clearable && is_empty {
        return Vec::new();
    }
    if rules::given(field, value).is_none() {
        // For PHP an empty text is nothing, unless the spec says that it is refused.
        let refused = match &field.rule {
            ValueRule::Text(limits) => is_empty && !scalar::keeps(limits, ""),
            _ => false,
        };
        let optional = field.presence == Presence::Optional;
        return if refused && optional { vec![here(Kind::Missing)] } else { Vec::new() };
    }
    if value.is_null() {
        return Vec::new();
    }
    let problems = fit(judge, &field.ty, value);
    if problems.is_empty() { keeps(&field.rule, value).into_iter().collect() } else { problems }
}

/// What is wrong with a value of this type.
fn fit(judge: &Judge<'_>, ty: &Type, value: &Value) -> Vec<Problem> {
    let ok = match ty {
        Type::Any => true,
        Type::Null => value.is_null(),
        Type::Text => scalar::text(value).is_some(),
        Type::Integer | Type::Timestamp | Type::Id(_) => scalar::integer(value).is_some(),
        Type::Double => scalar::double(value).is_some(),
        Type::Boolean(_) => scalar::flag(value).is_some(),
        Type::Date | Type::DateTime => value.as_str().is_some_and(scalar::is_moment),
        Type::File => is_file(value),
        Type::Optional(item) => return if rules::is_empty(value) { Vec::new() } else { fit(judge, item, value) },
        Type::List(item) => return list(judge, item, value),
        Type::Map(key, item) => return map(judge, key, item, value),
        Type::Named(reference) => return named(judge, reference, value),
    };
    if ok { Vec::new() } else { vec![here(Kind::Malformed)] }
}

/// A problem of the value itself.
fn here(kind: Kind) -> Problem {
    Problem { path: Vec::new(), kind }
}

fn malformed() -> Vec<Problem> {
    vec![here(Kind::Malformed)]
}

fn list(judge: &Judge<'_>, item: &Type, value: &Value) -> Vec<Problem> {
    let below = |(name, value): (String, &Value)| {
        let problems = fit(judge, item, value);
        problems.into_iter().map(move |problem| problem.below(&name)).collect::<Vec<Problem>>()
    };
    match value {
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, item)| below((at.to_string(), item))).collect(),
        // To PHP a list is an array like any other, whatever its keys are.
        Value::Object(members) => members.iter().flat_map(|(key, item)| below((key.clone(), item))).collect(),
        _ => malformed(),
    }
}

fn map(judge: &Judge<'_>, key: &Type, item: &Type, value: &Value) -> Vec<Problem> {
    let entries: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(members) => members.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => return malformed(),
    };
    let entry = |(name, value): (String, &Value)| {
        if !fit(judge, key, &Value::String(name.clone())).is_empty() {
            return vec![Problem::at(&name, Kind::BadKey)];
        }
        fit(judge, item, value).into_iter().map(|problem| problem.below(&name)).collect()
    };
    entries.into_iter().flat_map(entry).collect()
}

fn named(judge: &Judge<'_>, reference: &Reference, value: &Value) -> Vec<Problem> {
    // A type that the portal's specs lack is one that it cannot hold anybody to.
    let Some(named) = judge.api.named(reference) else {
        return Vec::new();
    };
    let ok = match &named.definition {
        Definition::Alias(ty) => return fit(judge, ty, value),
        Definition::Record(record) => return object(judge, record, value),
        Definition::Union(parts) => {
            return union(judge, parts, value);
        }
        Definition::Tuple(parts) => {
            let items = value.as_array().filter(|items| items.len() == parts.len());
            items.is_some_and(|items| parts.iter().zip(items).all(|(part, item)| fit(judge, &part.ty, item).is_empty()))
        }
        Definition::Text(limits) => scalar::text(value).is_some_and(|text| scalar::keeps(limits, &text)),
        Definition::Integer(range) => scalar::integer(value).is_some_and(|number| within(*range, number)),
        Definition::Enumeration { numeric: true, .. } => scalar::integer(value).is_some(),
        Definition::Enumeration { numeric: false, .. } => scalar::text(value).is_some(),
    };
    if ok { Vec::new() } else { malformed() }
}

fn object(judge: &Judge<'_>, record: &Record, value: &Value) -> Vec<Problem> {
    match value {
        Value::Object(given) => members(judge, record, given, None),
        Value::Array(items) if items.is_empty() || record.open.is_some() => {
            let given = items.iter().enumerate().map(|(at, item)| (at.to_string(), item.clone())).collect();
            members(judge, record, &given, None)
        }
        _ => malformed(),
    }
}

/// What is wrong with a value of a union: nothing if a form fits, else what the form lacks whose shape it has.
fn union(judge: &Judge<'_>, parts: &[Part], value: &Value) -> Vec<Problem> {
    let mut nearest: Option<Vec<Problem>> = None;
    for part in parts {
        let Some(left) = judge.tries.get().checked_sub(1) else {
            return Vec::new();
        };
        judge.tries.set(left);
        let problems = fit(judge, &part.ty, value);
        if problems.is_empty() {
            return problems;
        }
        let has_shape = problems.iter().all(|problem| !problem.path.is_empty());
        if has_shape && nearest.as_ref().is_none_or(|nearest| problems.len() < nearest.len()) {
            nearest = Some(problems);
        }
    }
    nearest.unwrap_or_else(malformed)
}

/// A file is its name and its content in base64, or the content alone.
fn is_file(value: &Value) -> bool {
    match value {
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(_), Value::String(content)] => scalar::is_base64(content),
            _ => false,
        },
        Value::String(content) => scalar::is_base64(content),
        _ => false,
    }
}

fn keeps(rule: &ValueRule, value: &Value) -> Option<Problem> {
    let ok = match rule {
        ValueRule::None => true,
        ValueRule::Text(limits) => scalar::text(value).is_none_or(|text| scalar::keeps(limits, &text)),
        ValueRule::Integer(range) => scalar::integer(value).is_none_or(|number| within(*range, number)),
        ValueRule::Double(range) => scalar::double(value).is_none_or(|number| within(*range, number)),
        ValueRule::Items { non_empty: true, .. } if rules::is_empty(value) => return Some(here(Kind::Missing)),
        ValueRule::Items { max, .. } => {
            let count = value.as_array().map(Vec::len).or_else(|| value.as_object().map(Map::len));
            count.zip(*max).is_none_or(|(count, max)| count as u64 <= max)
        }
    };
    (!ok).then(|| here(Kind::Malformed))
}

fn within<T: PartialOrd + Copy>(range: Range<T>, number: T) -> bool {
    range.min.is_none_or(|min| number >= min) && range.max.is_none_or(|max| number <= max)
}
