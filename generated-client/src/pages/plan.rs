//! How a list is walked: what the next call says, and what an answer says of the next.
//!
//! Pure: parameters and answers are values, and who sends them is told what to send.

mod advance;
mod make;
#[cfg(test)]
mod tests;

pub(crate) use advance::NoPage;
pub(crate) use make::Wishes;

use serde_json::{Value, json};

use super::cursor::Position;
use super::rows::RowsAt;
use crate::place::put;

/// How one list is walked.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    way: Way,
    rows: RowsAt,
    /// The field that identifies a row.
    id: Option<String>,
    /// The parameters that are the same in every call.
    base: Value,
    /// Where the walk begins.
    begin: Position,
}

/// What leads from one page to the next.
#[derive(Clone, Debug)]
enum Way {
    /// A parameter skips rows.
    Skip {
        param: Vec<String>,
        next: Vec<String>,
        /// Whether an answer without a next page is the last.
        told: bool,
    },
    /// The identifier of the last row.
    ById {
        /// The parameter that takes it.
        after: Vec<String>,
        descending: bool,
        /// A page with fewer rows is the last. If it is not known how many rows the server gives, an empty one.
        full: usize,
    },
    /// A parameter counts the pages.
    Count {
        param: Vec<String>,
        /// A page with fewer rows is the last.
        full: usize,
    },
    /// A value of the last answer, at a place or else the identifier of the last row.
    Value { param: Vec<String>, next: Option<Vec<String>> },
}

/// An answer, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) result: Value,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) rows: Vec<Value>,
    pub(crate) total: Option<i64>,
    /// Where the list goes on after it.
    pub(crate) next: Position,
    pub(crate) end: End,
    /// Where the identifier of the last row stands in the result, as a later command of a batch refers to it.
    pub(crate) last_id_at: Option<String>,
}

/// Whether a page is the last.
#[derive(Debug, PartialEq)]
pub(crate) enum End {
    More,
    Last,
    /// It is, but there should be more.
    Early {
        rows: i64,
        total: i64,
    },
}

impl Plan {
    /// Where the walk begins.
    pub(crate) fn begin(&self) -> &Position {
        &self.begin
    }

    /// Where the rows stand.
    pub(crate) fn rows_at(&self) -> &str {
        &self.rows.path
    }

    /// The parameters of the call for the page that begins here.
    pub(crate) fn parameters(&self, position: &Position) -> Value {
        let mut parameters = self.base.clone();
        let (param, value) = match (&self.way, position) {
            (Way::Skip { param, .. }, Position::Skip(rows)) => (param, json!(rows)),
            (Way::Count { param, .. }, Position::Page(number, _)) => (param, json!(number)),
            (Way::ById { after, .. }, Position::After(id) | Position::Before(id)) => (after, json!(id)),
            (Way::Value { param, .. }, Position::Value(value)) => (param, value.clone()),
            _ => return parameters,
        };
        put(&mut parameters, param, value);
        parameters
    }

    /// The parameters of the call for the page after the row that this reference of a batch leads to.
    pub(crate) fn parameters_after(&self, reference: String) -> Value {
        let mut parameters = self.base.clone();
        if let Way::ById { after, .. } = &self.way {
            put(&mut parameters, after, Value::String(reference));
        }
        parameters
    }
}
