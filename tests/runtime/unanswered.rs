//! A transport of one's own that never answers: the client keeps the time limits by itself.

use std::future::pending;
use std::time::Duration;

use bitrix24::Client;
use bitrix24::transport::{FileReply, HttpRequest, Reply, Transport};
use tokio::time::Instant;

struct Never;

impl Transport for Never {
    fn post(&self, _: HttpRequest) -> Reply<'_> {
        Box::pin(pending())
    }

    fn get(&self, _: HttpRequest) -> Option<FileReply<'_>> {
        Some(Box::pin(pending()))
    }
}

fn client() -> Client<bitrix24::Webhook> {
    Client::from_webhook("https://never.bitrix24.example/rest/1/secret/").unwrap().with_transport(Never)
}

#[tokio::test(start_paused = true)]
async fn an_attempt_ends_with_the_time_limit_of_one_exchange() {
    let started = Instant::now();
    let client = client().with_timeout(Duration::from_secs(7)).with_attempts(1);
    let error = client.raw("profile").send().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_run(), "{error}");
    assert_eq!(started.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_with_its_deadline() {
    let started = Instant::now();
    let error = client().with_deadline(Duration::from_secs(20)).raw("profile").send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(started.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn so_does_a_download() {
    let client = client().with_timeout(Duration::from_secs(7)).with_attempts(1);
    let download = client.download("https://never.bitrix24.example/rest/download.json?token=x").await;
    assert!(download.unwrap_err().is_timeout());
}
