//! An application and its dealings with the authorization server.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use subtle::ConstantTimeEq;
use tokio::time::sleep;
use url::{Url, form_urlencoded};

use super::{Session, TokenStore, Tokens};
use crate::address::{is_safe, portal_url};
use crate::auth::Auth;
use crate::client::Client;
use crate::context::Application;
use crate::error::{Error, NoToken, SetupError, TokenProblem};
use crate::retry;
use crate::transport::{self, Bounded, HttpAnswer, HttpRequest, Transport};

/// The vendor's authorization server.
const TOKEN_URL: &str = "https://oauth.bitrix.info/oauth/token/";
/// How long the authorization server may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How often it is asked, as long as it does not answer.
const ATTEMPTS: u32 = 4;
/// How long all of that may take, with the pauses and with storing what comes of it: whoever renews tokens for others is
/// given so much time.
#[cfg(feature = "redis")]
pub(crate) const RENEWAL: Duration = TIMEOUT.saturating_mul(ATTEMPTS).saturating_add(Duration::from_secs(30));
/// More than any answer of it.
const MAX_ANSWER: usize = 1024 * 1024;

/// An application: what identifies it, and the secret that proves it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    client_id: String,
    client_secret: String,
    token_url: Url,
    transport: Arc<dyn Transport>,
}

/// A user on the way to consent.
#[derive(Clone)]
pub struct Login {
    url: Url,
    state: String,
}

impl Login {
    /// Where to send the user.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// What the portal will send back with the user. Keep it in the user's session, for [`App::finish`].
    pub fn state(&self) -> &str {
        &self.state
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({})", self.url.host_str().unwrap_or_default())
    }
}

impl App {
    /// An application by its identifier and its secret.
    ///
    /// # Errors
    ///
    /// When the system has no CA certificates.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Result<Self, Error> {
        let transport = transport::standard().map_err(Error::setup)?;
        let token_url = Url::parse(TOKEN_URL).map_err(|_| Error::setup(SetupError::TokenUrl))?;
        let (client_id, client_secret) = (client_id.into(), client_secret.into());
        Ok(Self { inner: Arc::new(Inner { client_id, client_secret, token_url, transport }) })
    }

    /// The same application over another HTTP client, for the authorization server and for the portals.
    #[must_use = "the application itself stays as it is"]
    pub fn with_transport(&self, transport: impl Transport) -> Self {
        self.with(|inner| inner.transport = Arc::new(Bounded(transport)))
    }

    /// The same application with another authorization server. Default: `https://oauth.bitrix.info/oauth/token/`.
    ///
    /// # Errors
    ///
    /// When the address is neither https nor http on this machine.
    pub fn with_token_url(&self, url: &str) -> Result<Self, Error> {
        let url = Url::parse(url).ok().filter(is_safe).ok_or_else(|| Error::setup(SetupError::TokenUrl))?;
        Ok(self.with(|inner| inner.token_url = url))
    }

    fn with(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner::clone(&self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner) }
    }

    /// Where to send a user of this portal for consent, with a `state` that nobody can guess.
    ///
    /// # Errors
    ///
    /// When `portal` is not a portal's address, such as `portal.bitrix24.com`, or when the system has no randomness.
    pub fn login(&self, portal: &str) -> Result<Login, Error> {
        let mut url = portal_url(portal).map_err(Error::setup)?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| Error::setup(SetupError::Random(error.to_string())))?;
        let state = format!("{:032x}", u128::from_be_bytes(random));
        url.set_path("/oauth/authorize/");
        url.query_pairs_mut().append_pair("client_id", &self.inner.client_id).append_pair("state", &state);
        Ok(Login { url, state })
    }

    /// Exchanges the code with which a user came back. `query` is the query of the address that the portal sent the user
    /// to, `state` what [`Login::state`] gave for this user.
    ///
    /// # Errors
    ///
    /// When the query has another `state`, because then it was somebody else who sent the user; when it has no code; and
    /// when the authorization server refuses, as it does for a code that is older than 30 seconds.
    pub async fn finish(&self, query: &str, state: &str) -> Result<Tokens, Error> {
        let query = query.trim_start_matches('?');
        let find = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        if !find("state").is_some_and(|given| given.as_bytes().ct_eq(state.as_bytes()).into()) {
            return Err(Error::setup(SetupError::State));
        }
        let code = find("code").filter(|code| !code.is_empty());
        self.exchange_code(&code.ok_or_else(|| Error::setup(SetupError::NoCode))?).await
    }

    /// Exchanges a code for tokens. A code is good for one use within 30 seconds.
    ///
    /// # Errors
    ///
    /// When the authorization server refuses or does not answer; see [`Error::token_code`].
    pub async fn exchange_code(&self, code: &str) -> Result<Tokens, Error> {
        let tokens = self.ask(&[("grant_type", "authorization_code"), ("code", code)]).await;
        tokens.map_err(Error::token)
    }

    /// A client for the portal of these tokens. They are put into the store first.
    ///
    /// # Errors
    ///
    /// When the store fails, or when the tokens do not say which portal they are for.
    pub async fn client(&self, tokens: Tokens, store: impl TokenStore) -> Result<Client<Application>, Error> {
        let failed = |error| Error::token(NoToken::Store(error).into());
        let lock = store.lock().await.map_err(failed)?;
        let saved = store.save(&tokens).await;
        // A lock that cannot be given back ends by itself.
        let _ = store.unlock(lock).await;
        saved.map_err(failed)?;
        self.start(&tokens, store)
    }

    /// A client for the portal whose tokens are in the store.
    ///
    /// # Errors
    ///
    /// When the store fails or has no tokens, or when the tokens do not say which portal they are for.
    pub async fn restore(&self, store: impl TokenStore) -> Result<Client<Application>, Error> {
        let tokens = store.load().await.map_err(|error| Error::token(NoToken::Store(error).into()))?;
        self.start(&tokens.ok_or_else(|| Error::token(NoToken::Nothing.into()))?, store)
    }

    fn start(&self, tokens: &Tokens, store: impl TokenStore) -> Result<Client<Application>, Error> {
        let portal = tokens.portal().ok_or_else(|| Error::setup(SetupError::NoPortal))?;
        let session = Arc::new(Session::new(self.clone(), tokens, Arc::new(store)));
        Ok(Client::over(Auth::from_session(portal, session), Arc::clone(&self.inner.transport)))
    }

    /// Spends a refresh token.
    pub(crate) async fn refresh(&self, tokens: &Tokens) -> Result<Tokens, TokenProblem> {
        let mut fresh = self.ask(&[("grant_type", "refresh_token"), ("refresh_token", tokens.refresh_token())]).await?;
        if !tokens.member_id().is_empty() && !fresh.member_id().is_empty() && tokens.member_id() != fresh.member_id() {
            return Err(NoToken::NoUse { status: 200, what: "tokens of another portal".to_owned() }.into());
        }
        fresh.inherit(tokens);
        Ok(fresh)
    }

    pub(crate) fn secret(&self) -> &str {
        &self.inner.client_secret
    }

    /// Asks the authorization server, again if it does not answer: whether it has seen the request or not, there is
    /// nothing better to do.
    async fn ask(&self, parameters: &[(&str, &str)]) -> Result<Tokens, TokenProblem> {
        let mut attempt = 1;
        loop {
            let problem = match self.ask_once(parameters).await {
                Ok(tokens) => return Ok(tokens),
                Err(problem) => problem,
            };
            if !problem.is_temporary() || attempt >= ATTEMPTS {
                return Err(problem);
            }
            tracing::debug!(%problem, "asking the authorization server again");
            sleep(retry::pause(attempt, 1.0)).await;
            attempt += 1;
        }
    }

    async fn ask_once(&self, parameters: &[(&str, &str)]) -> Result<Tokens, TokenProblem> {
        // In the body and not in the address, which proxies and servers write into their logs.
        let known = [("client_id", self.inner.client_id.as_str()), ("client_secret", self.secret())];
        let form =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(known).extend_pairs(parameters).finish();
        let mut request = HttpRequest::new(self.inner.token_url.clone(), "application/x-www-form-urlencoded", form);
        request.timeout = TIMEOUT;
        request.max_answer = MAX_ANSWER;
        let answer = self.inner.transport.post(request).await.map_err(NoToken::NoAnswer)?;
        let secrets = parameters.iter().map(|(_, value)| *value).chain([self.secret()]);
        read(&answer).map_err(|problem| problem.without(secrets)).map_err(TokenProblem::from)
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App({})", self.inner.client_id)
    }
}

fn read(answer: &HttpAnswer) -> Result<Tokens, NoToken> {
    let status = answer.status();
    let no_use = |what: &str| NoToken::NoUse { status, what: what.to_owned() };
    let body = answer.body().ok_or_else(|| no_use("it is too large"))?;
    let mut value: Value = serde_json::from_slice(body).map_err(|_| no_use("it is not JSON"))?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(code) = text("error") {
        return Err(NoToken::Refused { status, code, description: text("error_description").unwrap_or_default() });
    }
    // The time that is left, rather than the moment when it ends: this machine's clock may be another one.
    if let Some(members) = value.as_object_mut().filter(|members| members.contains_key("expires_in")) {
        members.remove("expires");
    }
    Tokens::from_json(&value).ok_or_else(|| no_use("it has no tokens"))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_clock_that_is_wrong_does_not_make_new_tokens_old() {
        let answer = r#"{"access_token": "a", "refresh_token": "r", "expires": 1000, "expires_in": 3600}"#;
        let tokens = read(&HttpAnswer::new(200, answer)).unwrap();
        assert!(tokens.expires() > SystemTime::now() + Duration::from_mins(50));
    }
}
