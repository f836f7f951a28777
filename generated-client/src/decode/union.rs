//! Values that come in one of several forms.

use std::fmt;

use serde_json::Value;

use crate::decode::{Decode, DecodeError, Path};

/// One form of a union: how to know it and how to read it.
pub struct Form<T> {
    /// Whether a value has exactly this form.
    pub fits: fn(&Value) -> bool,
    /// How many members of an object this form does not know.
    pub strangers: fn(&Value) -> usize,
    /// Reads a value of this form.
    pub decode: fn(Value, &Path<'_>) -> Result<T, DecodeError>,
}

/// The form of a union that `value` has: of those that it fits exactly, or else of those that can read it, the one that
/// knows most of its members; of equals the first. What no form reads is kept by `other`. Nothing is no form.
pub fn decode_union<T: Decode>(
    value: Value,
    at: &Path<'_>,
    forms: &[Form<T>],
    other: fn(Value) -> T,
) -> Result<T, DecodeError> {
    let rank = |form: &Form<T>| (!(form.fits)(&value), (form.strangers)(&value));
    let mut ranked: Vec<_> = forms.iter().map(|form| (rank(form), form)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut place = Some(*at);
    for (_, form) in ranked {
        let Some(here) = place else {
            break;
        };
        if let Ok(read) = (form.decode)(value.clone(), &here) {
            return Ok(read);
        }
        place = at.retry();
    }
    if value.is_null() { Err(at.mismatch(T::EXPECTED, &value)) } else { Ok(other(value)) }
}

impl<T> fmt::Debug for Form<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Form, decode_union};
    use crate::decode::fields::strangers;
    use crate::decode::{Decode, DecodeError, Fields, Path, Retries};
    use crate::value::Map;

    /// Two structs whose fields are all optional, a struct with a field that must be there, and a text.
    #[derive(Debug, PartialEq)]
    enum Party {
        Person { name: Option<String> },
        Company { title: Option<String>, vat: Option<String> },
        Robot { serial: i64 },
        Note(String),
        Other(Value),
    }

    fn fields<'a>(value: Value, at: &'a Path<'a>) -> Result<Fields<'a>, DecodeError> {
        Fields::new(value, "a party", at)
    }

    fn optional<T: Decode>(fields: &mut Fields<'_>, name: &'static str) -> Result<Option<T>, DecodeError> {
        fields.member(Some(name))
    }

    const PARTIES: &[Form<Party>] = &[
        Form {
            fits: Value::is_object,
            strangers: |value| strangers(value, &["name"]),
            decode: |value, at| Ok(Party::Person { name: optional(&mut fields(value, at)?, "name")? }),
        },
        Form {
            fits: Value::is_object,
            strangers: |value| strangers(value, &["title", "vat"]),
            decode: |value, at| {
                let mut fields = fields(value, at)?;
                Ok(Party::Company { title: optional(&mut fields, "title")?, vat: optional(&mut fields, "vat")? })
            },
        },
        Form {
            fits: Value::is_object,
            strangers: |value| strangers(value, &["serial", "name"]),
            decode: |value, at| Ok(Party::Robot { serial: fields(value, at)?.member(Some("serial"))? }),
        },
        Form {
            fits: String::fits,
            strangers: String::strangers,
            decode: |v, at| String::decode(v, at).map(Party::Note),
        },
    ];

    impl Decode for Party {
        const EXPECTED: &'static str = "a party";

        fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
            decode_union(value, at, PARTIES, Party::Other)
        }

        fn fits(_: &Value) -> bool {
            true
        }
    }

    fn company(title: &str, vat: Option<&str>) -> Party {
        Party::Company { title: Some(title.to_owned()), vat: vat.map(ToOwned::to_owned) }
    }

    fn person(name: Option<&str>) -> Party {
        Party::Person { name: name.map(ToOwned::to_owned) }
    }

    #[test]
    fn the_form_that_knows_most_members_is_taken() {
        let rows = [
            (json!({"title": "A"}), company("A", None), "one knows it, two do not"),
            (json!({"name": "A"}), person(Some("A")), "of equals the first"),
            (json!({}), person(None), "of equals the first"),
            (json!({"name": "A", "serial": 7}), Party::Robot { serial: 7 }, "the third knows both"),
            (json!({"serial": "x", "name": "A"}), person(Some("A")), "what knows most cannot read it"),
            (json!({"vat": "1", "title": "A", "name": "B"}), company("A", Some("1")), "one stranger is less than two"),
            (json!("hello"), Party::Note("hello".to_owned()), "the only one that fits"),
            (json!(5), Party::Note("5".to_owned()), "none fits, one can read it"),
            (json!([]), person(None), "none fits; an empty list is an object to PHP"),
            (json!(true), Party::Other(json!(true)), "nobody can read it, and it is kept"),
            (json!({"name": 1.5, "title": []}), person(Some("1.5")), "the other one fails"),
        ];
        for (value, expected, why) in rows {
            assert_eq!(
                Party::decode(value.clone(), &Path::root("value", &Retries::default())).as_ref(),
                Ok(&expected),
                "{value}: {why}"
            );
        }
        let nothing = Party::decode(Value::Null, &Path::root("value", &Retries::default())).unwrap_err();
        assert_eq!(nothing.to_string(), "at `value`: expected a party, found nothing");
    }

    #[test]
    fn what_fits_goes_before_what_can_only_be_read() {
        const TEXT: Form<String> = Form {
            fits: String::fits,
            strangers: String::strangers,
            decode: |v, at| String::decode(v, at).map(|_| "text".to_owned()),
        };
        const NUMBER: Form<String> = Form {
            fits: i64::fits,
            strangers: i64::strangers,
            decode: |v, at| i64::decode(v, at).map(|_| "number".to_owned()),
        };
        const TEXTS: Form<String> = Form {
            fits: Map::<String, String>::fits,
            strangers: Map::<String, String>::strangers,
            decode: |v, at| Map::<String, String>::decode(v, at).map(|_| "texts".to_owned()),
        };
        const STRUCT: Form<String> = Form {
            fits: Value::is_object,
            strangers: |value| strangers(value, &["a"]),
            decode: |v, at| fields(v, at).map(|_| "struct".to_owned()),
        };
        let forms = [TEXT, NUMBER, TEXTS, STRUCT];
        for (value, expected) in [
            (json!("5"), "text"),
            (json!(5), "number"),
            (json!(5.5), "text"),
            (json!({"b": "x"}), "texts"),
            (json!({"b": 1}), "struct"),
            (json!([]), "texts"),
        ] {
            let read =
                decode_union(value.clone(), &Path::root("value", &Retries::default()), &forms, |_| String::new());
            assert_eq!(read.as_deref(), Ok(expected), "{value}");
        }
    }

    #[test]
    fn strangers_are_counted_through_what_holds_a_struct() {
        struct Known;
        impl Decode for Known {
            const EXPECTED: &'static str = "a struct";

            fn decode(_: Value, _: &Path<'_>) -> Result<Self, DecodeError> {
                Ok(Self)
            }

            fn fits(value: &Value) -> bool {
                value.is_object()
            }

            fn strangers(value: &Value) -> usize {
                strangers(value, &["a", "b"])
            }
        }
        let object = json!({"a": 1, "c": 2, "d": {"e": 3}});
        assert_eq!(Known::strangers(&object), 2, "only its own members count");
        assert_eq!(Option::<Known>::strangers(&object), 2);
        assert_eq!(Box::<Known>::strangers(&object), 2);
        assert_eq!(Vec::<Known>::strangers(&json!([object, {"a": 1}, {"x": 1}])), 3);
        assert_eq!(Map::<String, Known>::strangers(&json!({"c": object, "d": {"a": 1}})), 2);
        for none in [json!({}), json!({"b": 1}), json!([1]), json!("c"), json!(null)] {
            assert_eq!((Known::strangers(&none), String::strangers(&none)), (0, 0), "{none}");
        }
    }

    /// Both forms read the same inner value, and then fail for want of a field. Read twice at each level, 60 levels would
    /// never come to an end.
    #[derive(Debug)]
    enum Deep {
        Left,
        Other(Value),
    }

    impl Decode for Deep {
        const EXPECTED: &'static str = "a deep value";

        fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
            const FORM: Form<Deep> = Form {
                fits: Value::is_object,
                strangers: |_| 0,
                decode: |value, at| {
                    let mut fields = fields(value, at)?;
                    optional::<Box<Deep>>(&mut fields, "inner")?;
                    fields.member::<i64>(Some("missing")).map(|_| Deep::Left)
                },
            };
            decode_union(value, at, &[FORM, FORM], Self::Other)
        }

        fn fits(_: &Value) -> bool {
            true
        }
    }

    /// A chain whose links are told apart by what they always say; the first form never is the right one.
    #[derive(Debug)]
    enum Link {
        Plain(Option<Box<Link>>),
        Other,
    }

    impl Decode for Link {
        const EXPECTED: &'static str = "a link";

        fn decode(value: Value, at: &Path<'_>) -> Result<Self, DecodeError> {
            let form = |kind: fn(Value, &Path<'_>) -> Result<Self, DecodeError>| Form {
                fits: Value::is_object,
                strangers: |_| 0,
                decode: kind,
            };
            let round = form(|value, at| fields(value, at)?.constant("TYPE", "round").map(|()| Link::Other));
            let plain = form(|value, at| {
                let mut fields = fields(value, at)?;
                fields.constant("TYPE", "plain")?;
                optional(&mut fields, "inner").map(Link::Plain)
            });
            decode_union(value, at, &[round, plain], |_| Self::Other)
        }

        fn fits(_: &Value) -> bool {
            true
        }
    }

    #[test]
    fn a_second_form_inside_a_second_form_is_found_at_any_depth() {
        let value = (0..60).fold(json!({"TYPE": "plain"}), |inner, _| json!({"TYPE": "plain", "inner": inner}));
        let mut link = Link::decode(value, &Path::root("value", &Retries::default())).unwrap();
        for depth in 0..60 {
            link = match link {
                Link::Plain(Some(inner)) => *inner,
                other => panic!("{other:?} at depth {depth}"),
            };
        }
        assert!(matches!(link, Link::Plain(None)));
    }

    #[test]
    fn a_deep_value_that_fits_no_form_is_kept_and_does_not_take_for_ever() {
        let value = (0..60).fold(json!({}), |inner, _| json!({"inner": inner}));
        match Deep::decode(value.clone(), &Path::root("value", &Retries::at_most(1000))) {
            Ok(Deep::Other(kept)) => assert_eq!(kept, value),
            other => panic!("{other:?}"),
        }
    }
}
