//! The values of a struct's fields as one value: a tuple, or a chain of tuples if there are more than twelve.

use std::fmt;

use serde::Serialize;

use crate::decode::{Decode, DecodeError, Fields};
use crate::record::write::{Json, json};

/// Twelve values, and those that follow. Tuples have no more places, neither here nor in the standard library.
#[derive(Clone, Debug, Default)]
pub struct Then<A, B>(pub A, pub B);

/// A value that can be shown and sent.
pub trait Shown: fmt::Debug {
    /// How it travels; `None` if there is nothing to send.
    fn json(&self) -> Option<Json>;
}

impl<T: fmt::Debug + Serialize> Shown for T {
    fn json(&self) -> Option<Json> {
        json(self)
    }
}

/// The values of a struct's fields.
pub trait Values: Sized {
    /// References to them, where they stand in the struct.
    type Refs<'a>
    where
        Self: 'a;

    /// Copies of them.
    fn cloned(refs: Self::Refs<'_>) -> Self;

    /// Shows each in turn.
    fn each(refs: Self::Refs<'_>, see: &mut dyn FnMut(&dyn Shown));
}

/// Values that can be read out of an answer.
pub trait Received: Values {
    /// Reads one after the other out of an object, by their names.
    fn read(fields: &mut Fields<'_>, names: &mut dyn Iterator<Item = &'static str>) -> Result<Self, DecodeError>;
}

impl<A: Values, B: Values> Values for Then<A, B> {
    type Refs<'a>
        = Then<A::Refs<'a>, B::Refs<'a>>
    where
        Self: 'a;

    fn cloned(refs: Self::Refs<'_>) -> Self {
        Self(A::cloned(refs.0), B::cloned(refs.1))
    }

    fn each(refs: Self::Refs<'_>, see: &mut dyn FnMut(&dyn Shown)) {
        A::each(refs.0, see);
        B::each(refs.1, see);
    }
}

impl<A: Received, B: Received> Received for Then<A, B> {
    fn read(fields: &mut Fields<'_>, names: &mut dyn Iterator<Item = &'static str>) -> Result<Self, DecodeError> {
        Ok(Self(A::read(fields, names)?, B::read(fields, names)?))
    }
}

impl Values for () {
    type Refs<'a> = ();

    fn cloned((): ()) {}

    fn each((): (), _: &mut dyn FnMut(&dyn Shown)) {}
}

impl Received for () {
    fn read(_: &mut Fields<'_>, _: &mut dyn Iterator<Item = &'static str>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

macro_rules! tuples {
    ($($first:ident $($more:ident)*)?) => {$(
        impl<$first, $($more),*> Values for ($first, $($more,)*)
        where
            $first: Clone + fmt::Debug + Serialize,
            $($more: Clone + fmt::Debug + Serialize,)*
        {
            type Refs<'a> = (&'a $first, $(&'a $more,)*) where Self: 'a;

            #[allow(non_snake_case, reason = "the values are called as their types")]
            fn cloned(($first, $($more,)*): Self::Refs<'_>) -> Self {
                ($first.clone(), $($more.clone(),)*)
            }

            #[allow(non_snake_case, reason = "the values are called as their types")]
            fn each(($first, $($more,)*): Self::Refs<'_>, see: &mut dyn FnMut(&dyn Shown)) {
                see($first);
                $(see($more);)*
            }
        }

        impl<$first, $($more),*> Received for ($first, $($more,)*)
        where
            $first: Clone + fmt::Debug + Serialize + Decode,
            $($more: Clone + fmt::Debug + Serialize + Decode,)*
        {
            fn read(
                fields: &mut Fields<'_>,
                names: &mut dyn Iterator<Item = &'static str>,
            ) -> Result<Self, DecodeError> {
                Ok((fields.member::<$first>(names.next())?, $(fields.member::<$more>(names.next())?,)*))
            }
        }

        tuples!($($more)*);
    )?};
}

tuples!(A B C D E F G H I J K L);
