//! What a builder carries while it is not complete: the state of each parameter that has to be given, in its type.
//!
//! The generated `…_params` traits stand between [`Missing`] and [`Given`]: only `Given` implements them, and their
//! text is what the compiler prints for `Missing`.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::error::{InvalidRequest, InvalidValue, Reason};
use crate::record::Record;
use crate::value::{Extra, Map};

/// The state of a parameter that was not given yet.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

/// The state of a parameter that was given, with its value or with what is wrong about it.
#[derive(Clone)]
pub struct Given<T>(Result<T, InvalidRequest>);

/// The state of a condition whose setter said that it does not hold.
#[derive(Clone, Copy, Debug)]
pub struct Waived;

impl<T> Given<T> {
    /// A value that cannot be wrong.
    pub fn new(value: T) -> Self {
        Self(Ok(value))
    }
}

// The value may be a secret; nobody needs a half-built request in a log.
impl<T> fmt::Debug for Given<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Given")
    }
}

/// A state that holds a value of type `T`.
pub trait Present<T> {
    /// Takes the value out.
    fn take(self) -> Result<T, InvalidRequest>;
}

impl<T> Present<T> for Given<T> {
    fn take(self) -> Result<T, InvalidRequest> {
        self.0
    }
}

// Of all at once: one value that can fail costs the compiler less than one for each.
macro_rules! all_present {
    ($($first:ident $first_state:ident $($more:ident $state:ident)*)?) => {
        #[diagnostic::do_not_recommend]
        impl<$($first, $first_state: Present<$first>, $($more, $state: Present<$more>),*)?>
            Present<($($first, $($more,)*)?)> for ($($first_state, $($state,)*)?)
        {
            #[allow(non_snake_case, reason = "the values are called as their types")]
            fn take(self) -> Result<($($first, $($more,)*)?), InvalidRequest> {
                let ($($first_state, $($state,)*)?) = self;
                Ok(($($first_state.take()?, $($state.take()?,)*)?))
            }
        }

        $(all_present!($($more $state)*);)?
    };
}

all_present!(A A1 B B1 C C1 D D1 E E1 F F1 G G1 H H1 I I1 J J1 K K1 L L1 M M1 N N1 O O1 P P1);

/// A complete `T`: the value itself, or its builder once nothing is missing.
///
/// Setters that take a struct accept either, so `.fields(UpdateFields::builder().name("New"))` needs no `.build()`.
#[diagnostic::on_unimplemented(
    message = "expected a `{T}` or its complete builder, found `{Self}`",
    label = "give a `{T}`, or start with `::builder()`"
)]
pub trait Complete<T> {
    /// Gives the value, or says what is wrong about it.
    fn complete(self) -> Result<T, InvalidRequest>;
}

#[diagnostic::do_not_recommend]
impl<T: Record> Complete<T> for T {
    fn complete(self) -> Result<T, InvalidRequest> {
        Ok(self)
    }
}

/// The part of a builder that every state shares: optional values, raw parameters, and the first problem met.
#[derive(Clone)]
pub struct Draft<O, M = ()> {
    subject: &'static str,
    /// The optional parameters set so far.
    pub optional: O,
    /// Further members, where the spec leaves room for them.
    pub other: M,
    extra: Extra,
    problem: Option<InvalidRequest>,
}

impl<O: Default, M: Default> Draft<O, M> {
    /// A draft of `subject`: a method or a type, named in errors.
    pub fn new(subject: &'static str) -> Self {
        Self { subject, optional: O::default(), other: M::default(), extra: Extra::default(), problem: None }
    }
}

impl<O, M> Draft<O, M> {
    /// The state of a required parameter whose value may be refused.
    pub fn given<T>(&self, wire_name: &'static str, value: Result<T, impl Into<InvalidValue>>) -> Given<T> {
        Given(value.map_err(|problem| InvalidRequest::new(self.subject, wire_name, problem.into())))
    }

    /// The value of an optional parameter, or `None` with the problem noted.
    pub fn check<T>(&mut self, wire_name: &'static str, value: Result<T, impl Into<InvalidValue>>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.note(wire_name, problem.into());
                None
            }
        }
    }

    /// Sets a parameter that the spec does not know.
    pub fn raw(&mut self, wire_name: &str, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(value) => self.extra.set(wire_name, value),
            Err(error) => self.note(wire_name, InvalidValue::not_json(&error)),
        }
    }

    /// Whether a parameter was set that the spec does not know.
    pub fn has_raw(&self) -> bool {
        !self.extra.is_empty()
    }

    /// The first problem met, or else that nothing was given although something is `needed`.
    pub fn require(&self, given: bool, needed: &'static str) -> Result<(), InvalidRequest> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None if given => Ok(()),
            None => Err(InvalidRequest::new(self.subject, "", InvalidValue::new(Reason::NothingGiven { needed }))),
        }
    }

    /// The required values, the optional ones, the further ones and the raw ones, or the first problem met.
    pub fn finish<V>(self, given: impl Present<V>) -> Result<(V, O, M, Extra), InvalidRequest> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok((given.take()?, self.optional, self.other, self.extra)),
        }
    }

    fn note(&mut self, wire_name: &str, problem: InvalidValue) {
        if self.problem.is_none() {
            self.problem = Some(InvalidRequest::new(self.subject, wire_name, problem));
        }
    }
}

// As with `Given`: a draft may hold secrets.
impl<O, M> fmt::Debug for Draft<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// What stands for a secret in debug output.
#[derive(Clone, Copy)]
pub struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

/// Any JSON value as the value of a parameter.
pub fn any(value: impl Serialize) -> Result<Value, InvalidValue> {
    serde_json::to_value(value).map_err(|error| InvalidValue::not_json(&error))
}

/// A number that JSON can hold: neither infinite nor undefined.
pub fn finite(value: f64) -> Result<f64, InvalidValue> {
    if value.is_finite() { Ok(value) } else { Err(InvalidValue::new(Reason::NotFinite)) }
}

/// The items of a list, each converted; the first that cannot be is named by its place.
pub fn list<T, U, E: Into<InvalidValue>>(
    items: impl IntoIterator<Item = T>,
    convert: impl Fn(T) -> Result<U, E>,
) -> Result<Vec<U>, InvalidValue> {
    let converted = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| convert(item).map_err(|problem| problem.into().inside(&at.to_string())));
    converted.collect()
}

/// The members of a map, each converted; the first value that cannot be is named by its key, and so is a key that stands
/// twice: only one of its values could be sent.
pub fn map<A, B, K, V, E: Into<InvalidValue>, F: Into<InvalidValue>>(
    members: impl IntoIterator<Item = (A, B)>,
    convert_key: impl Fn(A) -> Result<K, E>,
    convert_value: impl Fn(B) -> Result<V, F>,
) -> Result<Map<K, V>, InvalidValue>
where
    K: std::hash::Hash + Eq + fmt::Display,
{
    let mut map = Map::new();
    for (key, value) in members {
        let key = convert_key(key).map_err(|problem| problem.into().inside("(key)"))?;
        let value = convert_value(value).map_err(|problem| problem.into().inside(&key.to_string()))?;
        if map.contains_key(&key) {
            return Err(InvalidValue::new(Reason::Twice).inside(&key.to_string()));
        }
        map.insert(key, value);
    }
    Ok(map)
}

/// That a parameter is missing which some condition asks for.
pub fn missing(subject: &'static str, wire_name: &'static str, condition: &'static str) -> InvalidRequest {
    InvalidRequest::new(subject, wire_name, InvalidValue::new(Reason::Missing { condition }))
}
