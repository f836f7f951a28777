//! A request that the spec refuses before anything is sent.

use std::convert::Infallible;
use std::fmt;

/// A request with a value that the spec does not allow; nothing was sent.
///
/// Returned by `build()`, and by `send()` inside an [`Error`](crate::Error). Names the method or type, the parameter by
/// its wire name with the path inside it, and the constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest {
    subject: &'static str,
    value: InvalidValue,
}

impl InvalidRequest {
    pub(crate) fn new(subject: &'static str, wire_name: &str, value: InvalidValue) -> Self {
        Self { subject, value: value.inside(wire_name) }
    }

    /// What is wrong, without the subject.
    pub(crate) fn value(&self) -> &InvalidValue {
        &self.value
    }

    /// The wire name of the method, or the name of the type, that was being built.
    pub fn subject(&self) -> &str {
        self.subject
    }

    /// Where the value stands, such as `PROPERTIES.docType.Name`.
    pub fn path(&self) -> &str {
        &self.value.path
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value.path.is_empty() {
            return write!(f, "invalid `{}`: {}", self.subject, self.value.reason);
        }
        write!(f, "invalid `{}` of `{}`: {}", self.value.path, self.subject, self.value.reason)
    }
}

impl std::error::Error for InvalidRequest {}

/// A value that its type does not allow, such as a code with a space in it.
///
/// The error of the conversions into the generated types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    path: String,
    reason: Reason,
}

impl InvalidValue {
    pub(crate) fn new(reason: Reason) -> Self {
        Self { path: String::new(), reason }
    }

    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        Self::new(Reason::NotJson(error.to_string()))
    }

    /// The same problem, seen from the value that holds this one under `key`.
    pub(crate) fn inside(mut self, key: &str) -> Self {
        match (self.path.is_empty(), key.is_empty()) {
            (_, true) => {}
            (true, false) => self.path.push_str(key),
            (false, false) => self.path = format!("{key}.{}", self.path),
        }
        self
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "invalid `{}`: ", self.path)?;
        }
        self.reason.fmt(f)
    }
}

impl std::error::Error for InvalidValue {}

impl From<Infallible> for InvalidValue {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// A nested builder's problem becomes a problem of the parameter that it was given to.
impl From<InvalidRequest> for InvalidValue {
    fn from(nested: InvalidRequest) -> Self {
        nested.value
    }
}

/// Which constraint a value broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Reason {
    #[error("the value is empty")]
    Empty,
    #[error("{}, but at least {min} needed", counted(*length, "character"))]
    TooShort { length: usize, min: usize },
    #[error("{}, but at most {max} allowed", counted(*length, "character"))]
    TooLong { length: usize, max: usize },
    #[error("{} does not match the pattern `{pattern}`", Shown(.text))]
    Pattern { text: String, pattern: &'static str },
    #[error("{value} is less than {min}")]
    TooSmall { value: String, min: String },
    #[error("{value} is more than {max}")]
    TooLarge { value: String, max: String },
    #[error("{}, but at most {max} allowed", counted(*count, "item"))]
    TooMany { count: usize, max: usize },
    #[error("nothing was given, and {needed} is needed")]
    NothingGiven { needed: &'static str },
    #[error("{condition}, and it is missing")]
    Missing { condition: &'static str },
    #[error("the number is infinite or undefined")]
    NotFinite,
    #[error("the text is not base64")]
    NotBase64,
    #[error("the value does not become JSON: {0}")]
    NotJson(String),
    #[error("the key stands twice")]
    Twice,
    #[error("the link {0}")]
    Link(&'static str),
    #[error("the value {0}")]
    Batch(&'static str),
    #[error("{0}")]
    Paging(&'static str),
}

/// `1 item`, `2 items`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A value in a message: quoted, on one line, and short.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 60;
        let short: String = self.0.chars().take(LONGEST).collect();
        let more = if short.len() < self.0.len() { "…" } else { "" };
        write!(f, "{short:?}{more}")
    }
}
