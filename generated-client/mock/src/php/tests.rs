//! The expected values were printed by PHP 8.2 (`parse_str`, `json_encode`, casts).

pub(crate) mod hostile;

use serde_json::{Value, json};

use super::*;

fn query(text: &str) -> String {
    parse_query(text.as_bytes()).to_string()
}

#[test]
fn a_query_is_read_as_php_reads_it() {
    for (text, expected) in [
        ("", "[]"),
        ("a", r#"{"a":""}"#),
        ("=1", "[]"),
        ("a=1&a=2", r#"{"a":"2"}"#),
        ("&&a=1&&", r#"{"a":"1"}"#),
        ("a;b=1", r#"{"a;b":"1"}"#),
        ("a=b=c", r#"{"a":"b=c"}"#),
        ("a+b=c+d", r#"{"a_b":"c d"}"#),
        ("a=%zz%2", r#"{"a":"%zz%2"}"#),
        ("a[b][c]=1", r#"{"a":{"b":{"c":"1"}}}"#),
        ("a%5Bb%5D=1", r#"{"a":{"b":"1"}}"#),
        ("0=x&1=y", r#"["x","y"]"#),
        ("1=x&0=y", r#"{"1":"x","0":"y"}"#),
        ("x[a]=1&x[a][]=2&x[a][]=3&x[z]=4", r#"{"x":{"a":["2","3"],"z":"4"}}"#),
        ("a=1&a[b]=2", r#"{"a":{"b":"2"}}"#),
        ("a[b][c]=1&a[b]=2", r#"{"a":{"b":"2"}}"#),
    ] {
        assert_eq!(query(text), expected, "{text:?}");
    }
}

#[test]
fn indexes_follow_the_largest_one() {
    for (text, expected) in [
        ("a[]=1&a[]=2", r#"{"a":["1","2"]}"#),
        ("a[0]=1&a[1]=2", r#"{"a":["1","2"]}"#),
        ("a[1]=1&a[0]=2", r#"{"a":{"1":"1","0":"2"}}"#),
        ("a[5]=x&a[]=y", r#"{"a":{"5":"x","6":"y"}}"#),
        ("a[-5]=x&a[]=y", r#"{"a":{"-5":"x","-4":"y"}}"#),
        ("a[07]=x&a[7]=y", r#"{"a":{"07":"x","7":"y"}}"#),
        ("a[-0]=1&a[]=2", r#"{"a":{"-0":"1","0":"2"}}"#),
        ("a[9223372036854775807]=x&a[]=y&a[]=z", r#"{"a":{"9223372036854775807":"x"}}"#),
        ("a[9223372036854775807]=x&a[][b]=y", r#"{"a":{"9223372036854775807":"x"}}"#),
        ("a[-9223372036854775808]=1&a[]=2", r#"{"a":{"-9223372036854775808":"1","-9223372036854775807":"2"}}"#),
        ("a[9223372036854775808]=1&a[]=2", r#"{"a":{"9223372036854775808":"1","0":"2"}}"#),
    ] {
        assert_eq!(query(text), expected, "{text:?}");
    }
}

#[test]
fn odd_names_are_mangled_as_php_mangles_them() {
    for (text, expected) in [
        ("a[b=1", r#"{"a_b":"1"}"#),
        ("a[b.c d[e=1", r#"{"a_b_c_d_e":"1"}"#),
        ("a[[[[[=1", r#"{"a_____":"1"}"#),
        ("a[b][c=1", r#"{"a":{"b":"1"}}"#),
        ("a[][c=1", r#"{"a":["1"]}"#),
        ("a.b c=1", r#"{"a_b_c":"1"}"#),
        ("a.b[c.d]=1", r#"{"a_b":{"c.d":"1"}}"#),
        ("...=1", r#"{"___":"1"}"#),
        (" a=1", r#"{"a":"1"}"#),
        (" =1", "[]"),
        ("[a]=1", "[]"),
        ("[=1", "[]"),
        ("]=1", r#"{"]":"1"}"#),
        ("a]b[c]=1", r#"{"a]b":{"c":"1"}}"#),
        ("a[]]=1", r#"{"a":["1"]}"#),
        ("a[[b]]=1", r#"{"a":{"[b":"1"}}"#),
        ("a[b[c]=1", r#"{"a":{"b[c":"1"}}"#),
        ("a[b]c[d]=1", r#"{"a":{"b":"1"}}"#),
        ("a[ ]=1&a[\t]=2&a[\x0b]=3", r#"{"a":["1","2","3"]}"#),
        ("a[ b]=1", r#"{"a":{" b":"1"}}"#),
        ("a[%20%20]=1", r#"{"a":{"  ":"1"}}"#),
        ("a[ =1", r#"{"a__":"1"}"#),
        ("a%00b=1", r#"{"a":"1"}"#),
        ("a%00[b]=1", r#"{"a":"1"}"#),
        ("a[b%00c]=1", r#"{"a_b":"1"}"#),
        ("a[b\0]=2&c=3", r#"{"a_b":""}"#),
    ] {
        assert_eq!(query(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_utf8_is_marked() {
    assert_eq!(parse_query(b"a=%ff&%c3[\xfe]=%D0%B9"), json!({"a": "\u{fffd}", "\u{fffd}": {"\u{fffd}": "й"}}));
}

#[test]
fn json_objects_become_arrays() {
    for (text, expected) in [
        ("{}", "[]"),
        ("[[],{}]", "[[],[]]"),
        (r#"{"0":1,"1":{"a":{}}}"#, r#"[1,{"a":[]}]"#),
        (r#"{"1":1,"0":2}"#, r#"{"1":1,"0":2}"#),
        (r#"{"":1}"#, r#"{"":1}"#),
        (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9.223372036854776e+18"),
    ] {
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(from_json(value).to_string(), expected, "{text}");
    }
}

#[test]
fn json_is_not_read_without_end() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    assert!(serde_json::from_str::<Value>(&deep).is_err());
}

#[test]
fn scalars_have_a_text() {
    for (value, expected) in [
        (json!(null), ""),
        (json!(false), ""),
        (json!(true), "1"),
        (json!("x"), "x"),
        (json!(-7), "-7"),
        (json!(1.0), "1"),
        (json!(0.1 + 0.2), "0.3"),
        (json!(1e13), "10000000000000"),
        (json!(1e14), "1.0E+14"),
        (json!(123_456_789_012_345.0), "1.2345678901234E+14"),
        (json!(99_999_999_999_999.9), "1.0E+14"),
        (json!(1e25), "1.0E+25"),
        (json!(-1e100), "-1.0E+100"),
        (json!(1e-4), "0.0001"),
        (json!(1e-5), "1.0E-5"),
        (json!(1.5e-7), "1.5E-7"),
        (json!(0.000_123_456_789_012_345_67), "0.00012345678901235"),
        (json!(123_456_789.123_456_78), "123456789.12346"),
        (json!(-0.0), "-0"),
        (json!(u64::MAX), "1.844674407371E+19"),
    ] {
        assert_eq!(text(&value).as_deref(), Some(expected), "{value}");
    }
    assert_eq!(text(&json!([])), None);
    assert_eq!(text(&json!({"a": 1})), None);
}

#[test]
fn truth_is_php_s() {
    for value in
        [json!(""), json!("0"), json!(0), json!(0.0), json!(-0.0), json!([]), json!({}), json!(null), json!(false)]
    {
        assert!(!is_true(&value), "{value}");
    }
    for value in
        [json!("0.0"), json!(" "), json!("false"), json!("N"), json!("00"), json!(0.1), json!([0]), json!(true)]
    {
        assert!(is_true(&value), "{value}");
    }
}
