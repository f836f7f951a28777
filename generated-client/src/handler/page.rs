//! The page of an application in its frame, and the settings page of an action.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::Refused;
use super::fields::Fields;
use super::form;
use crate::client::Client;
use crate::context::Application;
use crate::envelope::read_json;
use crate::error::Error;
use crate::state::Hidden;

/// A user has opened a page of the application. Debug output shows no token.
///
/// Nothing proves that a portal has sent this. What its user may see and do, a call with [`client`](Self::client) tells.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page {
    /// The portal's host, such as `portal.bitrix24.com`.
    pub domain: String,
    /// Whether the portal is called by https.
    pub is_https: bool,
    /// The language of the user, such as `en`.
    pub language: Option<String>,
    /// The access token of the user.
    pub access_token: String,
    /// The refresh token of the user.
    pub refresh_token: Option<String>,
    /// How long the access token is good.
    pub expires_in: Option<Duration>,
    /// The portal, whatever it is called.
    pub member_id: String,
    /// The application's status, such as `L` for one of this portal alone.
    pub status: Option<String>,
    /// Where the page was opened, such as `DEFAULT`.
    pub placement: Option<String>,
    /// What the place says of itself, such as the properties of an action that is set up.
    pub placement_options: Value,
}

/// Reads what a portal posts when it opens a page of the application: the address's query, the `Content-Type` and the body.
///
/// # Errors
///
/// When it is not what a portal posts there.
pub fn page(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<Page, Refused> {
    let mut query = form::form(query)?;
    let mut query = Fields(&mut query);
    let mut members = form::read(content_type, body)?;
    let mut fields = Fields(&mut members);
    let options = fields.maybe("PLACEMENT_OPTIONS")?;
    let options = options.map(|text| read_json(text.as_bytes()).map_err(|_| Refused::Field("PLACEMENT_OPTIONS")));
    let expires_in = fields.number("AUTH_EXPIRES")?.map(|seconds| u64::try_from(seconds).unwrap_or_default());
    Ok(Page {
        domain: query.text("DOMAIN")?,
        is_https: query.flag("PROTOCOL")?.unwrap_or(true),
        language: query.maybe("LANG")?,
        access_token: fields.text("AUTH_ID")?,
        refresh_token: fields.maybe("REFRESH_ID")?,
        expires_in: expires_in.map(Duration::from_secs),
        member_id: fields.text("member_id")?,
        status: fields.maybe("status")?,
        placement: fields.maybe("PLACEMENT")?,
        placement_options: options.transpose()?.unwrap_or_default(),
    })
}

impl Page {
    /// A client of the user who has opened the page.
    ///
    /// # Errors
    ///
    /// When the portal's address is none, or is called by http from another machine.
    pub fn client(&self) -> Result<Client<Application>, Error> {
        let scheme = if self.is_https { "https" } else { "http" };
        Client::from_token(&format!("{scheme}://{}", self.domain), &self.access_token)
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("domain", &self.domain)
            .field("access_token", &Hidden)
            .field("member_id", &self.member_id)
            .field("placement", &self.placement)
            .field("placement_options", &self.placement_options)
            .finish_non_exhaustive()
    }
}
