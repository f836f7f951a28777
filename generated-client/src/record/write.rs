//! How a struct travels: as an object, or for positional methods as a list.

use std::fmt;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::decode::{Decode, DecodeError, Fields};
use crate::record::presence::is_present;
use crate::record::{ConstantValue, Flags, Record, Values, names};
use crate::value::{Extra, Map};

pub(super) type Json = Result<Value, serde_json::Error>;

/// The value as JSON; `None` if there is nothing to send.
pub(super) fn json<T: Serialize>(value: &T) -> Option<Json> {
    is_present(value).then(|| serde_json::to_value(value))
}

/// The further fields of a struct.
pub trait Further: Clone {
    /// What debug output shows of them.
    fn shown(&self) -> Option<&dyn fmt::Debug>;

    /// Whether there is one of this name.
    fn has(&self, name: &str) -> bool;

    /// All of them.
    fn members(&self) -> Result<Vec<(&str, Value)>, serde_json::Error>;
}

/// Further fields that can be read out of an answer.
pub trait FurtherReceived: Further {
    /// What nobody asked for: the further fields, and what is left of that.
    fn rest(fields: Fields<'_>) -> Result<(Self, Extra), DecodeError>;
}

/// A struct that is not open has none.
impl Further for () {
    fn shown(&self) -> Option<&dyn fmt::Debug> {
        None
    }

    fn has(&self, _: &str) -> bool {
        false
    }

    fn members(&self) -> Result<Vec<(&str, Value)>, serde_json::Error> {
        Ok(Vec::new())
    }
}

impl FurtherReceived for () {
    fn rest(fields: Fields<'_>) -> Result<(Self, Extra), DecodeError> {
        Ok(((), fields.rest()))
    }
}

impl<V: Clone + fmt::Debug + Serialize> Further for Map<String, V> {
    fn shown(&self) -> Option<&dyn fmt::Debug> {
        Some(self)
    }

    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn members(&self) -> Result<Vec<(&str, Value)>, serde_json::Error> {
        self.iter().map(|(name, value)| Ok((name.as_str(), serde_json::to_value(value)?))).collect()
    }
}

impl<V: Clone + fmt::Debug + Serialize + Decode> FurtherReceived for Map<String, V> {
    fn rest(fields: Fields<'_>) -> Result<(Self, Extra), DecodeError> {
        Ok((fields.open()?, Extra::default()))
    }
}

/// The body of every generated `Serialize` of a struct.
pub fn serialize_record<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    let (members, extra) = members(record).map_err(S::Error::custom)?;
    if R::POSITIONAL { list(serializer, &members, extra) } else { object(serializer, &members, extra) }
}

/// The members with the names that they have on the wire, those included that have no value; and the raw parameters.
type Members<'a> = (Vec<(&'a str, Option<Value>)>, &'a Extra);

fn members<R: Record>(record: &R) -> Result<Members<'_>, serde_json::Error> {
    let (values, other, extra) = record.parts();
    let mut members: Vec<(&str, Option<Value>)> = Vec::new();
    members.extend(R::CONSTANTS.iter().map(|constant| (constant.name, Some(constant.value.json()))));
    let mut names = names::<R>().map(|(_, wire_name)| wire_name);
    let mut problem = None;
    R::Values::each(values, &mut |value| {
        let name = names.next().unwrap_or_default();
        // What is replaced is not looked at, and places cannot be.
        let replaced = !R::POSITIONAL && (extra.get(name).is_some() || other.has(name));
        match if replaced { None } else { value.json() }.transpose() {
            Ok(value) => members.push((name, value.map(|value| flags::<R>(name).applied(value)))),
            Err(error) => problem = problem.take().or(Some(error)),
        }
    });
    if let Some(problem) = problem {
        return Err(problem);
    }
    // No name is written twice: further fields replace fields, and raw parameters replace both.
    let replaced = |name: &str| extra.get(name).is_some() || other.has(name);
    members.retain(|(name, _)| R::POSITIONAL || !replaced(name));
    let further = other.members()?.into_iter().filter(|(name, _)| extra.get(name).is_none());
    members.extend(further.map(|(name, value)| (name, Some(R::OTHER.applied(value)))));
    Ok((members, extra))
}

/// How the flags of a field travel.
fn flags<R: Record>(wire_name: &str) -> Flags {
    match wire_name {
        name if R::YES_NO.contains(&name) => Flags::YesNo,
        name if R::ONE_ZERO.contains(&name) => Flags::OneZero,
        _ => Flags::TrueFalse,
    }
}

impl ConstantValue {
    fn json(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Flag(flag) => flag.into(),
            Self::Number(number) => number.into(),
        }
    }
}

impl Flags {
    /// The value with its flags as they travel, alone or inside of lists and maps.
    fn applied(self, value: Value) -> Value {
        match (self, value) {
            (Self::TrueFalse, value) => value,
            (Self::YesNo, Value::Bool(flag)) => if flag { "Y" } else { "N" }.into(),
            (Self::OneZero, Value::Bool(flag)) => u8::from(flag).into(),
            (_, Value::Array(items)) => items.into_iter().map(|item| self.applied(item)).collect(),
            (_, Value::Object(members)) => {
                members.into_iter().map(|(name, value)| (name, self.applied(value))).collect()
            }
            (_, other) => other,
        }
    }
}

/// Writes an object: its members, then the raw parameters.
fn object<S: Serializer>(serializer: S, members: &[(&str, Option<Value>)], extra: &Extra) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let members = members.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
    for (name, value) in members.chain(extra.iter()) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Writes a list. A place without a value is null if one after it has one, and left out otherwise.
fn list<S: Serializer>(serializer: S, members: &[(&str, Option<Value>)], extra: &Extra) -> Result<S::Ok, S::Error> {
    if let Some((name, _)) = extra.iter().next() {
        return Err(S::Error::custom(format_args!(
            "the parameters of this method have no names, so `{name}` cannot be added"
        )));
    }
    let length = members.iter().rposition(|(_, value)| value.is_some()).map_or(0, |last| last + 1);
    let mut list = serializer.serialize_seq(None)?;
    for (_, value) in &members[..length] {
        list.serialize_element(value)?;
    }
    list.end()
}

#[cfg(test)]
#[allow(clippy::option_option, reason = "a field that may be null or absent, as the generated code has it")]
mod tests {
    use serde_json::{Value, json};

    use crate::record::{Flags, Record};
    use crate::value::{Extra, Map};

    /// An open struct with the fields `A`, `B` and `C D`, as the generated code has them.
    struct Open {
        a: String,
        b: Option<bool>,
        c: Option<Option<i64>>,
        other: Map<String, i64>,
        extra: Extra,
    }

    impl Record for Open {
        const NAME: &'static str = "Open";
        const FIELDS: &'static str = "a A\nb B\nc C D";
        const YES_NO: &'static [&'static str] = &["B"];
        const SECRET: &'static [&'static str] = &["A"];
        type Values = (String, Option<bool>, Option<Option<i64>>);
        type Other = Map<String, i64>;

        fn parts(&self) -> ((&String, &Option<bool>, &Option<Option<i64>>), &Self::Other, &Extra) {
            ((&self.a, &self.b, &self.c), &self.other, &self.extra)
        }

        fn new((a, b, c): Self::Values, other: Self::Other, extra: Extra) -> Self {
            Self { a, b, c, other, extra }
        }
    }

    crate::__record!(Open);

    fn open(b: Option<bool>, c: Option<Option<i64>>, other: &[(&str, i64)], extra: &[(&str, Value)]) -> Open {
        let other = other.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let extra = extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Open { a: "a".to_owned(), b, c, other, extra }
    }

    #[test]
    fn no_name_is_written_twice() {
        let raw = [("A", json!(9)), ("UF_X", json!(8))];
        let rows = [
            (open(Some(true), Some(None), &[("UF_X", 1)], &[]), r#"{"A":"a","B":"Y","C D":null,"UF_X":1}"#),
            (open(Some(false), None, &[("A", 1)], &[]), r#"{"B":"N","A":1}"#),
            (open(Some(true), None, &[("UF_X", 1), ("B", 2)], &[]), r#"{"A":"a","UF_X":1,"B":2}"#),
            (open(None, Some(Some(3)), &[("B", 2)], &[]), r#"{"A":"a","C D":3,"B":2}"#),
            (open(Some(true), None, &[("UF_X", 1), ("UF_Y", 2)], &raw), r#"{"B":"Y","UF_Y":2,"A":9,"UF_X":8}"#),
            (open(None, None, &[("A", 1)], &raw), r#"{"A":9,"UF_X":8}"#),
        ];
        for (value, expected) in rows {
            assert_eq!(serde_json::to_string(&value).unwrap(), expected);
            assert_eq!(serde_json::to_string(&value.clone()).unwrap(), expected);
        }
        let shown = format!("{:?}", open(Some(true), None, &[], &[]));
        assert_eq!(shown, "Open { a: <secret>, b: Some(true), c: None, other: {}, extra: Extra([]) }");
    }

    #[test]
    fn flags_are_written_the_same_way_inside_of_others() {
        let nested = json!({"a": [true, null, false]});
        assert_eq!(Flags::YesNo.applied(nested.clone()), json!({"a": ["Y", null, "N"]}));
        assert_eq!(Flags::OneZero.applied(nested.clone()), json!({"a": [1, null, 0]}));
        assert_eq!(Flags::TrueFalse.applied(nested.clone()), nested);
    }

    #[test]
    fn a_place_without_a_value_is_null_before_others_and_left_out_at_the_end() {
        let places = |members: &[Option<Value>], extra: &Extra| {
            let members: Vec<_> = members.iter().map(|value| ("X", value.clone())).collect();
            super::list(serde_json::value::Serializer, &members, extra)
        };
        let none = Extra::default();
        assert_eq!(places(&[None, Some(json!(7)), None, None], &none).unwrap(), json!([null, 7]));
        assert_eq!(places(&[Some(json!("Y")), Some(json!(7))], &none).unwrap(), json!(["Y", 7]));
        let extra: Extra = std::iter::once(("X".to_owned(), json!(1))).collect();
        assert!(places(&[], &extra).unwrap_err().to_string().contains("`X`"));
    }
}
