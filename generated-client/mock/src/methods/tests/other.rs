//! Methods without a behaviour of their own: set answers, the docs' examples, and what every portal has.

use serde_json::{Value, json};

use super::Portal;
use crate::call::{Success, Version};
use crate::methods::{answer_without_spec, example};

#[test]
fn a_method_answers_as_the_docs_do() {
    let mut portal = Portal::new();
    portal.caller.admin = true;
    let mut answered = 0;
    let api = crate::enforce::tests::api();
    for method in api.families().iter().flat_map(|family| &family.methods) {
        let Some(response) = method.examples.first().and_then(|example| example.response.clone()) else { continue };
        if method.wire_name.starts_with("bizproc.activity") || method.wire_name.starts_with("bizproc.robot") {
            continue;
        }
        let answer = example::answer(api, method);
        assert_eq!(answer, response, "{}", method.wire_name);
        answered += 1;
    }
    assert!(answered > 50, "{answered}");
    let sent = portal.result("bizproc.workflow.start", json!({"TEMPLATE_ID": 1, "DOCUMENT_ID": ["crm", "X", "Y_1"]}));
    assert!(sent.is_string(), "{sent}");
}

#[test]
fn without_an_example_the_smallest_value_comes() {
    let mut portal = Portal::new();
    assert_eq!(portal.result("rules.together", json!({})), json!([]));
    assert_eq!(portal.result("rules.exclusive", json!({})), json!(true));
    assert_eq!(portal.result("rules.one_of_groups", json!({"DIALOG_ID": "1"})), json!(0));
}

#[test]
fn an_answer_can_be_set() {
    let mut portal = Portal::new();
    portal.store.set_answer("Rules.Exclusive", json!({"any": 1}));
    assert_eq!(portal.result("rules.exclusive", json!([])), json!({"any": 1}));
    assert!(portal.call("rules.exclusive", json!({"before": 1, "after": 1})).is_err());
}

#[test]
fn every_portal_has_some_methods() {
    let mut portal = Portal::new();
    portal.store.set_answer("acme.ping", json!("pong"));
    let call = |name: &str, parameters: Value| {
        let Portal { api, store, caller } = &portal;
        let answer = answer_without_spec(store, api, name, Version::Rest2, caller, &parameters, 1_722_848_533.4);
        answer.map(|Success { result, .. }| result)
    };
    let result = |name: &str, parameters: Value| call(name, parameters).unwrap();
    assert_eq!(result("profile", json!([]))["ID"], "1");
    assert_eq!(result("Profile", json!([]))["ADMIN"], true);
    assert_eq!(result("user.current", json!([]))["ID"], "1");
    assert_eq!(result("user.admin", json!([])), json!(true));
    assert_eq!(result("server.time", json!([])), "2024-08-05T09:02:13+00:00");
    assert_eq!(result("app.info", json!([]))["CODE"], "app.one");
    assert!(result("scope", json!([])).as_array().unwrap().contains(&json!("bizproc")));
    assert!(result("methods", json!([])).as_array().unwrap().contains(&json!("bizproc.activity.log")));
    let only = result("methods", json!({"scope": "task"}));
    assert!(only.as_array().unwrap().iter().all(|name| name.as_str().unwrap().starts_with("task")), "{only}");
    let known = json!({"isExisting": true, "isAvailable": true});
    assert_eq!(result("method.get", json!({"name": "bizproc.robot.ADD"})), known);
    assert_eq!(result("method.get", json!({"name": "no.such"})), json!({"isExisting": false, "isAvailable": false}));
    assert_eq!(result("acme.ping", json!([])), "pong");
    assert_eq!(call("no.such", json!([])), None);
}

#[test]
fn a_caller_sees_the_methods_of_its_scopes() {
    let mut portal = Portal::new();
    portal.caller.scopes = ["crm".to_owned()].into();
    let Portal { api, store, caller } = &portal;
    let call = |name: &str, parameters: Value| {
        answer_without_spec(store, api, name, Version::Rest2, caller, &parameters, 0.0).unwrap().result
    };
    assert_eq!(call("scope", json!([])), json!(["crm"]));
    assert!(call("scope", json!({"full": true})).as_array().unwrap().len() > 3);
    let methods = call("methods", json!([]));
    assert!(methods.as_array().unwrap().contains(&json!("crm.deal.list")));
    assert!(!methods.as_array().unwrap().contains(&json!("bizproc.activity.log")));
    let hidden = json!({"isExisting": true, "isAvailable": false});
    assert_eq!(call("method.get", json!({"name": "bizproc.activity.log"})), hidden);
}
