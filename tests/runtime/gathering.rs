//! Single calls that go together stay single calls.

use std::time::Duration;

use bitrix24::{Application, Client, Gathering, json};
use bitrix24_mock::{Fault, Portal};

use super::help;

async fn gathering(window: Duration) -> (Portal, Client<Application>) {
    let (portal, client) = help::application().await;
    (portal, client.with_gathering(Gathering::within(window)))
}

const WINDOW: Duration = Duration::from_millis(100);

#[tokio::test]
async fn each_call_has_its_own_error() {
    let (portal, client) = gathering(WINDOW).await;
    portal.set_answer("acme.get", json!({"ID": 7}));
    let (added, unknown, got) = tokio::join!(
        client.raw("acme.add").param("n", 1).send(),
        client.raw("acme.unknown").send(),
        client.raw("acme.get").send(),
    );
    assert_eq!((added.unwrap(), got.unwrap()["ID"].clone()), (json!(true), json!(7)));
    let error = unknown.unwrap_err();
    assert_eq!((error.method(), error.api().unwrap().code()), (Some("acme.unknown"), "ERROR_METHOD_NOT_FOUND"));
    assert_eq!((error.attempts(), error.may_have_run(), portal.requests()), (1, false, 1));
}

#[tokio::test]
async fn a_call_that_was_dropped_before_it_left_is_not_sent() {
    let (portal, client) = gathering(WINDOW).await;
    let dropped = tokio::spawn(client.raw("acme.add").param("n", "dropped").send());
    let kept: Vec<_> = (0..2).map(|at| tokio::spawn(client.raw("acme.add").param("n", at).send())).collect();
    tokio::time::sleep(WINDOW / 4).await;
    dropped.abort();
    for call in kept {
        call.await.unwrap().unwrap();
    }
    assert_eq!((portal.count("acme.add"), portal.requests()), (2, 1));
    assert!(portal.executed().iter().all(|call| call.parameters["n"] != "dropped"));
}

#[tokio::test]
async fn a_call_that_is_dropped_on_its_way_costs_the_others_nothing() {
    let (portal, client) = gathering(Duration::from_millis(20)).await;
    portal.fault(Fault::delay(Duration::from_millis(200)));
    let dropped = tokio::spawn(client.raw("acme.add").param("n", 0).send());
    let kept = tokio::spawn(client.raw("acme.add").param("n", 1).send());
    while portal.count("acme.add") < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    dropped.abort();
    kept.await.unwrap().unwrap();
    assert_eq!((portal.count("acme.add"), portal.requests()), (2, 1));
}

#[tokio::test]
async fn a_single_call_goes_as_a_plain_call() {
    let (portal, client) = gathering(Duration::from_millis(1)).await;
    client.raw("acme.add").param("flag", true).send().await.unwrap();
    let received = portal.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].path, "/rest/acme.add");
    assert_eq!(portal.executed()[0].parameters["flag"], json!(true), "as JSON and not as a query");
}

#[tokio::test]
async fn what_cannot_stand_in_a_batch_goes_alone() {
    let (portal, client) = gathering(WINDOW).await;
    let (plain, other, v3, dots) = tokio::join!(
        client.raw("acme.add").param("n", 1).send(),
        client.raw("acme.add").param("n", 2).send(),
        client.raw("acme.add").v3().param("n", 3).send(),
        client.raw("acme.add").param("n.m", 4).send(),
    );
    for result in [plain, other, v3, dots] {
        result.unwrap();
    }
    let mut paths: Vec<String> = portal.received().into_iter().map(|received| received.path).collect();
    paths.sort();
    assert_eq!(paths, ["/rest/acme.add", "/rest/api/acme.add", "/rest/batch"]);
    let batched = portal.executed().into_iter().filter(|call| call.command.is_some()).count();
    assert_eq!(batched, 2);
}

#[tokio::test]
async fn a_lost_answer_is_each_calls_own_affair() {
    let (portal, client) = gathering(WINDOW).await;
    portal.set_answer("acme.get", json!({"ID": 7}));
    portal.fault(Fault::reset().after_execution());
    let (added, got) = tokio::join!(client.raw("acme.add").send(), client.raw("acme.get").idempotent().send());
    let error = added.unwrap_err();
    assert!(error.may_have_run() && error.attempts() == 1, "{error}");
    assert_eq!(got.unwrap()["ID"], 7);
    assert_eq!((portal.count("acme.add"), portal.count("acme.get")), (1, 2));
}

#[tokio::test]
async fn the_deadline_holds_for_gathered_calls() {
    let (portal, client) = gathering(Duration::from_millis(20)).await;
    portal.fault(Fault::hang().times(10));
    let client = client.with_deadline(Duration::from_millis(400));
    let both =
        async { tokio::join!(client.raw("acme.add").idempotent().send(), client.raw("acme.add").idempotent().send(),) };
    let (one, other) = tokio::time::timeout(Duration::from_secs(3), both).await.expect("no call hangs");
    for error in [one.unwrap_err(), other.unwrap_err()] {
        assert!(error.is_timeout() && error.may_have_run(), "{error}");
    }
}

#[test]
fn a_client_outlives_the_runtime_that_it_first_called_on() {
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let portals = runtime();
    let (portal, client) = portals.block_on(gathering(Duration::from_millis(1)));
    for _ in 0..2 {
        let calls = runtime();
        calls.block_on(client.raw("acme.add").send()).unwrap();
        calls.shutdown_background();
    }
    assert_eq!(portal.count("acme.add"), 2);
}
