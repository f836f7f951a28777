//! The rows of a list: given ones, or any number that are made as they are looked at.

use serde_json::{Map, Value, json};

/// The first moment of generated rows, as Unix time: the beginning of 2025.
const FIRST: i64 = 1_735_689_600;

/// The rows of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    source: Source,
    /// The field that identifies a row; by default what the spec says, or `ID`.
    pub(super) id: Option<String>,
    /// Where the answer has the rows; by default what the spec says, or `result`.
    pub(super) path: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Source {
    Generated(u64),
    Given(Vec<Value>),
}

impl Rows {
    /// So many rows, numbered from 1: an identifier as text, a title, a moment (one a minute), and one of ten people.
    pub fn generated(count: u64) -> Self {
        Self { source: Source::Generated(count), id: None, path: None }
    }

    /// These rows.
    pub fn given(rows: Vec<Value>) -> Self {
        Self { source: Source::Given(rows), id: None, path: None }
    }

    /// The same rows, identified by this field.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The same rows, at this place of the answer, such as `result.tasks`.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        match &self.source {
            Source::Generated(count) => *count,
            Source::Given(rows) => rows.len() as u64,
        }
    }

    /// Whether the identifiers are the numbers of the rows, from 1.
    pub(super) fn are_numbered(&self) -> bool {
        matches!(self.source, Source::Generated(_))
    }

    /// A row, by its index.
    pub(super) fn row(&self, at: u64, id: &str) -> Value {
        match &self.source {
            Source::Given(rows) => given(rows, at).cloned().unwrap_or_default(),
            Source::Generated(_) => {
                let names = names(id);
                let member = |name: &str| Some((name.to_owned(), generated(at, id, name)?));
                Value::Object(names.into_iter().filter_map(member).collect())
            }
        }
    }

    /// A field of a row, whatever the case of its name, without the others.
    pub(super) fn field(&self, at: u64, id: &str, name: &str) -> Option<Value> {
        match &self.source {
            Source::Given(rows) => member(given(rows, at)?.as_object()?, name).cloned(),
            Source::Generated(_) => generated(at, id, name),
        }
    }

    /// Whether any row has this field. What none has, no condition can be about.
    pub(super) fn have(&self, id: &str, name: &str) -> bool {
        match &self.source {
            Source::Given(rows) => {
                rows.iter().filter_map(Value::as_object).any(|members| member(members, name).is_some())
            }
            Source::Generated(_) => names(id).iter().any(|own| own.eq_ignore_ascii_case(name)),
        }
    }
}

fn given(rows: &[Value], at: u64) -> Option<&Value> {
    rows.get(usize::try_from(at).ok()?)
}

/// A member of an object, whatever the case of its name; the exact one first.
pub(super) fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let similar = || members.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    members.get(name).or_else(similar)
}

/// The fields of generated rows, in the manner of the identifier's name.
fn names(id: &str) -> [&str; 4] {
    let is_small = id.starts_with(|letter: char| letter.is_ascii_lowercase());
    if is_small { [id, "title", "dateCreate", "assignedById"] } else { [id, "TITLE", "DATE_CREATE", "ASSIGNED_BY_ID"] }
}

fn generated(at: u64, id: &str, name: &str) -> Option<Value> {
    let number = at + 1;
    let place = names(id).iter().position(|own| own.eq_ignore_ascii_case(name))?;
    Some(match place {
        0 => json!(number.to_string()),
        1 => json!(format!("Row {number}")),
        2 => {
            let seconds = i64::try_from(at).unwrap_or(0).saturating_mul(60).saturating_add(FIRST);
            let moment = chrono::DateTime::<chrono::Utc>::from_timestamp(seconds, 0).unwrap_or_default();
            json!(moment.format("%Y-%m-%dT%H:%M:%S+00:00").to_string())
        }
        _ => json!((at % 10 + 1).to_string()),
    })
}
