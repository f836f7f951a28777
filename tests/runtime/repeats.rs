//! What is repeated, what is not, and when a call gives up.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Response;
use bitrix24::api::bizproc::activity;
use bitrix24::oauth::MemoryStore;
use bitrix24::{Application, Client, Gathering, Repeat, SystemErrorKind};
use bitrix24_mock::{Fault, Limits, Portal};

use super::help;
use crate::support::server;

async fn add(client: &Client<Application>) -> Result<bool, bitrix24::Error> {
    let add = activity::add(client).code("md5").handler("https://acme.example/md5").name("MD5");
    Ok(add.send().await?)
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_call_ran() {
    let (portal, client) = help::application().await;
    portal.fault(Fault::reset().after_execution());
    let error = add(&client).await.unwrap_err();
    assert!(error.may_have_run() && error.is_retryable() && error.attempts() == 1, "{error}");
    assert_eq!(portal.count("bizproc.activity.add"), 1);

    portal.fault(Fault::reset().after_execution());
    assert_eq!(activity::list(&client).send().await.unwrap().len(), 1);
    assert_eq!(portal.count("bizproc.activity.list"), 2, "what only reads is repeated");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_call_ran() {
    let (portal, client) = help::application().await;
    portal.fault(Fault::reset());
    let error = add(&client).await.unwrap_err();
    assert!(error.may_have_run(), "nobody can know: {error}");
    assert_eq!((portal.count("bizproc.activity.add"), portal.requests()), (0, 1));

    portal.fault(Fault::reset());
    assert_eq!(activity::list(&client).send().await.unwrap().len(), 0);
}

#[tokio::test]
async fn what_was_answered_unreadably_is_repeated_if_that_does_no_harm() {
    for fault in [Fault::cut(), Fault::empty().after_execution(), Fault::html(502).after_execution()] {
        let (portal, client) = help::application().await;
        portal.fault(fault.clone());
        let error = add(&client).await.unwrap_err();
        assert!(error.may_have_run() && portal.count("bizproc.activity.add") == 1, "{fault:?}: {error}");
        portal.fault(fault.clone());
        assert_eq!(activity::list(&client).send().await.unwrap().len(), 1, "{fault:?}");
        assert_eq!(portal.count("bizproc.activity.list"), 2);
    }
}

#[tokio::test]
async fn five_seconds_of_refusals_lose_nothing() {
    let portal = Portal::builder().limits(Limits { capacity: 10, per_second: 10.0 }).start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    // Somebody else has filled the bucket.
    let client = Client::from_webhook(&portal.webhook_url()).unwrap().with_attempts(20);
    let calls: Vec<_> = (0..40).map(|at| tokio::spawn(client.raw("acme.add").param("n", at).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(portal.count("acme.add"), 40);
    assert!(portal.received().iter().any(|received| received.status == 503), "there were refusals");
}

#[tokio::test]
async fn a_busy_portal_is_asked_again_later() {
    let (portal, client) = help::webhook().await;
    portal.fault(Fault::system("QUERY_LIMIT_EXCEEDED").times(3));
    client.raw("acme.add").send().await.unwrap();
    assert_eq!((portal.count("acme.add"), portal.requests()), (1, 4));
    let received = portal.received();
    let gaps: Vec<f64> = received.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert!(gaps[0] >= 0.19 && gaps[1] >= 0.39 && gaps[2] >= 0.79, "the pauses grow: {gaps:?}");
}

#[tokio::test]
async fn attempts_are_counted_and_told() {
    let (portal, client) = help::webhook().await;
    portal.fault(Fault::system("QUERY_LIMIT_EXCEEDED").times(100));
    let error = client.with_attempts(3).raw("acme.add").send().await.unwrap_err();
    assert_eq!((error.attempts(), portal.requests()), (3, 3));
    assert!(!error.may_have_run() && error.is_retryable(), "{error}");
    assert!(error.to_string().contains("after 3 attempts"), "{error}");
    let error = client.with_repeat(Repeat::Never).raw("acme.add").send().await.unwrap_err();
    assert_eq!((error.attempts(), portal.requests()), (1, 4));
}

#[tokio::test]
async fn the_deadline_is_for_all_attempts_together() {
    let (portal, client) = help::webhook().await;
    portal.fault(Fault::hang().times(100));
    let started = Instant::now();
    let client = client.with_deadline(Duration::from_millis(1500)).with_timeout(Duration::from_millis(200));
    let error = client.raw("acme.add").idempotent().send().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_run() && error.attempts() > 1, "{error}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    portal.clear_faults();
    portal.fault(Fault::system("QUERY_LIMIT_EXCEEDED").times(100));
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert_eq!(error.api().unwrap().code(), "QUERY_LIMIT_EXCEEDED", "the last refusal is told");
}

#[tokio::test]
async fn waits_that_nobody_lives_to_see_break_nothing() {
    let (portal, client) = help::webhook().await;
    let client = client.with_deadline(Duration::MAX).with_timeout(Duration::MAX).with_gathering(Gathering::default());
    client.raw("acme.add").send().await.unwrap();
    for reset in ["9223372036854775807", "-9223372036854775808", "1e300"] {
        let body = format!(r#"{{"result": 1, "time": {{"operating_reset_at": {reset}}}}}"#);
        portal.fault(Fault::body(200, "application/json", body));
        client.raw("acme.add").send().await.unwrap();
    }
    let portal = server::Portal::with(|| {
        let busy = r#"{"error": "QUERY_LIMIT_EXCEEDED"}"#;
        Response::builder().status(503).header("retry-after", "18446744073709551615").body(Body::from(busy)).unwrap()
    })
    .await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    assert_eq!(client.raw("acme.add").send().await.unwrap_err().status(), Some(503));
}

#[tokio::test]
async fn a_pause_that_the_server_asks_for_is_kept() {
    let times = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let noted = times.clone();
    let portal = server::Portal::with(move || {
        let mut times = noted.lock().unwrap();
        times.push(Instant::now());
        if times.len() > 1 {
            return Response::new(Body::from(r#"{"result": true}"#));
        }
        let busy = r#"{"error": "QUERY_LIMIT_EXCEEDED"}"#;
        Response::builder().status(503).header("retry-after", "2").body(Body::from(busy)).unwrap()
    })
    .await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    client.raw("acme.add").send().await.unwrap();
    let times = times.lock().unwrap().clone();
    assert_eq!(times.len(), 2);
    assert!(times[1] - times[0] >= Duration::from_secs(2), "{:?}", times[1] - times[0]);
    // A pause that the deadline does not allow is not begun.
    let portal = server::Portal::with(|| {
        let busy = r#"{"error": "QUERY_LIMIT_EXCEEDED"}"#;
        Response::builder().status(503).header("retry-after", "3600").body(Body::from(busy)).unwrap()
    })
    .await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), portal.received().len()), (Some(503), 1, 1));
}

#[tokio::test]
async fn a_blocked_portal_is_left_alone() {
    let (portal, client) = help::webhook().await;
    portal.fault(Fault::system("OVERLOAD_LIMIT"));
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert_eq!(error.api().unwrap().system(), Some(SystemErrorKind::OverloadLimit));
    assert!(!error.is_retryable() && !error.may_have_run(), "{error}");
    let error = client.clone().raw("acme.add").send().await.unwrap_err();
    assert_eq!(error.api().unwrap().code(), "OVERLOAD_LIMIT");
    let other = Client::from_webhook(&portal.webhook_url()).unwrap();
    assert_eq!(other.raw("acme.add").send().await.unwrap_err().status(), Some(503));
    assert_eq!(portal.requests(), 1, "no request after the first");
}

#[tokio::test]
async fn rest_3_writes_carry_a_key_and_so_are_repeated() {
    let (portal, client) = help::webhook().await;
    portal.fault(Fault::reset().after_execution());
    client.raw("acme.add").v3().param("n", 1).send().await.unwrap();
    client.raw("acme.add").v3().param("n", 1).send().await.unwrap();
    assert_eq!((portal.count("acme.add"), portal.requests()), (2, 3));
    let keys: Vec<String> =
        portal.received().iter().map(|received| received.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys[0], keys[1], "the second attempt has the first one's key");
    assert_ne!(keys[1], keys[2], "another call has another");
    client.raw("acme.add").v3().idempotent().send().await.unwrap();
    client.raw("acme.add").send().await.unwrap();
    for received in &portal.received()[3..] {
        assert_eq!(received.header("idempotency-key"), None);
    }
}

#[tokio::test]
async fn working_time_that_is_used_up_is_waited_for_if_the_deadline_allows() {
    let portal = Portal::builder().operating_limit(Duration::from_secs(1)).start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    portal.set_cost("acme.add", Duration::from_secs(2));
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    // The first basket began nearly ten minutes ago.
    client.raw("acme.add").send().await.unwrap();
    portal.advance(Duration::from_secs(598));
    portal.set_answer("acme.other", true.into());

    let started = Instant::now();
    let short = client.with_deadline(Duration::from_secs(20)).raw("acme.add").send().await.unwrap_err();
    assert_eq!(short.api().unwrap().system(), Some(SystemErrorKind::OperationTimeLimit), "{short}");
    assert!(started.elapsed() < Duration::from_secs(5), "it does not wait in vain");
    assert!(!short.may_have_run() && short.is_retryable(), "{short}");
    let requests = portal.requests();
    let resting = client.with_deadline(Duration::from_secs(20)).raw("acme.add").send().await.unwrap_err();
    assert!(resting.is_timeout() && !resting.may_have_run(), "{resting}");
    assert_eq!(portal.requests(), requests, "a method that rests is not called");
    client.raw("acme.other").send().await.unwrap();
    let app = help::app(&portal).client(help::tokens(&portal), MemoryStore::new()).await;
    assert!(app.is_ok());
}

#[tokio::test]
async fn working_time_comes_back_when_the_server_said() {
    // A server of which half the working time comes back in two seconds.
    let calls = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let noted = calls.clone();
    let reset = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() + 3;
    let portal = server::Portal::with(move || {
        let mut calls = noted.lock().unwrap();
        calls.push(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs_f64());
        let refused = r#"{"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked"}"#;
        match calls.len() {
            2 => Response::builder().status(429).body(Body::from(refused)).unwrap(),
            _ => Response::new(Body::from(format!(r#"{{"result": 1, "time": {{"operating_reset_at": {reset}}}}}"#))),
        }
    })
    .await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    client.raw("acme.add").send().await.unwrap();
    client.raw("acme.add").send().await.unwrap();
    let calls = calls.lock().unwrap().clone();
    assert_eq!(calls.len(), 3);
    let reset = u32::try_from(reset).unwrap();
    assert!(calls[2] >= f64::from(reset) - 1.0, "{} {reset}", calls[2]);
}
