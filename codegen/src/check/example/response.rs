//! The answer of an example: whether the result's type reads it, as leniently as the client does, and whether its error is
//! documented.

use serde_json::Value;

use crate::check::example::check_constants;
use crate::check::example::value::is_moment;
use crate::check::sample::Types;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Definition, Method, Outcome, Presence, Record, System, Type, Vacancy};
use crate::parse::json;
use crate::parse::tree::{Data, Node};
use crate::source::Span;

/// Checks the `result` of an answer.
pub(crate) fn check_response(result: &Outcome, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) {
    let mut inner = Some(node);
    for member in result.wrapped_in.iter().flat_map(|path| path.split('.')) {
        inner = inner.and_then(|node| match &node.data {
            Data::Map(entries) => entries.iter().find(|entry| entry.key.value == *member).map(|entry| &entry.value),
            _ => None,
        });
    }
    match inner {
        Some(inner) if result.nullable && is_nothing(&result.ty, &json(inner)) => {}
        Some(inner) => check(&result.ty, inner, types, problems),
        // Where there is nothing, there is nothing around it either.
        None if result.nullable && is_empty(&json(node)) => {}
        None => {
            let expected = format!("an object with `{}`", result.wrapped_in.as_deref().unwrap_or_default());
            problems.add(node.span, Problem::ExampleMismatch { expected });
        }
    }
}

/// Whether a value is how the server answers nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn check(ty: &Type, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) {
    types.step();
    if types.is_exhausted() {
        problems.add(node.span, Problem::ExampleTooLarge);
        return;
    }
    match (ty, &node.data) {
        (Type::Any | Type::File, _) => {}
        (Type::Named(reference), _) => {
            if let Some(named) = types.get(reference) {
                check_named(&named.definition, node, types, problems);
            }
        }
        (Type::Optional(item), _) => {
            if !is_nothing(item, &json(node)) {
                check(item, node, types, problems);
            }
        }
        (Type::List(item), Data::List(items)) => {
            for node in items {
                check(item, node, types, problems);
            }
        }
        (Type::List(item), Data::Map(entries)) if entries.iter().all(|entry| is_index(&entry.key.value)) => {
            for entry in entries {
                check(item, &entry.value, types, problems);
            }
        }
        (Type::Map(_, value), Data::Map(entries)) => {
            for entry in entries {
                check(value, &entry.value, types, problems);
            }
        }
        (Type::Map(_, value), Data::List(items)) => {
            for node in items {
                check(value, node, types, problems);
            }
        }
        _ => {
            if !scalar_fits(ty, &json(node)) {
                mismatch(ty, node.span, problems);
            }
        }
    }
}

fn check_named(definition: &Definition, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) {
    match definition {
        Definition::Alias(ty) => check(ty, node, types, problems),
        Definition::Text(_) | Definition::Enumeration { .. } => check(&Type::Text, node, types, problems),
        Definition::Integer(_) => check(&Type::Integer, node, types, problems),
        Definition::Record(record) => check_record(record, node, types, problems),
        Definition::Tuple(parts) => match &node.data {
            Data::List(items) if items.len() == parts.len() => {
                for (part, node) in parts.iter().zip(items) {
                    check(&part.ty, node, types, problems);
                }
            }
            _ => problems.add(node.span, Problem::ExampleMismatch { expected: format!("a list of {}", parts.len()) }),
        },
        // A form that no part reads is kept as it is; only nothing is none.
        Definition::Union(_) if json(node).is_null() => mismatch(&Type::Any, node.span, problems),
        Definition::Union(_) => {}
    }
}

fn check_record(record: &Record, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) {
    let entries = match &node.data {
        Data::Map(entries) => entries.as_slice(),
        Data::List(items) if items.is_empty() => &[],
        _ => {
            problems.add(node.span, Problem::ExampleMismatch { expected: "an object".to_owned() });
            return;
        }
    };
    check_constants(record, entries, node.span, problems);
    for field in &record.fields {
        let value = entries.iter().find(|entry| entry.key.value == field.wire_name).map(|entry| &entry.value);
        match (value, field.presence) {
            (None, Presence::Required { .. }) => {
                problems.add(node.span, Problem::ExampleIncomplete { lacks: vec![field.wire_name.clone()] });
            }
            (None, Presence::Optional) => {}
            (Some(value), Presence::Optional) if is_nothing(&field.ty, &json(value)) => {}
            (Some(value), Presence::Optional)
                if field.vacancy == Vacancy::Clearable && json(value).as_str() == Some("") => {}
            (Some(value), _) => check(&field.ty, value, types, problems),
        }
    }
}

/// Whether the client reads a value as one of this type.
fn scalar_fits(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Text => value.is_string() || value.is_number(),
        Type::Integer | Type::Id(_) | Type::Timestamp => {
            value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok())
        }
        Type::Double => {
            value.is_number() || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite))
        }
        Type::Boolean(_) => match value {
            Value::Bool(_) => true,
            Value::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
            Value::String(text) => ["Y", "N", "y", "n", "1", "0", "true", "false"].contains(&text.as_str()),
            _ => false,
        },
        Type::Date => value.as_str().is_some_and(|text| is_moment(text, false)),
        Type::DateTime => value.as_str().is_some_and(|text| is_moment(text, true)),
        Type::Null => matches!(value, Value::Null | Value::Bool(_)) || value == &Value::Array(Vec::new()),
        _ => false,
    }
}

/// Whether the server writes this value for none of the type.
fn is_nothing(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Any | Type::Optional(_) => false,
        Type::Boolean(_) => value.is_null() || value.as_str() == Some(""),
        Type::Text | Type::List(_) | Type::Map(..) => matches!(value, Value::Null | Value::Bool(false)),
        // PHP prints some empty moments as empty objects.
        Type::Date | Type::DateTime if is_empty(value) => true,
        _ => matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some(""),
    }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

fn mismatch(ty: &Type, at: Span, problems: &mut Diagnostics) {
    let expected = match ty {
        Type::Boolean(_) => "yes or no".to_owned(),
        Type::Any => "a value".to_owned(),
        other => format!("`{other}`"),
    };
    problems.add(at, Problem::ExampleMismatch { expected });
}

/// Checks the error of an answer: `{error: CODE, error_description: text}`, or in REST 3.0 `{error: {code: CODE}}`.
pub(crate) fn check_error(method: &Method, node: &Node, system: Option<&System>, problems: &mut Diagnostics) {
    let answer = json(node);
    let code = match &answer["error"] {
        Value::Object(error) => error.get("code").cloned().unwrap_or_default(),
        code => code.clone(),
    };
    let code = match code {
        Value::String(code) => code,
        Value::Number(code) => code.to_string(),
        _ => {
            problems.add(node.span, Problem::ExampleMismatch { expected: "an `error` with a code".to_owned() });
            return;
        }
    };
    let own = method.errors.list.iter().map(|error| error.code.as_str());
    let shared = system.into_iter().flat_map(|system| &system.errors).map(|error| error.code.code.as_str());
    let documented: Vec<&str> = own.chain(shared).collect();
    if !method.errors.open && !documented.contains(&code.as_str()) {
        let known = documented.into_iter().filter(|_| problems.may_suggest(node.span));
        let problem = Problem::unknown_error(&code, known);
        problems.add(node.span, problem);
    }
}
