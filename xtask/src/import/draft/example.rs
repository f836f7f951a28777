//! What the page's example has for a parameter, and the example itself in the spelling of the table.

use serde_json::{Map, Value};

use super::types::Several;
use crate::import::facts::Fields;

/// The value of an example at some place, if it has one there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample<'a> {
    value: Option<&'a Value>,
    name: Option<&'a str>,
    in_answer: bool,
}

impl<'a> Sample<'a> {
    pub(super) fn request(value: Option<&'a Value>) -> Self {
        Self { value, name: None, in_answer: false }
    }

    pub(super) fn answer(value: Option<&'a Value>) -> Self {
        Self { value, name: None, in_answer: true }
    }

    pub(super) fn value(self) -> Option<&'a Value> {
        self.value
    }

    pub(super) fn name(self) -> Option<&'a str> {
        self.name
    }

    pub(super) fn is_answer(self) -> bool {
        self.in_answer
    }

    /// A text or a number, as text.
    pub(super) fn text(self) -> Option<String> {
        match self.value? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn items(self) -> Option<&'a Vec<Value>> {
        self.value?.as_array()
    }

    pub(super) fn is_filled_list(self) -> bool {
        self.items().is_some_and(|items| !items.is_empty())
    }

    /// The member of this name.
    pub(super) fn member<'b>(self, name: &'b str) -> Sample<'b>
    where
        'a: 'b,
    {
        Sample { value: self.value.and_then(|value| value.get(name)), name: Some(name), ..self }
    }

    /// The first item of a list.
    pub(super) fn item(self) -> Self {
        Self { value: self.items().and_then(|items| items.first()), ..self }
    }

    /// Whether the value does not have the fields but describes each of them, as the answers of `fields` do.
    pub(super) fn describes(self, fields: &Fields) -> bool {
        let is_described = |value: &Value| {
            value.get("type").is_some() && (value.get("isRequired").is_some() || value.get("title").is_some())
        };
        let mut members = fields.list.iter().filter_map(|field| self.value?.get(&field.name)).peekable();
        members.peek().is_some() && members.all(is_described)
    }

    /// The value that has these fields, and how many of it there are.
    pub(super) fn of(self, fields: &Fields) -> (Self, Several) {
        let has = |value: &Value| fields.list.iter().any(|field| value.get(&field.name).is_some());
        match self.value {
            Some(Value::Array(items)) if items.is_empty() => (Self { value: None, ..self }, Several::Unknown),
            Some(Value::Array(_)) => (self.item(), Several::List),
            Some(object @ Value::Object(members)) if !has(object) && members.values().any(has) => {
                (Self { value: members.values().next(), ..self }, Several::Map)
            }
            Some(Value::Object(_)) => (self, Several::One),
            _ => (Self { value: None, ..self }, Several::Unknown),
        }
    }
}

/// The request with the names that the table has; what differs is told.
pub(super) fn spelled(request: &Value, fields: &Fields, doubts: &mut Vec<String>) -> Value {
    match request {
        Value::Object(members) if !fields.list.is_empty() => {
            let mut out = Map::new();
            for (key, value) in members {
                let known =
                    fields.get(key).or_else(|| fields.list.iter().find(|field| field.name.eq_ignore_ascii_case(key)));
                let Some(field) = known else {
                    if fields.open {
                        out.insert(key.clone(), value.clone());
                    } else {
                        doubts.push(not_in_table(key));
                    }
                    continue;
                };
                if field.name != *key {
                    doubts.push(other_letters(key, &field.name));
                }
                let value =
                    field.inside.as_ref().map_or_else(|| value.clone(), |inside| spelled_inside(value, inside, doubts));
                out.insert(field.name.clone(), value);
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

fn spelled_inside(value: &Value, fields: &Fields, doubts: &mut Vec<String>) -> Value {
    let sample = Sample::request(Some(value));
    match (value, sample.of(fields).1) {
        (Value::Array(items), _) => Value::Array(items.iter().map(|item| spelled(item, fields, doubts)).collect()),
        (Value::Object(members), Several::Map) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), spelled(value, fields, doubts))).collect())
        }
        _ => spelled(value, fields, doubts),
    }
}

/// The doubt about a parameter that an example writes in other letters.
pub(crate) fn other_letters(written: &str, name: &str) -> String {
    format!("an example writes {} for {}", shown(written), shown(name))
}

/// The doubt about a member of an example that no table has.
pub(crate) fn not_in_table(name: &str) -> String {
    format!("an example has {}, which the table has not", shown(name))
}

/// A name inside a comment.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}
