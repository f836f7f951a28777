//! How a call proves who makes it, and to which address it goes. The only place that knows a secret, beside `oauth`.

mod credentials;

pub(crate) use credentials::Credentials;

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::time::Instant;
use url::Url;

use crate::address::{authority, is_loopback, parse, portal_of, portal_url};
use crate::error::{SetupError, TokenProblem};
use crate::limits::{self, Portal};
use crate::method::Authorization;
use crate::oauth::Session;

use credentials::Proof;

/// A portal's address together with what opens it.
pub(crate) struct Auth {
    place: RwLock<Arc<Place>>,
    secret: Secret,
    /// The hosts that the portal may move to.
    allowed: RwLock<BTreeSet<String>>,
}

/// Where a portal is, and what the process knows of it.
struct Place {
    /// `https://portal.bitrix24.com/`
    portal: Url,
    /// Where the tokens last said that it is, which may be longer ago than a move.
    told: Url,
    limits: Arc<Portal>,
}

enum Secret {
    /// `1/code`: the user and the code, which stand in the path.
    Webhook(String),
    /// An access token, which stands in the body.
    Token(String),
    /// Access tokens that are renewed.
    Session(Arc<Session>),
}

impl Auth {
    /// Reads `https://portal.bitrix24.com/rest/1/code/`.
    pub(crate) fn from_webhook(url: &str) -> Result<Self, SetupError> {
        let mut url = parse(url)?;
        let path: Vec<String> = url.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let secret = match path.as_slice() {
            [rest, user, code] if rest == "rest" && is_number(user) => format!("{user}/{code}"),
            [rest, user, _, _] if rest == "rest" && is_number(user) => return Err(SetupError::WebhookWithMethod),
            _ => return Err(SetupError::NoWebhook),
        };
        url.set_path("/");
        Ok(Self::new(url, Secret::Webhook(secret)))
    }

    /// Reads `portal.bitrix24.com`, `https://portal.bitrix24.com/` or `https://portal.bitrix24.com/rest/`.
    pub(crate) fn from_token(portal: &str, token: &str) -> Result<Self, SetupError> {
        let portal = portal_url(portal)?;
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err(SetupError::Token);
        }
        Ok(Self::new(portal, Secret::Token(token.to_owned())))
    }

    /// Tokens that are renewed.
    pub(crate) fn from_session(portal: Url, session: Arc<Session>) -> Self {
        Self::new(portal, Secret::Session(session))
    }

    fn new(portal: Url, secret: Secret) -> Self {
        let place = Arc::new(Place::new(portal.clone(), portal));
        Self { place: RwLock::new(place), secret, allowed: RwLock::default() }
    }

    /// How this authorizes.
    pub(crate) fn authorization(&self) -> Authorization {
        match self.secret {
            Secret::Webhook(_) => Authorization::Webhook,
            Secret::Token(_) | Secret::Session(_) => Authorization::Application,
        }
    }

    /// Whether the portal is on this machine.
    pub(crate) fn is_here(&self) -> bool {
        self.place().portal.host().is_some_and(|host| is_loopback(&host))
    }

    /// The portal's address, such as `https://portal.bitrix24.com/`.
    pub(crate) fn portal(&self) -> Url {
        self.place().portal.clone()
    }

    /// The portal's host name.
    pub(crate) fn host(&self) -> String {
        self.place().portal.host_str().unwrap_or_default().to_owned()
    }

    /// What the process knows of the portal.
    pub(crate) fn limits(&self) -> Arc<Portal> {
        Arc::clone(&self.place().limits)
    }

    /// What the next attempt is to be authorized by. Waits for new tokens, where the old ones have expired.
    pub(crate) async fn credentials(&self) -> Result<Credentials, TokenProblem> {
        let now = Instant::now();
        let secret = match &self.secret {
            Secret::Webhook(code) => Proof::Webhook(code.clone()),
            Secret::Token(token) => Proof::Token(token.clone()),
            Secret::Session(session) => {
                let tokens = session.current().await?;
                if let Some(told) = tokens.portal() {
                    self.hear(told);
                }
                Proof::Token(tokens.access_token().to_owned())
            }
        };
        Ok(Credentials { portal: self.place().portal.clone(), secret, taken: now })
    }

    /// Gets new tokens in place of those that were used and had expired; none where there is nothing to renew them by.
    pub(crate) async fn renew(&self, used: &Credentials) -> Option<Result<(), TokenProblem>> {
        let (Secret::Session(session), Proof::Token(stale)) = (&self.secret, &used.secret) else {
            return None;
        };
        Some(session.renew(stale, used.taken).await.map(drop))
    }

    /// Lets the portal move to this host.
    pub(crate) fn allow(&self, host: &str) {
        self.allowed.write().unwrap_or_else(PoisonError::into_inner).insert(host.to_ascii_lowercase());
    }

    /// Goes where the portal says that it has moved to, if that is a place where the secret may go: one that was allowed,
    /// or one that the authorization server knows as the portal's.
    pub(crate) async fn follow(&self, location: &str) -> bool {
        let Ok(url) = self.place().portal.join(location).map_err(drop).and_then(|url| portal_of(url).map_err(drop))
        else {
            return false;
        };
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let allowed = self.allowed.read().unwrap_or_else(PoisonError::into_inner).contains(&host);
        let known = match &self.secret {
            Secret::Session(session) if !allowed => session.confirms(&url).await,
            _ => false,
        };
        if allowed || known {
            self.move_to(url);
        }
        allowed || known
    }

    fn move_to(&self, portal: Url) {
        let mut place = self.place.write().unwrap_or_else(PoisonError::into_inner);
        if place.portal != portal {
            *place = Arc::new(Place::new(portal, place.told.clone()));
        }
    }

    /// The tokens say where the portal is. Heeded when they say something new: what they said before may be the address
    /// that the portal has left.
    fn hear(&self, told: Url) {
        if self.place().told != told {
            *self.place.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Place::new(told.clone(), told));
        }
    }

    fn place(&self) -> Arc<Place> {
        Arc::clone(&self.place.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Cuts the secret out of a text that the server sent.
    pub(crate) fn redact(&self, text: String) -> String {
        match &self.secret {
            Secret::Webhook(path) => cut(text, path.split_once('/').map_or(path.as_str(), |(_, code)| code)),
            Secret::Token(token) => cut(text, token),
            Secret::Session(session) => session.secrets().iter().fold(text, |text, secret| cut(text, secret)),
        }
    }
}

impl Place {
    fn new(portal: Url, told: Url) -> Self {
        Self { limits: limits::portal(&authority(&portal)), portal, told }
    }
}

fn cut(text: String, secret: &str) -> String {
    if !secret.is_empty() && text.contains(secret) { text.replace(secret, "<secret>") } else { text }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::method::Version;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn body(auth: &Auth, parameters: &Value) -> Value {
        serde_json::from_slice(&block_on(auth.credentials()).unwrap().encode(parameters).unwrap()).unwrap()
    }

    fn endpoint(auth: Result<Auth, SetupError>, version: Version) -> String {
        let credentials = auth.map(|auth| block_on(auth.credentials()));
        match credentials {
            Ok(credentials) => credentials.unwrap().endpoint("profile", version).to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn addresses_of_both_kinds_and_versions() {
        let webhook = || Auth::from_webhook(" https://p.bitrix24.com/rest/1/abc123 ");
        assert_eq!(endpoint(webhook(), Version::V2), "https://p.bitrix24.com/rest/1/abc123/profile");
        assert_eq!(endpoint(webhook(), Version::V3), "https://p.bitrix24.com/rest/api/1/abc123/profile");
        for portal in ["p.bitrix24.com", "https://p.bitrix24.com", "https://p.bitrix24.com/rest/"] {
            let token = || Auth::from_token(portal, "t0k3n");
            assert_eq!(endpoint(token(), Version::V2), "https://p.bitrix24.com/rest/profile");
            assert_eq!(endpoint(token(), Version::V3), "https://p.bitrix24.com/rest/api/profile");
        }
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for host in ["127.0.0.1:8080", "localhost", "[::1]:80", "b24.localhost"] {
            assert!(Auth::from_webhook(&format!("http://{host}/rest/1/abc/")).is_ok(), "{host}");
        }
        for host in ["p.bitrix24.com", "10.0.0.1", "localhost.evil.com", "127.0.0.1.evil.com"] {
            let refused = Auth::from_webhook(&format!("http://{host}/rest/1/abc/"));
            assert!(matches!(refused, Err(SetupError::Insecure)), "{host}");
        }
    }

    #[test]
    fn a_bad_address_is_refused_without_telling_the_code() {
        let bad = [
            "p.bitrix24.com/rest/1/s3cret/",
            "ftp://p.bitrix24.com/rest/1/s3cret/",
            "https://p.bitrix24.com/rest/1/s3cret/profile.json",
            "https://p.bitrix24.com/s3cret/",
            "https://p.bitrix24.com/rest/1/s3cret/?x=1",
            "https://user:s3cret@p.bitrix24.com/rest/1/code/",
            "https:///rest/s3cret",
        ];
        for url in bad {
            let text = endpoint(Auth::from_webhook(url), Version::V2);
            assert!(!text.contains("s3cret") && !text.starts_with("https"), "{url}: {text}");
        }
        assert!(matches!(Auth::from_token("p.bitrix24.com/crm", "t"), Err(SetupError::PortalWithPath)));
        assert!(matches!(Auth::from_token("p.bitrix24.com", "a b"), Err(SetupError::Token)));
    }

    #[test]
    fn the_token_goes_into_the_body() {
        let token = Auth::from_token("p.bitrix24.com", "t0k3n").unwrap();
        assert_eq!(body(&token, &json!({"A": 1})), json!({"A": 1, "auth": "t0k3n"}));
        assert_eq!(body(&token, &json!([7, {"B": 2}])), json!({"0": 7, "1": {"B": 2}, "auth": "t0k3n"}));
        let webhook = Auth::from_webhook("https://p.bitrix24.com/rest/1/abc123/").unwrap();
        assert_eq!(body(&webhook, &json!([7])), json!([7]));
    }

    #[test]
    fn the_secret_is_cut_out_of_texts() {
        let webhook = Auth::from_webhook("https://p.bitrix24.com/rest/1/abc123/").unwrap();
        assert_eq!(webhook.redact("no /rest/1/abc123/x here".to_owned()), "no /rest/1/<secret>/x here");
    }

    #[test]
    fn a_portal_moves_only_where_it_may() {
        let webhook = Auth::from_webhook("https://old.bitrix24.com/rest/1/abc123/").unwrap();
        let to = "https://new.bitrix24.com/rest/1/abc123/profile?x=1";
        assert!(!block_on(webhook.follow(to)));
        webhook.allow("New.Bitrix24.com");
        for refused in
            ["http://new.bitrix24.com/", "https://new.bitrix24.com.evil.com/", "ftp://new.bitrix24.com/", "//"]
        {
            assert!(!block_on(webhook.follow(refused)), "{refused}");
        }
        assert_eq!(webhook.host(), "old.bitrix24.com");
        assert!(block_on(webhook.follow(to)));
        assert_eq!(endpoint(Ok(webhook), Version::V2), "https://new.bitrix24.com/rest/1/abc123/profile");
    }
}
