//! A step of a workflow: what its handler gets, and what comes of its token.

use serde_json::{Value, json};

use super::{Portal, installation, with};
use crate::call::Failure;
use crate::error::RunError;
use crate::methods::run::Run;

fn run() -> Run {
    Run {
        workflow: Some("55c1dc1c3f0d75.78875596".to_owned()),
        document_id: ["crm", "CCrmDocumentDeal", "DEAL_1"].map(str::to_owned),
        document_type: ["crm", "CCrmDocumentDeal", "DEAL"].map(str::to_owned),
        timeout: 60,
        auth: vec![("access_token".to_owned(), "secret".to_owned()), ("user_id".to_owned(), "1".to_owned())],
    }
}

/// A portal where an action waits, and the token.
fn waiting(more: &Value) -> (Portal, String) {
    let mut portal = Portal::new();
    portal.result("bizproc.activity.add", with(installation("md5"), more));
    let posted = portal.store.run("app.one", "md5", &json!({}), &run(), 1_700_000_000.5).unwrap();
    (portal, posted.token)
}

#[test]
fn the_handler_gets_what_the_server_posts() {
    let mut portal = Portal::new();
    portal.result("bizproc.activity.add", with(installation("md5"), &json!({"AUTH_USER_ID": "7"})));
    let properties = json!({"text": "a", "many": ["x", "y"], "flag": true, "none": null});
    let posted = portal.store.run("app.one", "md5", &properties, &run(), 1_700_000_000.5).unwrap();
    assert_eq!(posted.url, "https://app.example.com/handler");
    assert_eq!(posted.token, "55c1dc1c3f0d75.78875596|A51601");
    let form: Vec<(&str, &str)> = posted.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("workflow_id", "55c1dc1c3f0d75.78875596"),
        ("code", "md5"),
        ("document_id[0]", "crm"),
        ("document_id[1]", "CCrmDocumentDeal"),
        ("document_id[2]", "DEAL_1"),
        ("document_type[0]", "crm"),
        ("document_type[1]", "CCrmDocumentDeal"),
        ("document_type[2]", "DEAL"),
        ("event_token", "55c1dc1c3f0d75.78875596|A51601"),
        ("properties[text]", "a"),
        ("properties[many][0]", "x"),
        ("properties[many][1]", "y"),
        ("properties[flag]", "1"),
        ("use_subscription", "Y"),
        ("timeout_duration", "60"),
        ("ts", "1700000000"),
        ("auth[access_token]", "secret"),
        ("auth[user_id]", "1"),
    ];
    assert_eq!(form, expected);
    assert_eq!(portal.store.auth_user("app.one", "md5"), Ok(Some(7)));
}

#[test]
fn only_what_is_installed_can_be_run() {
    let mut portal = Portal::new();
    portal.result("bizproc.robot.add", installation("sms"));
    let error = RunError::NotInstalled { application: "app.two".to_owned(), code: "sms".to_owned() };
    assert_eq!(portal.store.run("app.two", "sms", &json!({}), &run(), 0.0), Err(error.clone()));
    assert_eq!(error.to_string(), "the application `app.two` has no action or rule `sms`");
    assert_eq!(portal.store.run("app.one", "sms", &json!("text"), &run(), 0.0), Err(RunError::NoObject));
}

#[test]
fn a_workflow_without_a_name_gets_one_and_no_two_tokens_are_alike() {
    let mut portal = Portal::new();
    portal.result("bizproc.robot.add", installation("sms"));
    let run = Run { workflow: None, ..run() };
    let mut tokens: Vec<String> = Vec::new();
    for _ in 0..20 {
        let posted = portal.store.run("app.one", "sms", &json!([]), &run, 1_438_768_156.25).unwrap();
        let (workflow, step) = posted.token.split_once('|').unwrap();
        let (start, tail) = workflow.split_once('.').unwrap();
        assert!(start.starts_with("55c1dc1c") && tail.len() == 8 && step.starts_with('A'), "{}", posted.token);
        assert!(!tokens.contains(&posted.token));
        assert_eq!(portal.result("bizproc.event.send", json!({"EVENT_TOKEN": posted.token})), json!(true));
        tokens.push(posted.token);
    }
}

#[test]
fn a_line_is_recorded_with_who_and_when() {
    let (mut portal, token) = waiting(&json!({}));
    portal.caller.application = None;
    portal.caller.admin = false;
    assert_eq!(
        portal.result("bizproc.activity.log", json!({"event_token": token, "log_message": "Wait"})),
        json!(true)
    );
    let [line] = portal.store.lines() else { panic!("{:?}", portal.store.lines()) };
    assert_eq!((line.event_token.as_str(), line.text.as_str(), line.at), (token.as_str(), "Wait", 1_700_000_000.5));
    assert_eq!(line.caller, portal.caller);
}

#[test]
fn a_line_is_refused_in_the_servers_order() {
    let (mut portal, token) = waiting(&json!({}));
    let log = |token: &str, text: &str| json!({"EVENT_TOKEN": token, "LOG_MESSAGE": text});
    let process = Failure::new(400, "ERROR_PROCESS", "The workflow is stuck");
    assert!(portal.store.fail_token(&token, process));
    for bad in ["", "no token", "|A51601", "55c1dc1c3f0d75.78875596|", "55c1dc1c3f0d75.78875596|A1"] {
        portal.assert_refused("bizproc.activity.log", log(bad, ""), "ACCESS_DENIED", "Access denied!", 400);
    }
    portal.assert_refused("bizproc.activity.log", json!({}), "ACCESS_DENIED", "Access denied!", 400);
    let empty = ("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!");
    portal.assert_refused("bizproc.activity.log", log(&token, ""), empty.0, empty.1, 400);
    portal.assert_refused("bizproc.activity.log", json!({"EVENT_TOKEN": token}), empty.0, empty.1, 400);
    portal.assert_refused("bizproc.activity.log", log(&token, "x"), "ERROR_PROCESS", "The workflow is stuck", 400);
    assert!(portal.store.end(&token));
    portal.assert_refused("bizproc.activity.log", log(&token, ""), "ACCESS_DENIED", "Access denied!", 400);
    assert!(!portal.store.end(&token) && !portal.store.fail_token("other", Failure::new(400, "", "")));
    assert_eq!(portal.store.lines(), []);
}

#[test]
fn an_answer_ends_the_wait() {
    let (mut portal, token) = waiting(&json!({}));
    portal.assert_refused("bizproc.event.send", json!({}), "ACCESS_DENIED", "Access denied!", 403);
    let values = json!({"outputString": "846c", "list": [1, 2]});
    let answer = json!({"EVENT_TOKEN": token, "RETURN_VALUES": values, "LOG_MESSAGE": "Made"});
    assert_eq!(portal.result("bizproc.event.send", answer.clone()), json!(true));
    portal.assert_refused("bizproc.event.send", answer, "ACCESS_DENIED", "Access denied!", 403);
    let log = json!({"EVENT_TOKEN": token, "LOG_MESSAGE": "Late"});
    portal.assert_refused("bizproc.activity.log", log, "ACCESS_DENIED", "Access denied!", 400);
    let [sent] = portal.store.sent() else { panic!("{:?}", portal.store.sent()) };
    assert_eq!((&sent.values, sent.at, &sent.caller), (&values, 1_700_000_000.5, &portal.caller));
    let texts: Vec<&str> = portal.store.lines().iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Made"]);
}

#[test]
fn a_workflow_that_does_not_wait_listens_to_nobody() {
    let mut portal = Portal::new();
    portal.result("bizproc.activity.add", with(installation("md5"), &json!({"USE_SUBSCRIPTION": "N"})));
    let posted = portal.store.run("app.one", "md5", &json!({}), &run(), 0.0).unwrap();
    assert!(posted.form.contains(&("use_subscription".to_owned(), "N".to_owned())));
    let parameters = json!({"EVENT_TOKEN": posted.token, "LOG_MESSAGE": "x"});
    portal.assert_refused("bizproc.activity.log", parameters.clone(), "ACCESS_DENIED", "Access denied!", 400);
    portal.assert_refused("bizproc.event.send", parameters, "ACCESS_DENIED", "Access denied!", 403);
}
