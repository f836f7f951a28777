//! What the inputs of a call are read as, and what is answered.

use bitrix24::api::ids::UserId;
use bitrix24::declare::{Inputs, Outputs, ReadError, sync};
use bitrix24::handler::{self, ActivityCall};
use bitrix24::{Map, Value, from_json, json, to_json};

use super::super::handler::{CALL, listen};
use super::super::help;
use super::{Algorithm, HANDLER, Input, Output, hash};

fn read(properties: Value) -> Result<Input, String> {
    let properties: Map<String, Value> = from_json(properties).unwrap();
    Input::read(&properties).map_err(|problem| problem.to_string())
}

/// The inputs that must be there, and others.
fn with(others: &Value) -> Value {
    let mut properties = json!({"text": "abc", "Algo": "sha", "readers": ["user_1"]});
    for (key, value) in others.as_object().unwrap() {
        properties[key] = value.clone();
    }
    properties
}

#[test]
fn values_are_read_as_the_portal_writes_them() {
    let input = read(json!({
        "text": ["abc"], "Algo": "Md5", "rounds": "7", "ratio": "1.50", "upper": "1", "tags": ["a", "", "b"],
        "readers": ["user_1", "2"], "also": "sha", "note": "two\nlines", "day": "2025-01-29T00:00:00+01:00",
        "moment": "2025-01-29T14:05:52+01:00", "where": "Street 1|;|",
    }));
    let expected = Input {
        text: "abc".to_owned(),
        algorithm: Algorithm::Md5,
        rounds: Some(7),
        ratio: Some(1.5),
        upper: Some(true),
        tags: vec!["a".to_owned(), "b".to_owned()],
        readers: vec![UserId::new(1), UserId::new(2)],
        also: vec![Algorithm::Sha256],
        note: Some("two\nlines".into()),
        day: Some("2025-01-29".parse().unwrap()),
        moment: Some("2025-01-29T14:05:52+01:00".parse().unwrap()),
        r#where: Some("Street 1|;|".to_owned()),
    };
    assert_eq!(input, Ok(expected));
}

#[test]
fn what_is_empty_is_nothing() {
    let nothing = read(with(&json!({}))).unwrap();
    assert_eq!((nothing.rounds, &nothing.note, &nothing.tags[..]), (None, &None, &[][..]));
    for empty in [json!(""), json!(null), json!([]), json!([""]), json!({})] {
        let keys = ["rounds", "ratio", "upper", "tags", "also", "note", "day", "moment", "where"];
        let all = keys.iter().map(|key| ((*key).to_owned(), empty.clone())).collect();
        assert_eq!(read(with(&Value::Object(all))).as_ref(), Ok(&nothing), "{empty}");
    }
}

#[test]
fn spellings_of_one_value() {
    let upper = |value: Value| read(with(&json!({"upper": value}))).unwrap().upper;
    for (value, flag) in [("Y", true), ("N", false), ("1", true), ("0", false), ("true", true), ("n", false)] {
        assert_eq!((upper(json!(value)), upper(json!([value]))), (Some(flag), Some(flag)), "{value}");
    }
    assert_eq!(upper(json!(false)), Some(false));
    let readers = |value: Value| read(with(&json!({"readers": value}))).unwrap().readers;
    for one in [json!("user_5"), json!("5"), json!(5), json!({"3": "user_5"})] {
        assert_eq!(readers(one.clone()), [UserId::new(5)], "{one}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let rows = [
        (json!({"text": ""}), "at `properties.text`: expected a value, found nothing"),
        (json!({"text": ["a", "b"]}), "at `properties.text`: expected one value, found a list of 2"),
        (json!({"Algo": "md5"}), "at `properties.Algo`: expected one of `Md5`, `sha`, found a text of 3 characters"),
        (json!({"rounds": "many"}), "at `properties.rounds`: expected a whole number, found a text of 4 characters"),
        (json!({"rounds": "1.5"}), "at `properties.rounds`: expected a whole number, found a text of 3 characters"),
        (json!({"upper": "maybe"}), "at `properties.upper`: expected yes or no, found a text of 5 characters"),
        (json!({"readers": []}), "at `properties.readers`: expected at least one value, found nothing"),
        (json!({"readers": ["user_1", "group_g1"]}), "at `properties.readers[1]`: expected a user such as `user_7`"),
        (json!({"readers": ["user_"]}), "at `properties.readers[0]`: expected a user such as `user_7`"),
        (json!({"also": ["sha", "", "x"]}), "at `properties.also[2]`: expected one of `Md5`, `sha`"),
        (json!({"day": "29.01.2025"}), "at `properties.day`: expected a day such as `2025-01-29`"),
        (json!({"day": "2025-01-29T14:05:52+01:00"}), "at `properties.day`: expected a day such as `2025-01-29`"),
        (json!({"tags": {"a": "b"}}), "at `properties.tags`: expected a list, found an object with 1 members"),
    ];
    for (properties, says) in rows {
        let problem = read(with(&properties)).unwrap_err();
        assert!(problem.starts_with(says), "{properties}: {problem}");
    }
    assert_eq!(read(json!({})).unwrap_err(), "at `properties.text`: expected a value, found nothing");
}

/// A call as the docs show it, with these inputs in place of its own.
fn call(code: &str, inputs: &str) -> ActivityCall {
    let form = CALL.replace("code=md5", &format!("code={code}")).replace("properties[inputString]=Hello", inputs);
    let call = handler::activity_call(None, form.as_bytes()).unwrap();
    call.verify("51856fefc120afa4b628cc82d3935cce").unwrap()
}

#[test]
fn a_call_of_the_docs_is_read_by_its_step_alone() {
    let inputs = "properties[text]=Hello&properties[Algo]=Md5&properties[readers][0]=user_1&properties[rounds]=";
    let hash = hash(HANDLER);
    let input = hash.read(&call("hash", inputs)).unwrap();
    assert_eq!((input.text.as_str(), input.rounds, input.readers.len()), ("Hello", None, 1));
    let other = hash.read(&call("md5", inputs)).unwrap_err();
    assert_eq!(other, ReadError::OtherStep { expected: "hash".to_owned(), found: "md5".to_owned() });
    assert_eq!(other.to_string(), "expected a call of `hash`, found one of `md5`");
    let problem = hash.read(&call("hash", "properties[text]=Hello")).unwrap_err();
    assert_eq!(problem.to_string(), "at `properties.Algo`: expected a value, found nothing");
}

#[tokio::test]
async fn a_workflow_gets_its_answer() {
    let (portal, client) = help::application().await;
    let (url, mut calls) = listen(&portal.application().application_token).await;
    let hash = hash(&url);
    sync(&client, [&hash]).await.unwrap();
    let inputs = json!({"text": "abc", "Algo": "sha", "readers": ["user_1", "user_2"], "upper": "Y", "rounds": ""});
    assert_eq!(portal.run_activity("hash", inputs).await.unwrap().status, 200);
    let call = calls.recv().await.unwrap().unwrap();
    let input = hash.read(&call).unwrap();
    assert_eq!((input.algorithm, input.readers.len(), input.upper), (Algorithm::Sha256, 2, Some(true)));

    let endless = Output { took: f64::INFINITY, ..Output::new("x") };
    let problem = hash.finish(&call, &endless).await.unwrap_err();
    assert_eq!(problem.invalid_request().map(|problem| problem.path()), Some("RETURN_VALUES.Took"), "{problem}");
    assert!(portal.sent_events().is_empty());

    let output = Output { file: Some(bitrix24::File::new("a.txt", "Hello")), ..Output::new("ba7816bf") };
    let expected = json!({
        "digest": "ba7816bf", "Took": 0.25, "done": "Y", "by": "user_7", "with": ["Md5", "sha"], "problem": "",
        "day": "2025-01-29", "file": ["a.txt", "SGVsbG8="],
    });
    assert_eq!(to_json(&output.values().unwrap()), expected);
    hash.finish(&call, &output).await.unwrap();
    assert_eq!(portal.sent_events()[0].values, expected);
}
