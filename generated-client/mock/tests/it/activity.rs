//! A workflow reaches an action: what its handler gets, and what it can do with it.

use bitrix24_mock::{Portal, RunError};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::{app, post, refused};

/// What a handler got.
struct Posted {
    path: String,
    content_type: String,
    body: String,
}

/// A handler that answers `thanks` with 202, and hands over what it gets.
async fn handler() -> (String, mpsc::UnboundedReceiver<Posted>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            let service = service_fn(move |request: Request<hyper::body::Incoming>| {
                let sender = sender.clone();
                async move {
                    let (parts, body) = request.into_parts();
                    let posted = Posted {
                        path: format!("{} {}", parts.method, parts.uri),
                        content_type: parts.headers["content-type"].to_str().unwrap().to_owned(),
                        body: String::from_utf8(body.collect().await?.to_bytes().to_vec()).unwrap(),
                    };
                    sender.send(posted).unwrap();
                    let answer = Response::builder().status(202).body(Full::new(Bytes::from_static(b"thanks")));
                    Ok::<_, hyper::Error>(answer.unwrap())
                }
            });
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        }
    });
    (format!("http://{address}/handler?app=1"), receiver)
}

async fn install(portal: &Portal, handler: &str, more: Value) {
    let mut parameters = json!({"CODE": "md5", "HANDLER": handler, "NAME": "MD5"});
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    assert_eq!(app(portal, "bizproc.activity.add", &parameters).await.result(), true);
}

/// The fields of a form, in order.
fn fields(form: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    form.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn the_handler_gets_the_documented_form() {
    let portal = Portal::start().await.unwrap();
    let (url, mut posted) = handler().await;
    install(&portal, &url, json!({"AUTH_USER_ID": 2})).await;
    let run = portal.run_activity("md5", json!({"text": "a&b=ü +%", "list": ["x", "y"], "flag": true})).await.unwrap();
    assert_eq!((run.status, run.body.as_str()), (202, "thanks"));

    let posted = posted.recv().await.unwrap();
    assert_eq!(posted.path, "POST /handler?app=1");
    assert_eq!(posted.content_type, "application/x-www-form-urlencoded");
    assert_eq!(posted.body, run.form);
    let fields = fields(&posted.body);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = "workflow_id code document_id[0] document_id[1] document_id[2] document_type[0] document_type[1] \
                  document_type[2] event_token properties[text] properties[list][0] properties[list][1] \
                  properties[flag] use_subscription timeout_duration ts auth[access_token] auth[expires] \
                  auth[expires_in] auth[scope] auth[domain] auth[server_endpoint] auth[status] auth[client_endpoint] \
                  auth[member_id] auth[user_id] auth[refresh_token] auth[application_token]";
    assert_eq!(names, wanted.split_whitespace().collect::<Vec<&str>>());
    let application = portal.application();
    for (name, value) in [
        ("workflow_id", run.workflow_id.as_str()),
        ("code", "md5"),
        ("document_id[2]", "DEAL_1"),
        ("event_token", &run.event_token),
        ("properties[text]", "a&b=ü +%"),
        ("properties[list][1]", "y"),
        ("properties[flag]", "1"),
        ("use_subscription", "Y"),
        ("auth[expires_in]", "3600"),
        ("auth[domain]", portal.url().strip_prefix("http://").unwrap()),
        ("auth[client_endpoint]", &application.client_endpoint),
        ("auth[member_id]", &application.member_id),
        ("auth[user_id]", "2"),
        ("auth[application_token]", &application.application_token),
    ] {
        assert_eq!(field(&fields, name), Some(value), "{name}");
    }
    // An application has all scopes, unless the portal was told otherwise.
    let scopes: Vec<&str> = field(&fields, "auth[scope]").unwrap().split(',').collect();
    assert!(scopes.contains(&"bizproc") && scopes.contains(&"crm"), "{scopes:?}");
    assert!(run.event_token.starts_with(&format!("{}|A", run.workflow_id)), "{}", run.event_token);
    assert!(field(&fields, "ts").unwrap().parse::<u64>().is_ok());
}

#[tokio::test]
async fn without_a_user_there_is_no_refresh_token() {
    let portal = Portal::start().await.unwrap();
    let (url, mut posted) = handler().await;
    install(&portal, &url, json!({})).await;
    portal.run_activity("md5", json!({})).await.unwrap();
    let fields = fields(&posted.recv().await.unwrap().body);
    assert_eq!(field(&fields, "auth[refresh_token]"), None);
    assert!(field(&fields, "auth[access_token]").is_some());
    assert!(!fields.iter().any(|(name, _)| name.starts_with("properties")), "{fields:?}");
}

#[tokio::test]
async fn the_handler_writes_and_then_answers() {
    let portal = Portal::start().await.unwrap();
    let (url, mut posted) = handler().await;
    install(&portal, &url, json!({"AUTH_USER_ID": 1})).await;
    portal.run_activity("md5", json!({"text": "x"})).await.unwrap();
    let fields = fields(&posted.recv().await.unwrap().body);
    let get = |name: &str| field(&fields, name).unwrap().to_owned();
    let (token, endpoint) = (get("event_token"), get("auth[client_endpoint]"));
    let call = |method: &str, mut parameters: Value| {
        parameters["auth"] = get("auth[access_token]").into();
        parameters["EVENT_TOKEN"] = token.clone().into();
        let url = format!("{endpoint}{method}");
        async move { post(&url, &parameters).await }
    };
    let log = |text: &'static str| call("bizproc.activity.log", json!({"LOG_MESSAGE": text}));
    assert_eq!(log("first").await.result(), true);
    assert_eq!(log("").await.refusal().1, "ERROR_EMPTY_LOG_MESSAGE");
    assert_eq!(log("second").await.result(), true);
    let send = call("bizproc.event.send", json!({"RETURN_VALUES": {"hash": "846c"}, "LOG_MESSAGE": "done"}));
    assert_eq!(send.await.result(), true);
    assert_eq!(log("late").await.refusal().1, "ACCESS_DENIED", "the token is worth nothing any more");
    let again = call("bizproc.event.send", json!({}));
    assert_eq!(again.await.refusal(), refused(403, "ACCESS_DENIED"));

    let lines = portal.log_lines();
    assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<&str>>(), ["first", "second", "done"]);
    assert!(lines.iter().all(|line| line.event_token == token && line.caller.user == 1));
    let events = portal.sent_events();
    assert_eq!((events.len(), &events[0].values), (1, &json!({"hash": "846c"})));
    let errors: Vec<Option<String>> = portal.executed().into_iter().skip(1).map(|executed| executed.error).collect();
    assert_eq!(errors.iter().flatten().count(), 3, "{errors:?}");
}

#[tokio::test]
async fn who_does_not_wait_is_not_answered() {
    let portal = Portal::start().await.unwrap();
    let (url, _posted) = handler().await;
    install(&portal, &url, json!({"USE_SUBSCRIPTION": "N"})).await;
    let run = portal.run_activity("md5", json!({})).await.unwrap();
    let parameters = json!({"EVENT_TOKEN": run.event_token, "LOG_MESSAGE": "x"});
    assert_eq!(app(&portal, "bizproc.activity.log", &parameters).await.refusal().1, "ACCESS_DENIED");
    assert!(portal.log_lines().is_empty());
}

#[tokio::test]
async fn what_cannot_be_run_says_why() {
    let portal = Portal::start().await.unwrap();
    let missing = portal.run_activity("md5", json!({})).await;
    assert!(matches!(missing, Err(RunError::NotInstalled { code, .. }) if code == "md5"));
    // A port that nobody listens on: it was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    install(&portal, &format!("http://{free}/"), json!({})).await;
    assert!(matches!(portal.run_activity("md5", json!({})).await, Err(RunError::Unreachable { .. })));
    assert!(matches!(portal.run_activity("md5", json!(["x"])).await, Err(RunError::NoObject)));
}
