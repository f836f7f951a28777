mod hostile;
mod references;
mod rest3;

use serde_json::json;

use super::*;

/// Runs a batch in which every method answers with its own name and parameters, but for some:
/// `fail` fails, `list` has a page, `nothing` has null and false, `value` answers with its parameter `v`.
pub(super) fn echo(call: &Call) -> Executed {
    let outcome = match call.method.as_str() {
        "fail" => Err(Failure::new(400, "CODE", "text")),
        "list" => Ok(Success { result: json!([{"ID": "7"}, {"ID": 8}]), total: Some(70), next: Some(50) }),
        "nothing" => Ok(Success::of(json!({"x": null, "y": false}))),
        "value" => Ok(Success::of(call.parameters.get("v").cloned().unwrap_or_default())),
        _ => Ok(Success::of(json!({"method": call.method, "parameters": call.parameters}))),
    };
    Executed { outcome, time: json!({"operating": 0}) }
}

/// A text as it stands in a query.
pub(super) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The whole answer, and the methods that ran.
pub(super) fn ran(parameters: &Value) -> (Value, Vec<String>) {
    let mut methods = Vec::new();
    let answer = run(
        parameters,
        |method| method != "file",
        |_, call| {
            methods.push(call.method.clone());
            echo(&call)
        },
    );
    (answer.result, methods)
}

/// The parameters that the last command got.
pub(super) fn last(commands: &Value) -> Value {
    let mut parameters = Value::Null;
    run(
        &json!({"cmd": commands}),
        |_| true,
        |_, call| {
            parameters = call.parameters.clone();
            echo(&call)
        },
    );
    parameters
}

#[test]
fn each_kind_of_outcome_has_its_map() {
    let (answer, methods) = ran(&json!({"halt": 0, "cmd": {"a": "list", "b": "fail?x=1", "c": "m?x=1&y[]=2"}}));
    assert_eq!(methods, ["list", "fail", "m"]);
    assert_eq!(
        answer,
        json!({
            "result": {"a": [{"ID": "7"}, {"ID": 8}], "c": {"method": "m", "parameters": {"x": "1", "y": ["2"]}}},
            "result_error": {"b": {"error": "CODE", "error_description": "text"}},
            "result_total": {"a": 70},
            "result_next": {"a": 50},
            "result_time": {"a": {"operating": 0}, "c": {"operating": 0}},
        })
    );
}

#[test]
fn maps_that_are_empty_or_numbered_are_lists() {
    let (answer, _) = ran(&json!({"cmd": ["list", "value?v=x"]}));
    assert_eq!(answer["result"], json!([[{"ID": "7"}, {"ID": 8}], "x"]));
    assert_eq!((&answer["result_error"], &answer["result_total"]), (&json!([]), &json!([70])));
    let (answer, _) = ran(&json!({"cmd": ["fail", "value?v=x"]}));
    assert_eq!((&answer["result"], &answer["result_time"]), (&json!({"1": "x"}), &json!({"1": {"operating": 0}})));
    assert!(answer["result_error"].is_array());
}

#[test]
fn a_form_and_json_say_the_same() {
    let form = php::parse_query(b"HALT=0&cmd[a]=value%3Fv%3DJohn%2526Martin&Cmd[b]=value?v[x]=1%26y=2");
    let (answer, methods) = ran(&form);
    assert_eq!(methods, ["value"], "of two names that differ by case the last counts");
    assert_eq!(answer["result"], json!({"b": {"x": "1"}}));
    let (answer, _) = ran(&php::parse_query(b"cmd[0]=value%3Fv%3DJohn%2526Martin"));
    assert_eq!(answer["result"], json!(["John&Martin"]));
}

#[test]
fn a_command_is_a_text() {
    for command in ["m?x=1", "m?x=1#y=2", "m?x=1&"] {
        assert_eq!(last(&json!([command])), json!({"x": "1"}), "{command}");
    }
    for command in ["m", "m?", "m?&"] {
        assert_eq!(last(&json!([command])), json!([]), "{command}");
    }
    assert_eq!(last(&json!(["m?t=10:20?&u=a\nb"])), json!({"t": "10:20?", "u": "a_b"}));
    let (_, methods) = ran(&json!({"cmd": ["/m?x=1"]}));
    assert_eq!(methods, ["/m"], "a slash is a part of the name");
}

#[test]
fn what_is_no_command_is_skipped() {
    let (answer, methods) = ran(&json!({"cmd": [1, null, true, {}, ["m", {}], {"method": "m"}, "m"]}));
    assert_eq!(methods, ["m"]);
    assert_eq!(answer["result"], json!({"6": {"method": "m", "parameters": []}}));
    let empty = json!({"result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": []});
    for parameters in
        [json!([]), json!(["m"]), json!({"cmd": null}), json!({"cmd": "m"}), json!({"cmd": 1}), json!({"cmd": []})]
    {
        assert_eq!(ran(&parameters), (empty.clone(), Vec::new()), "{parameters}");
    }
}

#[test]
fn halt_is_true_as_php_sees_it() {
    let cases = [json!(1), json!("1"), json!(true), json!("Y"), json!("N"), json!("false"), json!([0])];
    for halt in cases {
        let (answer, methods) = ran(&json!({"halt": halt, "cmd": {"a": "m", "b": "fail", "c": "m"}}));
        assert_eq!(methods, ["m", "fail"], "{halt}");
        assert!(answer["result"].get("a").is_some() && answer["result_error"].get("b").is_some(), "{halt}");
    }
    for halt in [json!(0), json!("0"), json!(false), json!(""), json!(null), json!([])] {
        let (_, methods) = ran(&json!({"halt": halt, "cmd": {"a": "m", "b": "fail", "c": "m"}}));
        assert_eq!(methods, ["m", "fail", "m"], "{halt}");
    }
}

#[test]
fn commands_beyond_fifty_are_errors() {
    let commands = vec!["m"; 52];
    let (answer, methods) = ran(&json!({"cmd": commands}));
    assert_eq!(methods.len(), 50);
    let error = json!({"error": "ERROR_BATCH_LENGTH_EXCEEDED", "error_description": "Max batch length exceeded"});
    assert_eq!(answer["result_error"], json!({"50": error, "51": error}));
    let (answer, _) = ran(&json!({"halt": 1, "cmd": commands}));
    assert_eq!(answer["result_error"], json!({"50": error}));
}

#[test]
fn some_methods_may_not_be_batched() {
    let (answer, methods) = ran(&json!({"cmd": ["batch?cmd[]=m", "Batch", "download", "upload", "file", "m"]}));
    assert_eq!(methods, ["m"]);
    let error = json!({"error": "ERROR_BATCH_METHOD_NOT_ALLOWED", "error_description": "Method is not allowed for batch usage"});
    assert_eq!(answer["result_error"], json!([error, error, error, error, error]));
}
