//! What a call asks of rows: conditions and an order, and which rows meet them.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::enforce::{double, integer};
use crate::methods::rows::{Rows, member};

/// Operators as they stand before a field's name, the longer ones first.
const OPERATORS: [(&str, Operator); 12] = [
    ("!@", Operator::Not),
    ("!=", Operator::Not),
    ("><", Operator::Between),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("!", Operator::Not),
    ("@", Operator::Is),
    ("=", Operator::Is),
    ("<", Operator::Below),
    (">", Operator::Above),
    ("%", Operator::Contains),
    ("?", Operator::Contains),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Is,
    Not,
    Below,
    AtMost,
    Above,
    AtLeast,
    Between,
    Contains,
}

/// A condition on a field; of several values, one is enough.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    field: String,
    operator: Operator,
    values: Vec<Value>,
}

/// The conditions of a filter: `{">ID": 5}`, or in REST 3.0 `[["id", ">", 5]]`.
pub(super) fn conditions(filter: Option<&Value>) -> Vec<Condition> {
    match filter {
        Some(Value::Object(members)) => members.iter().map(|(name, value)| condition(name, value)).collect(),
        Some(Value::Array(items)) => items.iter().filter_map(triple).collect(),
        _ => Vec::new(),
    }
}

fn condition(name: &str, value: &Value) -> Condition {
    let found = OPERATORS.iter().find_map(|(sign, operator)| Some((name.strip_prefix(sign)?, *operator)));
    let (field, operator) = found.unwrap_or((name, Operator::Is));
    Condition { field: field.to_owned(), operator, values: values(value) }
}

/// A condition as a list: field, operator and value, or field and value.
fn triple(item: &Value) -> Option<Condition> {
    match item.as_array()?.as_slice() {
        [Value::String(field), value] => Some(condition(field, value)),
        [Value::String(field), Value::String(operator), value] => {
            let sign = match operator.as_str() {
                "in" => "@",
                "between" => "><",
                other => other,
            };
            let known = OPERATORS.iter().find(|(known, _)| *known == sign);
            let operator = known.map_or(Operator::Is, |(_, operator)| *operator);
            Some(Condition { field: field.clone(), operator, values: values(value) })
        }
        _ => None,
    }
}

fn values(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Object(members) => members.values().cloned().collect(),
        other => vec![other.clone()],
    }
}

impl Condition {
    fn holds(&self, value: &Value) -> bool {
        let any = |fits: &dyn Fn(Ordering) -> bool| self.values.iter().any(|own| fits(compare(value, own)));
        match self.operator {
            Operator::Is => any(&Ordering::is_eq),
            Operator::Not => !any(&Ordering::is_eq),
            Operator::Below => any(&Ordering::is_lt),
            Operator::AtMost => any(&Ordering::is_le),
            Operator::Above => any(&Ordering::is_gt),
            Operator::AtLeast => any(&Ordering::is_ge),
            Operator::Between => match self.values.as_slice() {
                [from, to] => compare(value, from).is_ge() && compare(value, to).is_le(),
                _ => false,
            },
            Operator::Contains => {
                let text = text(value).to_lowercase();
                self.values.iter().any(|own| text.contains(text_of_pattern(own).as_str()))
            }
        }
    }

    /// The range of whole numbers that it leaves, if it is no more than a range.
    fn range(&self) -> Option<(i64, i64)> {
        let one = match self.values.as_slice() {
            [one] => integer(one),
            _ => None,
        };
        let all = (i64::MIN, i64::MAX);
        Some(match (self.operator, self.values.as_slice()) {
            (Operator::Is, _) => (one?, one?),
            (Operator::Below, _) => (all.0, one?.saturating_sub(1)),
            (Operator::AtMost, _) => (all.0, one?),
            (Operator::Above, _) => (one?.saturating_add(1), all.1),
            (Operator::AtLeast, _) => (one?, all.1),
            (Operator::Between, [from, to]) => (integer(from)?, integer(to)?),
            _ => return None,
        })
    }
}

/// `%name%` is how people write it who know SQL.
fn text_of_pattern(value: &Value) -> String {
    text(value).trim_matches('%').to_lowercase()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Two values in order: numbers as numbers, also as texts, and everything else as text.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (double(a), double(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => text(a).cmp(&text(b)),
    }
}

/// What to sort by: each field, and whether the largest comes first. `{ID: DESC}`, or the field in `sort` and the
/// direction in `order`.
pub(super) fn order(parameters: &Map<String, Value>) -> Vec<(String, bool)> {
    let is_down = |value: &Value| value.as_str().is_some_and(|text| text.to_lowercase().starts_with("desc"));
    match (member(parameters, "order"), member(parameters, "sort")) {
        (Some(Value::Object(keys)), _) | (_, Some(Value::Object(keys))) => {
            keys.iter().map(|(field, direction)| (field.clone(), is_down(direction))).collect()
        }
        (direction, Some(Value::String(field))) => vec![(field.clone(), direction.is_some_and(is_down))],
        _ => Vec::new(),
    }
}

/// The rows that were asked for, by index and in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// A run of rows, as it is or backwards. However many they are, they cost nothing.
    Run { first: u64, count: u64, backwards: bool },
    /// These.
    These(Vec<u64>),
}

impl Found {
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Run { count, .. } => *count,
            Self::These(rows) => rows.len() as u64,
        }
    }

    /// The index of the row in this place.
    pub(super) fn get(&self, place: u64) -> Option<u64> {
        match self {
            Self::Run { first, count, backwards } => {
                (place < *count).then(|| if *backwards { first + count - 1 - place } else { first + place })
            }
            Self::These(rows) => rows.get(usize::try_from(place).ok()?).copied(),
        }
    }
}

/// The rows that meet all conditions, in order. Conditions on a field that no row has are left out, as the server does.
pub(super) fn find(rows: &Rows, id: &str, conditions: &[Condition], order: &[(String, bool)]) -> Found {
    let known = conditions.iter().filter(|condition| rows.have(id, &condition.field));
    let mut rest: Vec<&Condition> = Vec::new();
    let (mut first, mut end) = (0, rows.count());
    for condition in known {
        let numbered = rows.are_numbered() && condition.field.eq_ignore_ascii_case(id);
        match condition.range().filter(|_| numbered) {
            // Row n, from 1, has the index n - 1.
            Some((least, most)) => {
                first = first.max(u64::try_from(least.saturating_sub(1)).unwrap_or(0));
                end = end.min(u64::try_from(most).unwrap_or(0));
            }
            None => rest.push(condition),
        }
    }
    end = end.max(first);
    let sorted = order.iter().filter(|(field, _)| rows.have(id, field)).collect::<Vec<_>>();
    let in_order = rows.are_numbered() && sorted.first().is_none_or(|(field, _)| field.eq_ignore_ascii_case(id));
    let backwards = sorted.first().is_some_and(|(_, down)| *down);
    if rest.is_empty() && (in_order || sorted.is_empty()) {
        return Found::Run { first, count: end - first, backwards };
    }
    let value = |at: u64, field: &str| rows.field(at, id, field).unwrap_or_default();
    let meets = |at: &u64| rest.iter().all(|condition| condition.holds(&value(*at, &condition.field)));
    let mut found: Vec<u64> = (first..end).filter(meets).collect();
    if in_order {
        if backwards {
            found.reverse();
        }
    } else if !sorted.is_empty() {
        let keys = |at: &u64| sorted.iter().map(|(field, _)| value(*at, field)).collect::<Vec<Value>>();
        let mut keyed: Vec<(Vec<Value>, u64)> = found.iter().map(|at| (keys(at), *at)).collect();
        keyed.sort_by(|(a, _), (b, _)| {
            let each = a.iter().zip(b).zip(&sorted);
            let each = each.map(|((a, b), (_, down))| if *down { compare(b, a) } else { compare(a, b) });
            each.fold(Ordering::Equal, Ordering::then)
        });
        found = keyed.into_iter().map(|(_, at)| at).collect();
    }
    Found::These(found)
}
