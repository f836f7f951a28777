//! The portal that is called, and the calls that are made without the client.

use std::hint::black_box;
use std::sync::mpsc;

use bitrix24::Client;
use bitrix24::api::bizproc::activity::{self, Log};
use bitrix24_mock::{Portal, Rows};
use tokio::runtime::Builder;

use crate::Outcome;

/// How many deals the portal has. Those of one user are a tenth.
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

/// The same POST without the client.
pub(crate) struct Bare {
    http: reqwest::Client,
    url: String,
    body: Vec<u8>,
}

impl Bare {
    pub(crate) fn new(webhook: &str, certificate: &str, request: &Log) -> Outcome<Self> {
        let authority = reqwest::Certificate::from_pem(certificate.as_bytes())?;
        let http = reqwest::Client::builder().add_root_certificate(authority).build()?;
        let body = bitrix24::to_json(request).to_string().into_bytes();
        Ok(Self { http, url: format!("{webhook}bizproc.activity.log"), body })
    }

    pub(crate) async fn call(&self) -> Outcome {
        let post = self.http.post(&self.url).header("content-type", "application/json").body(self.body.clone());
        let answer = post.header("accept", "application/json").send().await?.bytes().await?;
        black_box(answer);
        Ok(())
    }
}
