//! Input that somebody means ill with, and input that nobody thought of. The seeds are fixed, so every run is the same.

use serde_json::Value;

use super::super::{from_json, parse_query};

/// Numbers from a seed: xorshift, which is enough to shuffle bytes and needs no crate.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.0 % bound).unwrap_or_default()
    }

    pub(crate) fn bytes(&mut self, length: usize, alphabet: &[u8]) -> Vec<u8> {
        (0..length).map(|_| alphabet.get(self.below(alphabet.len())).copied().unwrap_or_default()).collect()
    }
}

pub(crate) const SOUP: &[u8] = b"[[[[]]]]ab01-&&==%%+.  \0\xff$";

pub(crate) fn any_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// How many levels of arrays there are.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or_default(),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// How many values there are.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(count).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

#[test]
fn any_bytes_give_arrays_no_larger_than_they_are() {
    for seed in 0..2000 {
        let mut random = Random::new(seed);
        let length = random.below(400);
        let any = any_byte();
        let bytes = random.bytes(length, if seed % 4 == 0 { &any } else { SOUP });
        let value = parse_query(&bytes);
        assert!(matches!(value, Value::Array(_) | Value::Object(_)), "seed {seed}");
        assert!(count(&value) <= bytes.len() + 1, "seed {seed}");
        assert!(depth(&value) <= 65, "seed {seed}");
        assert_eq!(from_json(value.clone()), value, "seed {seed}: what was read is in its final form");
    }
}

#[test]
fn nesting_ends_at_64_and_takes_the_whole_variable_with_it() {
    let name = format!("a{}", "[x]".repeat(64));
    assert_eq!(depth(&parse_query(name.as_bytes())), 65);
    let query = format!("k=1&a[q]=7&a{}=1&z=2", "[x]".repeat(65));
    assert_eq!(parse_query(query.as_bytes()).to_string(), r#"{"k":"1","z":"2"}"#);
    for brackets in ["[x]", "[]", "[", "]", "[[]"] {
        let query = format!("a{}=1", brackets.repeat(10_000));
        assert!(depth(&parse_query(query.as_bytes())) <= 65, "{brackets}");
    }
}

#[test]
fn variables_end_at_ten_thousand() {
    let query = "a[]=1&".repeat(12_000) + "b=2";
    assert_eq!(count(&parse_query(query.as_bytes())), 10_002);
}

#[test]
fn a_megabyte_of_brackets_is_one_name() {
    let value = parse_query(format!("a{}=1", "[".repeat(1 << 20)).as_bytes());
    let name = value.as_object().and_then(|map| map.keys().next().cloned()).unwrap_or_default();
    assert_eq!((name.len(), count(&value)), ((1 << 20) + 1, 2));
}

#[test]
fn removed_variables_leave_the_others_in_order() {
    let deep = "[x]".repeat(65);
    let query: Vec<_> = (0..3000).map(|n| format!("a{n}=1&b{n}=2&a{n}{deep}=3")).collect();
    let value = parse_query(query.join("&").as_bytes());
    let map = value.as_object().expect("an object");
    assert_eq!(map.len(), 3000);
    assert!(map.keys().enumerate().all(|(n, key)| *key == format!("b{n}")));
}
