//! How a call is written: paths, bodies, and where a token stands.

use bitrix24_mock::Portal;
use hyper::Method;
use hyper::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::support::{app, exchange, form, get, hook, post, request};

const METHOD: &str = "acme.order.list";
const QUERY: &str = "filter[TITLE]=a+b%26&tags[]=x&tags[]=y";

/// A portal with a method that takes anything.
async fn portal() -> Portal {
    let portal = Portal::start().await.unwrap();
    portal.set_answer(METHOD, json!({"ok": true}));
    portal
}

/// What the calls so far had for parameters.
fn parameters(portal: &Portal) -> Vec<Value> {
    portal.executed().into_iter().map(|executed| executed.parameters).collect()
}

#[tokio::test]
async fn every_kind_of_body_says_the_same() {
    let portal = portal().await;
    let url = format!("{}{METHOD}", portal.webhook_url());
    let wanted = json!({"filter": {"TITLE": "a b&"}, "tags": ["x", "y"]});
    let part =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts = [part("filter[TITLE]", "a b&"), part("tags[]", "x"), part("tags[]", "y"), "--b--\r\n".to_owned()];
    let multipart = request(Method::POST, &url, "multipart/form-data; boundary=b", parts.concat());

    for answer in [
        post(&url, &wanted).await,
        post(&format!("{url}.json"), &wanted).await,
        form(&url, QUERY).await,
        form(&format!("{url}.json"), QUERY).await,
        exchange(multipart).await.unwrap(),
        get(&format!("{url}?{QUERY}")).await,
        get(&format!("{url}.json?{QUERY}")).await,
        post(&format!("{url}?filter[TITLE]=of+the+query"), &wanted).await,
    ] {
        assert_eq!(answer.result(), json!({"ok": true}));
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    }
    assert_eq!(parameters(&portal), vec![wanted; 8]);
    assert_eq!(portal.count(METHOD), 8);
    let paths: Vec<Option<String>> = portal.received().into_iter().map(|received| received.method).collect();
    assert_eq!(paths, vec![Some(METHOD.to_owned()); 8]);
}

#[tokio::test]
async fn a_token_stands_in_many_places_and_is_no_parameter() {
    let portal = portal().await;
    let token = portal.application().access_token.clone();
    let url = format!("{}{METHOD}", portal.application().client_endpoint);
    let mut bearer = request(Method::POST, &url, "application/json", json!({"ID": "1"}).to_string());
    bearer.headers_mut().insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());

    for answer in [
        app(&portal, METHOD, &json!({"ID": "1"})).await,
        post(&format!("{url}?auth={token}"), &json!({"ID": "1"})).await,
        post(&url, &json!({"ID": "1", "access_token": token})).await,
        form(&url, &format!("ID=1&auth={token}")).await,
        get(&format!("{url}.json?ID=1&auth={token}")).await,
        exchange(bearer).await.unwrap(),
    ] {
        assert_eq!(answer.result(), json!({"ok": true}));
    }
    assert_eq!(parameters(&portal), vec![json!({"ID": "1"}); 6]);
    for executed in portal.executed() {
        assert_eq!(executed.caller.application.as_deref(), Some("app.mock"));
        assert_eq!((executed.caller.user, executed.caller.admin, executed.error), (1, true, None));
    }
}

#[tokio::test]
async fn slashes_and_letters_do_not_count() {
    let portal = portal().await;
    let url = portal.webhook_url();
    let doubled = url.replace("/rest/", "//rest//");
    for url in [format!("{doubled}/{METHOD}/"), format!("{url}ACME.Order.LIST"), format!("{url}acme%2Eorder.list.JSON")]
    {
        assert_eq!(get(&url).await.result(), json!({"ok": true}), "{url}");
    }
    assert_eq!(portal.count(METHOD), 3);
}

#[tokio::test]
async fn what_is_no_call_is_not_found() {
    let portal = portal().await;
    for path in ["/rest", "/rest/", "/rest/1/code/more/method", "/rest/one/code/profile", "/other", "/rest/profile.xml"]
    {
        let answer = get(&format!("{}{path}", portal.url())).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")), "{path}");
    }
    assert!(portal.executed().is_empty());
}

#[tokio::test]
async fn every_answer_has_its_time() {
    let portal = portal().await;
    let time = hook(&portal, METHOD, &json!({})).await.json()["time"].clone();
    for name in ["start", "finish", "duration", "processing", "operating", "operating_reset_at"] {
        assert!(time[name].as_f64().is_some_and(|number| number >= 0.0), "{name}: {time}");
    }
    assert!(time["date_start"].as_str().is_some_and(|date| date.ends_with("+00:00")), "{time}");
    assert!(time["finish"].as_f64() >= time["start"].as_f64());
}

#[tokio::test]
async fn a_connection_carries_many_calls() {
    let portal = portal().await;
    let path = format!("{}{METHOD}", portal.webhook_url());
    let path = path.strip_prefix(portal.url()).unwrap();
    let one = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    let last = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let answer = crate::support::raw(&portal, format!("{one}{one}{last}").as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 3, "{answer}");
    assert_eq!(portal.count(METHOD), 3);
}
