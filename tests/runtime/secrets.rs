//! Whatever goes wrong, no text tells a secret: no error, no debug output, no line of the log.

use std::fmt::Write as _;
use std::time::Duration;

use bitrix24::api::bizproc::activity;
use bitrix24::oauth::{MemoryStore, TokenStore};
use bitrix24::transport::Http;
use bitrix24::{Client, Error};
use bitrix24_mock::{Fault, Portal};

use super::help;
use super::nonsense::faults;
use crate::support::listen::{listen, texts};

const SECRET: &str = "cl13nts3cret";

/// A portal of which all secrets are known, and its clients of both kinds.
async fn portal() -> (Portal, Vec<Client>, std::sync::Arc<MemoryStore>) {
    let portal = Portal::builder().client("app.x", SECRET).https().start().await.unwrap();
    let store = std::sync::Arc::new(MemoryStore::new());
    let application = help::app(&portal).client(help::tokens(&portal), store.clone()).await.unwrap();
    let http = Http::builder().root_certificate(portal.certificate().unwrap().as_bytes()).build().unwrap();
    let secure = Client::from_webhook(&portal.https_webhook_url().unwrap()).unwrap().with_transport(http);
    let plain = Client::from_webhook(&portal.webhook_url()).unwrap();
    // One that tries again, which is logged too, and others that do not, for the sake of time.
    let clients = [
        Client::from(application).with_attempts(2),
        Client::from(secure).with_attempts(1),
        Client::from(plain).with_attempts(1),
    ];
    let short = |client: Client| client.with_timeout(Duration::from_millis(200)).with_max_answer(1_000_000);
    (portal, clients.map(short).into(), store)
}

async fn secrets(portal: &Portal, store: &MemoryStore) -> Vec<String> {
    let webhook = portal.webhook_url();
    let code = webhook.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    let known = portal.application();
    let now = store.load().await.unwrap().unwrap();
    let tokens = [now.access_token(), now.refresh_token(), &known.access_token, &known.refresh_token];
    let mut secrets: Vec<String> = tokens.map(str::to_owned).into();
    secrets.extend([code, SECRET.to_owned()]);
    secrets
}

#[tokio::test]
async fn no_fault_makes_anything_tell_a_secret() {
    listen();
    let (mut said, mut hidden) = (String::new(), Vec::new());
    let (portal, clients, store) = portal().await;
    for (fault, ..) in faults() {
        for client in &clients {
            portal.fault(fault.clone().times(2));
            let call = activity::list(client).send().await;
            portal.clear_faults();
            said += &call.err().map(|error| texts(&error.into())).unwrap_or_default();
            portal.fault(fault.clone().times(2));
            let mut batch = client.batch();
            let handle =
                batch.add(activity::Log::builder().event_token("t").log_message("m").build().unwrap()).unwrap();
            let _ = write!(said, "{batch:?} {handle:?} {client:?}");
            let mut answers = batch.send().await;
            portal.clear_faults();
            let _ = write!(said, "{answers:?}");
            said += &answers.take(handle).err().map(|error| texts(&error.into())).unwrap_or_default();
        }
    }
    assert!(said.contains("bizproc.activity.list: "), "{said}");

    // What the server says back of what it was sent.
    hidden.extend(secrets(&portal, &store).await);
    let code = hidden.len() - 2;
    for (client, known) in [(0, 0), (0, 1), (0, code + 1), (1, code), (2, code)] {
        portal.fault(Fault::error(400, "X", format!("no {} here", hidden[known])).on("profile"));
        said += &texts(&clients[client].raw("profile").send().await.unwrap_err());
    }
    // The authorization server's own failures.
    for fault in [
        Fault::error(400, "invalid_grant", format!("{SECRET} {}", hidden[1])),
        Fault::html(500).times(4),
        Fault::reset().times(4),
        Fault::cut(),
        Fault::delay(Duration::from_millis(1)),
    ] {
        portal.expire_tokens();
        portal.fault(fault.on("oauth/token"));
        let deadline = clients[0].with_deadline(Duration::from_secs(1));
        said += &deadline.raw("profile").send().await.err().map(|error: Error| texts(&error)).unwrap_or_default();
        portal.clear_faults();
        hidden.extend(secrets(&portal, &store).await);
    }
    let logged = listen();
    assert!(logged.contains("bizproc.activity.list"), "the log was listened to");
    for secret in &hidden {
        for (what, text) in [("an error", &said), ("the log", &logged)] {
            let line = text.lines().find(|line| line.contains(secret.as_str()));
            assert_eq!(line, None, "{what} tells the secret {secret}");
        }
    }
}
