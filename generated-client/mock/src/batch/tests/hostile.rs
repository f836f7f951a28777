//! Commands that somebody means ill with: memory and depth are bounded, and nothing panics.

use serde_json::{Value, json};

use super::super::reference::DEPTH;
use super::super::run;
use super::{echo, encoded, ran};
use crate::php::tests::hostile::{Random, SOUP, any_byte, depth};

/// How many bytes of text there are in a value.
fn text_in(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(text_in).sum(),
        Value::Object(map) => map.values().map(text_in).sum(),
        _ => 0,
    }
}

/// How much text the parameters of each command that ran had, and the answer.
fn sizes(commands: &Value) -> (Vec<usize>, Value) {
    let mut sizes = Vec::new();
    let answer = run(
        &json!({"cmd": commands}),
        |_| true,
        |_, call| {
            sizes.push(text_in(&call.parameters));
            echo(&call)
        },
    );
    (sizes, answer.result)
}

#[test]
fn doubling_ends_in_an_error() {
    let mut commands = vec![format!("value?v={}", "x".repeat(1000))];
    commands.extend((0..15).map(|n| format!("value?v[]=$result[{n}]&v[]=$result[{n}]")));
    let (sizes, answer) = sizes(&json!(commands));
    assert!(sizes.iter().all(|size| *size <= 10 << 20), "{sizes:?}");
    assert!(sizes.iter().any(|size| *size > 1 << 20), "{sizes:?}");
    let errors = answer["result_error"].as_object().expect("errors");
    assert!(!errors.is_empty() && errors.values().all(|error| error["error"] == "INTERNAL_SERVER_ERROR"));
}

#[test]
fn texts_and_copies_are_bounded_for_the_whole_batch() {
    let big = "x".repeat(3 << 20);
    let mut commands = vec![json!(format!("value?v={big}"))];
    commands.extend((0..49).map(|_| json!("value?v=$result[0]+$result[0]+$result[0]")));
    let (sizes, answer) = sizes(&json!(commands));
    assert!(sizes.iter().sum::<usize>() <= 60 << 20, "{sizes:?}");
    assert!(answer["result_error"].as_object().is_some_and(|errors| errors.len() > 40));
}

#[test]
fn parameters_that_are_too_large_by_themselves_do_not_run() {
    let (sizes, answer) = sizes(&json!([format!("m?v={}", "x".repeat(11 << 20))]));
    assert!(sizes.is_empty());
    assert_eq!(answer["result_error"][0]["error"], "INTERNAL_SERVER_ERROR");
}

#[test]
fn nesting_is_bounded() {
    let mut commands = vec!["value?v=x".to_owned()];
    commands.extend((0..49).map(|n| format!("value?v{}=$result[{n}]", "[a]".repeat(60))));
    let mut deepest = 0;
    let answer = run(
        &json!({"cmd": commands}),
        |_| true,
        |_, call| {
            deepest = deepest.max(depth(&call.parameters));
            echo(&call)
        },
    );
    assert!(deepest > DEPTH / 2 && deepest <= DEPTH, "{deepest}");
    assert!(answer.result["result_error"].is_object());
}

#[test]
fn long_texts_of_references_are_read_once() {
    for piece in ["$result[a] ", "$result[a]", "$result[", "$", "$result", "[]", "$result[x][", "$time[a][operating] "]
    {
        let text = piece.repeat((1 << 18) / piece.len());
        let commands = json!({"a": "list", "b": format!("value?v={}", encoded(&text))});
        let (sizes, _) = sizes(&commands);
        assert!(sizes.iter().all(|size| *size <= 2 << 18), "{piece}: {sizes:?}");
        assert_eq!(sizes.len(), 2, "{piece}");
    }
}

#[test]
fn any_commands_give_an_answer() {
    for seed in 0..2000 {
        let mut random = Random::new(seed);
        let mut commands = Vec::new();
        for _ in 0..random.below(6) {
            let alphabet = if random.below(2) == 0 { SOUP.to_vec() } else { any_byte() };
            let length = random.below(30);
            let noise = String::from_utf8_lossy(&random.bytes(length, &alphabet)).into_owned();
            commands.push(match random.below(5) {
                0 => json!(noise),
                1 => json!(format!("value?v=$result[{}]{noise}", random.below(4))),
                2 => json!(format!("m?a={noise}$result[{}][method]", random.below(4))),
                3 => json!(format!("value?v[{0}]={0}", encoded(&noise))),
                _ => json!("fail?$"),
            });
        }
        let count = commands.len();
        let (answer, methods) = ran(&json!({"cmd": commands}));
        let size = |map: &str| {
            answer[map].as_array().map_or_else(|| answer[map].as_object().map_or(0, |map| map.len()), Vec::len)
        };
        assert_eq!(size("result") + size("result_error"), count, "seed {seed}");
        assert!(methods.len() <= count, "seed {seed}");
    }
}
