//! Whether a field has a value to send.
//!
//! A field that may be left out is an `Option`, and one that may be null too is an `Option` of an `Option`. The outer one
//! decides, and of all types only an `Option` tells a serializer that it is none.

use std::fmt;

use serde::ser::{Error, Impossible, Serialize, Serializer};

/// Whether the value is there; a value that says null is.
pub(super) fn is_present<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(Probe).is_err()
}

/// Takes nothing, and ends at the first thing that it is told.
struct Probe;

/// There is a value.
#[derive(Debug)]
struct Present;

impl fmt::Display for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is a value")
    }
}

impl std::error::Error for Present {}

impl Error for Present {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Compound = Impossible<(), Present>;
type Name = &'static str;

macro_rules! present {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<$ok, Present> {
            Err(Present)
        }
    )*};
}

impl Serializer for Probe {
    type Ok = ();
    type Error = Present;
    type SerializeSeq = Compound;
    type SerializeTuple = Compound;
    type SerializeTupleStruct = Compound;
    type SerializeTupleVariant = Compound;
    type SerializeMap = Compound;
    type SerializeStruct = Compound;
    type SerializeStructVariant = Compound;

    fn serialize_none(self) -> Result<(), Present> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Present> {
        Err(Present)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: Name, _: &T) -> Result<(), Present> {
        Err(Present)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: Name, _: u32, _: Name, _: &T) -> Result<(), Present> {
        Err(Present)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), Present> {
        Err(Present)
    }

    present! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(Name) -> ();
        serialize_unit_variant(Name, u32, Name) -> ();
        serialize_seq(Option<usize>) -> Compound;
        serialize_tuple(usize) -> Compound;
        serialize_tuple_struct(Name, usize) -> Compound;
        serialize_tuple_variant(Name, u32, Name, usize) -> Compound;
        serialize_map(Option<usize>) -> Compound;
        serialize_struct(Name, usize) -> Compound;
        serialize_struct_variant(Name, u32, Name, usize) -> Compound;
    }
}
