//! The portal that is called, and the calls that are made without the client.

use std::hint::black_box;
use std::sync::mpsc;
use std::time::Duration;

use bitrix24::api::bizproc::activity::{self, Log};
use bitrix24::{Client, Value};
use bitrix24_mock::{Portal, Rows};
use tokio::runtime::Builder;

use crate::Outcome;

/// How many deals the portal has.
pub(crate) const ROWS: u64 = 100_000;

/// A portal on a thread of its own, so that it does not run on the thread that is measured.
pub(crate) struct Server {
    pub(crate) webhook: String,
    pub(crate) https_webhook: String,
    pub(crate) certificate: String,
    pub(crate) token: String,
    stop: Option<mpsc::Sender<()>>,
}

impl Server {
    pub(crate) fn start(rows: u64) -> Outcome<Self> {
        let (started, waits) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || -> Outcome {
            let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            let portal = runtime.block_on(Portal::builder().https().start())?;
            portal.set_rows("crm.deal.list", Rows::generated(rows));
            let token = runtime.block_on(event_token(&portal))?;
            let https = (portal.https_webhook_url(), portal.certificate().map(str::to_owned));
            started.send((portal.webhook_url(), https, token))?;
            // An error means that the measurement has ended.
            let _ = stopped.recv();
            Ok(())
        });
        let (webhook, (https_webhook, certificate), token) = waits.recv()?;
        let (https_webhook, certificate) = (https_webhook.unwrap_or_default(), certificate.unwrap_or_default());
        Ok(Self { webhook, https_webhook, certificate, token, stop: Some(stop) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

/// Installs an action and lets a workflow reach it; the portal itself is good enough for a handler.
async fn event_token(portal: &Portal) -> Outcome<String> {
    let application = Client::from_token(portal.url(), &portal.application().access_token)?;
    activity::add(&application).code("bench").handler(portal.url()).name("Bench").without_placement().send().await?;
    Ok(portal.run_activity("bench", bitrix24::json!({})).await?.event_token)
}

/// The same POST without the client: as bytes that are ready and an answer that nobody reads, or with JSON that is written
/// and read and a time limit, as a program would have it that does without the client.
pub(crate) struct Bare {
    http: reqwest::Client,
    url: String,
    body: Vec<u8>,
    parameters: Option<Value>,
}

impl Bare {
    /// One that writes and reads JSON.
    pub(crate) fn with_json(mut self, request: &Log) -> Self {
        self.parameters = Some(bitrix24::to_json(request));
        self
    }

    pub(crate) fn new(webhook: &str, certificate: &str, request: &Log) -> Outcome<Self> {
        let authority = reqwest::Certificate::from_pem(certificate.as_bytes())?;
        let http = reqwest::Client::builder().add_root_certificate(authority).build()?;
        let body = bitrix24::to_json(request).to_string().into_bytes();
        Ok(Self { http, url: format!("{webhook}bizproc.activity.log"), body, parameters: None })
    }

    pub(crate) async fn call(&self) -> Outcome {
        let Some(parameters) = &self.parameters else { return self.post().await };
        let post = self.http.post(&self.url).header("content-type", "application/json");
        let post = post.timeout(Duration::from_secs(65)).body(serde_json::to_vec(parameters)?);
        let answer = post.header("accept", "application/json").send().await?.bytes().await?;
        let answer: Value = serde_json::from_slice(&answer)?;
        black_box(answer["result"].as_bool());
        Ok(())
    }

    async fn post(&self) -> Outcome {
        let post = self.http.post(&self.url).header("content-type", "application/json").body(self.body.clone());
        let answer = post.header("accept", "application/json").send().await?.bytes().await?;
        black_box(answer);
        Ok(())
    }
}
