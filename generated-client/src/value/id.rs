//! Identifiers: one type for all kinds of objects, so that the compiler checks its impls once and not for each kind.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::decode::{Decode, DecodeError, Path, deserialize};

/// The identifier of an object, a number; `K` says of what kind of object.
///
/// Each kind has a name: `UserId` is `Id<kinds::UserId>`. None stands for another.
pub struct Id<K>(i64, PhantomData<fn() -> K>);

/// A kind of objects that have identifiers.
pub trait IdKind: 'static {
    /// The name of the identifier's type.
    const NAME: &'static str;
}

impl<K> Id<K> {
    /// The identifier `id`.
    #[must_use]
    pub const fn new(id: i64) -> Self {
        Self(id, PhantomData)
    }

    /// The number.
    #[must_use]
    pub const fn get(&self) -> i64 {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(K::NAME).field(&self.0).finish()
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> From<i64> for Id<K> {
    fn from(id: i64) -> Self {
        Self::new(id)
    }
}

impl<K> From<i32> for Id<K> {
    fn from(id: i32) -> Self {
        Self::new(id.into())
    }
}

impl<K> From<u32> for Id<K> {
    fn from(id: u32) -> Self {
        Self::new(id.into())
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<K: IdKind> Decode for Id<K> {
    const EXPECTED: &'static str = K::NAME;

    fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
        i64::decode(value, at).map(Self::new)
    }

    fn fits(value: &Value) -> bool {
        i64::fits(value)
    }

    fn is_nothing(value: &Value) -> bool {
        i64::is_nothing(value)
    }
}
