//! The authorization that comes with what a portal posts.

use std::fmt;
use std::time::Duration;

use subtle::ConstantTimeEq;
use url::Url;

use super::Refused;
use super::fields::Fields;
use super::form::Members;
use crate::api::ids::UserId;
use crate::auth;
use crate::client::Client;
use crate::context::Application;
use crate::error::{Error, SetupError};
use crate::oauth::{App, TokenStore, Tokens};
use crate::state::Hidden;

/// No token lives so long; what says more must not break the arithmetic.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// The authorization that comes with what a portal posts. Debug output shows none of its tokens.
#[derive(Clone)]
#[non_exhaustive]
pub struct Auth {
    /// The access token; an uninstalled application gets none.
    pub access_token: Option<String>,
    /// The refresh token, if there is one: for an action only where `AUTH_USER_ID` was given at its installation.
    pub refresh_token: Option<String>,
    /// How long the access token is good from the posting on.
    pub expires_in: Option<Duration>,
    /// The permissions of the application.
    pub scope: Vec<String>,
    /// The portal's host, such as `portal.bitrix24.com`.
    pub domain: String,
    /// The address below which the portal takes calls, such as `https://portal.bitrix24.com/rest/`.
    pub client_endpoint: Option<String>,
    /// Where tokens are renewed.
    pub server_endpoint: Option<String>,
    /// The portal, whatever it is called: its domain may change, this does not.
    pub member_id: String,
    /// The user that the access token is of.
    pub user_id: Option<UserId>,
    /// The application's status, such as `L` for one of this portal alone.
    pub status: Option<String>,
    pub(super) application_token: Option<String>,
}

impl Auth {
    pub(super) fn read(mut members: Members) -> Result<Self, Refused> {
        let mut fields = Fields(&mut members);
        let seconds = fields.number("expires_in")?.map(|seconds| u64::try_from(seconds).unwrap_or_default());
        let scope = fields.maybe("scope")?.unwrap_or_default();
        Ok(Self {
            access_token: fields.maybe("access_token")?,
            refresh_token: fields.maybe("refresh_token")?,
            expires_in: seconds.map(Duration::from_secs),
            scope: scope.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            domain: fields.text("domain")?,
            client_endpoint: fields.maybe("client_endpoint")?,
            server_endpoint: fields.maybe("server_endpoint")?,
            member_id: fields.text("member_id")?,
            user_id: fields.number("user_id")?.map(UserId::new),
            status: fields.maybe("status")?,
            application_token: fields.maybe("application_token")?,
        })
    }

    /// Whether the application token is this one, in a time that does not tell how much of it is right.
    pub(super) fn is_signed_with(&self, token: &str) -> bool {
        let given = self.application_token.as_deref().unwrap_or_default();
        !token.is_empty() && bool::from(given.as_bytes().ct_eq(token.as_bytes()))
    }

    /// A client with the access token, which is good for an hour.
    ///
    /// # Errors
    ///
    /// When there is no access token, or the portal's address is none; see [`Error::is_setup`].
    pub fn client(&self) -> Result<Client<Application>, Error> {
        self.make_client().map_err(Error::setup)
    }

    pub(super) fn make_client(&self) -> Result<Client<Application>, SetupError> {
        Client::make(auth::Auth::from_token(&self.portal(), self.access_token.as_deref().unwrap_or_default()))
    }

    /// A client whose tokens are renewed and kept in a store; `None` if there is no refresh token.
    ///
    /// # Errors
    ///
    /// As [`App::client`].
    pub async fn lasting_client(
        &self,
        app: &App,
        store: impl TokenStore,
    ) -> Option<Result<Client<Application>, Error>> {
        let (access, refresh) = (self.access_token.as_deref()?, self.refresh_token.as_deref()?);
        let expires_in = self.expires_in.unwrap_or_default().min(LONGEST);
        let tokens = Tokens::new(&self.portal(), access, refresh, expires_in).of(&self.member_id);
        Some(app.client(tokens, store).await)
    }

    /// The portal's address. `client_endpoint` has its port and scheme, and counts if it is of the same host.
    fn portal(&self) -> String {
        let endpoint = self.client_endpoint.as_deref().and_then(|endpoint| Url::parse(endpoint).ok());
        let host = self.domain.split(':').next().unwrap_or_default();
        match endpoint.filter(|endpoint| endpoint.host_str().is_some_and(|known| known.eq_ignore_ascii_case(host))) {
            Some(endpoint) => endpoint.origin().ascii_serialization(),
            None => self.domain.clone(),
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("access_token", &Hidden)
            .field("domain", &self.domain)
            .field("member_id", &self.member_id)
            .field("user_id", &self.user_id)
            .field("scope", &self.scope)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
