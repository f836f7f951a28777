//! What a method's spec says of its pages: a table that generated code fills in.

/// How the rows of a method are reached, by wire names and paths such as `result.items`.
#[derive(Clone, Copy, Debug)]
pub struct Paging<'a> {
    /// What leads from one page to the next.
    pub style: Style,
    /// Where the rows stand.
    pub rows: &'a str,
    /// Whether the rows are the members of an object with keys of their own.
    pub keyed: bool,
    /// Whether the answer may be null, which is a page without rows.
    pub nullable: bool,
    /// The field that identifies a row.
    pub id: Option<&'a str>,
    /// The parameter that says where a page begins.
    pub param: Option<&'a str>,
    /// The parameter that says how many rows a page has.
    pub limit: Option<&'a str>,
    /// Where the answer says where the next page begins.
    pub next: Option<&'a str>,
    /// The parameter that says which rows are wanted.
    pub filter: Option<&'a str>,
    /// The parameter that says how they are sorted.
    pub order: Option<&'a str>,
    /// The parameter that says which fields they have.
    pub select: Option<&'a str>,
}

/// What leads from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `start` skips rows, and the answer says what is next.
    Start,
    /// The identifier of the last row.
    ById,
    /// A parameter skips rows.
    Offset,
    /// A parameter counts the pages.
    Page,
    /// A value of the last answer goes into the next call.
    Cursor,
}

impl Paging<'static> {
    /// `start` and `next`, with the rows as the result; for the rest of a table to be written as the difference.
    pub const START: Self = Self {
        style: Style::Start,
        rows: "result",
        keyed: false,
        nullable: false,
        id: None,
        param: None,
        limit: None,
        next: None,
        filter: None,
        order: None,
        select: None,
    };
}
