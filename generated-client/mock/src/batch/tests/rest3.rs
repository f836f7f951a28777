use serde_json::{Value, json};

use super::super::rest3::run;
use super::echo;
use crate::call::{Failure, Success, Version};

fn ran(body: &Value) -> (Result<Value, (u16, String)>, Vec<Value>) {
    let mut calls = Vec::new();
    let unknown = |method: &str| if method == "none" { Err(Failure::new(404, "UNKNOWN", "")) } else { Ok(()) };
    let answer = run(body, unknown, |_, call| {
        assert_eq!(call.version, Version::Rest3);
        calls.push(call.parameters.clone());
        echo(&call)
    });
    (answer.map(|Success { result, .. }| result).map_err(|e| (e.status, e.code)), calls)
}

#[test]
fn results_come_as_a_list() {
    let (answer, calls) = ran(&json!([{"method": "value", "query": {"v": {"id": 1}}}, {"method": "list"}]));
    assert_eq!(answer, Ok(json!([{"id": 1}, [{"ID": "7"}, {"ID": 8}]])));
    assert_eq!(calls, [json!({"v": {"id": 1}}), json!([])]);
    assert_eq!(ran(&json!([])).0, Ok(json!([])));
}

#[test]
fn the_first_error_is_that_of_the_batch() {
    let (answer, calls) = ran(&json!([{"method": "m"}, {"method": "fail"}, {"method": "m"}]));
    assert_eq!(answer, Err((400, "CODE".to_owned())));
    assert_eq!(calls.len(), 2);
}

#[test]
fn nothing_runs_when_a_method_cannot() {
    let many = vec![json!({"method": "m"}); 51];
    for (body, status, code) in [
        (json!([{"method": "m"}, {"method": "none"}]), 404, "UNKNOWN"),
        (json!([{"method": "m"}, {"method": "batch"}]), 405, "ERROR_BATCH_METHOD_NOT_ALLOWED"),
        (json!([{"method": "m"}, {"query": {}}]), 400, "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION"),
        (json!([{"method": "m"}, "m?x=1"]), 400, "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION"),
        (json!({"cmd": {"a": "m?x=1"}}), 400, "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION"),
        (json!(many), 400, "ERROR_BATCH_LENGTH_EXCEEDED"),
    ] {
        assert_eq!(ran(&body), (Err((status, code.to_owned())), Vec::new()), "{body}");
    }
}

#[test]
fn earlier_results_are_taken_by_structure() {
    let with = |query: Value| ran(&json!([{"method": "list"}, {"method": "m", "query": query}])).1.pop();
    assert_eq!(
        with(json!({"id": {"$ref": "0.1.ID"}, "text": "$result[0]"})),
        Some(json!({"id": 8, "text": "$result[0]"}))
    );
    assert_eq!(with(json!({"all": [{"$ref": "0"}]})), Some(json!({"all": [[{"ID": "7"}, {"ID": 8}]]})));
    assert_eq!(with(json!({"ids": {"$refArray": "0.ID"}})), Some(json!({"ids": ["7", 8]})));
}

#[test]
fn a_reference_to_nothing_ends_the_batch() {
    for query in [
        json!({"$ref": "1"}),
        json!({"$ref": "0.2"}),
        json!({"$ref": "0.1.id"}),
        json!({"$ref": ""}),
        json!({"$ref": 0}),
        json!({"$refArray": "0"}),
        json!({"$refArray": "0.id"}),
        json!({"$refArray": "0.0.ID.x"}),
        json!({"$refArray": 1}),
    ] {
        let (answer, calls) = ran(&json!([{"method": "list"}, {"method": "m", "query": {"a": query}}]));
        assert_eq!(answer, Err((400, "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION".to_owned())), "{query}");
        assert_eq!(calls.len(), 1);
    }
}

#[test]
fn doubling_ends_in_an_error() {
    let mut body = vec![json!({"method": "value", "query": {"v": "x".repeat(1000)}})];
    body.extend(
        (0..40).map(|n| json!({"method": "value", "query": {"v": [{"$ref": n.to_string()}, {"$ref": n.to_string()}]}})),
    );
    let (answer, calls) = ran(&json!(body));
    assert_eq!(answer, Err((500, "INTERNAL_SERVER_ERROR".to_owned())));
    assert!(calls.len() < 20, "{}", calls.len());
}
