//! Structs of the API: requests, and the objects in them and in answers.
//!
//! The generated code says what a struct is made of, once, by [`Record`]. All that follows from that (`Clone`, `Debug`,
//! how it is sent, how it is read) is written here, generic over it. So the compiler checks one table for each struct and
//! not five bodies with a line for each field; ARCHITECTURE.md has the figures.

mod presence;
mod read;
mod values;
mod write;

pub use read::{decode_record, record_fits, record_strangers};
pub use values::{Received, Shown, Then, Values};
pub use write::{Further, FurtherReceived, serialize_record};

use std::fmt;

use crate::state::Hidden;
use crate::value::Extra;

/// A struct of the API.
pub trait Record: Sized {
    /// Its name.
    const NAME: &'static str;
    /// Its fields, a line each: the name, a blank, the name on the wire. One text, because a table with two texts for each
    /// field costs the compiler as much as all else that it is told of the fields.
    const FIELDS: &'static str;
    /// Members that always have one value.
    const CONSTANTS: &'static [Constant] = &[];
    /// The fields, by their names on the wire, whose flags travel as `Y` and `N`.
    const YES_NO: &'static [&'static str] = &[];
    /// The fields, by their names on the wire, whose flags travel as `1` and `0`.
    const ONE_ZERO: &'static [&'static str] = &[];
    /// How flags in further fields travel.
    const OTHER: Flags = Flags::TrueFalse;
    /// The fields, by their names on the wire, that no debug output shows.
    const SECRET: &'static [&'static str] = &[];
    /// Whether the fields have places instead of names.
    const POSITIONAL: bool = false;
    /// The fields' values.
    type Values: Values;
    /// Further fields: a map if the struct is open, `()` otherwise.
    type Other: Further;

    /// The fields, the further ones, and what the spec does not know.
    fn parts(&self) -> (<Self::Values as Values>::Refs<'_>, &Self::Other, &Extra);

    /// The struct that is made of these.
    fn new(values: Self::Values, other: Self::Other, extra: Extra) -> Self;
}

/// The names of a struct's fields: in Rust, and on the wire.
fn names<R: Record>() -> impl Iterator<Item = (&'static str, &'static str)> {
    R::FIELDS.lines().filter_map(|line| line.split_once(' '))
}

/// A member that always has one value.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// Its name on the wire.
    pub name: &'static str,
    /// The value as it is sent.
    pub value: ConstantValue,
    /// The value as answers are compared with it.
    pub read_as: &'static str,
}

/// How flags travel.
#[derive(Clone, Copy, Debug)]
pub enum Flags {
    /// As `true` and `false`.
    TrueFalse,
    /// As `Y` and `N`.
    YesNo,
    /// As `1` and `0`.
    OneZero,
}

/// The value of a [`Constant`].
#[derive(Clone, Copy, Debug)]
pub enum ConstantValue {
    /// A text.
    Text(&'static str),
    /// A flag that travels as `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
}

/// The body of every generated `Clone` of a struct.
pub fn clone_record<R: Record>(record: &R) -> R {
    let (values, other, extra) = record.parts();
    R::new(R::Values::cloned(values), other.clone(), extra.clone())
}

/// The body of every generated `Debug` of a struct.
pub fn debug_record<R: Record>(record: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (values, other, extra) = record.parts();
    let mut shown = f.debug_struct(R::NAME);
    let mut names = names::<R>();
    R::Values::each(values, &mut |value| {
        if let Some((name, wire_name)) = names.next() {
            let value: &dyn fmt::Debug = if R::SECRET.contains(&wire_name) { &Hidden } else { value };
            shown.field(name, value);
        }
    });
    if let Some(other) = other.shown() {
        shown.field("other", other);
    }
    shown.field("extra", extra).finish()
}

/// Everything that a struct can do by being a [`Record`].
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::private::clone_record(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_record(self, f)
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize_record(self, serializer)
            }
        }
    };
}

/// And what it can do if answers hold it too.
#[doc(hidden)]
#[macro_export]
macro_rules! __received_record {
    ($name:ident, $expected:literal) => {
        impl $crate::private::Decode for $name {
            const EXPECTED: &'static str = $expected;

            fn decode(
                value: $crate::private::Value,
                at: &$crate::private::Path<'_>,
            ) -> ::core::result::Result<Self, $crate::private::DecodeError> {
                $crate::private::decode_record(value, at)
            }
        }

        $crate::__deserialize_by_decode!($name);
    };
    // A form of a union is told apart from the others by its constants and by what it does not know.
    ($name:ident, $expected:literal, told_apart) => {
        impl $crate::private::Decode for $name {
            const EXPECTED: &'static str = $expected;

            fn decode(
                value: $crate::private::Value,
                at: &$crate::private::Path<'_>,
            ) -> ::core::result::Result<Self, $crate::private::DecodeError> {
                $crate::private::decode_record(value, at)
            }

            fn fits(value: &$crate::private::Value) -> bool {
                $crate::private::record_fits::<Self>(value)
            }

            fn strangers(value: &$crate::private::Value) -> usize {
                $crate::private::record_strangers::<Self>(value)
            }
        }

        $crate::__deserialize_by_decode!($name);
    };
}
