//! Methods: everything about them but their parameters.

use serde_json::Value;

use crate::ast::Effect;
use crate::model::{Call, Record, Type};

/// A method.
#[derive(Debug)]
pub struct Method {
    /// The function, such as `log`.
    pub name: String,
    /// The request, such as `Log`; the names of the builder and the error kind begin with it.
    pub request: String,
    /// The name on the wire, such as `bizproc.activity.log`.
    pub wire_name: String,
    /// The key in the spec, such as `log`.
    pub key: String,
    /// Where it is declared, such as `spec/bizproc/activity.yaml, log`.
    pub origin: String,
    /// Whether it stands in the submodule of REST 3.0 methods that have a REST 2 twin.
    pub twin: bool,
    /// Whether it is a REST 3.0 method.
    pub rest3: bool,
    /// What a call does.
    pub doc: String,
    /// Its docs page.
    pub url: Option<String>,
    /// The permissions that a call needs.
    pub scope: Vec<String>,
    /// Whether the caller must be an administrator.
    pub admin: bool,
    /// Whether only an application's token is taken.
    pub application: bool,
    /// What a repeated call does.
    pub effect: Effect,
    /// Whether it may stand in a batch.
    pub batch: bool,
    /// Whether the parameters are sent as a list.
    pub positional: bool,
    /// That it is deprecated, in words.
    pub deprecated: Option<String>,
    /// How the rows of a list are reached.
    pub pagination: Option<Pagination>,
    /// Its parameters.
    pub record: Record,
    /// What a successful call gives.
    pub result: Outcome,
    /// What else it answers.
    pub errors: Errors,
    /// Calls as they look on the wire.
    pub examples: Vec<Example>,
    /// The shortest call that is complete, with some values.
    pub sample: Vec<Call>,
}

/// What a successful call gives.
#[derive(Debug)]
pub struct Outcome {
    /// Its type.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// The member of `result` that holds it.
    pub wrapped_in: Option<String>,
    /// What it says.
    pub doc: Option<String>,
}

/// How the rows of a list are reached.
#[derive(Debug)]
pub struct Pagination {
    /// `start`, `by_id`, `offset`, `page` or `cursor`.
    pub style: String,
    /// Where the rows stand.
    pub rows: String,
    /// The field that identifies a row.
    pub id: Option<String>,
    /// The parameter that says where a page begins.
    pub param: Option<String>,
    /// The parameter that says how many rows a page has.
    pub limit: Option<String>,
    /// Where the answer says where the next page begins.
    pub next: Option<String>,
    /// What the rows are.
    pub row: Rows,
}

/// The rows of a list.
#[derive(Debug)]
pub struct Rows {
    /// The type of one.
    pub ty: Type,
    /// Whether they are the members of an object, under keys of their own.
    pub keyed: bool,
}

impl Outcome {
    /// Where the result stands in an answer, such as `result.item`.
    pub fn place(&self) -> String {
        self.wrapped_in.as_ref().map_or_else(|| "result".to_owned(), |wrapper| format!("result.{wrapper}"))
    }
}

/// The documented errors of a method.
#[derive(Debug)]
pub struct Errors {
    /// The codes.
    pub list: Vec<ErrorCode>,
    /// The causes of codes that have several.
    pub reasons: Vec<Reason>,
    /// Whether the method passes on errors that are not its own.
    pub open: bool,
}

/// A documented code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The variant.
    pub name: String,
    /// The code on the wire.
    pub code: String,
    /// The HTTP status, where the documentation gives one.
    pub status: Option<u16>,
    /// The server's texts, those of the reasons included.
    pub texts: Vec<String>,
    /// When it comes.
    pub doc: Option<String>,
}

/// A cause of a code.
#[derive(Debug)]
pub struct Reason {
    /// The variant.
    pub name: String,
    /// The code on the wire.
    pub code: String,
    /// What the texts leave open: the name of each field, in the order of the first text.
    pub places: Vec<String>,
    /// The texts, each with the order in which it has the places.
    pub texts: Vec<(String, Vec<usize>)>,
    /// When it comes.
    pub doc: Option<String>,
}

/// The errors that any method can answer with.
#[derive(Debug)]
pub struct System {
    /// The module that they stand in.
    pub module: Vec<String>,
    /// The errors.
    pub errors: Vec<SystemError>,
}

/// An error that any method can answer with.
#[derive(Debug)]
pub struct SystemError {
    /// The code and its variant.
    pub code: ErrorCode,
    /// Whether the same call can succeed later.
    pub temporary: bool,
    /// Whether the method may have run before it failed.
    pub may_have_run: bool,
}

/// A call as it looks on the wire.
#[derive(Debug)]
pub struct Example {
    /// What it shows.
    pub doc: Option<String>,
    /// The parameters.
    pub request: Value,
    /// The setters that give these parameters.
    pub calls: Vec<Call>,
    /// The `result` of the answer.
    pub response: Option<Value>,
    /// The error of the answer.
    pub error: Option<Value>,
}

impl Method {
    /// The module that holds the traits of its parameters.
    pub fn params_module(&self) -> String {
        crate::names::params_module(&self.name)
    }
}
