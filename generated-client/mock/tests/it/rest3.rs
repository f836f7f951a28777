//! REST 3.0: its path, its errors, its keys, its batch.

use bitrix24_mock::{Fault, Portal};
use hyper::Method;
use serde_json::{Value, json};

use crate::support::{Answer, exchange, post, refused, request};

const SPEC: &str = "\
family: acme.order
doc: Orders.
docs: acme/
scope: [acme]
methods:
  add:
    doc: Takes an order.
    rest: 3
    access: any
    context: any
    effect: once
    params:
      title: {type: string, required: true, doc: What is ordered.}
      parent: {type: integer, doc: The order that it belongs to.}
    result: any
    examples:
      - request: {title: Tea}
        response: {item: {id: 7}}
  list:
    doc: Lists orders.
    access: any
    context: any
    effect: read
    result: any
";

const ADD: &str = "acme.order.add";

async fn portal() -> Portal {
    Portal::builder().spec("acme/order.yaml", SPEC).start().await.unwrap()
}

fn url(portal: &Portal, method: &str) -> String {
    portal.webhook_url().replace("/rest/", "/rest/api/") + method
}

async fn with_key(portal: &Portal, key: &str, body: &Value) -> Result<Answer, hyper::Error> {
    let mut request = request(Method::POST, &url(portal, ADD), "application/json", body.to_string());
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    exchange(request).await
}

#[tokio::test]
async fn its_methods_stand_at_its_path() {
    let portal = portal().await;
    let tea = json!({"title": "Tea"});
    assert_eq!(post(&url(&portal, ADD), &tea).await.result(), json!({"item": {"id": 7}}));
    let missing = refused(404, "ERROR_METHOD_NOT_FOUND");
    assert_eq!(post(&format!("{}{ADD}", portal.webhook_url()), &tea).await.refusal(), missing);
    assert_eq!(post(&url(&portal, "acme.order.list"), &json!({})).await.refusal(), missing);
    let by_token = format!("{}/rest/api/{ADD}?auth={}", portal.url(), portal.application().access_token);
    assert_eq!(post(&by_token, &tea).await.status, 200);
    assert_eq!(portal.count(ADD), 2);
}

#[tokio::test]
async fn its_errors_are_objects() {
    let portal = portal().await;
    let answer = post(&url(&portal, ADD), &json!({})).await;
    let error = answer.json()["error"].clone();
    assert_eq!(answer.status, 400, "{error}");
    assert!(error["code"].as_str().is_some_and(|code| code.starts_with("BITRIX_REST_V3_EXCEPTION_")), "{error}");
    assert!(error["message"].is_string(), "{error}");
    assert_eq!(error["validation"][0]["field"], "title", "{error}");
    assert!(error["validation"][0]["message"].is_string(), "{error}");

    let broken = exchange(request(Method::POST, &url(&portal, ADD), "application/json", "{")).await.unwrap();
    assert_eq!(broken.refusal(), refused(400, "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION"));
    assert_eq!(portal.count(ADD), 0);
}

#[tokio::test]
async fn a_key_answers_again_and_runs_once() {
    let portal = portal().await;
    let tea = json!({"title": "Tea"});
    let first = with_key(&portal, "k-1", &tea).await.unwrap();
    assert_eq!((first.header("idempotency-key"), first.header("idempotent-replayed")), (Some("k-1"), None));
    let again = with_key(&portal, "k-1", &tea).await.unwrap();
    assert_eq!((again.header("idempotency-key"), again.header("idempotent-replayed")), (Some("k-1"), Some("true")));
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(portal.count(ADD), 1);

    let reused = with_key(&portal, "k-1", &json!({"title": "Coffee"})).await.unwrap();
    assert_eq!(reused.refusal(), refused(422, "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION"));
    let long = with_key(&portal, &"k".repeat(256), &tea).await.unwrap();
    assert_eq!(long.refusal(), refused(400, "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION"));
    assert_eq!(portal.count(ADD), 1);
    assert_eq!(with_key(&portal, "k-2", &tea).await.unwrap().header("idempotent-replayed"), None);
    assert_eq!(portal.count(ADD), 2);
}

#[tokio::test]
async fn a_key_saves_a_call_whose_answer_was_lost() {
    let portal = portal().await;
    let tea = json!({"title": "Tea"});
    portal.fault(Fault::reset().after_execution());
    assert!(with_key(&portal, "k", &tea).await.is_err());
    let again = with_key(&portal, "k", &tea).await.unwrap();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.result(), json!({"item": {"id": 7}}));
    assert_eq!(portal.count(ADD), 1);

    // What was refused is not kept: the same key may run once the reason is gone.
    assert_eq!(with_key(&portal, "later", &json!({})).await.unwrap().status, 400);
    assert_eq!(with_key(&portal, "later", &tea).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_batch_is_a_list() {
    let portal = portal().await;
    let calls = json!([
        {"method": ADD, "query": {"title": "Tea"}},
        {"method": ADD, "query": {"title": "Sugar", "parent": {"$ref": "0.item.id"}}},
    ]);
    let item = json!({"item": {"id": 7}});
    assert_eq!(post(&url(&portal, "batch"), &calls).await.result(), json!([item, item]));
    let ran = portal.executed();
    assert_eq!(ran[1].parameters, json!({"title": "Sugar", "parent": 7}));
    assert_eq!((ran[0].command.as_deref(), ran[1].command.as_deref()), (Some("0"), Some("1")));

    let unknown = json!([{"method": ADD, "query": {"title": "Tea"}}, {"method": "acme.order.list"}]);
    assert_eq!(post(&url(&portal, "batch"), &unknown).await.refusal(), refused(404, "ERROR_METHOD_NOT_FOUND"));
    assert_eq!(portal.count(ADD), 2, "nothing runs of a batch that names what is not there");
    let named = json!({"cmd": {"a": format!("{ADD}?title=Tea")}});
    assert_eq!(post(&url(&portal, "batch"), &named).await.status, 400);
    let many: Vec<Value> = (0..51).map(|_| json!({"method": ADD, "query": {"title": "Tea"}})).collect();
    assert_eq!(post(&url(&portal, "batch"), &json!(many)).await.refusal().1, "ERROR_BATCH_LENGTH_EXCEEDED");
    assert_eq!(portal.count(ADD), 2);
}
