//! Writing a request: what the generated `Serialize` impls are made of.
//!
//! Which members there are is said by the generated code, in a table: one call with a table costs the compiler a fraction
//! of what a call for each member does. Here stands how they are written.

mod flags;

pub use flags::{OneZero, YesNo};

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::value::{Extra, Map, OpenEnum};

/// A member of an object: its name on the wire, and its value.
pub enum Member<'a> {
    /// One that is always there.
    Required(&'static str, &'a dyn Always),
    /// One that is left out where there is no value.
    Optional(&'static str, &'a dyn Maybe),
}

type Json = Result<Value, serde_json::Error>;

/// What has a value to write.
pub trait Always {
    /// The value.
    fn json(&self) -> Json;
}

impl<T: Serialize> Always for T {
    fn json(&self) -> Json {
        serde_json::to_value(self)
    }
}

/// What may have a value to write.
pub trait Maybe {
    /// The value.
    fn json(&self) -> Option<Json>;
}

impl<T: Serialize> Maybe for Option<T> {
    fn json(&self) -> Option<Json> {
        self.as_ref().map(serde_json::to_value)
    }
}

/// The further members of an open struct.
pub trait Further {
    /// Whether there is one of this name.
    fn has(&self, name: &str) -> bool;

    /// All of them.
    fn members(&self) -> Result<Vec<(&str, Value)>, serde_json::Error>;
}

impl<V: Serialize> Further for Map<String, V> {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn members(&self) -> Result<Vec<(&str, Value)>, serde_json::Error> {
        self.iter().map(|(name, value)| Ok((name.as_str(), serde_json::to_value(value)?))).collect()
    }
}

impl Member<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Required(name, _) | Self::Optional(name, _) => name,
        }
    }

    fn json(&self) -> Option<Json> {
        match self {
            Self::Required(_, value) => Some(value.json()),
            Self::Optional(_, value) => value.json(),
        }
    }
}

/// Writes an object: its members, then the raw parameters, which replace what the spec would send under the same name.
pub fn object<S: Serializer>(serializer: S, members: &[Member<'_>], extra: &Extra) -> Result<S::Ok, S::Error> {
    write(serializer, &known(members, &|name| extra.get(name).is_some()), extra)
}

/// Writes an open object. No name is written twice: further members replace fields, and raw parameters replace both.
pub fn open_object<S: Serializer>(
    serializer: S,
    members: &[Member<'_>],
    further: &dyn Further,
    extra: &Extra,
) -> Result<S::Ok, S::Error> {
    let known = known(members, &|name| extra.get(name).is_some() || further.has(name));
    let all = known.and_then(|mut known| {
        known.extend(further.members()?.into_iter().filter(|(name, _)| extra.get(name).is_none()));
        Ok(known)
    });
    write(serializer, &all, extra)
}

type Written<'a> = Result<Vec<(&'a str, Value)>, serde_json::Error>;

/// The members that have a value, but for those that are replaced.
fn known<'a>(members: &[Member<'_>], is_replaced: &dyn Fn(&str) -> bool) -> Written<'a> {
    let members = members.iter().filter(|member| !is_replaced(member.name()));
    members.filter_map(|member| Some(member.json()?.map(|value| (member.name(), value)))).collect()
}

fn write<S: Serializer>(serializer: S, members: &Written<'_>, extra: &Extra) -> Result<S::Ok, S::Error> {
    let members = members.as_ref().map_err(S::Error::custom)?;
    let mut map = serializer.serialize_map(None)?;
    for (name, value) in members.iter().map(|(name, value)| (*name, value)).chain(extra.iter()) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Writes a list, for methods whose parameters have places instead of names. A place without a value is null if one
/// after it has one, and left out otherwise.
pub fn list<S: Serializer>(serializer: S, members: &[Member<'_>], extra: &Extra) -> Result<S::Ok, S::Error> {
    if let Some((name, _)) = extra.iter().next() {
        return Err(S::Error::custom(format_args!(
            "the parameters of this method have no names, so `{name}` cannot be added"
        )));
    }
    let places: Result<Vec<Option<Value>>, _> = members.iter().map(|member| member.json().transpose()).collect();
    let places = places.map_err(S::Error::custom)?;
    let length = places.iter().rposition(|place| place.is_some()).map_or(0, |last| last + 1);
    let mut list = serializer.serialize_seq(None)?;
    for place in &places[..length] {
        list.serialize_element(place)?;
    }
    list.end()
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

    use super::Member::{Optional, Required};
    use super::{Extra, Map, YesNo, list, open_object};

    /// What the generated code does for an open struct with the fields `A` and `B`.
    fn written(a: &str, b: Option<&str>, other: &[(&str, i64)], extra: &[(&str, Value)]) -> String {
        let mut json = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut json);
        let other: Map<String, i64> = other.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let extra: Extra = extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        open_object(&mut serializer, &[Required("A", &a), Optional("B", &b)], &other, &extra).unwrap();
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

    #[test]
    fn a_place_without_a_value_is_null_before_others_and_left_out_at_the_end() {
        let places = |a: Option<bool>, b: Option<i64>| {
            let members = [Optional("A", &YesNo(&a)), Required("B", &7), Optional("C", &b), Optional("D", &None::<()>)];
            list(serde_json::value::Serializer, &members, &Extra::default()).unwrap()
        };
        assert_eq!(places(None, None), json!([null, 7]));
        assert_eq!(places(Some(true), Some(1)), json!(["Y", 7, 1]));
        let extra: Extra = std::iter::once(("X".to_owned(), json!(1))).collect();
        assert!(list(serde_json::value::Serializer, &[], &extra).unwrap_err().to_string().contains("`X`"));
    }

    #[test]
    fn flags_are_written_the_same_way_inside_of_others() {
        let flags: Map<String, Vec<Option<bool>>> = [("a".to_owned(), vec![Some(true), None, Some(false)])].into();
        assert_eq!(serde_json::to_value(YesNo(&flags)).unwrap(), json!({"a": ["Y", null, "N"]}));
        assert_eq!(serde_json::to_value(super::OneZero(&vec![true, false])).unwrap(), json!([1, 0]));
    }
}
