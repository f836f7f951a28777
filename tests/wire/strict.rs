//! What a lenient reader must not do: each value is read as exactly what was written, or refused at its place.

use std::fmt::Debug;

use bitrix24::api::bizproc::shared::{ActivityCode, DocumentType, LocalizedText, Property, PropertyType};
use bitrix24::api::ids::UserId;
use bitrix24::{Date, DateTime, Decode, DecodeError, File, Map, Timestamp, Value};

/// JSON, the type that it is read as, what comes of it, and why.
type Row = (&'static str, fn(Value) -> Result<String, DecodeError>, Outcome, &'static str);

enum Outcome {
    /// The value, in debug output.
    Is(&'static str),
    /// The place that the error names.
    Not(&'static str),
}
use Outcome::{Is, Not};

fn a<T: Decode + Debug>(value: Value) -> Result<String, DecodeError> {
    bitrix24::from_json::<T>(value).map(|read| format!("{read:?}"))
}

fn check(rows: &[Row]) {
    for (json, read, outcome, why) in rows {
        let value = serde_json::from_str(json).unwrap();
        match (read(value), outcome) {
            (Ok(read), Is(expected)) => assert_eq!(read, *expected, "{json}: {why}"),
            (Err(error), Not(path)) => assert_eq!(error.path(), *path, "{json}: {why}: {error}"),
            (Ok(read), Not(_)) => panic!("{json} was read as {read}, but {why}"),
            (Err(error), Is(expected)) => panic!("{json} is no {expected}: {error}, but {why}"),
        }
    }
}

#[test]
fn whole_numbers() {
    check(&[
        ("1.5", a::<i64>, Not("value"), "half would be lost"),
        (r#""1.5""#, a::<i64>, Not("value"), "half would be lost"),
        ("1.0", a::<i64>, Is("1"), "PHP writes a double that is whole so"),
        (r#""1.00""#, a::<i64>, Is("1"), "a database writes a decimal that is whole so"),
        (r#""1.""#, a::<i64>, Not("value"), "nobody writes a number so; it was cut"),
        ("1e3", a::<i64>, Is("1000"), "JSON has one number for it and for 1000"),
        (r#""1e3""#, a::<i64>, Not("value"), "as text it may be a hash or a code that only looks like a number"),
        (r#""0x1F""#, a::<i64>, Not("value"), "a code, no number"),
        (r#""abc""#, a::<i64>, Not("value"), "PHP would make 0 of it"),
        (r#""12abc""#, a::<i64>, Not("value"), "PHP would make 12 of it"),
        (r#"" 1""#, a::<i64>, Not("value"), "a blank is part of a text"),
        (r#""1 ""#, a::<i64>, Not("value"), "a blank is part of a text"),
        (r#""+1""#, a::<i64>, Not("value"), "a telephone number would lose its sign"),
        (r#""1,000""#, a::<i64>, Not("value"), "one to some, a thousand to others"),
        (r#""٣""#, a::<i64>, Not("value"), "a digit of another script; PHP does not know it either"),
        (r#""007""#, a::<i64>, Is("7"), "minutes and months come with zeros in front"),
        (r#""-0""#, a::<i64>, Is("0"), "zero has no sign"),
        (r#""-5""#, a::<i64>, Is("-5"), "exact"),
        ("9223372036854775807", a::<i64>, Is("9223372036854775807"), "2^63 - 1 is the largest"),
        (r#""9223372036854775807""#, a::<i64>, Is("9223372036854775807"), "2^63 - 1 is the largest"),
        (r#""-9223372036854775808""#, a::<i64>, Is("-9223372036854775808"), "-2^63 is the smallest"),
        ("9223372036854775808", a::<i64>, Not("value"), "2^63 does not fit"),
        (r#""9223372036854775808""#, a::<i64>, Not("value"), "2^63 does not fit"),
        ("18446744073709551616", a::<i64>, Not("value"), "2^64 does not fit, and is a double by now"),
        ("9007199254740991.0", a::<i64>, Is("9007199254740991"), "below 2^53 a double is exact"),
        ("9007199254740993.0", a::<i64>, Not("value"), "above 2^53 the last digit may be another"),
        ("1e300", a::<i64>, Not("value"), "does not fit"),
        ("true", a::<i64>, Not("value"), "a flag is no number, although PHP adds it as 1"),
        ("false", a::<i64>, Not("value"), "nothing, where there must be something"),
        ("null", a::<i64>, Not("value"), "nothing, where there must be something"),
        (r#""""#, a::<i64>, Not("value"), "nothing, where there must be something; PHP would make 0 of it"),
        ("[]", a::<i64>, Not("value"), "no number"),
        ("[1]", a::<i64>, Not("value"), "a list of one is not the one"),
        ("{}", a::<i64>, Not("value"), "no number"),
        (r#""7a""#, a::<UserId>, Not("value"), "an identifier is a whole number"),
        ("0", a::<UserId>, Is("UserId(0)"), "0 is what the server said, whatever it means by it"),
        ("1.5", a::<Timestamp>, Not("value"), "half a second would be lost"),
        (r#""2025-01-29T14:05:52+01:00""#, a::<Timestamp>, Not("value"), "the spec names another type"),
    ]);
}

#[test]
fn numbers_with_a_fraction() {
    check(&[
        ("0.1", a::<f64>, Is("0.1"), "the double that PHP wrote"),
        ("123456789.123456789", a::<f64>, Is("123456789.12345679"), "the nearest double, which is what the type means"),
        (r#""1.10""#, a::<f64>, Is("1.1"), "the same number"),
        (r#""1e3""#, a::<f64>, Is("1000.0"), "how PHP writes a large double as text"),
        (r#"".5""#, a::<f64>, Is("0.5"), "how some databases write a half"),
        ("9007199254740992", a::<f64>, Is("9007199254740992.0"), "exact"),
        ("9007199254740993", a::<f64>, Not("value"), "no double is this whole number, which may be an identifier"),
        ("-9007199254740993", a::<f64>, Not("value"), "no double is this whole number"),
        (r#""9007199254740993""#, a::<f64>, Not("value"), "no double is this whole number"),
        (r#""-9007199254740993""#, a::<f64>, Not("value"), "no double is this whole number"),
        (r#""0100000000000000000000""#, a::<f64>, Is("1e20"), "exact, although it fits no integer"),
        ("18446744073709551617", a::<f64>, Is("1.8446744073709552e19"), "beyond 64 bits PHP itself has doubles only"),
        (r#""1e400""#, a::<f64>, Not("value"), "would be infinite"),
        (r#""NaN""#, a::<f64>, Not("value"), "no number"),
        (r#""inf""#, a::<f64>, Not("value"), "no number"),
        (r#""infinity""#, a::<f64>, Not("value"), "no number"),
        (r#""1,5""#, a::<f64>, Not("value"), "one and a half to some, fifteen to others"),
        (r#""1 000""#, a::<f64>, Not("value"), "a blank is part of a text"),
        (r#"" 1""#, a::<f64>, Not("value"), "a blank is part of a text"),
        (r#""+1""#, a::<f64>, Not("value"), "a telephone number would lose its sign"),
        (r#""12abc""#, a::<f64>, Not("value"), "PHP would make 12 of it"),
        (r#""""#, a::<f64>, Not("value"), "nothing, where there must be something"),
        ("true", a::<f64>, Not("value"), "a flag is no number"),
        ("[1.5]", a::<f64>, Not("value"), "a list of one is not the one"),
    ]);
}

#[test]
fn flags() {
    check(&[
        (r#""maybe""#, a::<bool>, Not("value"), "PHP takes any text for yes"),
        (r#""yes""#, a::<bool>, Not("value"), "no method writes it; a text that says more than a flag"),
        (r#""on""#, a::<bool>, Not("value"), "no method writes it"),
        (r#"" Y""#, a::<bool>, Not("value"), "a blank is part of a text"),
        ("2", a::<bool>, Not("value"), "a count, no flag"),
        ("-1", a::<bool>, Not("value"), "a count, no flag"),
        (r#""2""#, a::<bool>, Not("value"), "a count, no flag"),
        ("0.5", a::<bool>, Not("value"), "no flag"),
        ("1.0", a::<bool>, Is("true"), "1 as a double"),
        ("[]", a::<bool>, Not("value"), "PHP takes an empty list for no"),
        ("[true]", a::<bool>, Not("value"), "a list of one is not the one"),
        (r#""""#, a::<bool>, Not("value"), "PHP prints no as an empty text, but absence too"),
        ("null", a::<bool>, Not("value"), "neither yes nor no"),
    ]);
}

#[test]
fn texts() {
    check(&[
        ("5", a::<String>, Is("\"5\""), "PHP makes numbers of texts that look like them"),
        ("1.5", a::<String>, Is("\"1.5\""), "PHP makes numbers of texts that look like them"),
        ("18446744073709551615", a::<String>, Is("\"18446744073709551615\""), "exact up to 2^64"),
        ("18446744073709551616", a::<String>, Not("value"), "a double by now, whose digits are others"),
        ("true", a::<String>, Not("value"), "`true`, `1` and `Y` could all be meant"),
        ("false", a::<String>, Not("value"), "nothing, where there must be something"),
        ("null", a::<String>, Not("value"), "nothing, where there must be something"),
        (r#"["a"]"#, a::<String>, Not("value"), "a list of one is not the one"),
        ("{}", a::<String>, Not("value"), "no text"),
        (r#""""#, a::<ActivityCode>, Is("ActivityCode(\"\")"), "what the server says is not judged"),
        ("[]", a::<ActivityCode>, Not("value"), "no text"),
        ("true", a::<PropertyType>, Not("value"), "this list has no `true`"),
        ("1.5", a::<PropertyType>, Is("Other(\"1.5\")"), "a value that is not listed is kept"),
        ("1.0", a::<PropertyType>, Is("Other(\"1\")"), "1 as a double"),
        ("18446744073709551616", a::<PropertyType>, Not("value"), "a double by now, whose digits are others"),
        (r#"["int"]"#, a::<PropertyType>, Not("value"), "a list of one is not the one"),
    ]);
}

#[test]
fn lists_and_maps() {
    check(&[
        (r#""a""#, a::<Vec<String>>, Not("value"), "a text is not a list of one"),
        (r#""a,b""#, a::<Vec<String>>, Not("value"), "a comma may be part of a text"),
        ("5", a::<Vec<i64>>, Not("value"), "a number is not a list of one"),
        ("null", a::<Vec<i64>>, Not("value"), "nothing, where there must be something"),
        (r#""""#, a::<Vec<i64>>, Not("value"), "nothing, where there must be something"),
        (r#"{"a": 1}"#, a::<Vec<i64>>, Not("value"), "the key would be lost"),
        (r#"{"0": 1, "total": 2}"#, a::<Vec<i64>>, Not("value"), "a count would become an item"),
        (r#"{"-1": 1}"#, a::<Vec<i64>>, Not("value"), "no list begins below 0"),
        (r#"{"": 1}"#, a::<Vec<i64>>, Not("value"), "no number"),
        ("[1, null]", a::<Vec<i64>>, Not("value[1]"), "left out, the items behind it would move"),
        (
            r#"[1, null, ""]"#,
            a::<Vec<Option<i64>>>,
            Is("[Some(1), None, None]"),
            "the spec says that items may be null",
        ),
        (r#"[1, "x"]"#, a::<Vec<Option<i64>>>, Not("value[1]"), "an item that is something must be the right thing"),
        (
            r#"{"a": null, "b": 0}"#,
            a::<Map<String, Option<i64>>>,
            Is(r#"{"a": None, "b": Some(0)}"#),
            "as items of lists",
        ),
        ("[1, null]", a::<Vec<Value>>, Is("[Number(1), Null]"), "any value may be null"),
        (r#"{"0": 1, "5": "x"}"#, a::<Vec<i64>>, Not("value.5"), "the place is that of the answer"),
        (r#"[{"3": "x"}]"#, a::<Vec<Vec<i64>>>, Not("value[0].3"), "lists in lists are lists too"),
        (r#"{"7": [1], "2": {"9": 2}}"#, a::<Vec<Vec<i64>>>, Is("[[1], [2]]"), "PHP keeps the order of insertion"),
        (r#""a""#, a::<Map<String, i64>>, Not("value"), "no map"),
        (r#"["x"]"#, a::<Map<String, i64>>, Not("value.0"), "a list is a map whose keys are its places"),
        (r#"{"a.b": "x"}"#, a::<Map<String, i64>>, Not("value[\"a.b\"]"), "not to be taken for `b` in `a`"),
        (r#"{"a\nb": "x"}"#, a::<Map<String, i64>>, Not("value[\"a\\nb\"]"), "a path stays on one line"),
        (r#"{"": "x"}"#, a::<Map<String, i64>>, Not("value[\"\"]"), "a key may be empty"),
        (r#"{"ключ": "x"}"#, a::<Map<String, i64>>, Not("value.ключ"), "letters are letters"),
        (r#"{"x": 1}"#, a::<Map<i64, i64>>, Not("value.x"), "the key is no number"),
        (r#"{"7": 1, "07": 2}"#, a::<Map<i64, i64>>, Not("value.07"), "of two values for one key one would be lost"),
        (r#"{"7": 1, "07": 2}"#, a::<Map<String, i64>>, Is(r#"{"7": 1, "07": 2}"#), "as texts they differ"),
    ]);
}

#[test]
fn structs_and_tuples() {
    check(&[
        (r#"["a"]"#, a::<Property>, Not("value"), "a list has no fields"),
        (r#""a""#, a::<Property>, Not("value"), "a text has no fields"),
        ("true", a::<Property>, Not("value"), "a flag has no fields"),
        ("null", a::<Property>, Not("value"), "nothing, where there must be something"),
        (r#"{"name": "a"}"#, a::<Property>, Not("value.Name"), "names differ by case: SORT and sort can be two"),
        (r#"{"Name": "a", "Required": 2}"#, a::<Property>, Not("value.Required"), "a count, no flag"),
        (r#"{"Name": "a", "Required": []}"#, a::<Property>, Not("value.Required"), "an empty list is no flag"),
        (
            r#"{"Name": null}"#,
            a::<LocalizedText>,
            Is(r#"Other(Object {"Name": Null})"#),
            "no form has null, and it is kept",
        ),
        (r#"["a", "b"]"#, a::<DocumentType>, Not("value"), "which place is missing?"),
        (r#"["a", "b", "c", "d"]"#, a::<DocumentType>, Not("value"), "the fourth would be lost"),
        (r#"["a", null, "c"]"#, a::<DocumentType>, Not("value[1]"), "nothing, where there must be something"),
        (r#"{"0": "a", "1": "b", "3": "c"}"#, a::<DocumentType>, Not("value"), "there is no third place"),
        (
            r#"{"2": "c", "0": "a", "1": "b"}"#,
            a::<DocumentType>,
            Is(r#"DocumentType { module: "a", entity: "b", document_type: "c" }"#),
            "PHP writes a list so that was not filled from first to last",
        ),
        (r#"["a.txt", "SGk="]"#, a::<File>, Is(r#"File("a.txt", 2 bytes)"#), "as it was sent"),
        (r#"["a.txt", "SGk=", 1]"#, a::<File>, Not("value"), "the third would be lost"),
        (r#"["a.txt", "no base64"]"#, a::<File>, Not("value"), "no content"),
        (r#"{"id": 5, "url": "…"}"#, a::<File>, Not("value"), "where a file can be had is not the file"),
    ]);
}

#[test]
fn days_and_moments() {
    check(&[
        (r#""2025-02-30""#, a::<Date>, Not("value"), "PHP would make 2 March of it"),
        (r#""2025-13-01""#, a::<Date>, Not("value"), "PHP would make a day of 2026 of it"),
        (r#""0000-00-00""#, a::<Date>, Not("value"), "no day"),
        (r#""29.01.2025""#, a::<Date>, Not("value"), "how the portal's settings write it; they differ"),
        (r#""01/02/2025""#, a::<Date>, Not("value"), "January to some, February to others"),
        (r#""20250129""#, a::<Date>, Not("value"), "may be a number"),
        (r#"" 2025-01-29""#, a::<Date>, Not("value"), "a blank is part of a text"),
        (r#""2025-01-29 ""#, a::<Date>, Not("value"), "a blank is part of a text"),
        (r#""+2025-01-29""#, a::<Date>, Not("value"), "nobody writes a year so"),
        (r#""2025-01-29T14:05:52+01:00""#, a::<Date>, Not("value"), "the time would be lost"),
        (r#""2025-01-29T00:00:00+01:00""#, a::<Date>, Not("value"), "elsewhere it is another day"),
        ("20250129", a::<Date>, Not("value"), "a number is no day"),
        (r#""2025-01-29T14:05:52""#, a::<DateTime>, Not("value"), "without an offset it is no moment"),
        (r#""2025-01-29""#, a::<DateTime>, Not("value"), "midnight would be made up"),
        (r#""2025-02-30T14:05:52+01:00""#, a::<DateTime>, Not("value"), "no day"),
        (r#""2025-01-29T25:00:00+01:00""#, a::<DateTime>, Not("value"), "no hour"),
        (r#""2025-01-29T14:05:52+99:00""#, a::<DateTime>, Not("value"), "no offset"),
        (r#"" 2025-01-29T14:05:52+0100""#, a::<DateTime>, Not("value"), "a blank is part of a text"),
        (r#""2025-01-29T14:05:52+01:00 ""#, a::<DateTime>, Not("value"), "a blank is part of a text"),
        ("1738148752", a::<DateTime>, Not("value"), "the spec names another type"),
        (r#""""#, a::<DateTime>, Not("value"), "nothing, where there must be something"),
        ("{}", a::<DateTime>, Not("value"), "nothing, where there must be something"),
    ]);
}

#[test]
fn something_is_not_taken_for_nothing() {
    check(&[
        ("0", a::<Option<i64>>, Is("Some(0)"), "zero is a number"),
        (r#""0""#, a::<Option<i64>>, Is("Some(0)"), "zero is a number, although PHP takes it for empty"),
        ("true", a::<Option<i64>>, Not("value"), "only `false` is nothing"),
        ("[]", a::<Option<i64>>, Not("value"), "no number is ever written so"),
        (r#"" ""#, a::<Option<i64>>, Not("value"), "a blank is part of a text"),
        ("false", a::<Option<bool>>, Is("Some(false)"), "no is a flag"),
        ("0", a::<Option<bool>>, Is("Some(false)"), "no is a flag"),
        ("[]", a::<Option<bool>>, Not("value"), "no flag is ever written so"),
        (r#""""#, a::<Option<String>>, Is("Some(\"\")"), "an empty text is a text"),
        (r#""0""#, a::<Option<String>>, Is("Some(\"0\")"), "a text, although PHP takes it for empty"),
        ("[]", a::<Option<String>>, Not("value"), "no text is ever written so"),
        ("[]", a::<Option<Vec<i64>>>, Is("Some([])"), "an empty list is a list"),
        ("[]", a::<Option<Map<String, i64>>>, Is("Some({})"), "an empty map is a map"),
        ("0", a::<Option<Date>>, Not("value"), "no day"),
        (r#"{"date": "2025-01-29"}"#, a::<Option<Date>>, Not("value"), "only an empty object is nothing"),
        (r#"["2025-01-29"]"#, a::<Option<DateTime>>, Not("value"), "only an empty list is nothing"),
        ("0", a::<Option<Timestamp>>, Is("Some(Timestamp(0))"), "the beginning of 1970"),
        ("null", a::<Option<Value>>, Is("Some(Null)"), "any value may be null"),
        ("0", a::<Option<UserId>>, Is("Some(UserId(0))"), "0 is what the server said, whatever it means by it"),
    ]);
}
