//! One value of an example, read by its type.

use serde_json::Value;

use crate::check::example::{calls, check_complete};
use crate::check::sample::{Types, union_literal};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Call, Definition, Literal, Part, Range, Record, Reference, TextLimits, Type};
use crate::parse::json;
use crate::parse::tree::{Data, Entry, Node};

/// The value as Rust writes it. If it is none of the type, a problem is noted.
pub(crate) fn literal(ty: &Type, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) -> Literal {
    let mismatch = |expected: &str, problems: &mut Diagnostics| {
        mismatch_of(node, Problem::ExampleMismatch { expected: expected.to_owned() }, problems)
    };
    types.step();
    if types.is_exhausted() {
        return mismatch_of(node, Problem::ExampleTooLarge, problems);
    }
    match ty {
        Type::Any | Type::Null => {
            types.step_through(node);
            Literal::Json(json(node))
        }
        Type::List(item) => match &node.data {
            Data::List(items) => {
                let items = items.iter().map(|node| literal(item, node, types, problems));
                Literal::List(Type::clone(item), items.collect())
            }
            _ => mismatch("a list", problems),
        },
        Type::Optional(item) if json(node).is_null() => Literal::Item(Type::clone(item), None),
        Type::Optional(item) => Literal::Item(Type::clone(item), Some(Box::new(literal(item, node, types, problems)))),
        Type::Map(key, value) => match &node.data {
            Data::Map(entries) => {
                let pair = |entry: &Entry, problems: &mut Diagnostics| {
                    let data = Data::Scalar { text: entry.key.value.clone(), plain: true };
                    let key = literal(key, &Node { data, span: entry.key.span }, types, problems);
                    (key, literal(value, &entry.value, types, problems))
                };
                Literal::Map(ty.clone(), entries.iter().map(|entry| pair(entry, problems)).collect())
            }
            Data::List(items) if items.is_empty() => Literal::Map(ty.clone(), Vec::new()),
            _ => mismatch("an object", problems),
        },
        Type::Named(reference) => named(reference, node, types, problems),
        Type::File => match file(node) {
            Some((name, content)) => Literal::File(name, content),
            None => mismatch("a file's name and its content in base64, as a list", problems),
        },
        _ => match scalar(ty, node) {
            Some(literal) => literal,
            None => mismatch(expected(ty), problems),
        },
    }
}

fn mismatch_of(node: &Node, problem: Problem, problems: &mut Diagnostics) -> Literal {
    problems.add(node.span, problem);
    Literal::Json(Value::Null)
}

fn scalar(ty: &Type, node: &Node) -> Option<Literal> {
    let Data::Scalar { text, plain } = &node.data else {
        return None;
    };
    if *plain && json(node).is_null() {
        return None;
    }
    Some(match ty {
        Type::Text => Literal::Text(text.clone()),
        Type::Integer | Type::Timestamp => Literal::Integer(text.parse().ok()?),
        Type::Id(id) => Literal::Id(id.clone(), text.parse().ok()?),
        Type::Double => Literal::Double(text.parse().ok().filter(|number: &f64| number.is_finite())?),
        Type::Boolean(_) => Literal::Boolean(flag(text)?),
        Type::Date if is_moment(text, false) => Literal::Parsed("Date", text.clone()),
        Type::DateTime if is_moment(text, true) => Literal::Parsed("DateTime", text.clone()),
        _ => return None,
    })
}

/// A file's name and its content in base64, which is padded.
fn file(node: &Node) -> Option<(String, String)> {
    let Data::List(parts) = &node.data else {
        return None;
    };
    let [Node { data: Data::Scalar { text: name, .. }, .. }, Node { data: Data::Scalar { text: content, .. }, .. }] =
        parts.as_slice()
    else {
        return None;
    };
    let inner = content.strip_suffix("==").or_else(|| content.strip_suffix('=')).unwrap_or(content);
    let letters = inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    (letters && content.len().is_multiple_of(4)).then(|| (name.clone(), content.clone()))
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "Y" | "true" | "1" => Some(true),
        "N" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "a whole number",
        Type::Id(_) => "an identifier, which is a whole number",
        Type::Timestamp => "seconds since 1970",
        Type::Double => "a number",
        Type::Boolean(_) => "yes or no, as it is sent",
        Type::Date => "a day such as `2025-01-29`",
        Type::DateTime => "a moment such as `2025-01-29T14:05:52+01:00`",
        _ => "a text",
    }
}

fn named(reference: &Reference, node: &Node, types: &Types<'_>, problems: &mut Diagnostics) -> Literal {
    let Some(ty) = types.get(reference) else {
        return Literal::Json(Value::Null);
    };
    let mismatch = |expected: String, problems: &mut Diagnostics| {
        mismatch_of(node, Problem::ExampleMismatch { expected }, problems)
    };
    match &ty.definition {
        Definition::Alias(target) => literal(target, node, types, problems),
        Definition::Text(limits) => {
            let value = literal(&Type::Text, node, types, problems);
            if let Literal::Text(text) = &value
                && !keeps(limits, text)
            {
                return mismatch(format!("a `{}`", reference.name), problems);
            }
            Literal::Checked(reference.clone(), Box::new(value))
        }
        Definition::Integer(range) => {
            let value = literal(&Type::Integer, node, types, problems);
            if let Literal::Integer(number) = &value
                && !within(*range, *number)
            {
                return mismatch(format!("a `{}`", reference.name), problems);
            }
            Literal::Checked(reference.clone(), Box::new(value))
        }
        Definition::Record(record) => nested(reference, record, node, types, problems),
        Definition::Enumeration { values, .. } => match &node.data {
            Data::Scalar { text, .. } => match values.iter().find(|value| value.wire_name == *text) {
                Some(value) => Literal::Variant(reference.clone(), value.name.clone()),
                // What differs by letter case alone is a mistake rather than a value that is not listed.
                None => match values.iter().find(|value| value.wire_name.eq_ignore_ascii_case(text)) {
                    Some(value) => mismatch(format!("`{}` in just these letters", value.wire_name), problems),
                    None => Literal::Unlisted(reference.clone(), text.clone()),
                },
            },
            _ => mismatch(format!("a value of `{}`", reference.name), problems),
        },
        Definition::Tuple(parts) => match &node.data {
            Data::List(items) if items.len() == parts.len() => {
                let places = parts.iter().zip(items).map(|(part, node)| literal(&part.ty, node, types, problems));
                Literal::Tuple(reference.clone(), places.collect())
            }
            _ => mismatch(format!("a list of {}", parts.len()), problems),
        },
        Definition::Union(parts) => match form(parts, node, types) {
            Ok((part, value)) => union_literal(reference, part, value),
            Err(_) if types.is_exhausted() => mismatch_of(node, Problem::ExampleTooLarge, problems),
            Err(Some(nearest)) => {
                problems.append(nearest);
                Literal::Json(Value::Null)
            }
            Err(None) => mismatch(format!("one of the forms of `{}`", reference.name), problems),
        },
    }
}

/// A struct inside a request: it must be complete too.
fn nested(
    reference: &Reference,
    record: &Record,
    node: &Node,
    types: &Types<'_>,
    problems: &mut Diagnostics,
) -> Literal {
    let before = problems.len();
    let calls = calls(record, node, types, problems);
    if problems.len() == before {
        check_complete(record, &reference.name, &calls, node.span, problems);
    }
    Literal::Record(reference.clone(), calls)
}

/// The form that the value has: the one that leaves the least unknown, and of equals the first. A text in quotes is no
/// number, whatever it says. If it has none, the problems of the form that it came nearest to.
fn form<'a>(parts: &'a [Part], node: &Node, types: &Types<'_>) -> Result<(&'a Part, Literal), Option<Diagnostics>> {
    // What is no scalar is neither a text nor a number, and need not be copied to see that.
    let value = matches!(node.data, Data::Scalar { .. }).then(|| json(node)).unwrap_or_default();
    let (is_text, is_number) = (value.is_string(), value.is_number());
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Id(_) | Type::Double | Type::Timestamp);
    let fits = |part: &&Part| if is_text { !number(&part.ty) } else { !(part.ty == Type::Text && is_number) };
    let mut best: Option<(usize, &Part, Literal)> = None;
    let mut nearest: Option<Diagnostics> = None;
    for part in parts.iter().filter(fits).chain(parts.iter().filter(|part| !fits(part))) {
        let mut problems = Diagnostics::default();
        let value = literal(&part.ty, node, types, &mut problems);
        if problems.is_empty() {
            let unknown = unknown(&value);
            if best.as_ref().is_none_or(|(least, ..)| unknown < *least) {
                best = Some((unknown, part, value));
            }
            if unknown == 0 {
                break;
            }
        } else if problems.furthest() > nearest.as_ref().map_or(Some(node.span.start), Diagnostics::furthest) {
            nearest = Some(problems);
        }
    }
    best.map(|(_, part, value)| (part, value)).ok_or(nearest)
}

/// How much of a value no spec knows.
fn unknown(value: &Literal) -> usize {
    let all = |values: &[Literal]| values.iter().map(unknown).sum();
    match value {
        Literal::Record(_, calls) => {
            let of_call = |call: &Call| usize::from(call.setter == "other") + all(&call.arguments);
            calls.iter().map(of_call).sum()
        }
        Literal::Unlisted(..) => 1,
        Literal::List(_, values) | Literal::Tuple(_, values) => all(values),
        Literal::Map(_, pairs) => pairs.iter().map(|(_, value)| unknown(value)).sum(),
        Literal::Form(_, _, value) | Literal::From(_, value) | Literal::Item(_, Some(value)) => unknown(value),
        _ => 0,
    }
}

/// Whether a text is a day, or a moment with an offset, as the API writes it.
pub(crate) fn is_moment(text: &str, with_time: bool) -> bool {
    let number = |text: &str, digits: usize, range: std::ops::RangeInclusive<u32>| {
        let all = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        all && text.parse().is_ok_and(|number: u32| range.contains(&number))
    };
    let is_day = |text: &str| match text.split('-').collect::<Vec<&str>>().as_slice() {
        [year, month, day] => number(year, 4, 0..=9999) && number(month, 2, 1..=12) && number(day, 2, 1..=31),
        _ => false,
    };
    let is_clock = |text: &str| match text.split(':').collect::<Vec<&str>>().as_slice() {
        [hour, minute, second] => {
            let second = second.split('.').next().unwrap_or_default();
            number(hour, 2, 0..=23) && number(minute, 2, 0..=59) && number(second, 2, 0..=60)
        }
        _ => false,
    };
    if !with_time {
        return is_day(text);
    }
    let Some((day, rest)) = text.split_once('T').or_else(|| text.split_once(' ')) else {
        return false;
    };
    let (clock, offset) = match rest.rfind(['+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest.trim_end_matches('Z'), if rest.ends_with('Z') { "+0000" } else { "" }),
    };
    let offset = offset.trim_start_matches(['+', '-']).replace(':', "");
    is_day(day) && is_clock(clock) && number(&offset, 4, 0..=1559)
}

/// Whether a text keeps a rule.
pub(crate) fn keeps(limits: &TextLimits, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let long_enough = length >= limits.min.unwrap_or(u64::from(limits.non_empty));
    let short_enough = limits.max.is_none_or(|max| length <= max);
    long_enough && short_enough && limits.pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
}

fn within(range: Range<i64>, number: i64) -> bool {
    range.min.is_none_or(|min| number >= min) && range.max.is_none_or(|max| number <= max)
}
