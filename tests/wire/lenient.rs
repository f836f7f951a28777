//! What the API really answers: how it writes that there is nothing, and the other ways that it has for a value.

use std::fmt::Debug;

use bitrix24::api::bizproc::shared::{ActivityCode, PropertyType};
use bitrix24::api::ids::UserId;
use bitrix24::{Clearable, Date, DateTime, Decode, DecodeError, File, Map, Timestamp, Value, json, to_json};

/// A value in debug output.
fn a<T: Decode + Debug>(value: Value) -> Result<String, DecodeError> {
    bitrix24::from_json::<T>(value).map(|read| format!("{read:?}"))
}

/// Whether a value that may be nothing is; one that cannot be read is something.
fn is_nothing<T: Decode>(value: Value) -> bool {
    bitrix24::from_json::<Option<T>>(value).is_ok_and(|read| read.is_none())
}

/// Types as the generator writes them.
#[allow(clippy::expl_impl_clone_on_copy, reason = "generated code is judged by what it says")]
mod types {
    use bitrix24::{Decode, DecodeError, Value, private};

    /// An enum that lists the empty text.
    #[derive(Clone)]
    pub(crate) enum Sort {
        Default,
        Reverse,
        Other(private::Unlisted),
    }

    impl private::OpenEnum for Sort {
        const LISTED: &'static [(&'static str, &'static str, Self)] =
            &[("", "Default", Self::Default), ("reverse", "Reverse", Self::Reverse)];

        fn unlisted(value: private::Unlisted) -> Self {
            Self::Other(value)
        }

        fn as_unlisted(&self) -> Option<&private::Unlisted> {
            match self {
                Self::Other(value) => Some(value),
                _ => None,
            }
        }
    }
    private::open_enum!(Sort);

    /// An enum of numbers and a flag.
    #[derive(Clone)]
    pub(crate) enum Level {
        Low,
        Off,
        Other(private::Unlisted),
    }

    impl private::OpenEnum for Level {
        const LISTED: &'static [(&'static str, &'static str, Self)] =
            &[("1", "Low", Self::Low), ("false", "Off", Self::Off)];
        const NUMERIC: bool = true;

        fn unlisted(value: private::Unlisted) -> Self {
            Self::Other(value)
        }

        fn as_unlisted(&self) -> Option<&private::Unlisted> {
            match self {
                Self::Other(value) => Some(value),
                _ => None,
            }
        }
    }
    private::open_enum!(Level);

    /// Texts whose rules take the empty text, and do not.
    pub(crate) struct Comment(std::borrow::Cow<'static, str>);
    private::text_newtype!(Comment, private::TextRule::ANY.max(5), "too long");
    pub(crate) struct Title(std::borrow::Cow<'static, str>);
    private::text_newtype!(Title, private::TextRule::ANY.non_empty().max(5), "empty or too long");

    pub(crate) struct Percent(i64);
    private::integer_newtype!(Percent, Some(0), Some(100), "no percentage");

    /// A struct whose fields may all be absent, as the generator writes it.
    pub(crate) struct Address;

    impl Decode for Address {
        const EXPECTED: &'static str = "an `Address`";

        fn decode(value: Value, at: &private::Path<'_>) -> Result<Self, DecodeError> {
            private::Fields::new(value, Self::EXPECTED, at).map(|_| Self)
        }
    }
}
use types::{Address, Comment, Level, Percent, Sort, Title};

type Read = fn(Value) -> Result<String, DecodeError>;
type Test = fn(Value) -> bool;
type Fits = fn(&Value) -> bool;

#[test]
fn each_type_has_its_own_ways_to_say_nothing() {
    let spellings = [json!(null), json!(false), json!(""), json!([]), json!({})];
    let rows: [(&str, Test, [bool; 5]); 21] = [
        // null, `false`, an empty text, an empty list, an empty object
        ("integer", is_nothing::<i64>, [true, true, true, false, false]),
        ("double", is_nothing::<f64>, [true, true, true, false, false]),
        ("timestamp", is_nothing::<Timestamp>, [true, true, true, false, false]),
        ("identifier", is_nothing::<UserId>, [true, true, true, false, false]),
        ("integer with a range", is_nothing::<Percent>, [true, true, true, false, false]),
        ("date", is_nothing::<Date>, [true, true, true, true, true]),
        ("datetime", is_nothing::<DateTime>, [true, true, true, true, true]),
        ("boxed datetime", is_nothing::<Box<DateTime>>, [true, true, true, true, true]),
        ("string", is_nothing::<String>, [true, true, false, false, false]),
        ("text that may be empty", is_nothing::<Comment>, [true, true, false, false, false]),
        ("text that may not be empty", is_nothing::<Title>, [true, true, true, false, false]),
        ("text with a pattern", is_nothing::<ActivityCode>, [true, true, true, false, false]),
        ("enum", is_nothing::<PropertyType>, [true, true, true, false, false]),
        ("enum that lists an empty text", is_nothing::<Sort>, [true, true, false, false, false]),
        ("enum that lists `false`", is_nothing::<Level>, [true, false, true, false, false]),
        ("boolean", is_nothing::<bool>, [true, false, true, false, false]),
        ("any", is_nothing::<Value>, [false, false, false, false, false]),
        ("list", is_nothing::<Vec<i64>>, [true, true, true, false, false]),
        ("map", is_nothing::<Map<String, i64>>, [true, true, true, false, false]),
        ("struct", is_nothing::<Address>, [true, true, true, true, false]),
        ("file", is_nothing::<File>, [true, true, true, true, false]),
    ];
    for (name, is_nothing, expected) in rows {
        for (value, expected) in spellings.iter().zip(expected) {
            assert_eq!(is_nothing(value.clone()), expected, "{name}: {value}");
        }
    }
}

#[test]
fn a_wish_to_clear_is_something() {
    let rows: [(Value, Read, &str); 8] = [
        (json!(""), a::<Option<Clearable<i64>>>, "Some(Clear)"),
        (json!(""), a::<Option<Clearable<String>>>, "Some(Clear)"),
        (json!(""), a::<Option<Clearable<Vec<i64>>>>, "Some(Clear)"),
        (json!(false), a::<Option<Clearable<bool>>>, "Some(Value(false))"),
        (json!(false), a::<Option<Clearable<i64>>>, "None"),
        (json!(null), a::<Option<Clearable<Value>>>, "Some(Value(Null))"),
        (json!({}), a::<Option<Clearable<DateTime>>>, "None"),
        (json!("5"), a::<Option<Clearable<i64>>>, "Some(Value(5))"),
    ];
    for (value, read, expected) in rows {
        assert_eq!(read(value.clone()).as_deref(), Ok(expected), "{value}");
    }
}

#[test]
fn an_enum_in_every_spelling() {
    let rows: [(Value, Read, &str); 11] = [
        (json!(""), a::<Option<Sort>>, "Some(Default)"),
        (json!(""), a::<Sort>, "Default"),
        (json!(""), a::<PropertyType>, "Other(\"\")"),
        (json!("reverse"), a::<Sort>, "Reverse"),
        (json!("Reverse"), a::<Sort>, "Other(\"Reverse\")"),
        (json!(1), a::<Level>, "Low"),
        (json!(1.0), a::<Level>, "Low"),
        (json!("1"), a::<Level>, "Low"),
        (json!("01"), a::<Level>, "Other(\"01\")"),
        (json!(false), a::<Option<Level>>, "Some(Off)"),
        (json!(2), a::<Level>, "Other(\"2\")"),
    ];
    for (value, read, expected) in rows {
        assert_eq!(read(value.clone()).as_deref(), Ok(expected), "{value}");
    }
    for (value, goes_back) in [(json!(1), json!(1)), (json!("7"), json!(7)), (json!("01"), json!("01"))] {
        assert_eq!(to_json(&bitrix24::from_json::<Level>(value).unwrap()), goes_back);
    }
}

#[test]
fn what_a_value_fits_exactly_is_decided_by_its_rule() {
    // Which form of a union is tried first; what fits none is read all the same.
    let rows: [(Fits, Value, bool); 22] = [
        (Title::fits, json!("abc"), true),
        (Title::fits, json!(""), false),
        (Title::fits, json!("too long"), false),
        (Comment::fits, json!(""), true),
        (Percent::fits, json!(100), true),
        (Percent::fits, json!(101), false),
        (Percent::fits, json!("5"), false),
        (UserId::fits, json!(101), true),
        (Sort::fits, json!(""), true),
        (Sort::fits, json!("other"), false),
        (Level::fits, json!(1), true),
        (Level::fits, json!(2), false),
        (Level::fits, json!(false), true),
        (Level::fits, json!(true), false),
        (Vec::<i64>::fits, json!([1, 2]), true),
        (Vec::<i64>::fits, json!([1, "2"]), false),
        (Vec::<i64>::fits, json!([]), true),
        (Vec::<i64>::fits, json!({"0": 1}), false),
        (Map::<String, String>::fits, json!({"a": "x"}), true),
        (Map::<String, String>::fits, json!({"a": ["x"]}), false),
        (Clearable::<i64>::fits, json!(""), true),
        (Option::<i64>::fits, json!(null), true),
    ];
    for (fits, value, expected) in rows {
        assert_eq!(fits(&value), expected, "{value}");
    }
    assert_eq!(a::<Title>(json!("too long")).as_deref(), Ok("Title(\"too long\")"));
    assert_eq!(a::<Percent>(json!(101)).as_deref(), Ok("Percent(101)"));
}

#[test]
fn doubles_are_the_doubles_that_were_written() {
    // Each is the shortest text of its double, which is what PHP writes.
    for text in ["0.1", "1.1", "123456.789", "9007199254740993.5e3", "5e-324", "1.7976931348623157e308", "0.3"] {
        let expected: f64 = text.parse().unwrap();
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(bitrix24::from_json::<f64>(value).unwrap().to_bits(), expected.to_bits(), "{text}");
    }
    let value: Value = serde_json::from_str("2251799813685249.5").unwrap();
    assert_eq!(bitrix24::from_json::<String>(value).as_deref(), Ok("2251799813685249.5"));
}
