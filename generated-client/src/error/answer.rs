//! What came back was no answer of the API: HTML, nothing, half a JSON, an address to go to instead.

use std::fmt;
use std::sync::Arc;

/// An answer that cannot be used.
#[derive(Clone)]
pub(crate) struct AnswerProblem {
    status: u16,
    what: What,
    body: String,
}

#[derive(Clone)]
pub(crate) enum What {
    Empty,
    Html,
    NotJson(Arc<serde_json::Error>),
    Cut(Arc<serde_json::Error>),
    /// JSON in which a name stands twice; which one, and where.
    Ambiguous(String),
    TooLarge {
        limit: usize,
    },
    NotAnObject,
    NoResult,
    NotUtf8,
    Redirect,
}

impl AnswerProblem {
    pub(crate) fn new(status: u16, what: What, body: String) -> Self {
        Self { status, what, body }
    }

    /// The answer has more bytes than are wanted.
    pub(crate) fn too_large(status: u16, limit: usize) -> Self {
        Self::new(status, What::TooLarge { limit }, String::new())
    }

    /// The portal is elsewhere now.
    pub(crate) fn moved(status: u16) -> Self {
        Self::new(status, What::Redirect, String::new())
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    pub(crate) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.what {
            What::NotJson(error) | What::Cut(error) => Some(&**error),
            _ => None,
        }
    }

    /// Whether the method surely did not run: the server sent the caller elsewhere, or refused with a client's error
    /// before the API was reached.
    pub(crate) fn surely_did_not_run(&self) -> bool {
        matches!(self.what, What::Redirect) || (400..500).contains(&self.status)
    }
}

impl fmt::Debug for AnswerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for AnswerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Empty => f.write_str("the answer is empty")?,
            What::Html => f.write_str("the answer is an HTML page and not JSON")?,
            What::NotJson(_) => f.write_str("the answer is not JSON")?,
            What::Cut(_) => f.write_str("the answer ends in the middle of its JSON")?,
            What::Ambiguous(what) => write!(f, "the answer is ambiguous: {what}")?,
            What::TooLarge { limit } => write!(f, "the answer is larger than {limit} bytes")?,
            What::NotAnObject => f.write_str("the answer is JSON, but not an object")?,
            What::NoResult => f.write_str("the answer has neither `result` nor `error`")?,
            What::NotUtf8 => f.write_str("the answer is not UTF-8")?,
            What::Redirect => f.write_str("the portal has moved to another address")?,
        }
        write!(f, " (status {})", self.status)
    }
}
