//! The portal's bucket: a client fills it in step with the portal, so that nothing is refused and nothing lost.

use bitrix24::{Client, Gathering, RateLimit};
use bitrix24_mock::{Limits, Portal};
use tokio::task::JoinSet;

/// The vendor's bucket, which drains a hundred times as fast, so that a test takes seconds.
const PER_SECOND: f64 = 200.0;

/// Nearly none. On a machine that is busy, requests that left in order arrive together, and here two that do are one too
/// many for ten milliseconds, and not for a second as with the vendor.
fn is_nearly_none(refused: usize, of: usize) -> bool {
    refused * 10 <= of
}

async fn portal() -> Portal {
    let portal = Portal::builder().limits(Limits { capacity: 50, per_second: PER_SECOND }).start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    portal
}

fn client(portal: &Portal) -> Client {
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    Client::from(client).with_rate_limit(Some(RateLimit::new(50, PER_SECOND)))
}

/// How often the portal said that it was asked too much.
fn refused(portal: &Portal) -> usize {
    portal.received().iter().filter(|received| received.status == 503).count()
}

async fn all(mut calls: JoinSet<Result<bitrix24::Value, bitrix24::Error>>) -> usize {
    let mut answered = 0;
    while let Some(result) = calls.join_next().await {
        result.unwrap().unwrap();
        answered += 1;
    }
    answered
}

fn numbers(portal: &Portal) -> Vec<i64> {
    let number = |value: &bitrix24::Value| value.as_i64().or_else(|| value.as_str()?.parse().ok()).unwrap();
    let mut numbers: Vec<i64> = portal.executed().iter().map(|call| number(&call.parameters["n"])).collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn three_hundred_and_twenty_calls_at_once() {
    let portal = portal().await;
    let client = client(&portal);
    let calls: JoinSet<_> = (0..320).map(|at| client.raw("acme.add").param("n", at).send()).collect();
    assert_eq!(all(calls).await, 320);
    assert_eq!(numbers(&portal), (0..320).collect::<Vec<i64>>(), "each ran once");
    assert!(is_nearly_none(refused(&portal), 320), "{} refused", refused(&portal));
}

#[tokio::test]
async fn gathered_they_are_seven_requests() {
    let portal = portal().await;
    let client = client(&portal).with_gathering(Gathering::within(std::time::Duration::from_millis(200)));
    let calls: JoinSet<_> = (0..320).map(|at| client.raw("acme.add").param("n", at).send()).collect();
    assert_eq!(all(calls).await, 320);
    assert_eq!(numbers(&portal), (0..320).collect::<Vec<i64>>());
    assert_eq!(portal.requests(), 7);
}

#[tokio::test]
async fn five_hundred_by_batches_of_two_clients_share_the_bucket() {
    let portal = portal().await;
    let other = client(&portal);
    let clients = [client(&portal), other];
    let mut batches = JoinSet::new();
    for part in 0..100 {
        let client = clients[part % 2].clone();
        batches.spawn(async move {
            let mut batch = client.batch();
            let mut handles = Vec::new();
            for at in 0..5 {
                handles.push(batch.add(client.raw("acme.add").param("n", part * 5 + at).build().unwrap()).unwrap());
            }
            let mut answers = batch.send().await;
            handles.into_iter().map(|handle| answers.take(handle).unwrap()).count()
        });
    }
    assert_eq!(batches.join_all().await.into_iter().sum::<usize>(), 500);
    assert_eq!(numbers(&portal), (0..500).collect::<Vec<i64>>());
    assert!(is_nearly_none(refused(&portal), 100), "{} refused", refused(&portal));
}

#[tokio::test]
async fn a_bucket_that_others_fill_is_waited_for() {
    let portal = portal().await;
    // Another process, which knows of no limits.
    let other = Client::from_webhook(&portal.webhook_url()).unwrap().with_rate_limit(None).with_attempts(1);
    let others: JoinSet<_> = (0..200).map(|_| other.raw("acme.other").send()).collect();
    let client = client(&portal);
    let calls: JoinSet<_> = (0..100).map(|at| client.raw("acme.add").param("n", at).send()).collect();
    let (others, answered) = tokio::join!(others.join_all(), all(calls));
    assert_eq!((others.len(), answered), (200, 100));
    assert_eq!(numbers(&portal), (0..100).collect::<Vec<i64>>());
    assert!(refused(&portal) > 0, "the bucket was full");
}

#[tokio::test]
async fn whoever_gives_up_waiting_takes_nothing() {
    let portal = portal().await;
    let client = client(&portal).with_rate_limit(Some(RateLimit::new(1, 2.0)));
    client.raw("acme.add").param("n", 0).send().await.unwrap();
    let late = client.with_deadline(std::time::Duration::from_millis(50)).raw("acme.add").send().await.unwrap_err();
    assert!(late.is_timeout() && !late.may_have_run() && late.is_retryable(), "{late}");
    assert_eq!(late.status(), None);
    let dropped = tokio::spawn(client.raw("acme.add").param("n", 1).send());
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    dropped.abort();
    client.raw("acme.add").param("n", 2).send().await.unwrap();
    assert_eq!(numbers(&portal), [0, 2]);
}
