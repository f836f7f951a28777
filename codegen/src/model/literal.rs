//! Values and setter calls as Rust code writes them: for the docs' examples and for proofs.

use serde_json::Value;

use crate::model::{Id, Reference, Type};

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
    /// An item that may be null, with the type that it has otherwise.
    Item(Type, Option<Box<Literal>>),
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
    /// A file: its name, and its content in base64.
    File(String, String),
}
