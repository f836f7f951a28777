//! What can be wrong with a list although each of its answers is one.

/// What is wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ListProblem {
    /// The next page begins where this one did, or before it.
    #[error("the list does not go on: the page at {at} says that the next one begins at {next}")]
    StandsStill { at: i64, next: i64 },
    /// A page, or what leads to it, was there before.
    #[error("the list does not go on: {0} comes again")]
    ComesAgain(String),
    /// The answer that tells of no further page does not have the last row.
    #[error("the list ends at {rows} of {total} rows")]
    EndsEarly { rows: i64, total: i64 },
    /// A row without what identifies it.
    #[error("row {row} of the page has no whole number as its `{id}`, and the next page begins there")]
    NoId { id: String, row: usize },
    /// Rows that are not sorted by their identifiers, or begin before the page does.
    #[error("the identifiers do not go on: `{id}` {found} comes after {last}")]
    OutOfOrder { id: String, found: i64, last: i64 },
}
