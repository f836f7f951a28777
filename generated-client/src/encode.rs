//! Writing a request: the helpers of the generated `Serialize` impls.
//!
//! Decides nothing but form: which members there are is said by the generated code.

use std::fmt;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::value::{Extra, Map, OpenEnum};

/// A JSON object under construction. No name is written twice: raw parameters replace what the spec would send under the
/// same name, and so do the further members of an open struct.
pub struct Object<'a, M> {
    map: M,
    extra: &'a Extra,
    further: Option<&'a dyn Names>,
}

/// Members of which only the names count.
trait Names {
    fn has(&self, name: &str) -> bool;
}

impl<V> Names for Map<String, V> {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }
}

impl<'a, M: SerializeMap> Object<'a, M> {
    /// Begins an object that ends with `extra`.
    pub fn new<S: Serializer<SerializeMap = M>>(serializer: S, extra: &'a Extra) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, extra, further: None })
    }

    /// Announces the members that [`open`](Self::open) will write: the fields of the same names are left out.
    #[must_use]
    pub fn replaced_by<V>(self, members: &'a Map<String, V>) -> Self {
        Self { further: Some(members), ..self }
    }

    /// Writes a member.
    pub fn field(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), M::Error> {
        if self.extra.get(name).is_some() || self.further.is_some_and(|further| further.has(name)) {
            return Ok(());
        }
        self.map.serialize_entry(name, value)
    }

    /// Writes a member if there is one.
    pub fn optional(&mut self, name: &'static str, value: Option<impl Serialize>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.field(name, &value),
            None => Ok(()),
        }
    }

    /// Writes the further members of an open struct.
    pub fn open<V: Serialize>(&mut self, members: &Map<String, V>) -> Result<(), M::Error> {
        let mut members = members.iter().filter(|(name, _)| self.extra.get(name).is_none());
        members.try_for_each(|(name, value)| self.map.serialize_entry(name, value))
    }

    /// Writes the raw parameters and ends the object.
    pub fn end(mut self) -> Result<M::Ok, M::Error> {
        for (name, value) in self.extra.iter() {
            self.map.serialize_entry(name, value)?;
        }
        self.map.end()
    }
}

impl<M: fmt::Debug> fmt::Debug for Object<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").field("map", &self.map).finish_non_exhaustive()
    }
}

/// A JSON array under construction, for methods whose parameters have places instead of names.
#[derive(Debug)]
pub struct Positions<Q> {
    seq: Q,
    skipped: usize,
}

impl<Q: SerializeSeq> Positions<Q> {
    /// Begins an array. A place has no name, so it cannot take raw parameters.
    pub fn new<S: Serializer<SerializeSeq = Q, Error = Q::Error>>(
        serializer: S,
        extra: &Extra,
    ) -> Result<Self, Q::Error> {
        if let Some((name, _)) = extra.iter().next() {
            return Err(Q::Error::custom(format_args!(
                "the parameters of this method have no names, so `{name}` cannot be added"
            )));
        }
        Ok(Self { seq: serializer.serialize_seq(None)?, skipped: 0 })
    }

    /// Writes the next place.
    pub fn field(&mut self, _: &'static str, value: &impl Serialize) -> Result<(), Q::Error> {
        for _ in 0..std::mem::take(&mut self.skipped) {
            self.seq.serialize_element(&())?;
        }
        self.seq.serialize_element(value)
    }

    /// Writes the next place, or leaves it: as null if a later place follows, and not at all otherwise.
    pub fn optional(&mut self, name: &'static str, value: Option<impl Serialize>) -> Result<(), Q::Error> {
        match value {
            Some(value) => self.field(name, &value),
            None => {
                self.skipped += 1;
                Ok(())
            }
        }
    }

    /// Ends the array.
    pub fn end(self) -> Result<Q::Ok, Q::Error> {
        self.seq.end()
    }
}

/// A flag that travels as `Y` or `N`.
#[derive(Debug)]
pub struct YesNo(pub bool);

impl Serialize for YesNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0 { "Y" } else { "N" })
    }
}

/// A flag that travels as `1` or `0`.
#[derive(Debug)]
pub struct OneZero(pub bool);

impl Serialize for OneZero {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0.into())
    }
}

/// The items of a list, each in the form that `form` gives it.
pub fn each<'a, T, W: Serialize>(items: &'a [T], form: fn(&'a T) -> W) -> impl Serialize + use<'a, T, W> {
    Each(items, form)
}

struct Each<'a, T, W>(&'a [T], fn(&'a T) -> W);

impl<T, W: Serialize> Serialize for Each<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// The members of a map, each value in the form that `form` gives it.
pub fn entries<'a, K: Serialize, V, W: Serialize>(
    map: &'a Map<K, V>,
    form: fn(&'a V) -> W,
) -> impl Serialize + use<'a, K, V, W> {
    Entries(map, form)
}

struct Entries<'a, K, V, W>(&'a Map<K, V>, fn(&'a V) -> W);

impl<K: Serialize, V, W: Serialize> Serialize for Entries<'_, K, V, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, (self.1)(value))))
    }
}

/// The body of every generated `Serialize` of an open enum.
pub fn encode_enum<E: OpenEnum, S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.wire();
    match text.parse::<i64>() {
        // `01` is not written as 1: it goes back as it came.
        Ok(number) if E::NUMERIC && number.to_string() == text => serializer.serialize_i64(number),
        _ => serializer.serialize_str(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Extra, Map, Object};

    /// What the generated code does for an open struct with the fields `A` and `B`.
    fn written(a: &str, b: Option<&str>, other: &[(&str, i64)], extra: &[(&str, Value)]) -> String {
        let mut json = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut json);
        let other: Map<String, i64> = other.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let extra: Extra = extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let mut object = Object::new(&mut serializer, &extra).unwrap().replaced_by(&other);
        object.field("A", &a).unwrap();
        object.optional("B", b).unwrap();
        object.open(&other).unwrap();
        object.end().unwrap();
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn no_name_is_written_twice() {
        type Row<'a> = (Option<&'a str>, &'a [(&'a str, i64)], &'a [(&'a str, Value)], &'a str);
        let raw = [("A", json!(9)), ("UF_X", json!(8))];
        let rows: [Row<'_>; 6] = [
            (Some("b"), &[("UF_X", 1)], &[], r#"{"A":"a","B":"b","UF_X":1}"#),
            (Some("b"), &[("A", 1)], &[], r#"{"B":"b","A":1}"#),
            (Some("b"), &[("UF_X", 1), ("B", 2)], &[], r#"{"A":"a","UF_X":1,"B":2}"#),
            (None, &[("B", 2)], &[], r#"{"A":"a","B":2}"#),
            (Some("b"), &[("UF_X", 1), ("UF_Y", 2)], &raw, r#"{"B":"b","UF_Y":2,"A":9,"UF_X":8}"#),
            (None, &[("A", 1)], &raw, r#"{"A":9,"UF_X":8}"#),
        ];
        for (b, other, extra, expected) in rows {
            assert_eq!(written("a", b, other, extra), expected);
        }
    }
}
