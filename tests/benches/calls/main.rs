//! What the client costs on top of HTTP: ratios against the same POST by bare reqwest, and what batches and lists save.
//!
//! `cargo xtask bench calls`. Figures for people, never assertions. Neither criterion nor divan: both bring a second syn.

mod many;
mod portal;
mod single;

use std::time::{Duration, Instant};

use bitrix24::Client;
use bitrix24::api::bizproc::activity::Log;
use bitrix24::transport::Http;
use portal::{Bare, ROWS, Server};
use tokio::runtime::{Builder, Runtime};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let server = Server::start(ROWS)?;
    let client = Client::from_webhook(&server.webhook)?;
    let request = Log::builder().event_token(server.token.as_str()).log_message("A line.").build()?;
    let bare = Bare::new(&server.webhook, &server.certificate, &request)?;

    let http = Http::builder().root_certificate(server.certificate.as_bytes()).build()?;
    let secure = Client::from_webhook(&server.https_webhook)?.with_transport(http);
    let secure_bare = Bare::new(&server.https_webhook, &server.certificate, &request)?;

    single::overhead("one after the other", &runtime, &client, &bare, &request)?;
    single::overhead("… over TLS", &runtime, &secure, &secure_bare, &request)?;
    let by_json = Bare::new(&server.webhook, &server.certificate, &request)?.with_json(&request);
    let secure_by_json = Bare::new(&server.https_webhook, &server.certificate, &request)?.with_json(&request);
    single::overhead("… with JSON on both sides", &runtime, &client, &by_json, &request)?;
    single::overhead("… and over TLS", &runtime, &secure, &secure_by_json, &request)?;
    single::concurrent("32 at once", &runtime, &client, &bare, &request)?;
    single::concurrent("… over TLS", &runtime, &secure, &secure_bare, &request)?;
    single::allocations(&runtime, &client, &bare, &request);
    many::batch(&runtime, &client, &request)?;
    let fewer = Server::start(ROWS / 10)?;
    many::rows(&runtime, &Client::from_webhook(&fewer.webhook)?, &client)?;
    Ok(())
}

fn timed(runtime: &Runtime, work: impl Future<Output = Outcome>) -> Outcome<Duration> {
    let started = Instant::now();
    runtime.block_on(work)?;
    Ok(started.elapsed())
}
