//! The values that requests and results are made of, where a plain Rust type does not say enough.

mod date;
mod enumeration;
mod extra;
mod file;
mod id;
mod newtype;
pub(crate) mod rule;

pub use date::{Date, DateTime, InvalidDate, Timestamp};
pub use enumeration::{OpenEnum, Unlisted, debug_enum};
pub use extra::Extra;
pub use file::File;
pub use id::{Id, IdKind};

use serde::{Serialize, Serializer};

/// Keys and values in the order in which they were given; for a sort order or the inputs of an action the order counts.
pub type Map<K, V> = indexmap::IndexMap<K, V>;

/// A value to set, or the wish to clear what the server has.
#[derive(Clone, Debug, PartialEq)]
pub enum Clearable<T> {
    /// The new value.
    Value(T),
    /// Clears the old value; sent as an empty text.
    Clear,
}

impl<T> Clearable<T> {
    /// The same wish about what `f` makes of the value.
    pub fn as_ref(&self) -> Clearable<&T> {
        match self {
            Self::Value(value) => Clearable::Value(value),
            Self::Clear => Clearable::Clear,
        }
    }

    /// The same wish about what `f` makes of the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Clearable<U> {
        match self {
            Self::Value(value) => Clearable::Value(f(value)),
            Self::Clear => Clearable::Clear,
        }
    }
}

// An empty text and not an empty list: in a batch the parameters travel as a query, where an empty list vanishes.
impl<T: Serialize> Serialize for Clearable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Clear => serializer.serialize_str(""),
        }
    }
}
