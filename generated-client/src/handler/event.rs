//! Events of the portal, among them the installation, with which the application token comes.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::auth::Auth;
use super::fields::Fields;
use super::form::{self, Members};
use super::{Refused, Signed, Unverified};
use crate::client::Client;
use crate::context::Application;
use crate::error::{Error, NoToken};
use crate::oauth::{App, TokenStore};
use crate::value::Map;

/// An event that the application is subscribed to, such as `ONCRMDEALADD` or `ONAPPUNINSTALL`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// Its name, in capitals.
    pub name: String,
    /// What it is about, as the portal writes it.
    pub data: Map<String, Value>,
    /// When the portal posted this, in seconds since 1970.
    pub sent_at: Option<i64>,
    /// The authorization that came with it.
    pub auth: Auth,
}

/// Reads an event, by the `Content-Type` and the body.
///
/// # Errors
///
/// When it is not what a portal posts as an event.
pub fn event(content_type: Option<&str>, body: &[u8]) -> Result<Unverified<Event>, Refused> {
    read(form::read(content_type, body)?).map(Unverified)
}

fn read(mut members: Members) -> Result<Event, Refused> {
    let mut fields = Fields(&mut members);
    Ok(Event {
        name: fields.text("event")?.to_ascii_uppercase(),
        data: fields.object("data")?.into_iter().collect(),
        sent_at: fields.number("ts")?,
        auth: Auth::read(fields.object("auth")?)?,
    })
}

impl Signed for Event {
    fn auth(&self) -> &Auth {
        &self.auth
    }
}

impl Event {
    /// Whether the application was removed, and whether its data was to go too. Its access token is good no more.
    pub fn uninstalled(&self) -> Option<bool> {
        let clean =
            || self.data.get("CLEAN").is_some_and(|clean| matches!(clean.as_str(), Some("1" | "Y")) || *clean == 1);
        (self.name == "ONAPPUNINSTALL").then(clean)
    }
}

/// The application was installed. This is the only moment at which its token comes; keep it for each `member_id`.
///
/// Nothing in it proves that a portal has sent this: whoever knows the handler's address can, and can name any portal.
/// [`confirm`](Self::confirm) asks the authorization server. Before that, replace nothing that is kept for a portal; that
/// a call with the access token succeeds proves nothing, because it goes to the host that the same form names.
#[derive(Clone)]
#[non_exhaustive]
pub struct Installation {
    /// What proves from now on that something comes from this portal. A secret.
    pub application_token: String,
    /// Version, language and status of the application.
    pub data: Map<String, Value>,
    /// The authorization of who installed it, and where.
    pub auth: Auth,
}

/// Reads the event `ONAPPINSTALL`.
///
/// # Errors
///
/// When it is another event, or none.
pub fn installation(content_type: Option<&str>, body: &[u8]) -> Result<Installation, Refused> {
    let event = read(form::read(content_type, body)?)?;
    if event.name != "ONAPPINSTALL" {
        return Err(Refused::OtherEvent);
    }
    let application_token = event.auth.application_token.clone().ok_or(Refused::Field("application_token"))?;
    Ok(Installation { application_token, data: event.data, auth: event.auth })
}

impl Installation {
    /// A client of the portal, once the authorization server has confirmed that the tokens are those of its `member_id`:
    /// they are renewed there at once. The renewed ones are put into the store, and the client goes to the address that
    /// the server gives with them.
    ///
    /// # Errors
    ///
    /// When there is no refresh token; when the server refuses it, or says that it is one of another portal; or when the
    /// store fails. See [`Error::is_token`].
    pub async fn confirm(&self, app: &App, store: impl TokenStore) -> Result<Client<Application>, Error> {
        let tokens = self.auth.tokens(Duration::ZERO).ok_or_else(|| Error::token(NoToken::Nothing.into()))?;
        app.client(app.refresh(&tokens).await.map_err(Error::token)?, store).await
    }
}

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Installation").field("data", &self.data).field("auth", &self.auth).finish_non_exhaustive()
    }
}
