//! Values that a spec constrains: refused before anything is sent, with the place and the constraint.

use bitrix24::api::bizproc::activity::{Add, Log, UpdateFields};
use bitrix24::api::bizproc::shared::{
    ActivityCode, DocumentType, FilterRule, LocalizedText, Property, PropertyKey, PropertyType,
};
use bitrix24::api::bizproc::task::{self, TaskField};
use bitrix24::api::ids::UserId;
use bitrix24::api::shared::SortDirection;
use bitrix24::{Client, Value, json, to_json};

use crate::support::server::Portal;

const CODE: ActivityCode = ActivityCode::literal("md5_action");

#[test]
fn a_literal_is_a_constant() {
    assert_eq!(CODE.as_str(), "md5_action");
    assert_eq!(CODE, "md5_action".parse().unwrap());
    assert_eq!(CODE.to_string(), "md5_action");
}

#[test]
fn a_code_takes_what_the_server_takes() {
    for good in ["a", "A-1.b_c", "0"] {
        assert!(ActivityCode::try_from(good).is_ok(), "{good}");
    }
    for bad in ["", "a b", "ä", "a\n", "a/b"] {
        let error = ActivityCode::try_from(bad).unwrap_err();
        assert_eq!(error.to_string(), format!("{bad:?} does not match the pattern `^[A-Za-z0-9._-]+$`"));
    }
    assert!(PropertyKey::try_from("1st").is_err());
    assert!(PropertyKey::try_from("first_1").is_ok());
}

#[test]
#[should_panic(expected = "does not match the pattern")]
fn a_literal_outside_of_a_constant_panics() {
    let _ = ActivityCode::literal("not a code");
}

#[test]
fn a_refused_value_names_its_place() {
    let add = || Add::builder().handler("https://a.b/c").name("N");
    let error = add().code("a b").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid `CODE` of `bizproc.activity.add`: \"a b\" does not match the pattern `^[A-Za-z0-9._-]+$`"
    );
    assert_eq!((error.subject(), error.path()), ("bizproc.activity.add", "CODE"));
    let error = add().code("c").properties([("0bad", Property::builder().name("x"))]).build().unwrap_err();
    assert_eq!(error.path(), "PROPERTIES.(key)");
    let error = Add::builder().code("c").name("N").handler("ftp://a.b/c").build().unwrap_err();
    assert_eq!(error.path(), "HANDLER");
    let error = Log::builder().event_token("t").log_message("").build().unwrap_err();
    assert_eq!(error.to_string(), "invalid `LOG_MESSAGE` of `bizproc.activity.log`: the value is empty");
}

#[test]
fn of_several_refused_values_one_is_named_and_later_good_ones_do_not_hide_it() {
    let bad = UpdateFields::builder().handler("nowhere").name("N").handler("https://a.b/c");
    assert_eq!(bad.build().unwrap_err().path(), "HANDLER");
}

#[test]
fn of_two_values_under_one_key_none_is_dropped_in_silence() {
    let order = [(TaskField::Id, SortDirection::Asc), (TaskField::other("ID"), SortDirection::Desc)];
    let problem = task::List::builder().order(order).build().unwrap_err();
    assert_eq!(problem.to_string(), "invalid `ORDER.ID` of `bizproc.task.list`: the key stands twice");
    let problem = task::List::builder().filter([("ID", 1), ("ID", 2)]).build().unwrap_err();
    assert_eq!(problem.path(), "FILTER.ID");
    let property = |name: &'static str| Property::builder().name(name);
    let twice = UpdateFields::builder().properties([("a", property("1")), ("b", property("2")), ("a", property("3"))]);
    assert_eq!(twice.build().unwrap_err().path(), "PROPERTIES.a");
}

#[tokio::test]
async fn a_refused_value_is_not_sent() {
    let portal = Portal::answering(200, r#"{"result":true}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error =
        bitrix24::api::bizproc::activity::log(&client).event_token("t").log_message("").send().await.unwrap_err();
    assert_eq!(error.to_string(), "bizproc.activity.log: nothing was sent: invalid `LOG_MESSAGE`: the value is empty");
    assert_eq!(error.invalid_request().map(|problem| problem.path()), Some("LOG_MESSAGE"));
    assert!(!error.may_have_run() && !error.is_retryable());
    assert!(portal.received().is_empty());
}

#[test]
fn a_url_has_a_scheme_and_a_host() {
    let handler = |url: &str| UpdateFields::builder().handler(url).build().is_ok();
    assert!(handler("https://example.com") && handler("HTTP://example.com:8080/a?b=c#d"));
    for bad in ["", "example.com", "https://", "https:///x", "javascript:alert(1)", "https://a b"] {
        assert!(!handler(bad), "{bad}");
    }
}

#[test]
fn unions_are_made_from_what_rust_has_for_them() {
    assert_eq!(to_json(&LocalizedText::from("one for all")), json!("one for all"));
    assert_eq!(to_json(&LocalizedText::from([("en", "a"), ("de", "b")])), json!({"en": "a", "de": "b"}));
    assert_eq!(to_json(&FilterRule::from(["crm", "CCrmDocumentDeal"])), json!(["crm", "CCrmDocumentDeal"]));
    let document = DocumentType::new("crm", "CCrmDocumentDeal", "DEAL");
    assert_eq!(to_json(&document), json!(["crm", "CCrmDocumentDeal", "DEAL"]));
    assert_eq!(to_json(&DocumentType::from(("crm", String::from("CCrmDocumentDeal"), "DEAL"))), to_json(&document));
}

#[test]
fn an_enum_takes_values_that_the_spec_does_not_list() {
    let listed = PropertyType::other("select");
    assert!(matches!(listed, PropertyType::Select));
    assert_eq!(format!("{listed:?}"), "Select");
    let other = PropertyType::other("UF:address");
    assert_eq!((other.as_str(), format!("{other:?}").as_str()), ("UF:address", "Other(\"UF:address\")"));
    assert_eq!(to_json(&other), json!("UF:address"));
    assert_ne!(listed, other);
    let text = String::from("select");
    assert_eq!((PropertyType::other(&text), PropertyType::other(text.clone())), (listed.clone(), listed));
    assert_eq!(PropertyType::other(1220).as_str(), "1220");
    assert_eq!(PropertyType::other(1220), PropertyType::other("1220"));
}

#[test]
fn identifiers_of_different_objects_are_different_types() {
    assert_eq!(UserId::from(5), UserId::new(5));
    assert_eq!((UserId::new(5).get(), to_json(&UserId::new(5))), (5, json!(5)));
}

#[test]
fn debug_output_of_a_request_hides_its_secrets() {
    let request = Log::builder().event_token("t0k3n").log_message("shown").build().unwrap();
    let shown = format!("{request:?} {:?}", Log::builder().event_token("t0k3n").log_message("x"));
    assert!(shown.contains("shown") && !shown.contains("t0k3n"), "{shown}");
}

#[test]
fn any_value_is_made_from_what_rust_has_for_it() {
    fn any(value: impl Into<Value>) -> Value {
        value.into()
    }
    for (value, expected) in [
        (any("text"), json!("text")),
        (any(String::from("text")), json!("text")),
        (any(5), json!(5)),
        (any(-5_i64), json!(-5)),
        (any(5_u64), json!(5)),
        (any(1.5), json!(1.5)),
        (any(true), json!(true)),
        (any(()), json!(null)),
        (any(None::<i64>), json!(null)),
        (any(Some("text")), json!("text")),
        (any(vec![1, 2]), json!([1, 2])),
        (any(["a", "b"]), json!(["a", "b"])),
        (any(json!({"a": 1})), json!({"a": 1})),
    ] {
        assert_eq!(value, expected);
    }
}
