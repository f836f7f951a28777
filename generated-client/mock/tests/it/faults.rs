//! Every fault, before and after execution: what the caller sees, and what the record says.
//!
//! Where something never comes, the clock of the runtime is paused: it goes on when nobody has anything to do.

use std::time::Duration;

use bitrix24_mock::{Fault, Portal};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::support::{Answer, answers, exchange, get, hook, request};

const METHOD: &str = "user.admin";

async fn call(portal: &Portal) -> Result<Answer, hyper::Error> {
    let url = format!("{}{METHOD}", portal.webhook_url());
    exchange(request(Method::POST, &url, "application/json", "{}")).await
}

/// What a caller sees, in a few words. One that hears nothing for an hour gives up.
async fn seen(portal: &Portal) -> String {
    let Ok(outcome) = tokio::time::timeout(Duration::from_hours(1), call(portal)).await else {
        return "nothing".to_owned();
    };
    let Ok(answer) = outcome else { return "broken".to_owned() };
    let status = answer.status;
    if let Some(to) = answer.header("location") {
        return format!("{status} to {}", to.replace(&portal.webhook_url(), "…/"));
    }
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(body) if body["result"] == true && body["time"].is_object() => {
            format!("{status} right, behind {} spaces", answer.body.iter().take_while(|byte| **byte == b' ').count())
        }
        Ok(body) if body["error"].is_string() => {
            format!("{status} {}: {}", body["error"].as_str().unwrap(), body["error_description"].as_str().unwrap())
        }
        Ok(body) => format!("{status} {body}"),
        Err(_) => format!("{status} {}: {}", answer.header("content-type").unwrap_or_default(), answer.text()),
    }
}

/// A fault, what is seen of it, the status that the record has, and how often the call ran without and with
/// `after_execution`.
type Row = (&'static str, Fault, String, u16, [u64; 2]);

fn rows() -> Vec<Row> {
    let text = |text: &str| text.to_owned();
    let html = "<html><head><title>502</title></head><body><h1>502</h1></body></html>";
    vec![
        ("error", Fault::error(400, "SOME_CODE", "Some text"), text("400 SOME_CODE: Some text"), 400, [0, 1]),
        ("error with 200", Fault::error(200, "", "Text"), text("200 : Text"), 200, [0, 1]),
        (
            "system",
            Fault::system("OVERLOAD_LIMIT"),
            text("503 OVERLOAD_LIMIT: REST API is blocked due to overload"),
            503,
            [0, 1],
        ),
        ("unknown system error", Fault::system("NO_SUCH"), text("400 NO_SUCH: "), 400, [0, 1]),
        ("html", Fault::html(502), format!("502 text/html: {html}"), 502, [0, 1]),
        ("body", Fault::body(200, "text/plain", "[1"), text("200 text/plain: [1"), 200, [0, 1]),
        ("empty", Fault::empty(), text("200 application/json; charset=utf-8: "), 200, [0, 1]),
        ("cut", Fault::cut(), text("broken"), 200, [1, 1]),
        ("oversized", Fault::oversized(1_000_000), text("200 right, behind 1000000 spaces"), 200, [1, 1]),
        (
            "wrong types",
            Fault::wrong_types(),
            text(r#"200 {"result":{"unexpected":[true]},"time":"unexpected"}"#),
            200,
            [1, 1],
        ),
        ("reset", Fault::reset(), text("broken"), 0, [0, 1]),
        ("delay", Fault::delay(Duration::from_mins(10)), text("200 right, behind 0 spaces"), 200, [1, 1]),
        ("hang", Fault::hang(), text("nothing"), 0, [0, 1]),
        (
            "redirect",
            Fault::redirect("https://new.example/"),
            text("302 to https://new.example/rest/1/CODE/user.admin"),
            302,
            [0, 1],
        ),
        ("slow", Fault::slow(20), text("200 right, behind 0 spaces"), 200, [1, 1]),
    ]
}

#[tokio::test(start_paused = true)]
async fn what_is_seen_and_what_has_run() {
    for (name, fault, wanted, status, [before, after]) in rows() {
        for (fault, ran) in [(fault.clone(), before), (fault.after_execution(), after)] {
            let portal = Portal::start().await.unwrap();
            let path = portal.webhook_url();
            let code = path.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
            portal.fault(fault);
            assert_eq!(portal.faults_left(), 1);
            assert_eq!(seen(&portal).await.replace(&code, "CODE"), wanted, "{name}");
            assert_eq!(portal.count(METHOD), ran, "{name}");
            assert_eq!(portal.executed().len() as u64, ran, "{name}");
            assert_eq!(portal.faults_left(), 0, "{name}");
            assert_eq!(portal.received().last().map(|received| received.status), Some(status), "{name}");
            answers(&portal).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_comes_no_sooner() {
    let portal = Portal::start().await.unwrap();
    portal.fault(Fault::delay(Duration::from_mins(10)));
    let start = Instant::now();
    assert_eq!(call(&portal).await.unwrap().result(), true);
    assert!(start.elapsed() >= Duration::from_mins(10));

    // Some 300 bytes at twenty a second.
    portal.fault(Fault::slow(20));
    let start = Instant::now();
    let length = call(&portal).await.unwrap().body.len() as u64;
    assert!(start.elapsed() >= Duration::from_secs(length / 20), "{length} bytes in {:?}", start.elapsed());
}

#[tokio::test]
async fn a_cut_answer_ends_before_its_length() {
    let portal = Portal::start().await.unwrap();
    portal.fault(Fault::cut());
    let stream = TcpStream::connect(portal.url().strip_prefix("http://").unwrap()).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let path = format!("{}{METHOD}", portal.webhook_url().strip_prefix(portal.url()).unwrap());
    let request = Request::get(path).header("host", "x").body(Full::<Bytes>::default()).unwrap();
    let mut answer = sender.send_request(request).await.unwrap();
    let told: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let mut came = 0;
    while let Some(Ok(frame)) = answer.body_mut().frame().await {
        came += frame.data_ref().map_or(0, Bytes::len);
    }
    assert_eq!(came, told / 2);
}

#[tokio::test]
async fn a_reset_is_no_orderly_end() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let portal = Portal::start().await.unwrap();
    portal.fault(Fault::reset());
    let mut stream = TcpStream::connect(portal.url().strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(b"GET /rest/profile HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let error = stream.read(&mut [0; 100]).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_fault_waits_for_its_method_and_comes_as_often_as_it_should() {
    let portal = Portal::start().await.unwrap();
    portal.fault(Fault::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests").on("User.Admin").times(3));
    portal.fault(Fault::html(500).times(0));
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(call(&portal).await.unwrap().status);
    }
    assert_eq!(statuses, [503, 503, 503, 200, 200]);
    assert_eq!(portal.count(METHOD), 2);
    portal.fault(Fault::hang().times(100));
    assert_eq!(portal.faults_left(), 100);
    portal.clear_faults();
    answers(&portal).await;
}

#[tokio::test]
async fn a_fault_of_the_batch_and_one_inside_of_it() {
    let portal = Portal::start().await.unwrap();
    let commands = json!({"cmd": {"a": METHOD, "b": METHOD, "c": "scope"}});
    let batch = || hook(&portal, "batch", &commands);
    portal.fault(Fault::html(504).on("batch"));
    assert_eq!(batch().await.status, 504);
    portal.fault(Fault::html(504).on("batch").after_execution());
    assert_eq!(batch().await.status, 504);
    assert_eq!(portal.count(METHOD), 2, "the second ran");

    portal.clear_record();
    portal.fault(Fault::error(400, "BROKEN", "It broke").on(METHOD).in_batch());
    assert_eq!(call(&portal).await.unwrap().result(), true, "it is not for calls alone");
    let answer = batch().await.result();
    assert_eq!(answer["result_error"], json!({"a": {"error": "BROKEN", "error_description": "It broke"}}));
    assert_eq!(answer["result"]["b"], true);
    assert_eq!(portal.count(METHOD), 2);

    portal.clear_record();
    portal.fault(Fault::error(500, "BROKEN", "It broke").on(METHOD).in_batch().times(2).after_execution());
    let answer = batch().await.result();
    assert_eq!(answer["result_error"]["b"]["error"], "BROKEN");
    assert_eq!(portal.count(METHOD), 2, "both ran before they failed");
    assert_eq!(portal.faults_left(), 0);
}

#[tokio::test]
async fn a_renamed_portal_sends_calls_on() {
    let portal = Portal::start().await.unwrap();
    portal.rename(Some("https://new.example/"));
    let answer = call(&portal).await.unwrap();
    let path = portal.webhook_url().replace(portal.url(), "https://new.example");
    assert_eq!((answer.status, answer.header("location")), (302, Some(format!("{path}{METHOD}").as_str())));
    let answer = get(&format!("{}{METHOD}?a=b", portal.webhook_url())).await;
    assert_eq!(answer.header("location"), Some(format!("{path}{METHOD}?a=b").as_str()));
    assert_eq!(portal.count(METHOD), 0);
    portal.rename(None);
    assert_eq!(call(&portal).await.unwrap().result(), true);
}

#[tokio::test(start_paused = true)]
async fn latency_is_added_to_every_call() {
    let portal = Portal::builder().latency(Duration::from_secs(5)).start().await.unwrap();
    let start = Instant::now();
    assert_eq!(call(&portal).await.unwrap().result(), true);
    assert!(start.elapsed() >= Duration::from_secs(5));
}
