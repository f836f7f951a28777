//! Requests: the vendor's own examples, written with the builders, byte for byte but for the case of top-level names.

use bitrix24::api::bizproc::activity::{self, Add, Delete, List, Log, Update, UpdateFields};
use bitrix24::api::bizproc::shared::{Filter, FilterRule, Property};
use bitrix24::{Client, Value, json, to_json};

use crate::support::server::{Portal, SECRET};

/// The vendor's examples write the names of some methods' parameters in small letters; the server does not care.
fn upper(example: Value) -> Value {
    let Value::Object(members) = example else {
        return example;
    };
    members.into_iter().map(|(name, value)| (name.to_uppercase(), value)).collect()
}

fn same(request: &Value, example: Value) {
    let example = upper(example);
    assert_eq!(request, &example);
    // Equal objects can differ in order; the text cannot.
    assert_eq!(request.to_string(), example.to_string());
}

#[test]
fn add_is_the_vendors_example() {
    let input = Property::builder()
        .name([("de", "Eingabestring"), ("en", "Input string")])
        .description([("de", "Geben Sie den String ein, den Sie hashen möchten"), ("en", "Input string for hashing")])
        .type_string()
        .required(true)
        .multiple(false)
        .default("{=Document:NAME}");
    let output = Property::builder().name([("de", "MD5"), ("en", "MD5")]).type_string().multiple(false).default(());
    let request = Add::builder()
        .code("md5_action")
        .handler("https://your_domain/ping.php")
        .auth_user_id(1)
        .use_subscription(true)
        .name([("de", "MD5 Generator"), ("en", "MD5 generator")])
        .description([
            ("de", "Die Aktion gibt den MD5-Hash des Eingabeparameters zurück"),
            ("en", "Activity returns MD5 hash of input parameter"),
        ])
        .properties([("inputString", input)])
        .return_properties([("outputString", output)])
        .document_type(["lists", "BizprocDocument", "iblock_164"])
        .filter(Filter::builder().include([["lists"]]))
        .build()
        .unwrap();
    let example = r#"{"CODE":"md5_action","HANDLER":"https://your_domain/ping.php","AUTH_USER_ID":1,"USE_SUBSCRIPTION":"Y","NAME":{"de":"MD5 Generator","en":"MD5 generator"},"DESCRIPTION":{"de":"Die Aktion gibt den MD5-Hash des Eingabeparameters zurück","en":"Activity returns MD5 hash of input parameter"},"PROPERTIES":{"inputString":{"Name":{"de":"Eingabestring","en":"Input string"},"Description":{"de":"Geben Sie den String ein, den Sie hashen möchten","en":"Input string for hashing"},"Type":"string","Required":"Y","Multiple":"N","Default":"{=Document:NAME}"}},"RETURN_PROPERTIES":{"outputString":{"Name":{"de":"MD5","en":"MD5"},"Type":"string","Multiple":"N","Default":null}},"DOCUMENT_TYPE":["lists","BizprocDocument","iblock_164"],"FILTER":{"INCLUDE":[["lists"]]}}"#;
    same(&to_json(&request), serde_json::from_str(example).unwrap());
}

#[test]
fn update_is_the_vendors_example() {
    let filter = Filter::builder()
        .include([FilterRule::from(["lists"]), FilterRule::from(["crm", "CCrmDocumentDeal"])])
        .build()
        .unwrap();
    let fields = UpdateFields::builder().auth_user_id(1).use_subscription(false).filter(filter);
    let request = Update::builder().code("action_test_code").fields(fields).build().unwrap();
    let example = r#"{"CODE":"action_test_code","FIELDS":{"AUTH_USER_ID":1,"USE_SUBSCRIPTION":"N","FILTER":{"INCLUDE":[["lists"],["crm","CCrmDocumentDeal"]]}}}"#;
    same(&to_json(&request), serde_json::from_str(example).unwrap());
}

#[test]
fn list_delete_and_log_are_the_vendors_examples() {
    same(&to_json(&List::builder().build().unwrap()), json!({}));
    same(&to_json(&Delete::builder().code("md5_action").build().unwrap()), json!({"code": "md5_action"}));
    let token = "55c1dc1c3f0d75.78875596|A51601_82584_96831_81132|hsyUws1j4XiwqPqN45eH66CcQtEvpUIP.47dd5d888e8e549d2c984713e12a4268e6e87d0208ca1f093ba1075e77f92e90";
    let request = Log::builder().event_token(token).log_message("Please wait for answer!").build().unwrap();
    same(&to_json(&request), json!({"event_token": token, "log_message": "Please wait for answer!"}));
}

#[tokio::test]
async fn a_webhook_call_is_one_post_with_the_code_in_its_path() {
    let portal = Portal::answering(200, r#"{"result":true}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    assert!(activity::log(&client).event_token("t").log_message("hello").send().await.unwrap());
    let received = portal.only();
    assert_eq!(received.line, format!("POST /rest/1/{SECRET}/bizproc.activity.log"));
    assert_eq!(received.headers["content-type"], "application/json");
    assert_eq!(received.headers["accept"], "application/json");
    assert!(received.headers["user-agent"].to_str().unwrap().starts_with("bitrix24-rust/"));
    assert_eq!(received.body, r#"{"EVENT_TOKEN":"t","LOG_MESSAGE":"hello"}"#.as_bytes());
}

#[tokio::test]
async fn a_token_call_bears_the_token_in_its_body() {
    let portal = Portal::answering(200, r#"{"result":["a"]}"#).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    let codes = activity::list(&client).send().await.unwrap();
    assert_eq!(codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["a"]);
    let received = portal.only();
    assert_eq!(received.line, "POST /rest/bizproc.activity.list");
    assert_eq!(received.json(), json!({"auth": SECRET}));
}

#[tokio::test]
async fn setters_come_in_any_order_and_optional_ones_can_be_skipped() {
    let portal = Portal::answering(200, r#"{"result":true}"#).await;
    let client = Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap();
    activity::add(&client).name("N").handler("https://a.b/c").code("c").send().await.unwrap();
    activity::add(&client).use_subscription(false).code("c").name("N").handler("https://a.b/c").send().await.unwrap();
    let sent: Vec<Value> = portal.received().iter().map(|received| received.json()).collect();
    assert_eq!(sent[0], json!({"CODE": "c", "HANDLER": "https://a.b/c", "NAME": "N", "auth": SECRET}));
    assert_eq!(sent[1]["USE_SUBSCRIPTION"], "N");
}

#[test]
fn a_setter_that_is_called_twice_gives_the_last_value() {
    let request = Log::builder().log_message("first").event_token("t").log_message("second").build().unwrap();
    assert_eq!(request.log_message, "second");
}

#[test]
fn the_placement_rule_sends_flag_and_handler_together() {
    let add = || Add::builder().code("c").handler("https://a.b/c").name("N");
    let with = to_json(&add().placement("https://a.b/setup").build().unwrap());
    assert_eq!((&with["USE_PLACEMENT"], &with["PLACEMENT_HANDLER"]), (&json!("Y"), &json!("https://a.b/setup")));
    let without = to_json(&add().without_placement().build().unwrap());
    assert_eq!((&without["USE_PLACEMENT"], without.get("PLACEMENT_HANDLER")), (&json!("N"), None));
    let silent = to_json(&add().build().unwrap());
    assert_eq!(silent.get("USE_PLACEMENT"), None);
}

#[test]
fn a_maybe_setter_sends_what_there_is() {
    let add = |description: Option<&str>| {
        Add::builder().code("c").handler("https://a.b/c").name("N").maybe_description(description).build().unwrap()
    };
    assert_eq!(to_json(&add(Some("D")))["DESCRIPTION"], "D");
    assert_eq!(to_json(&add(None)).get("DESCRIPTION"), None);
}

#[test]
fn clearing_sends_an_empty_text() {
    let fields = UpdateFields::builder().clear_filter().clear_document_type().build().unwrap();
    assert_eq!(to_json(&fields), json!({"DOCUMENT_TYPE": "", "FILTER": ""}));
}

#[test]
fn raw_parameters_join_the_known_ones_and_replace_them() {
    let request = Log::builder().event_token("t").log_message("m").param("NEW", [1, 2]).param("LOG_MESSAGE", "other");
    assert_eq!(to_json(&request.build().unwrap()), json!({"EVENT_TOKEN": "t", "NEW": [1, 2], "LOG_MESSAGE": "other"}));
    let fields = UpdateFields::builder().param("FUTURE", true).build().unwrap();
    assert_eq!(to_json(&fields), json!({"FUTURE": true}));
}

#[test]
fn the_order_of_keys_is_kept() {
    let property = |name: &str| Property::builder().name(name);
    let request = Add::builder().code("c").handler("https://a.b/c").name("N");
    let request = request.properties([("zeta", property("Z")), ("alpha", property("A")), ("mid", property("M"))]);
    let sent = to_json(&request.build().unwrap());
    let keys: Vec<&String> = sent["PROPERTIES"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["zeta", "alpha", "mid"]);
}

#[tokio::test]
async fn a_call_by_name_takes_any_parameter_and_gives_json() {
    let portal = Portal::answering(200, r#"{"result":{"ID":"7","TITLE":"Deal"}}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let order = json!({"TITLE": "asc", "ID": "desc"});
    let deal = client.raw("crm.deal.get").param("id", 7).param("order", order).idempotent().send().await.unwrap();
    assert_eq!(deal, json!({"ID": "7", "TITLE": "Deal"}));
    let received = portal.only();
    assert_eq!(received.line, format!("POST /rest/1/{SECRET}/crm.deal.get"));
    assert_eq!(
        received.body,
        r#"{"id":7,"order":{"TITLE":"asc","ID":"desc"}}"#.as_bytes(),
        "the order of a sort order"
    );
}

#[tokio::test]
async fn a_call_by_name_cannot_leave_its_path() {
    let portal = Portal::answering(200, r#"{"result":true}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    for name in ["../../other/profile", "a/b", "profile?x=1", "", "a b", "ключ", "a%2fb"] {
        let error = client.raw(name).send().await.unwrap_err();
        assert!(error.invalid_request().is_some(), "{name}: {error}");
    }
    assert!(portal.received().is_empty());
}

#[tokio::test]
async fn rest_3_has_a_path_of_its_own() {
    let portal = Portal::answering(200, r#"{"result":{"item":{"id":1}}}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    client.raw("tasks.task.get").v3().param("id", 1).send().await.unwrap();
    assert_eq!(portal.only().line, format!("POST /rest/api/1/{SECRET}/tasks.task.get"));
}

#[tokio::test]
async fn a_request_is_a_value() {
    let portal = Portal::answering(200, r#"{"result":true,"time":{"duration":0.5,"operating":"0.25"}}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let request = Log::builder().event_token("t").log_message("m").build().unwrap();
    assert!(client.call(&request).await.unwrap());
    assert!(client.clone().call(&request.clone()).await.unwrap());
    let answer = client.answer(&request).await.unwrap();
    assert_eq!(answer.time.unwrap().duration, Some(0.5));
    let bodies: Vec<_> = portal.received().into_iter().map(|received| received.body).collect();
    assert!(bodies.len() == 3 && bodies.iter().all(|body| *body == bodies[0]));
}

#[tokio::test]
async fn calls_can_be_spawned_and_a_client_shared() {
    let portal = Portal::answering(200, r#"{"result":true}"#).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let calls =
        (0..32).map(|n| tokio::spawn(activity::log(&client).event_token("t").log_message(n.to_string()).send()));
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap().unwrap());
    }
    assert_eq!(portal.received().len(), 32);
}

#[test]
fn the_last_word_on_a_rule_counts() {
    let add = || Add::builder().code("c").handler("https://a.b/c").name("N");
    let taken_back = to_json(&add().placement("https://a.b/setup").without_placement().build().unwrap());
    assert_eq!((&taken_back["USE_PLACEMENT"], taken_back.get("PLACEMENT_HANDLER")), (&json!("N"), None));
    let given_again = to_json(&add().without_placement().placement("https://a.b/setup").build().unwrap());
    assert_eq!(given_again["USE_PLACEMENT"], "Y");
}

#[test]
fn what_only_maybe_setters_gave_is_counted_at_run_time() {
    let given = |name: Option<&str>| UpdateFields::builder().maybe_name(name).any_given();
    assert_eq!(to_json(&given(Some("N")).unwrap().build().unwrap()), json!({"NAME": "N"}));
    let error = given(None).err().unwrap();
    assert_eq!(error.to_string(), "invalid `UpdateFields`: nothing was given, and at least one field is needed");
}
