//! A call means the same alone, as JSON, and in a batch, as a query: random parameters, sent both ways.

use arbitrary::{Arbitrary, Result, Unstructured};
use bitrix24::{Value, json};

use super::help;

/// What PHP makes of a value in a query: texts, and an empty text for nothing.
fn as_texts(value: &Value) -> Value {
    match value {
        Value::Null => json!(""),
        Value::Bool(flag) => json!(if *flag { "1" } else { "0" }),
        Value::Number(number) => json!(number.to_string()),
        Value::String(text) => json!(text),
        Value::Array(items) if items.is_empty() => json!(""),
        Value::Object(members) if members.is_empty() => json!(""),
        Value::Array(items) => items.iter().map(as_texts).collect(),
        Value::Object(members) => {
            let members: serde_json::Map<String, Value> =
                members.iter().map(|(key, item)| (key.clone(), as_texts(item))).collect();
            Value::Object(members)
        }
    }
}

const KEYS: [&str; 16] = [
    "ID", "0", "1", "a", ">=DATE", "!ID", "%TITLE", "@x", "ü€", "a&b=c", "a+b", "a%5B", "a#b", "a/b?c", "$result", "-7",
];
const ODD_KEYS: [&str; 6] = ["", "a.b", "a b", "a[b]", "[", "nul\0"];
const TEXTS: [&str; 12] = [
    "",
    "0",
    "false",
    "Y",
    "null",
    "a b+c&d=e%20",
    "[x]",
    "$result[a][b]",
    "§ürümçä 😀",
    "line\nbreak\ttab",
    "\u{0}",
    "  ",
];

fn value(random: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let kind = random.int_in_range(0..=if depth < 4 { 9 } else { 6 })?;
    Ok(match kind {
        0 => Value::Null,
        1 => json!(bool::arbitrary(random)?),
        2 => json!(i64::arbitrary(random)?),
        3 => json!(f64::from(i32::arbitrary(random)?) / 16.0),
        4 => json!(random.choose(&TEXTS)?),
        5 => json!([]),
        6 => json!({}),
        7 => list(random, depth)?,
        _ => object(random, depth)?,
    })
}

fn list(random: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let length = random.int_in_range(0..=3)?;
    (0..length).map(|_| value(random, depth + 1)).collect()
}

fn object(random: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let mut members = serde_json::Map::new();
    for _ in 0..random.int_in_range(0..=4)? {
        let odd = random.ratio(1, 40)?;
        let key = if odd { *random.choose(&ODD_KEYS)? } else { *random.choose(&KEYS)? };
        members.insert(key.to_owned(), value(random, depth + 1)?);
    }
    Ok(Value::Object(members))
}

/// Random parameters, the same in each run.
fn parameters(seed: u64) -> Value {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .take(128)
    .flatten()
    .collect();
    object(&mut Unstructured::new(&bytes), 0).unwrap()
}

/// Whether PHP reads these keys as they are.
fn is_plain(value: &Value, top: bool) -> bool {
    let bad: &[char] = if top { &['[', ']', '\0', '.', ' '] } else { &['[', ']', '\0'] };
    match value {
        Value::Array(items) => items.iter().all(|item| is_plain(item, false)),
        Value::Object(members) => {
            members.iter().all(|(key, item)| !key.is_empty() && !key.contains(bad) && is_plain(item, false))
        }
        _ => true,
    }
}

#[tokio::test]
async fn alone_and_in_a_batch() {
    let (portal, client) = help::webhook().await;
    let (mut compared, mut refused) = (0, 0);
    for seed in 0..600 {
        let parameters = parameters(seed);
        let members = parameters.as_object().unwrap();
        let call = || members.iter().fold(client.raw("acme.add"), |call, (key, value)| call.param(key, value));
        let mut batch = client.batch();
        let added = batch.add(call().build().unwrap());
        assert_eq!(added.is_ok(), is_plain(&parameters, true), "{seed}: {parameters}");
        let Ok(handle) = added else {
            refused += 1;
            continue;
        };
        portal.clear_record();
        call().send().await.unwrap();
        batch.send().await.take(handle).unwrap();
        let executed = portal.executed();
        let [alone, batched] = executed.as_slice() else { panic!("{seed}: {executed:?}") };
        assert_eq!(as_texts(&alone.parameters), as_texts(&batched.parameters), "{seed}: {parameters}");
        compared += usize::from(!members.is_empty());
    }
    assert!(compared > 300 && refused > 20, "{compared} {refused}");
}
