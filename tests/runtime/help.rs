//! Clients of the fake portal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bitrix24::oauth::{App, MemoryStore, StoreReply, TokenStore, Tokens};
use bitrix24::{Application, Client, Webhook};
use bitrix24_mock::Portal;

/// A portal that knows the method `acme.add`, and a client with its webhook.
pub(crate) async fn webhook() -> (Portal, Client<Webhook>) {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    (portal, client)
}

/// A portal that knows the method `acme.add`, and a client with its application's tokens.
pub(crate) async fn application() -> (Portal, Client<Application>) {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let client = app(&portal).client(tokens(&portal), MemoryStore::new()).await.unwrap();
    (portal, client)
}

/// The portal's application.
pub(crate) fn app(portal: &Portal) -> App {
    let known = portal.application();
    App::new(&known.client_id, &known.client_secret).unwrap().with_token_url(&known.token_url).unwrap()
}

/// The tokens that it got when it was installed.
pub(crate) fn tokens(portal: &Portal) -> Tokens {
    let known = portal.application();
    Tokens::new(portal.url(), &known.access_token, &known.refresh_token, Duration::from_hours(1))
}

/// How often the authorization server was asked for tokens.
pub(crate) fn refreshes(portal: &Portal) -> usize {
    portal.received().iter().filter(|received| received.path.starts_with("/oauth/token")).count()
}

/// The requests to the portal itself.
pub(crate) fn calls(portal: &Portal) -> usize {
    portal.received().len() - refreshes(portal)
}

/// Keeps tokens, and fails to when it is told so.
#[derive(Default)]
pub(crate) struct Fragile {
    inner: MemoryStore,
    broken: AtomicBool,
    saved: AtomicUsize,
}

impl Fragile {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// How often it was asked to save.
    pub(crate) fn saved(&self) -> usize {
        self.saved.load(Ordering::SeqCst)
    }
}

impl TokenStore for Fragile {
    fn load(&self) -> StoreReply<'_, Option<Tokens>> {
        self.inner.load()
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()> {
        self.saved.fetch_add(1, Ordering::SeqCst);
        if self.broken.load(Ordering::SeqCst) {
            return Box::pin(async { Err("the disk is full".into()) });
        }
        self.inner.save(tokens)
    }
}
