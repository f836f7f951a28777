//! Answers that are none, and no answers.

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Webhook};
use tokio::io::AsyncWriteExt;

use crate::support::server::Portal;

async fn client(status: u16, body: &str) -> (Portal, Client<Webhook>) {
    let portal = Portal::answering(status, body).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    (portal, client)
}

#[tokio::test]
async fn every_kind_of_nonsense_is_an_error_that_says_what_came() {
    // status, body, what the error says, whether the call may have run
    let rows = [
        (200, "", "the answer is empty", true),
        (200, "  \n", "the answer is empty", true),
        (502, "<html><body>Bad Gateway</body></html>", "the answer is an HTML page and not JSON", true),
        (403, "<html>no</html>", "the answer is an HTML page and not JSON", false),
        (200, r#"{"result": {"a": 1"#, "the answer ends in the middle of its JSON", true),
        (200, "Fatal error: out of memory", "the answer is not JSON", true),
        (200, "[]", "the answer is JSON, but not an object", true),
        (200, "{}", "the answer has neither `result` nor `error`", true),
        (500, r#"{"result": true}"#, "the answer has neither `result` nor `error`", true),
        (302, "", "the portal has moved to another address", false),
        // Other readers keep one of two values under one name, and drop the other.
        (
            200,
            r#"{"result": true, "result": false}"#,
            "the answer is ambiguous: `answer.result` stands twice at line 1 column 25",
            true,
        ),
        (
            200,
            r#"{"result": [{"ID": 1}, {"ID": 2, "ID": "2"}]}"#,
            "the answer is ambiguous: `answer.result[1].ID` stands twice at line 1 column 37",
            true,
        ),
    ];
    for (status, body, says, may_have_run) in rows {
        let (_portal, client) = client(status, body).await;
        let error = activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err();
        let run = if may_have_run { " (the call may have run)" } else { "" };
        assert_eq!(error.to_string(), format!("bizproc.activity.log: {says} (status {status}){run}"), "{body:?}");
        assert_eq!((error.status(), error.may_have_run()), (Some(status), may_have_run));
        assert_eq!(error.body(), Some(body), "the body is kept");
        assert!(error.api().is_none());
    }
}

#[tokio::test]
async fn an_answer_that_is_not_utf8_is_an_error() {
    let portal = Portal::with(|| Response::new(Body::from(&b"{\"result\": \"\xff\"}"[..]))).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error = client.raw("profile").send().await.unwrap_err();
    assert!(error.to_string().contains("the answer is not UTF-8"), "{error}");
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_not_read_to_its_end() {
    let (_portal, client) = client(200, &format!(r#"{{"result": "{}"}}"#, "x".repeat(100_000))).await;
    let error = client.with_max_answer(10_000).raw("profile").send().await.unwrap_err();
    assert!(error.to_string().contains("larger than 10000 bytes"), "{error}");
    assert!(client.raw("profile").send().await.is_ok());
}

#[tokio::test]
async fn a_byte_order_mark_does_no_harm() {
    let (_portal, client) = client(200, "\u{feff}{\"result\": 1}").await;
    assert_eq!(client.raw("profile").send().await.unwrap(), 1);
}

#[tokio::test]
async fn deeply_nested_json_is_an_error() {
    let (_portal, client) = client(200, &format!("{{\"result\": {}", "[".repeat(100_000))).await;
    assert!(client.raw("profile").send().await.unwrap_err().to_string().contains("not JSON"));
}

#[tokio::test]
async fn nobody_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::from_webhook(&format!("http://{address}/rest/1/code/")).unwrap().with_attempts(1);
    let error = activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.may_have_run(), "{error}");
    assert_eq!(error.to_string(), "bizproc.activity.log: could not connect to the portal");
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut buffer).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"result\"").await;
        }
    });
    let client = Client::from_webhook(&format!("http://{address}/rest/1/code/")).unwrap();
    let error = activity::log(&client).event_token("t").log_message("m").send().await.unwrap_err();
    assert!(error.may_have_run() && !error.is_connect() && !error.is_timeout(), "{error}");
    assert_eq!(
        error.to_string(),
        "bizproc.activity.log: the connection broke before the answer was complete (the call may have run)"
    );
}

#[tokio::test]
async fn a_portal_that_does_not_answer() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::from_webhook(&format!("http://{}/rest/1/code/", listener.local_addr().unwrap())).unwrap();
    let client = client.with_timeout(Duration::from_millis(100)).with_attempts(1);
    let error = client.raw("profile").send().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_run(), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Portal::answering(200, r#"{"result": true}"#).await;
    let location = target.webhook();
    let portal = Portal::with(move || {
        Response::builder().status(302).header("location", location.as_str()).body(Body::empty()).unwrap()
    })
    .await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error = client.raw("profile").send().await.unwrap_err();
    assert_eq!((error.status(), error.may_have_run()), (Some(302), false));
    assert!(target.received().is_empty(), "the code did not go to another host");
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let (portal, client) = client(200, r#"{"result": true}"#).await;
    drop(activity::log(&client).event_token("t").log_message("never awaited").send());
    assert!(activity::log(&client).event_token("t").log_message("m").send().await.unwrap());
    assert_eq!(portal.received().len(), 1);
}
