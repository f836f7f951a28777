//! The control endpoints under `/mock`, and the start page.

use bitrix24_mock::Portal;
use hyper::{Method, Request};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{Answer, exchange, form, get, hook, post, refused, request, with_token};

async fn ask(portal: &Portal, path: &str) -> Value {
    let answer = get(&format!("{}{path}", portal.url())).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

async fn tell(portal: &Portal, path: &str, words: Value) -> Answer {
    post(&format!("{}{path}", portal.url()), &words).await
}

async fn delete(portal: &Portal, path: &str) -> Answer {
    let request = Request::delete(format!("{}{path}", portal.url()));
    exchange(request.body(http_body_util::Full::default()).unwrap()).await.unwrap()
}

/// Whether an endpoint is there at all.
async fn is_there(portal: &Portal, endpoint: &str) -> bool {
    let (method, path) = endpoint.split_once(' ').unwrap();
    let path = path.split('?').next().unwrap();
    let url = format!("{}{path}", portal.url());
    let method: Method = method.parse().unwrap();
    exchange(request(method, &url, "application/json", "{}")).await.unwrap().status != 404
}

#[tokio::test]
async fn the_list_names_what_there_is() {
    let portal = Portal::start().await.unwrap();
    let list = ask(&portal, "/mock").await;
    let list = list.as_array().unwrap();
    assert!(list.len() > 10);
    for entry in list {
        let endpoint = entry["endpoint"].as_str().unwrap();
        assert!(is_there(&portal, endpoint).await, "{endpoint}");
        assert!(entry["what"].as_str().is_some_and(|what| !what.is_empty()), "{endpoint}");
    }
    assert!(!is_there(&portal, "GET /mock/other").await);
    assert!(!is_there(&portal, "PUT /mock/clock").await);
    let answer = get(&format!("{}/mock/other", portal.url())).await;
    assert!(answer.json()["error_description"].as_str().unwrap().contains("GET /mock lists"), "{}", answer.text());
}

#[tokio::test]
async fn it_tells_how_to_get_in() {
    let portal = Portal::start().await.unwrap();
    let application = ask(&portal, "/mock/application").await;
    assert_eq!(application["webhook"], portal.webhook_url());
    assert_eq!(application["client_id"], "app.mock");
    assert_eq!(application["client_endpoint"], portal.application().client_endpoint);
    let token = application["access_token"].as_str().unwrap();
    assert_eq!(with_token(&portal, token, "user.admin", &json!({})).await.result(), true);
}

#[tokio::test]
async fn it_tells_what_came_and_what_ran() {
    let portal = Portal::start().await.unwrap();
    hook(&portal, "user.admin", &json!({"a": "1"})).await;
    hook(&portal, "batch", &json!({"cmd": {"x": "profile"}})).await;
    hook(&portal, "no.such.method", &json!({})).await;
    let received = ask(&portal, "/mock/received").await;
    let seen = received.as_array().unwrap().iter().map(|one| (one["method"].clone(), one["status"].clone()));
    let wanted = [("user.admin", 200), ("batch", 200), ("no.such.method", 404)];
    assert_eq!(seen.collect::<Vec<_>>(), wanted.map(|(method, status)| (json!(method), json!(status))));
    assert_eq!(received[0]["body"], r#"{"a":"1"}"#);
    assert_eq!(received[0]["http_method"], "POST");
    assert!(received[0]["headers"].as_array().unwrap().contains(&json!(["content-type", "application/json"])));

    let executed = ask(&portal, "/mock/executed").await;
    assert_eq!((&executed[0]["parameters"], &executed[1]["command"]), (&json!({"a": "1"}), &json!("x")));
    assert_eq!(ask(&portal, "/mock/executed?method=profile").await.as_array().map(Vec::len), Some(1));
    let counts = ask(&portal, "/mock/counts").await;
    assert_eq!(counts, json!({"requests": 3, "executed": {"profile": 1, "user.admin": 1}}));
    assert_eq!(delete(&portal, "/mock/executed").await.status, 200);
    assert_eq!(ask(&portal, "/mock/counts").await, json!({"requests": 0, "executed": {}}));
    assert_eq!(ask(&portal, "/mock/received").await, json!([]));
}

#[tokio::test]
async fn faults_are_asked_for_and_taken_back() {
    let portal = Portal::start().await.unwrap();
    for fault in [
        json!({"kind": "error", "status": 400, "code": "X", "text": "t"}),
        json!({"kind": "system", "code": "OVERLOAD_LIMIT"}),
        json!({"kind": "body", "status": 200, "content_type": "text/plain", "body": "x"}),
        json!({"kind": "html", "status": 502}),
        json!({"kind": "empty"}),
        json!({"kind": "cut"}),
        json!({"kind": "oversized", "bytes": 10}),
        json!({"kind": "wrong_types"}),
        json!({"kind": "reset", "after_execution": true}),
        json!({"kind": "delay", "seconds": 0.5}),
        json!({"kind": "hang", "method": "a.b", "times": 3}),
        json!({"kind": "redirect", "to": "https://new.example"}),
        json!({"kind": "slow", "bytes_per_second": 100, "in_batch": true}),
    ] {
        let answer = tell(&portal, "/mock/faults", fault.clone()).await;
        assert_eq!(answer.status, 200, "{fault}: {}", answer.text());
    }
    assert_eq!(ask(&portal, "/mock/faults").await, json!({"left": 15}));
    assert_eq!(hook(&portal, "profile", &json!({})).await.refusal(), refused(400, "X"));
    assert_eq!(hook(&portal, "profile", &json!({})).await.refusal(), refused(503, "OVERLOAD_LIMIT"));
    assert_eq!(delete(&portal, "/mock/faults").await.json(), json!({"left": 0}));
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200);
}

#[tokio::test]
async fn time_limits_and_costs_are_set() {
    let portal = Portal::start().await.unwrap();
    let before = tell(&portal, "/mock/clock", json!({"advance": 0})).await.json()["now"].as_f64().unwrap();
    let after = tell(&portal, "/mock/clock", json!({"advance": 5000.5})).await.json()["now"].as_f64().unwrap();
    assert!(after - before >= 5000.5, "{before} {after}");
    let expired = with_token(&portal, &portal.application().access_token, "profile", &json!({})).await;
    assert_eq!(expired.refusal(), refused(401, "expired_token"));

    tell(&portal, "/mock/limits", json!({"capacity": 1, "per_second": 0})).await;
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200);
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 503);
    tell(&portal, "/mock/limits", json!({})).await;
    tell(&portal, "/mock/cost", json!({"method": "profile", "seconds": 500})).await;
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200);
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 429);
}

#[tokio::test]
async fn tokens_and_names_change() {
    let portal = Portal::start().await.unwrap();
    let application = portal.application().clone();
    let words = format!(
        "grant_type=refresh_token&client_id=app.mock&client_secret=mock-secret&refresh_token={}",
        application.refresh_token
    );
    tell(&portal, "/mock/tokens", json!({"expire": true, "paid": false})).await;
    let expired = with_token(&portal, &application.access_token, "profile", &json!({})).await;
    assert_eq!(expired.refusal(), refused(401, "expired_token"));
    assert_eq!(form(&application.token_url, &words).await.status, 402);
    tell(&portal, "/mock/tokens", json!({"paid": true, "revoke": true})).await;
    assert_eq!(form(&application.token_url, &words).await.refusal(), refused(400, "invalid_grant"));
    tell(&portal, "/mock/rename", json!({"to": "https://new.example"})).await;
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 302);
    tell(&portal, "/mock/rename", json!({})).await;
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200);
}

#[tokio::test]
async fn lists_and_answers_are_filled() {
    let portal = Portal::start().await.unwrap();
    tell(&portal, "/mock/rows", json!({"method": "crm.deal.list", "count": 60})).await;
    assert_eq!(hook(&portal, "crm.deal.list", &json!({})).await.json()["total"], 60);
    let words = json!({"method": "x.list", "rows": [{"id": 1}, {"id": 2}], "id": "id", "within": "result.items"});
    tell(&portal, "/mock/rows", words).await;
    assert_eq!(hook(&portal, "x.list", &json!({})).await.result(), json!({"items": [{"id": 1}, {"id": 2}]}));
    tell(&portal, "/mock/answer", json!({"method": "x.get", "result": {"id": 1}})).await;
    assert_eq!(hook(&portal, "x.get", &json!({})).await.result(), json!({"id": 1}));
}

#[tokio::test]
async fn a_workflow_is_run_and_its_log_is_shown() {
    let portal = Portal::start().await.unwrap();
    let none = tell(&portal, "/mock/run", json!({"code": "none"})).await;
    assert_eq!(none.refusal(), refused(409, "NOT_RUN"));
    // The portal can be its own handler: what is no call is answered with 404.
    let parameters = json!({"CODE": "act", "HANDLER": format!("{}/other", portal.url()), "NAME": "A"});
    let token = &portal.application().access_token;
    assert_eq!(with_token(&portal, token, "bizproc.activity.add", &parameters).await.result(), true);
    let run = tell(&portal, "/mock/run", json!({"code": "act", "properties": {"a": 1}})).await.json();
    assert_eq!(run["status"], 404);
    let line = json!({"EVENT_TOKEN": run["event_token"], "LOG_MESSAGE": "Hello"});
    assert_eq!(hook(&portal, "bizproc.activity.log", &line).await.result(), true);
    let log = ask(&portal, "/mock/log").await;
    assert_eq!((&log[0]["text"], &log[0]["event_token"]), (&json!("Hello"), &run["event_token"]));
}

#[tokio::test]
async fn wrong_words_are_refused_with_a_reason() {
    let portal = Portal::start().await.unwrap();
    for (path, body, reason) in [
        ("faults", "{", "the body is not JSON"),
        ("faults", "[]", "the body is not a JSON object"),
        ("faults", "", "kind is missing"),
        ("faults", r#"{"kind": "earthquake"}"#, "there is no fault `earthquake`"),
        ("faults", r#"{"kind": "error"}"#, "code is missing"),
        ("faults", r#"{"kind": "html", "status": "x"}"#, "status is not a whole number"),
        ("faults", r#"{"kind": "html", "status": 99}"#, "status is not"),
        ("faults", r#"{"kind": "html", "status": 65537}"#, "status is not"),
        ("faults", r#"{"kind": "delay"}"#, "seconds is not"),
        ("faults", r#"{"kind": "delay", "seconds": 1e300}"#, "seconds is not"),
        ("faults", r#"{"kind": "hang", "times": -1}"#, "times is not a whole number"),
        ("faults", r#"{"kind": "hang", "method": 7}"#, "method is not a text"),
        ("faults", r#"{"kind": "reset", "after_execution": "yes"}"#, "after_execution is neither true nor false"),
        ("clock", r#"{"advance": -1}"#, "advance is not"),
        ("clock", "{}", "advance is not"),
        ("limits", r#"{"capacity": 5}"#, "per_second is not"),
        ("limits", r#"{"capacity": "5", "per_second": 1}"#, "capacity is not"),
        ("cost", r#"{"seconds": 1}"#, "method is missing"),
        ("tokens", r#"{"paid": 1}"#, "paid is neither true nor false"),
        ("rename", r#"{"to": 1}"#, "to is not a text"),
        ("rows", r#"{"method": "x", "rows": 1}"#, "rows is not a list"),
        ("rows", r#"{"method": "x", "id": 1}"#, "id is"),
        ("answer", r#"{"method": "x"}"#, "result is missing"),
        ("run", "{}", "code is missing"),
    ] {
        let url = format!("{}/mock/{path}", portal.url());
        let answer = exchange(request(Method::POST, &url, "application/json", body)).await.unwrap();
        let said = answer.json();
        assert_eq!((answer.status, &said["error"]), (400, &json!("BAD_REQUEST")), "{path} {body}: {said}");
        assert!(said["error_description"].as_str().unwrap().contains(reason), "{path} {body}: {said}");
    }
    assert_eq!(portal.faults_left(), 0);
}

#[tokio::test]
async fn the_start_page_shows_methods_and_requests_and_takes_no_html() {
    let portal = Portal::start().await.unwrap();
    hook(&portal, "profile", &json!({"a": "<script>alert('1')</script>&\""})).await;
    form(&format!("{}x%3Cb%3E?<i>", portal.webhook_url()).replace("<i>", "%3Ci%3E"), "").await;
    let page = get(&format!("{}/", portal.url())).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let page = page.text();
    for part in [
        portal.webhook_url().as_str(),
        "bizproc.activity.add",
        "PLACEMENT_HANDLER",
        "/rest/1/",
        "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\\&quot;",
        "POST /mock/faults",
    ] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    for part in ["<script", "<b>profile", "<i>"] {
        assert!(!page.contains(part), "{part} is on the page");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let held = TcpListener::bind(taken).await.unwrap();
    let error = Portal::builder().port(taken.port()).start().await.unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on port {} of 127.0.0.1", taken.port()));
    drop(held);
}
