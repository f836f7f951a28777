//! `batch` of REST 3.0: a list of `{"method", "query"}`, answered by the list of the results.
//!
//! All or nothing: every method is looked up before the first runs, and the first error is that of the whole batch, though
//! what ran before has run. Earlier results are taken by structure and not by text: `{"$ref": "0.item.id"}` is a value,
//! `{"$refArray": "0.items.id"}` one field of each element of a list. The docs only hint at these two; the server has them.

use serde_json::{Map, Value};

use super::reference::{Budget, DEPTH, out_of_bounds};
use super::{COMMANDS, Executed, NEVER};
use crate::call::{Call, Failure, Success, Version};
use crate::php;

/// Runs a batch of REST 3.0 and gives its `result`. `check` is asked for each method before any runs.
pub(crate) fn run(
    parameters: &Value,
    check: impl Fn(&str) -> Result<(), Failure>,
    mut execute: impl FnMut(&str, Call) -> Executed,
) -> Result<Success, Failure> {
    let calls = calls(parameters)?;
    for (method, _) in &calls {
        if NEVER.iter().any(|never| method.eq_ignore_ascii_case(never)) {
            return Err(Failure::not_in_a_batch());
        }
        check(method)?;
    }
    let mut budget = Budget::default();
    let mut results: Vec<Value> = Vec::new();
    for (at, (method, query)) in calls.into_iter().enumerate() {
        budget.begin(query).ok_or_else(out_of_bounds)?;
        let parameters = filled(query, DEPTH, &results, &mut budget)?;
        let call = Call { method: method.to_owned(), version: Version::Rest3, parameters };
        results.push(execute(&at.to_string(), call).outcome?.result);
    }
    Ok(Success::of(results))
}

/// The methods and their parameters. The form of REST 2, a `cmd` with texts, is refused as the docs say.
fn calls(parameters: &Value) -> Result<Vec<(&str, &Value)>, Failure> {
    let list = parameters.as_array().ok_or_else(|| refused("The request body is not a list of calls"))?;
    if list.len() > COMMANDS {
        // The docs have one limit for both versions, and no other code for it.
        return Err(Failure::batch_too_long());
    }
    list.iter().map(|item| call(item).ok_or_else(|| refused("A call has no method"))).collect()
}

fn call(item: &Value) -> Option<(&str, &Value)> {
    Some((item.get("method")?.as_str()?, item.get("query").unwrap_or(&NOTHING)))
}

static NOTHING: Value = Value::Array(Vec::new());

fn refused(text: impl Into<String>) -> Failure {
    Failure::new(400, "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION", text)
}

/// The parameters with what their references stand for.
fn filled(value: &Value, depth: usize, results: &[Value], budget: &mut Budget) -> Result<Value, Failure> {
    let depth = depth.saturating_sub(1);
    match value {
        Value::Array(list) => list.iter().map(|value| filled(value, depth, results, budget)).collect(),
        Value::Object(map) => {
            if let Some(path) = map.get("$ref") {
                return budget.copy(find(path, results)?, depth).ok_or_else(out_of_bounds);
            }
            if let Some(path) = map.get("$refArray") {
                return fields(path, results)?
                    .into_iter()
                    .map(|value| budget.copy(value, depth.saturating_sub(1)).ok_or_else(out_of_bounds))
                    .collect();
            }
            let entries = map.iter().map(|(key, value)| Ok((key.clone(), filled(value, depth, results, budget)?)));
            Ok(Value::Object(entries.collect::<Result<Map<_, _>, Failure>>()?))
        }
        scalar => Ok(scalar.clone()),
    }
}

/// The value at a path with dots.
fn find<'a>(path: &Value, results: &'a [Value]) -> Result<&'a Value, Failure> {
    let path = path.as_str().ok_or_else(|| refused("Invalid reference"))?;
    let (first, keys) = path.split_once('.').map_or((path, None), |(first, keys)| (first, Some(keys)));
    let first = index(first).and_then(|at| results.get(at));
    let keys = keys.into_iter().flat_map(|keys| keys.split('.'));
    let found = keys.fold(first, |value, key| member(value?, key)).filter(|value| !value.is_null());
    found.ok_or_else(|| refused(format!("Path '{path}' not found in context")))
}

/// One field of each element of a list: `0.items.id`.
fn fields<'a>(path: &Value, results: &'a [Value]) -> Result<Vec<&'a Value>, Failure> {
    let parts = path.as_str().and_then(|path| path.rsplit_once('.'));
    let (list, field) = parts.ok_or_else(|| refused("Invalid $refArray format - expected 'path.to.array.field'"))?;
    let list = find(&Value::from(list), results)?;
    let elements: Vec<&Value> = match list {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return Err(refused(format!("'{field}' is asked of what is no array"))),
    };
    let field_of = |element| member(element, field).filter(|value| !value.is_null());
    elements
        .into_iter()
        .map(field_of)
        .map(|value| value.ok_or_else(|| refused(format!("Field '{field}' not found in items"))))
        .collect()
}

fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Array(list) => list.get(index(key)?),
        other => other.get(key),
    }
}

fn index(key: &str) -> Option<usize> {
    usize::try_from(php::integer(key)?).ok()
}
