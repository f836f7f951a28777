//! A transport of one's own that never answers: the client keeps the time limits by itself.

use std::future::pending;
use std::time::Duration;

use bitrix24::Client;
use bitrix24::transport::{FileReply, HttpFile, HttpRequest, Piece, Pieces, Reply, Transport};
use tokio::time::Instant;

/// Whether at least files begin.
struct Never(bool);

impl Transport for Never {
    fn post(&self, _: HttpRequest) -> Reply<'_> {
        Box::pin(pending())
    }

    fn get(&self, _: HttpRequest) -> Option<FileReply<'_>> {
        let begins = self.0;
        Some(Box::pin(async move { if begins { Ok(HttpFile::new(200, Pending)) } else { pending().await } }))
    }
}

/// A body of which nothing comes.
struct Pending;

impl Pieces for Pending {
    fn next(&mut self) -> Piece<'_> {
        Box::pin(pending())
    }
}

fn client(begins: bool) -> Client<bitrix24::Webhook> {
    Client::from_webhook("https://never.bitrix24.example/rest/1/secret/").unwrap().with_transport(Never(begins))
}

#[tokio::test(start_paused = true)]
async fn an_attempt_ends_with_the_time_limit_of_one_exchange() {
    let started = Instant::now();
    let client = client(false).with_timeout(Duration::from_secs(7)).with_attempts(1);
    let error = client.raw("profile").send().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_run(), "{error}");
    assert_eq!(started.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_with_its_deadline() {
    let started = Instant::now();
    let error = client(false).with_deadline(Duration::from_secs(20)).raw("profile").send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(started.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn so_does_a_download() {
    let link = "https://never.bitrix24.example/rest/download.json?token=x";
    let limited = |begins| client(begins).with_timeout(Duration::from_secs(7)).with_attempts(1);
    assert!(limited(false).download(link).await.unwrap_err().is_timeout());
    let mut begun = limited(true).download(link).await.unwrap();
    assert!(begun.chunk().await.unwrap_err().is_timeout());
}
