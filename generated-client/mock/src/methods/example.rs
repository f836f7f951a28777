//! What a method answers that keeps no state: the docs' example, or else the smallest value of its type.

use bitrix24_codegen::model::{Definition, Method, Presence, Record, TextLimits, Type};
use bitrix24_codegen::pattern::Automaton;
use serde_json::{Map, Value, json};

use crate::api::Api;
use crate::methods::list::put;

/// How deep a value is made up; what lies deeper is null.
const DEPTH: usize = 16;

/// The `result` of a method.
pub(super) fn answer(api: &Api, method: &Method) -> Value {
    let shown = method.examples.iter().find_map(|example| example.response.clone());
    shown.unwrap_or_else(|| {
        let value = smallest(api, &method.result.ty, DEPTH);
        let mut result = Value::Null;
        match &method.result.wrapped_in {
            Some(path) => put(&mut result, path, value),
            None => result = value,
        }
        result
    })
}

/// The value of a type that says the least.
fn smallest(api: &Api, ty: &Type, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else {
        return Value::Null;
    };
    match ty {
        Type::Text => json!(""),
        Type::Integer => json!(0),
        Type::Id(_) => json!(1),
        Type::Double => json!(0.0),
        Type::Boolean(_) => json!(true),
        Type::Date => json!("2025-01-01"),
        Type::DateTime => json!("2025-01-01T00:00:00+00:00"),
        Type::Timestamp => json!(1_735_689_600),
        Type::File => json!(["", ""]),
        Type::Any | Type::Null | Type::Optional(_) => Value::Null,
        // To PHP both are an array without members.
        Type::List(_) | Type::Map(..) => json!([]),
        Type::Named(reference) => match api.named(reference).map(|named| &named.definition) {
            Some(Definition::Alias(ty)) => smallest(api, ty, depth),
            Some(Definition::Text(limits)) => json!(text(limits)),
            Some(Definition::Integer(range)) => {
                json!(0_i64.max(range.min.unwrap_or(0)).min(range.max.unwrap_or(i64::MAX)))
            }
            Some(Definition::Record(record)) => Value::Object(members(api, record, depth)),
            Some(Definition::Enumeration { numeric, values }) => match values.first().map(|value| &value.wire_name) {
                Some(value) if *numeric => value.parse::<i64>().map_or(json!(value), |number| json!(number)),
                value => json!(value),
            },
            Some(Definition::Tuple(parts)) => parts.iter().map(|part| smallest(api, &part.ty, depth)).collect(),
            Some(Definition::Union(parts)) => parts.first().map_or(Value::Null, |part| smallest(api, &part.ty, depth)),
            None => Value::Null,
        },
    }
}

fn members(api: &Api, record: &Record, depth: usize) -> Map<String, Value> {
    let constants = record.constants.iter().map(|constant| (constant.wire_name.clone(), constant.value.clone()));
    let required = record.fields.iter().filter(|field| field.presence != Presence::Optional);
    constants.chain(required.map(|field| (field.wire_name.clone(), smallest(api, &field.ty, depth)))).collect()
}

/// A short text that keeps a rule.
fn text(limits: &TextLimits) -> String {
    let least = limits.min.unwrap_or(u64::from(limits.non_empty)).min(256);
    match &limits.pattern {
        Some(pattern) => accepted(pattern).unwrap_or_default(),
        None => (0..least).map(|_| 'a').collect(),
    }
}

/// The shortest text that an automaton takes, of letters that can be seen.
fn accepted(pattern: &Automaton) -> Option<String> {
    let mut reached: Vec<Option<String>> = vec![None; pattern.states.len()];
    *reached.first_mut()? = Some(String::new());
    let mut queue = vec![0];
    let mut next = 0;
    while let Some(&at) = queue.get(next) {
        next += 1;
        let (state, text) = (pattern.states.get(at)?, reached.get(at)?.clone()?);
        if state.accepts {
            return Some(text);
        }
        for (first, last, to) in &state.next {
            let letter = (b'a'..=b'z').chain(b'!'..=b'~').find(|letter| (first..=last).contains(&letter));
            let place = reached.get_mut(*to).filter(|place| place.is_none());
            if let (Some(letter), Some(place)) = (letter, place) {
                *place = Some(format!("{text}{}", char::from(letter)));
                queue.push(*to);
            }
        }
    }
    None
}
