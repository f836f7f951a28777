//! Actions and rules: every row of the docs' tables of errors, and what the portal remembers.

use serde_json::{Value, json};

use super::{Portal, installation, with};
use crate::call::Caller;

const INVALID: &str = "ERROR_ACTIVITY_VALIDATION_FAILURE";
const FAMILIES: [&str; 2] = ["bizproc.activity", "bizproc.robot"];

#[test]
fn who_may_not_manage_is_refused_by_each_method() {
    for method in
        FAMILIES.iter().flat_map(|family| ["add", "update", "list", "delete"].map(|key| format!("{family}.{key}")))
    {
        let mut portal = Portal::new();
        let own = portal.caller.clone();
        portal.caller = Caller { application: None, admin: false, ..own.clone() };
        portal.assert_refused(&method, json!({}), "ACCESS_DENIED", "Application context required", 400);
        portal.caller = Caller { admin: false, ..own };
        portal.assert_refused(&method, json!({}), "ACCESS_DENIED", "Access denied!", 400);
    }
}

/// Each mistake of an installation, in the order in which the server looks for them: of two, the first is told.
fn mistakes() -> Vec<(Value, &'static str, &'static str)> {
    vec![
        (json!({"CODE": null}), INVALID, "Empty activity code!"),
        (json!({"CODE": ""}), INVALID, "Empty activity code!"),
        (json!({"CODE": "a b"}), INVALID, "Wrong activity code!"),
        (json!({"HANDLER": null}), "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        (json!({"HANDLER": "app.example.com"}), "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        (json!({"HANDLER": "https:///path"}), "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        (json!({"HANDLER": "ftp://app.example.com/"}), "ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol"),
        (json!({"NAME": ""}), INVALID, "Empty activity NAME!"),
        (json!({"PROPERTIES": "text"}), INVALID, "Wrong properties array!"),
        (json!({"PROPERTIES": {"1st": {"Name": "n"}}}), INVALID, "Wrong property key 1st!"),
        (json!({"PROPERTIES": {"first": {"Type": "int"}}}), INVALID, "Empty property NAME first!"),
        (json!({"PROPERTIES": {"first": "text"}}), INVALID, "Empty property NAME first!"),
        (json!({"RETURN_PROPERTIES": "text"}), INVALID, "Wrong properties array!"),
        (json!({"RETURN_PROPERTIES": {"a-b": {"Name": "n"}}}), INVALID, "Wrong property key a-b!"),
        (json!({"RETURN_PROPERTIES": {"out": {"Name": ""}}}), INVALID, "Empty property NAME out!"),
        (json!({"DOCUMENT_TYPE": ["crm", "LEAD"]}), INVALID, "Wrong activity DOCUMENT_TYPE!"),
        (json!({"FILTER": "b24"}), INVALID, "Wrong activity FILTER!"),
    ]
}

#[test]
fn an_installation_is_refused_for_each_documented_mistake() {
    for family in FAMILIES {
        let mut portal = Portal::new();
        let add = format!("{family}.add");
        portal.assert_refused(&add, json!([]), INVALID, "Empty data!", 400);
        for (mistake, code, text) in mistakes() {
            portal.assert_refused(&add, with(installation("code"), &mistake), code, text, 400);
        }
        assert_eq!(portal.store.installed("app.one").count(), 0);
        // Of two mistakes the earlier is told.
        let all: Vec<Value> = mistakes().into_iter().rev().map(|(mistake, ..)| mistake).collect();
        let mut worse = installation("code");
        for (mistake, (expected, code, text)) in all.iter().zip(mistakes().into_iter().rev()) {
            assert_eq!(*mistake, expected);
            worse = with(worse, mistake);
            portal.assert_refused(&add, worse.clone(), code, text, 400);
        }
    }
}

#[test]
fn what_the_server_does_not_look_at_passes() {
    let mut portal = Portal::new();
    let odd = json!({
        "AUTH_USER_ID": "someone", "USE_SUBSCRIPTION": "maybe", "USE_PLACEMENT": "yes", "PLACEMENT_HANDLER": "nowhere",
        "PROPERTIES": {"first": {"NAME": "n", "Type": ["x"], "Options": "none"}}, "UNKNOWN": 1,
    });
    assert_eq!(portal.result("bizproc.activity.add", with(installation("odd"), &odd)), json!(true));
}

#[test]
fn both_parts_share_one_space_of_codes() {
    let texts = ["Activity or Robot already installed!", "Activity or Automation rule already installed!"];
    for ((first, second), text) in
        [(FAMILIES[0], FAMILIES[0]), (FAMILIES[1], FAMILIES[0])].into_iter().zip([texts[0]; 2])
    {
        let mut portal = Portal::new();
        portal.result(&format!("{first}.add"), installation("code"));
        let late = json!({"USE_PLACEMENT": "Y", "PLACEMENT_HANDLER": "nowhere"});
        let again = with(installation("code"), &late);
        portal.assert_refused(&format!("{second}.add"), again, "ERROR_ACTIVITY_ALREADY_INSTALLED", text, 400);
    }
    let mut portal = Portal::new();
    portal.result("bizproc.activity.add", installation("code"));
    portal.assert_refused("bizproc.robot.add", installation("code"), "ERROR_ACTIVITY_ALREADY_INSTALLED", texts[1], 400);
    // Another application has codes of its own.
    portal.caller.application = Some("app.two".to_owned());
    assert_eq!(portal.result("bizproc.robot.add", installation("code")), json!(true));
}

#[test]
fn a_settings_page_is_looked_at_last_and_only_if_it_is_announced() {
    let mut portal = Portal::new();
    let announced = |url: Value| with(installation("code"), &json!({"USE_PLACEMENT": "Y", "PLACEMENT_HANDLER": url}));
    let (code, text) = ("ERROR_WRONG_HANDLER_URL", "Wrong handler URL");
    portal.assert_refused("bizproc.activity.add", announced(json!(null)), code, text, 400);
    portal.assert_refused("bizproc.activity.add", announced(json!("nowhere")), code, text, 400);
    let (code, text) = ("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol");
    portal.assert_refused("bizproc.activity.add", announced(json!("ftp://app.example.com")), code, text, 400);
    assert_eq!(portal.result("bizproc.activity.add", announced(json!("https://app.example.com/s"))), json!(true));
}

#[test]
fn saving_can_fail() {
    let rows = [
        ("bizproc.activity.add", "Activity or Robot already added!"),
        ("bizproc.activity.add", "Activity save error!"),
        ("bizproc.robot.add", "Activity or Automation rule already added!"),
        ("bizproc.robot.add", "Activity save error!"),
    ];
    for (method, text) in rows {
        let mut portal = Portal::new();
        portal.store.fail_next_add(text);
        portal.assert_refused(method, json!({}), INVALID, "Empty data!", 400);
        portal.assert_refused(method, installation("code"), "ERROR_ACTIVITY_ADD_FAILURE", text, 400);
        assert_eq!(portal.result(method, installation("code")), json!(true));
    }
}

#[test]
fn a_change_is_refused_for_each_documented_mistake() {
    for (family, unknown) in
        FAMILIES.into_iter().zip(["Activity or Automation rule not found!", "Activity or Automation Rule not found!"])
    {
        let mut portal = Portal::new();
        let update = format!("{family}.update");
        portal.result(&format!("{family}.add"), installation("code"));
        portal.assert_refused(&update, json!({}), INVALID, "Empty activity code!", 400);
        portal.assert_refused(&update, json!({"CODE": "a b"}), INVALID, "Wrong activity code!", 400);
        portal.assert_refused(&update, json!({"CODE": "other"}), "ERROR_ACTIVITY_NOT_FOUND", unknown, 400);
        for fields in [json!(null), json!([]), json!("text"), json!({"UNKNOWN": 1}), json!({"NAME": ""})] {
            let parameters = json!({"CODE": "code", "FIELDS": fields});
            portal.assert_refused(&update, parameters, INVALID, "No fields to update", 400);
        }
        let changes = mistakes().into_iter().filter(|(mistake, ..)| mistake.get("CODE").is_none());
        let empty = |mistake: &Value| {
            mistake["HANDLER"].is_string() || mistake.get("HANDLER").is_none() && mistake["NAME"] != ""
        };
        for (mistake, code, text) in changes.filter(|(mistake, ..)| empty(mistake)) {
            portal.assert_refused(&update, json!({"CODE": "code", "FIELDS": mistake}), code, text, 400);
        }
        // The code is looked up before the fields are looked at.
        let both = json!({"CODE": "other", "FIELDS": {"HANDLER": "nowhere"}});
        portal.assert_refused(&update, both, "ERROR_ACTIVITY_NOT_FOUND", unknown, 400);
    }
}

#[test]
fn a_change_merges_and_an_empty_value_clears() {
    let mut portal = Portal::new();
    let more = json!({"DOCUMENT_TYPE": ["crm", "CCrmDocumentDeal", "DEAL"], "FILTER": {"INCLUDE": ["b24"]}});
    portal.result("bizproc.activity.add", with(installation("code"), &more));
    let fields = json!({"name": "New", "Filter": "", "document_type": []});
    assert_eq!(portal.result("bizproc.activity.update", json!({"code": "code", "fields": fields})), json!(true));
    let installed = portal.store.installed("app.one").next().unwrap();
    let expected = json!({"HANDLER": "https://app.example.com/handler", "NAME": "New"});
    assert_eq!(Value::Object(installed.fields.clone()), expected);
}

#[test]
fn each_part_and_each_application_sees_its_own() {
    let mut portal = Portal::new();
    portal.result("bizproc.activity.add", installation("b"));
    portal.result("bizproc.activity.add", installation("a"));
    portal.result("bizproc.robot.add", installation("c"));
    assert_eq!(portal.result("bizproc.activity.list", json!({})), json!(["b", "a"]));
    assert_eq!(portal.result("bizproc.robot.list", json!({})), json!(["c"]));
    let missing = ["Activity or Automation rule not found!", "Activity or Robot not found!"];
    for (family, text) in FAMILIES.into_iter().zip(missing) {
        let delete = format!("{family}.delete");
        portal.assert_refused(&delete, json!({}), INVALID, "Empty activity code!", 400);
        portal.assert_refused(&delete, json!({"CODE": "é"}), INVALID, "Wrong activity code!", 400);
        portal.assert_refused(&delete, json!({"CODE": "z"}), "ERROR_ACTIVITY_NOT_FOUND", text, 400);
    }
    portal.assert_refused("bizproc.activity.delete", json!({"CODE": "c"}), "ERROR_ACTIVITY_NOT_FOUND", missing[0], 400);
    let update = json!({"CODE": "a", "FIELDS": {"NAME": "n"}});
    let unknown = "Activity or Automation Rule not found!";
    portal.assert_refused("bizproc.robot.update", update, "ERROR_ACTIVITY_NOT_FOUND", unknown, 400);
    portal.caller.application = Some("app.two".to_owned());
    assert_eq!(portal.result("bizproc.activity.list", json!({})), json!([]));
    portal.assert_refused("bizproc.activity.delete", json!({"CODE": "a"}), "ERROR_ACTIVITY_NOT_FOUND", missing[0], 400);
    portal.caller.application = Some("app.one".to_owned());
    assert_eq!(portal.result("bizproc.activity.delete", json!({"CODE": "a"})), json!(true));
    portal.assert_refused("bizproc.activity.delete", json!({"CODE": "a"}), "ERROR_ACTIVITY_NOT_FOUND", missing[0], 400);
    assert_eq!(portal.result("bizproc.activity.list", json!({})), json!(["b"]));
}
