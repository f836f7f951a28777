//! A pair of tokens with what the authorization server says about it.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};
use url::Url;

use crate::address::portal_url;

/// An access token and the refresh token that renews it. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    access_token: String,
    refresh_token: String,
    expires: SystemTime,
    client_endpoint: String,
    member_id: String,
    user_id: Option<i64>,
    scope: Vec<String>,
}

/// How long before its end a token counts as expired: on its way, a call must not outlive it.
const MARGIN: Duration = Duration::from_secs(20);

impl Tokens {
    /// Tokens that came another way, such as with the application's installation.
    ///
    /// `portal` is the portal's address, such as `portal.bitrix24.com`; `expires_in` says how long the access token still
    /// lives.
    pub fn new(
        portal: &str,
        access_token: impl Into<String>,
        refresh_token: impl Into<String>,
        expires_in: Duration,
    ) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            expires: SystemTime::now() + expires_in,
            client_endpoint: portal.to_owned(),
            member_id: String::new(),
            user_id: None,
            scope: Vec::new(),
        }
    }

    /// The same tokens, of the portal with this identifier: renewed ones of another portal are refused.
    pub(crate) fn of(mut self, member_id: &str) -> Self {
        member_id.clone_into(&mut self.member_id);
        self
    }

    /// Reads the answer of the authorization server, or what [`to_json`](Self::to_json) wrote. `None` if it has no tokens.
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let seconds = |name: &str| {
            let value = value.get(name)?;
            value.as_u64().or_else(|| value.as_str()?.parse().ok()).map(Duration::from_secs)
        };
        // `expires` is missing after the exchange of a code; `expires_in` says nothing about a stored token.
        let expires = match (seconds("expires"), seconds("expires_in")) {
            (Some(at), _) => SystemTime::UNIX_EPOCH.checked_add(at)?,
            (None, Some(after)) => SystemTime::now().checked_add(after)?,
            (None, None) => return None,
        };
        let user = value.get("user_id");
        Some(Self {
            access_token: text("access_token")?.to_owned(),
            refresh_token: text("refresh_token")?.to_owned(),
            expires,
            client_endpoint: text("client_endpoint").unwrap_or_default().to_owned(),
            member_id: text("member_id").unwrap_or_default().to_owned(),
            user_id: user.and_then(|user| user.as_i64().or_else(|| user.as_str()?.parse().ok())),
            scope: text("scope").map(|scope| scope.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        })
    }

    /// The tokens as JSON, for a store of your own. Holds both secrets.
    pub fn to_json(&self) -> Value {
        let expires = self.expires.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut members = Map::new();
        members.insert("access_token".to_owned(), self.access_token.as_str().into());
        members.insert("refresh_token".to_owned(), self.refresh_token.as_str().into());
        members.insert("expires".to_owned(), expires.into());
        members.insert("client_endpoint".to_owned(), self.client_endpoint.as_str().into());
        members.insert("member_id".to_owned(), self.member_id.as_str().into());
        members.insert("user_id".to_owned(), json!(self.user_id));
        members.insert("scope".to_owned(), self.scope.join(",").into());
        Value::Object(members)
    }

    /// The access token, which proves who calls.
    pub fn access_token(&self) -> &str {
        &self.access_token
    }

    /// The refresh token, which gives a new pair once.
    pub fn refresh_token(&self) -> &str {
        &self.refresh_token
    }

    /// When the access token expires.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// What identifies the portal, whatever its address; empty if the server did not say.
    pub fn member_id(&self) -> &str {
        &self.member_id
    }

    /// The user in whose name the calls are made, if the server said.
    pub fn user_id(&self) -> Option<i64> {
        self.user_id
    }

    /// The permissions of the application.
    pub fn scope(&self) -> &[String] {
        &self.scope
    }

    /// The portal's address, if there is one that can be called.
    pub(crate) fn portal(&self) -> Option<Url> {
        portal_url(&self.client_endpoint).ok()
    }

    pub(crate) fn has_expired(&self) -> bool {
        self.expires <= SystemTime::now() + MARGIN
    }

    /// New tokens know all that the old ones knew, where the server has not said it again.
    pub(crate) fn inherit(&mut self, old: &Self) {
        if self.portal().is_none() {
            self.client_endpoint.clone_from(&old.client_endpoint);
        }
        if self.member_id.is_empty() {
            self.member_id.clone_from(&old.member_id);
        }
        self.user_id = self.user_id.or(old.user_id);
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("client_endpoint", &self.client_endpoint)
            .field("member_id", &self.member_id)
            .field("user_id", &self.user_id)
            .field("scope", &self.scope)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let answer = json!({
            "access_token": "a", "refresh_token": "r", "expires": 1_780_319_382, "expires_in": 3600,
            "client_endpoint": "https://p.bitrix24.com/rest/", "member_id": "m", "user_id": "67", "scope": "crm,im",
        });
        let tokens = Tokens::from_json(&answer).unwrap();
        assert_eq!(Tokens::from_json(&tokens.to_json()), Some(tokens.clone()));
        assert_eq!((tokens.user_id(), tokens.scope().len()), (Some(67), 2));
        assert_eq!(tokens.portal().map(String::from), Some("https://p.bitrix24.com/".to_owned()));
    }

    #[test]
    fn what_has_no_tokens_is_none() {
        for answer in [
            json!({"error": "invalid_grant"}),
            json!({"access_token": "a", "refresh_token": "r"}),
            json!({"access_token": "", "refresh_token": "r", "expires_in": 1}),
            json!({"access_token": "a", "expires_in": 1}),
            json!({"access_token": "a", "refresh_token": "r", "expires": u64::MAX}),
            json!([]),
        ] {
            assert_eq!(Tokens::from_json(&answer), None, "{answer}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let tokens = Tokens::new("p.bitrix24.com", "s3cret", "s3cret", Duration::from_hours(1));
        assert!(!format!("{tokens:?}").contains("s3cret"));
        assert!(!tokens.has_expired());
        assert!(Tokens::new("p", "a", "r", Duration::from_secs(5)).has_expired());
    }
}
