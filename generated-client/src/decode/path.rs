//! Where in an answer a value stands, and what is said when it is not what it should be.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde_json::Value;

/// Where in the answer a value stands, from the value up to the root.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// Whether a value around this one is being read a second time, as another form than the first that it could have.
    again: bool,
    retries: &'a Retries,
}

/// How often, in one answer, a value inside a value that is read a second time may be read a second time itself.
///
/// A union inside a union inside a union … whose forms all fail at the innermost value would be read twice for each of
/// them, and so as often as 2 to their number. No true answer comes near the limit.
#[derive(Clone, Debug)]
pub struct Retries(Cell<u32>);

impl Retries {
    pub(super) fn at_most(most: u32) -> Self {
        Self(Cell::new(most))
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::at_most(1_000_000)
    }
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The root, under the name of the member that holds it.
    pub fn root(name: &'a str, retries: &'a Retries) -> Self {
        Self { parent: None, step: Step::Key(name), again: false, retries }
    }

    /// The member `key` of the object here.
    #[must_use]
    pub fn key(&'a self, key: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: Step::Key(key), ..*self }
    }

    /// The item `index` of the list here.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), step: Step::Index(index), ..*self }
    }

    /// The same place, to be read as another form after one failed; `None` if that was done too often.
    pub(super) fn retry(&self) -> Option<Self> {
        if self.again {
            let left = self.retries.0.get().checked_sub(1)?;
            self.retries.0.set(left);
        }
        Some(Self { again: true, ..*self })
    }

    /// An error about `found`, which is not the `expected`.
    pub fn mismatch(&self, expected: impl Into<Cow<'static, str>>, found: &Value) -> DecodeError {
        DecodeError { path: self.to_string(), expected: expected.into(), found: describe(found) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match (self.step, self.parent) {
            (Step::Key(key), None) => f.write_str(key),
            (Step::Key(key), Some(_)) if is_plain(key) => write!(f, ".{key}"),
            (Step::Key(key), Some(_)) => write!(f, "[{key:?}]"),
            (Step::Index(index), _) => write!(f, "[{index}]"),
        }
    }
}

/// Whether a key can stand after a dot: it is not empty, and has no dot, bracket, blank or line break of its own.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
}

/// An answer that is not what the spec says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}`: expected {expected}, found {found}")]
pub struct DecodeError {
    path: String,
    expected: Cow<'static, str>,
    found: String,
}

impl DecodeError {
    /// Where in the answer, such as `result.items[3].ID`; an odd key stands as `["a.b"]`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same error without the secrets that `redact` finds: a key may be anything.
    pub(crate) fn redacted(self, redact: impl Fn(String) -> String) -> Self {
        Self { path: redact(self.path), ..self }
    }
}

/// What a value is, without telling what it says: a text may be a secret.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => format!("a text of {} characters", text.chars().count()),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) => format!("an object with {} members", members.len()),
    }
}
