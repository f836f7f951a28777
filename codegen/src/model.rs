//! The specs as meant: every name resolved, every requirement turned into states, nothing left that could be wrong.
//!
//! `name` is always the Rust name, `wire_name` the API's.

pub use crate::ast::{BooleanWire, Effect};
pub use crate::model::record::{
    Client, Demand, Field, Move, Omission, Presence, Record, Setter, SetterKind, Slot, Stage, State, Vacancy, ValueRule,
};
pub use crate::pattern::Automaton;

mod record;

use std::collections::BTreeSet;

use serde_json::Value;

/// Everything that a set of specs says.
#[derive(Debug, Default)]
pub struct Model {
    /// The families, in the order of their names.
    pub families: Vec<Family>,
    /// The errors that any method can answer with, where the set has them.
    pub system: Option<System>,
    /// The objects that `id<…>` names, in order.
    pub ids: Vec<Id>,
}

impl Model {
    /// The sources whose types a source uses, itself included, by index.
    pub fn uses(&self, source: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut queue = vec![source];
        while let Some(source) = queue.pop() {
            if seen.insert(source) {
                let family = self.families.iter().find(|family| family.source == source);
                queue.extend(family.into_iter().flat_map(|family| family.uses.iter().copied()));
            }
        }
        seen
    }
}

/// A spec file: a module, and a page of the docs.
#[derive(Debug)]
pub struct Family {
    /// What the methods' names have in common, such as `bizproc.activity`.
    pub wire_name: String,
    /// The path of the module, such as `["bizproc", "activity"]`.
    pub module: Vec<String>,
    /// Where the spec stands, whatever the folder is called, such as `spec/bizproc/activity.yaml`.
    pub spec: String,
    /// The index of its source.
    pub source: usize,
    /// The sources whose types it uses, by index.
    pub uses: Vec<usize>,
    /// What it is about.
    pub doc: String,
    /// Its docs page.
    pub url: Option<String>,
    /// Named types, in declared order.
    pub types: Vec<NamedType>,
    /// Methods, in declared order.
    pub methods: Vec<Method>,
}

/// The type of an object's identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The object, such as `crm_deal`.
    pub object: String,
    /// The type, such as `CrmDealId`.
    pub name: String,
}

/// A named type.
#[derive(Debug)]
pub struct NamedType {
    /// Its name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Where it is declared, such as `spec/bizproc/shared.yaml, Property`.
    pub origin: String,
    /// Whether requests hold it.
    pub sent: bool,
    /// Whether answers hold it.
    pub received: bool,
    /// What it is made of.
    pub definition: Definition,
}

/// What a named type is made of.
#[derive(Debug)]
pub enum Definition {
    /// Another type.
    Alias(Type),
    /// A text that keeps a rule.
    Text(TextLimits),
    /// An integer within a range.
    Integer(Range<i64>),
    /// An object.
    Record(Record),
    /// One of a list of values, or another.
    Enumeration {
        /// Whether the values are numbers on the wire.
        numeric: bool,
        /// The values.
        values: Vec<EnumValue>,
    },
    /// A list with a fixed meaning of each place.
    Tuple(Vec<Part>),
    /// One of several types.
    Union(Vec<Part>),
}

/// A place of a tuple, or a form of a union.
#[derive(Debug)]
pub struct Part {
    /// Its name: a field's for a tuple, a variant's for a union.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether the union is made from it by `From`; of two forms with one type, the first is.
    pub from: bool,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// The variant.
    pub name: String,
    /// The value on the wire.
    pub wire_name: String,
    /// What it means.
    pub doc: String,
}

/// The rule of a text.
#[derive(Clone, Debug, Default)]
pub struct TextLimits {
    /// Whether an empty one is refused.
    pub non_empty: bool,
    /// The smallest number of characters.
    pub min: Option<u64>,
    /// The largest number of characters.
    pub max: Option<u64>,
    /// What it matches.
    pub pattern: Option<Automaton>,
}

/// Both ends of a range, included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range<T> {
    /// The smallest value.
    pub min: Option<T>,
    /// The largest value.
    pub max: Option<T>,
}

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `string`, `text` and `char`.
    Text,
    /// `integer`
    Integer,
    /// `double`
    Double,
    /// `boolean`
    Boolean(BooleanWire),
    /// `date`
    Date,
    /// `datetime`
    DateTime,
    /// `timestamp`
    Timestamp,
    /// `file`
    File,
    /// `any`
    Any,
    /// `null`
    Null,
    /// `T[]`
    List(Box<Type>),
    /// `map<K, T>`
    Map(Box<Type>, Box<Type>),
    /// `id<object>`
    Id(Id),
    /// A named type.
    Named(Reference),
}

/// A named type, seen from where it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The module that it stands in.
    pub module: Vec<String>,
    /// Its name.
    pub name: String,
    /// What it is made of, as far as its users must know.
    pub shape: Shape,
}

/// What users of a named type must know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text or a number that may be refused.
    Checked,
    /// A struct with a builder.
    Record,
    /// An enum, made by `Into` from a text.
    Enumeration,
    /// A tuple or a union, made by `Into`.
    Plain,
}

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
    /// `start`, `by_id`, `offset` or `page`.
    pub style: String,
    /// Where the rows stand.
    pub rows: String,
    /// The field that identifies a row.
    pub id: Option<String>,
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

/// One setter call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The setter.
    pub setter: String,
    /// Its arguments.
    pub arguments: Vec<Literal>,
}

/// A value as Rust code writes it.
#[derive(Clone, Debug)]
pub enum Literal {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number.
    Double(f64),
    /// A flag.
    Boolean(bool),
    /// A list, with the type of its items.
    List(Type, Vec<Literal>),
    /// A map, with its own type.
    Map(Type, Vec<(Literal, Literal)>),
    /// A value of a type of its own, made from this text or number.
    Checked(Reference, Box<Literal>),
    /// An identifier.
    Id(Id, i64),
    /// A date or moment of this type, which is parsed.
    Parsed(&'static str, String),
    /// A struct, by its builder.
    Record(Reference, Vec<Call>),
    /// A listed value of an enum: its variant.
    Variant(Reference, String),
    /// A value of an enum that is not listed.
    Unlisted(Reference, String),
    /// A form of a union, made by `From`.
    From(Reference, Box<Literal>),
    /// A form of a union, by its variant.
    Form(Reference, String, Box<Literal>),
    /// A tuple.
    Tuple(Reference, Vec<Literal>),
    /// Any JSON.
    Json(Value),
    /// A file of this name; its content is left to the reader.
    File(String),
}

impl Method {
    /// The module that holds the traits of its parameters.
    pub fn params_module(&self) -> String {
        format!("{}_params", self.name.trim_end_matches('_'))
    }
}

impl Type {
    /// Whether every value that Rust takes for it is valid, so that `Into` is enough to make it.
    pub fn is_infallible(&self) -> bool {
        match self {
            Self::Double | Self::Any | Self::Null => false,
            Self::List(item) => item.is_infallible(),
            Self::Map(key, value) => key.is_infallible() && value.is_infallible(),
            Self::Named(reference) => matches!(reference.shape, Shape::Enumeration | Shape::Plain),
            _ => true,
        }
    }

    /// Whether it is one value, and neither a list nor a map.
    pub fn is_single(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(..))
    }
}
