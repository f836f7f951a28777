//! What becomes of a schema, by its text.

use super::*;
use crate::import::portal::json;

fn schema(text: &str) -> Schema {
    read(&json::read(text.as_bytes()).unwrap())
}

#[test]
fn words_and_formats_are_types() {
    let cases = [
        (r#"{"type": "string"}"#, Kind::Text),
        (r#"{"type": "string", "format": "date-time"}"#, Kind::Moment),
        (r#"{"type": "string", "format": "date"}"#, Kind::Day),
        (r#"{"type": "integer", "format": "int64"}"#, Kind::Integer),
        (r#"{"type": "float"}"#, Kind::Double),
        (r#"{"type": "number"}"#, Kind::Double),
        (r#"{"type": "boolean"}"#, Kind::Flag),
        (r#"{"type": "array"}"#, Kind::List(None)),
        (r#"{"type": "array", "items": []}"#, Kind::List(None)),
        (r#"{"type": "object", "properties": []}"#, Kind::Map(None)),
        (r#"{"type": "object", "additionalProperties": true}"#, Kind::Map(None)),
        (r##"{"$ref": "#/components/schemas/a~1b"}"##, Kind::Component("a/b".to_owned())),
        (r#"{"enum": ["a", "b"]}"#, Kind::Listed { numeric: false, values: vec!["a".to_owned(), "b".to_owned()] }),
        (r#"{"type": "integer", "enum": [1]}"#, Kind::Listed { numeric: true, values: vec!["1".to_owned()] }),
        (r#"{"enum": [true, false]}"#, Kind::Flag),
    ];
    for (text, kind) in cases {
        let schema = schema(text);
        assert_eq!((schema.kind, schema.doubts), (kind, vec![]), "{text}");
    }
}

#[test]
fn null_is_no_type_of_its_own() {
    for text in [
        r#"{"type": "integer", "nullable": true}"#,
        r#"{"type": ["integer", "null"]}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "null"}]}"#,
        r#"{"anyOf": [{"type": "null"}, {"type": "integer"}]}"#,
    ] {
        let schema = schema(text);
        assert!(schema.nullable && schema.kind == Kind::Integer, "{text}: {schema:?}");
    }
    assert!(schema(r#"{"enum": ["a", null]}"#).nullable);
}

#[test]
fn what_cannot_be_used_is_a_doubt() {
    let cases = [
        ("[]", "gives no type"),
        ("null", "gives no type"),
        ("5", "no object"),
        (r#"{"type": "unknown"}"#, "gives no type"),
        (r#"{"type": "money"}"#, "`money` is not known"),
        (r#"{"type": 7}"#, "neither a text nor a list"),
        (r#"{"type": [7]}"#, "neither a text nor a list"),
        (r#"{"$ref": 7}"#, "no text"),
        (r#"{"$ref": "other.json#/X"}"#, "leads to no schema"),
        (r#"{"allOf": {}}"#, "`allOf` is no list"),
        (r#"{"oneOf": "x"}"#, "no list"),
        (r#"{"oneOf": []}"#, "gives no type"),
        (r#"{"type": "object", "properties": 5}"#, "`properties` is no object"),
        (r#"{"type": "object", "required": "id"}"#, "no list of names"),
        (r#"{"type": "object", "required": ["id"]}"#, "`id` is required, and no property"),
        (r#"{"type": "object", "properties": {"": {"type": "string"}}}"#, "`` is no name"),
        (r#"{"type": "object", "properties": {"a'\u0007": {"type": "string"}}}"#, "`a'?` is no name"),
        (r#"{"type": "integer", "enum": ["a"]}"#, "none of its type"),
        (r#"{"enum": ["a", 1]}"#, "none of its type"),
        (r#"{"enum": []}"#, "none"),
        (r#"{"enum": ["\u0007"]}"#, "none of its type"),
    ];
    for (text, doubt) in cases {
        let schema = schema(text);
        assert!(schema.doubts.iter().any(|known| known.contains(doubt)), "{text}: {schema:?}");
    }
}
