//! Every answer that is none is an error that says of which call, with which status, and where in the JSON.

use std::time::Duration;

use bitrix24::api::bizproc::activity;
use bitrix24::json;
use bitrix24_mock::Fault;

use super::help;

/// A fault, what the error says of it, its status, and whether a call that was met by it may have run.
pub(super) fn faults() -> Vec<(Fault, &'static str, Option<u16>, bool)> {
    vec![
        (Fault::error(200, "SOME_CODE", "under 200"), "SOME_CODE: under 200", Some(200), false),
        (Fault::error(400, "SOME_CODE", ""), "SOME_CODE", Some(400), false),
        (Fault::error(500, "SOME_CODE", "broken"), "SOME_CODE: broken", Some(500), true),
        (Fault::error(400, "", ""), "(status 400)", Some(400), false),
        (Fault::system("INTERNAL_SERVER_ERROR"), "INTERNAL_SERVER_ERROR", Some(500), true),
        (Fault::html(502), "an HTML page", Some(502), true),
        (Fault::html(404), "an HTML page", Some(404), false),
        (Fault::html(200), "an HTML page", Some(200), true),
        (Fault::body(200, "text/plain", "Fatal error"), "not JSON", Some(200), true),
        (Fault::body(200, "application/json", "[1]"), "not an object", Some(200), true),
        (Fault::body(200, "application/json", "{}"), "neither `result` nor `error`", Some(200), true),
        (Fault::body(204, "application/json", ""), "empty", Some(204), true),
        (Fault::body(200, "application/json", r#"{"result": tru"#), "in the middle of its JSON", Some(200), true),
        (Fault::empty(), "empty", Some(200), true),
        (Fault::cut(), "the connection broke", None, true),
        (Fault::oversized(2_000_000), "larger than 1000000 bytes", Some(200), true),
        (Fault::wrong_types(), "`result`", Some(200), true),
        (Fault::reset(), "the connection broke", None, true),
        (Fault::hang(), "no answer within the time limit", None, true),
        (Fault::slow(1), "no answer within the time limit", None, true),
        (Fault::redirect("https://new.example"), "has moved", Some(302), false),
    ]
}

#[tokio::test]
async fn every_fault_is_an_error_that_names_the_call() {
    for (fault, says, status, may_have_run) in faults() {
        let (portal, client) = help::application().await;
        let client = client.with_attempts(1).with_timeout(Duration::from_millis(500)).with_max_answer(1_000_000);
        portal.fault(fault.clone());
        let error = activity::list(&client).send().await.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("bizproc.activity.list: ") && text.contains(says), "{fault:?}: {text}");
        assert_eq!((error.method(), error.attempts()), (Some("bizproc.activity.list"), 1), "{fault:?}");
        assert_eq!((error.status(), error.may_have_run()), (status, may_have_run), "{fault:?}: {text}");
        assert!(!text.contains('\n') && text.len() < 300, "one line: {text}");
        activity::list(&client).send().await.unwrap();
    }
}

#[tokio::test]
async fn every_fault_inside_of_a_batch_and_of_gathered_calls_too() {
    for (fault, says, status, may_have_run) in faults() {
        let (portal, client) = help::application().await;
        let client = client.with_attempts(1).with_timeout(Duration::from_millis(500)).with_max_answer(1_000_000);
        portal.fault(fault.clone());
        let mut batch = client.batch();
        let handles: Vec<_> = (0..2).map(|_| batch.add(activity::List::builder().build().unwrap()).unwrap()).collect();
        let mut answers = batch.send().await;
        for handle in handles {
            let error = answers.take(handle).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with("bizproc.activity.list: "), "{fault:?}: {text}");
            // Of a batch with a result of another type, all that can be said is that the commands are not in it.
            let says = if fault == Fault::wrong_types() { "does not mention" } else { says };
            let status = if fault == Fault::wrong_types() { None } else { status };
            assert!(text.contains(says), "{fault:?}: {text}");
            assert_eq!((error.status(), error.may_have_run()), (status, may_have_run), "{fault:?}: {text}");
        }
    }
}

#[tokio::test]
async fn a_result_that_is_not_what_the_spec_says_names_the_place() {
    let (portal, client) = help::application().await;
    portal.fault(Fault::body(200, "application/json", json!({"result": ["ok", {"a": 1}]}).to_string()));
    let error = activity::list(&client).send().await.unwrap_err();
    assert_eq!((error.decode_path(), error.status()), (Some("result[1]"), Some(200)), "{error}");
    assert_eq!(error.body(), Some(r#"{"result":["ok",{"a":1}]}"#));
}
