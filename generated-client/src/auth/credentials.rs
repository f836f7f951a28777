//! What one attempt is authorized by: where the secret stands in its address or its body.

use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::method::Version;

/// What one attempt is authorized by, and where it goes.
pub(crate) struct Credentials {
    pub(super) portal: Url,
    pub(super) secret: Proof,
    /// When they were taken.
    pub(super) taken: Instant,
}

/// What stands for the user in a call.
pub(super) enum Proof {
    Webhook(String),
    Token(String),
}

impl Credentials {
    /// The address of a method. May hold the secret: not for any log or error.
    pub(crate) fn endpoint(&self, method: &str, version: Version) -> Url {
        let api = match version {
            Version::V2 => "",
            Version::V3 => "api/",
        };
        let mut url = self.portal.clone();
        url.set_path(&match &self.secret {
            Proof::Webhook(code) => ["/rest/", api, code, "/", method].concat(),
            Proof::Token(_) => ["/rest/", api, method].concat(),
        });
        url
    }

    /// The body of a call: its parameters, with the token among them.
    pub(crate) fn encode(&self, parameters: &Value) -> Result<Vec<u8>, serde_json::Error> {
        let Proof::Token(token) = &self.secret else {
            return serde_json::to_vec(parameters);
        };
        let mut members = match parameters {
            Value::Object(members) => members.clone(),
            // PHP reads an object with the keys 0, 1, 2 … as the list that it was, and so it can hold the token too.
            Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item.clone())).collect(),
            _ => serde_json::Map::new(),
        };
        members.insert("auth".to_owned(), Value::String(token.clone()));
        serde_json::to_vec(&members)
    }
}
