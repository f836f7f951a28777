//! The members of an answer that say something. The others, most of an ordinary answer, are passed over: it tells when its
//! work began and ended, in texts that nobody reads.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::json::{At, twice};
use crate::decode::{Path, Retries};

/// What an answer says, as it says it.
#[derive(Default)]
pub(super) struct Members {
    pub(super) result: Option<Value>,
    pub(super) error: Option<Value>,
    pub(super) error_description: Option<Value>,
    pub(super) total: Option<Value>,
    pub(super) next: Option<Value>,
    /// Whether it has the object `time`, whose members follow.
    pub(super) timed: bool,
    pub(super) duration: Option<Value>,
    pub(super) processing: Option<Value>,
    pub(super) operating: Option<Value>,
    pub(super) operating_reset_at: Option<Value>,
}

/// Reads an answer; `None` if it is no object.
pub(super) fn from_str(text: &str) -> Result<Option<Members>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let (mut members, retries) = (Members::default(), Retries::default());
    let root = Object { at: Path::root("answer", &retries), members: &mut members, is_time: false };
    let is_object = root.deserialize(&mut reader)?;
    reader.end().map(|()| is_object.then_some(members))
}

/// The answer, or the `time` in it. Reading it tells whether it is an object.
struct Object<'a> {
    at: Path<'a>,
    members: &'a mut Members,
    is_time: bool,
}

/// What a name stands for.
enum Member<'m> {
    /// A value that is kept in this place.
    Kept(&'static str, &'m mut Option<Value>),
    Time,
    Other,
}

impl Members {
    fn member(&mut self, name: &str, is_time: bool) -> Member<'_> {
        match (is_time, name) {
            (false, "result") => Member::Kept("result", &mut self.result),
            (false, "error") => Member::Kept("error", &mut self.error),
            (false, "error_description") => Member::Kept("error_description", &mut self.error_description),
            (false, "total") => Member::Kept("total", &mut self.total),
            (false, "next") => Member::Kept("next", &mut self.next),
            (false, "time") => Member::Time,
            (true, "duration") => Member::Kept("duration", &mut self.duration),
            (true, "processing") => Member::Kept("processing", &mut self.processing),
            (true, "operating") => Member::Kept("operating", &mut self.operating),
            (true, "operating_reset_at") => Member::Kept("operating_reset_at", &mut self.operating_reset_at),
            _ => Member::Other,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let Self { at, members, is_time } = self;
        while let Some(member) = map.next_key_seed(Name { members: &mut *members, is_time })? {
            match member {
                Member::Kept(name, place) => {
                    let here = at.key(name);
                    if place.is_some() {
                        return Err(twice(&here));
                    }
                    *place = Some(map.next_value_seed(At(here))?);
                }
                Member::Time => {
                    let here = at.key("time");
                    if members.timed {
                        return Err(twice(&here));
                    }
                    let time = Object { at: here, members: &mut *members, is_time: true };
                    members.timed = map.next_value_seed(time)?;
                }
                Member::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(true)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}

/// A name, read without a copy of it.
struct Name<'m> {
    members: &'m mut Members,
    is_time: bool,
}

impl<'de, 'm> DeserializeSeed<'de> for Name<'m> {
    type Value = Member<'m>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Member<'m>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'m> Visitor<'_> for Name<'m> {
    type Value = Member<'m>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Member<'m>, E> {
        Ok(self.members.member(name, self.is_time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        from_str(text).map(drop).unwrap_err().to_string()
    }

    #[test]
    fn what_is_not_read_is_passed_over_but_must_be_json() {
        let members = from_str(r#"{"time": {"start": 1, "operating": "0.5"}, "x": [{}], "result": [], "next": 50}"#);
        let members = members.unwrap().unwrap();
        assert_eq!(
            (members.result, members.next, members.total),
            (Some(Value::Array(Vec::new())), Some(50.into()), None)
        );
        assert!(members.timed);
        assert_eq!((members.operating, members.duration), (Some("0.5".into()), None));
        assert!(refusal(r#"{"x": [1, }"#).contains("line 1"));
        assert!(refusal(r#"{"result": 1} {}"#).contains("trailing"));
    }

    #[test]
    fn no_object_is_none_and_a_time_that_is_none_says_nothing() {
        for text in ["[1, {\"a\": 2}]", "\"text\"", "null", "true", "-1", "1", "0.5"] {
            assert!(from_str(text).unwrap().is_none(), "{text}");
            let members = from_str(&format!(r#"{{"time": {text}, "result": 1}}"#)).unwrap().unwrap();
            assert!(!members.timed && members.result.is_some(), "{text}");
        }
    }

    #[test]
    fn a_name_that_is_read_stands_once() {
        assert!(refusal(r#"{"error": 1, "error": 1}"#).starts_with("`answer.error` stands twice"));
        assert!(refusal(r#"{"time": {}, "time": {}}"#).starts_with("`answer.time` stands twice"));
        assert!(refusal(r#"{"time": {"operating": 1, "operating": 2}}"#).starts_with("`answer.time.operating` stands"));
        assert!(refusal(r#"{"result": {"a": [{"b": 1, "b": 2}]}}"#).starts_with("`answer.result.a[0].b` stands"));
    }
}
