//! Types: named ones, and how they are written.

use crate::ast::BooleanWire;
use crate::model::{Id, Record};
use crate::names;
use crate::pattern::Automaton;

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
    /// Whether it is a form of a union.
    pub told_apart: bool,
    /// What it is made of.
    pub definition: Definition,
}

impl NamedType {
    /// The module that holds the traits of its fields, if it is a struct.
    pub fn params_module(&self) -> Option<String> {
        let is_record = matches!(self.definition, Definition::Record(_));
        names::snake(&self.name).filter(|_| is_record).map(|name| names::params_module(&name))
    }
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
    /// What it is.
    pub doc: Option<String>,
    /// Whether it is a struct with a builder, or a list of such, and whether that builder has a state.
    pub builder: Option<bool>,
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
    /// `T?`, an item of a list or a map that may be null.
    Optional(Box<Type>),
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
    /// A union, some of whose forms have builders that stand for it.
    Built,
}

impl Type {
    /// Whether every value that Rust takes for it is valid, so that `Into` is enough to make it.
    pub fn is_infallible(&self) -> bool {
        match self {
            // Of pairs, two may have one key.
            Self::Double | Self::Any | Self::Null | Self::Map(..) => false,
            Self::List(item) | Self::Optional(item) => item.is_infallible(),
            Self::Named(reference) => matches!(reference.shape, Shape::Enumeration | Shape::Plain),
            _ => true,
        }
    }

    /// Whether a union that has it as a form is made from what Rust writes for it, an array of pairs included.
    pub fn is_plainly_written(&self) -> bool {
        match self {
            Self::Map(key, value) => key.is_infallible() && value.is_infallible(),
            other => other.is_infallible(),
        }
    }

    /// Whether it is a named type that is made of others.
    pub fn has_parts(&self) -> bool {
        matches!(self, Self::Named(Reference { shape: Shape::Record | Shape::Plain | Shape::Built, .. }))
    }

    /// Whether it is one value, and neither a list nor a map.
    pub fn is_single(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(..))
    }
}
