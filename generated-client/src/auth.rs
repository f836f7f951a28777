//! How a call proves who makes it, and to which address it goes. The only place that knows a secret.

use serde_json::Value;
use url::{Host, Url};

use crate::error::SetupError;
use crate::method::{Authorization, Version};

/// A portal's address together with what opens it.
pub(crate) struct Auth {
    /// `https://portal.bitrix24.com/`
    portal: Url,
    secret: Secret,
}

enum Secret {
    /// `1/code`: the user and the code, which stand in the path.
    Webhook(String),
    /// An access token, which stands in the body.
    Token(String),
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
        Ok(Self { portal: url, secret: Secret::Webhook(secret) })
    }

    /// Reads `portal.bitrix24.com`, `https://portal.bitrix24.com/` or `https://portal.bitrix24.com/rest/`.
    pub(crate) fn from_token(portal: &str, token: &str) -> Result<Self, SetupError> {
        let portal = portal.trim();
        let mut url = if portal.contains("://") { parse(portal)? } else { parse(&format!("https://{portal}"))? };
        if !matches!(url.path(), "/" | "/rest" | "/rest/") {
            return Err(SetupError::PortalWithPath);
        }
        url.set_path("/");
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err(SetupError::Token);
        }
        Ok(Self { portal: url, secret: Secret::Token(token.to_owned()) })
    }

    /// How this authorizes.
    pub(crate) fn authorization(&self) -> Authorization {
        match self.secret {
            Secret::Webhook(_) => Authorization::Webhook,
            Secret::Token(_) => Authorization::Application,
        }
    }

    /// The portal's address, without a secret.
    pub(crate) fn portal(&self) -> &Url {
        &self.portal
    }

    /// The address of a method. May hold the secret: not for any log or error.
    pub(crate) fn endpoint(&self, method: &str, version: Version) -> Url {
        let api = match version {
            Version::V2 => "",
            Version::V3 => "api/",
        };
        let mut url = self.portal.clone();
        match &self.secret {
            Secret::Webhook(code) => url.set_path(&format!("/rest/{api}{code}/{method}")),
            Secret::Token(_) => url.set_path(&format!("/rest/{api}{method}")),
        }
        url
    }

    /// Puts the token into the parameters of a call.
    pub(crate) fn attach(&self, parameters: Value) -> Value {
        let Secret::Token(token) = &self.secret else {
            return parameters;
        };
        let mut members = match parameters {
            Value::Object(members) => members,
            // PHP reads an object with the keys 0, 1, 2 … as the list that it was, and so it can hold the token too.
            Value::Array(items) => items.into_iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
            _ => serde_json::Map::new(),
        };
        members.insert("auth".to_owned(), Value::String(token.clone()));
        Value::Object(members)
    }

    /// Cuts the secret out of a text that the server sent.
    pub(crate) fn redact(&self, text: String) -> String {
        let secret = match &self.secret {
            Secret::Webhook(path) => path.split_once('/').map_or(path.as_str(), |(_, code)| code),
            Secret::Token(token) => token,
        };
        if text.contains(secret) { text.replace(secret, "<secret>") } else { text }
    }
}

fn parse(text: &str) -> Result<Url, SetupError> {
    let url = Url::parse(text.trim()).map_err(SetupError::NoUrl)?;
    let host = url.host().ok_or(SetupError::NoHost)?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        "http" => return Err(SetupError::Insecure),
        other => return Err(SetupError::Scheme(other.to_owned())),
    }
    let surplus =
        !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some();
    if surplus { Err(SetupError::Surplus) } else { Ok(url) }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn endpoint(auth: Result<Auth, SetupError>, version: Version) -> String {
        auth.map_or_else(|error| error.to_string(), |auth| auth.endpoint("profile", version).to_string())
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
        assert_eq!(token.attach(json!({"A": 1})), json!({"A": 1, "auth": "t0k3n"}));
        assert_eq!(token.attach(json!([7, {"B": 2}])), json!({"0": 7, "1": {"B": 2}, "auth": "t0k3n"}));
        let webhook = Auth::from_webhook("https://p.bitrix24.com/rest/1/abc123/").unwrap();
        assert_eq!(webhook.attach(json!([7])), json!([7]));
    }

    #[test]
    fn the_secret_is_cut_out_of_texts() {
        let webhook = Auth::from_webhook("https://p.bitrix24.com/rest/1/abc123/").unwrap();
        assert_eq!(webhook.redact("no /rest/1/abc123/x here".to_owned()), "no /rest/1/<secret>/x here");
    }
}
