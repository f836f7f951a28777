//! One call for each way to keep or break a rule between parameters.

use serde_json::json;

use super::{administrator, api, call, method};
use crate::call::Caller;
use crate::enforce::{names, problems};

#[test]
fn every_rule_is_kept() {
    let api = api();
    // (method, what is sent, the parameter that is missing or too much; none if the call is complete)
    let table = [
        ("at_least_one", json!({}), Some("A")),
        ("at_least_one", json!({"B": [1]}), None),
        ("at_least_one", json!({"C": {"from": "2025-01-01"}}), Some("C")),
        ("at_least_one", json!({"C": {"from": "2025-01-01", "to": "2025-01-02"}}), None),
        ("at_least_one", json!({"C": {"from": "2025-01-01", "to": "2025-01-02", "days": 1}}), Some("C")),
        ("at_least_one", json!({"C": {"days": 0}}), Some("C")),
        ("exactly_one", json!({"TITLE": "t"}), Some("CHAT_ID")),
        ("exactly_one", json!({"TITLE": "t", "CHAT_ID": 1, "DIALOG_ID": "1"}), Some("DIALOG_ID")),
        ("exactly_one", json!({"TITLE": "t", "DIALOG_ID": "1"}), None),
        ("exclusive", json!({}), None),
        ("exclusive", json!({"before": 1, "after": "2"}), Some("after")),
        ("together", json!([]), None),
        ("together", json!({"LAST_TYPE": 1}), Some("LAST_ID")),
        ("together", json!({"LAST_ID": 1}), Some("LAST_TYPE")),
        ("together", json!({"LAST_ID": 1, "LAST_TYPE": 1}), None),
        ("one_of_groups", json!({}), Some("DIALOG_ID")),
        ("one_of_groups", json!({"FROM_USER_ID": 1}), Some("DIALOG_ID")),
        ("one_of_groups", json!({"FROM_USER_ID": 1, "TO_USER_ID": 2}), None),
        ("required_if_enum", json!({}), None),
        ("required_if_enum", json!({"eventMode": "fetch"}), None),
        ("required_if_enum", json!({"eventMode": "both"}), Some("webhookUrl")),
        ("required_if_enum", json!({"eventMode": "webhook", "webhookUrl": "u"}), None),
        // A value that the spec does not list passes, and no rule is about it.
        ("required_if_enum", json!({"eventMode": "new"}), None),
        ("required_if_required_flag", json!({"webhookUrl": "u"}), Some("eventMode")),
        ("required_if_required_flag", json!({"eventMode": "webhook"}), Some("webhookUrl")),
        ("required_if_default", json!({}), Some("title")),
        ("required_if_default", json!({"hidden": "0"}), Some("title")),
        ("required_if_default", json!({"hidden": true}), None),
        ("required_unless_value", json!({}), Some("USER_ID")),
        ("required_unless_value", json!({"COMMON": "N"}), Some("USER_ID")),
        ("required_unless_value", json!({"COMMON": "Y"}), None),
        ("required_with", json!({"TAG": "t"}), Some("CLIENT_ID")),
        ("required_with", json!({"CLIENT_ID": "c"}), None),
        ("required_without", json!({}), Some("code")),
        ("required_without", json!({"botId": 1}), None),
        ("collapsed", json!({"CODE": "c"}), None),
        ("collapsed", json!({"CODE": "c", "USE_SETUP": "Y"}), Some("SETUP_URL")),
        ("collapsed", json!({"CODE": "c", "USE_SETUP": "N"}), None),
        ("collapsed", json!({"CODE": "c", "USE_SETUP": "Y", "SETUP_URL": "u"}), None),
        ("collapsed", json!({"CODE": "c", "MODE": "webhook", "MODE_URL": "http:"}), Some("MODE_URL")),
        ("collapsed", json!({"CODE": "c", "MODE": "fetch"}), None),
        ("required_if_together", json!({"A": "a", "B": "b"}), Some("C")),
        ("chained", json!({"A": "a", "B": "b"}), Some("C")),
        ("several", json!({"A": "a", "C": "c"}), Some("D")),
        ("several", json!({"B": "b", "C": "c", "D": "d"}), Some("C")),
    ];
    for (name, parameters, wrong) in table {
        let method = method(api, &format!("rules.{name}"));
        let spelled = names::spell(api, method, parameters.clone());
        let found = problems(api, method, &administrator(api), &spelled);
        let first = found.first().map(|problem| problem.parameter().to_owned());
        assert_eq!(first.as_deref(), wrong, "{name} {parameters}: {found:?}");
    }
}

#[test]
fn a_webhook_and_an_application_are_asked_for_different_things() {
    let api = api();
    let method = method(api, "rules.required_by_webhook");
    let application = administrator(api);
    let webhook = Caller { application: None, ..application.clone() };
    assert!(call(api, method, &application, json!({"text": "t"})).is_ok());
    assert!(call(api, method, &webhook, json!({"text": "t"})).is_err());
    assert!(call(api, method, &webhook, json!({"text": "t", "botToken": "b"})).is_ok());
}
