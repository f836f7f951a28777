//! The authorization server: `/oauth/authorize/` and `/oauth/token/`.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::call::{Failure, Version};
use crate::clock::whole;
use crate::core::Core;
use crate::php;
use crate::reply::Answer;
use crate::tokens::{Pair, refusal};

/// Gives tokens for a code or a refresh token. Takes its parameters from the query or from a form.
pub(crate) fn token(core: &Core, parameters: &Value) -> Answer {
    match grant(core, parameters) {
        Ok(granted) => Answer::json(200, &granted.into()),
        Err(failure) => Answer::failure(Version::Rest2, &failure),
    }
}

fn grant(core: &Core, parameters: &Value) -> Result<Map<String, Value>, Failure> {
    let given = |name: &str| {
        let text = parameters.get(name).and_then(php::text).filter(|text| !text.is_empty());
        text.ok_or_else(|| refusal::invalid_request(&format!("{name} is missing")))
    };
    let (grant, client, secret) = (given("grant_type")?, given("client_id")?, given("client_secret")?);
    let mut state = core.state();
    let now = state.now();
    match grant.as_str() {
        "authorization_code" => {
            let mut granted = granted(core, &state.tokens.exchange(&client, &secret, &given("code")?, now)?);
            // The first pair says only how long it lives.
            granted.shift_remove("expires");
            Ok(granted)
        }
        "refresh_token" => Ok(granted(core, &state.tokens.refresh(&client, &secret, &given("refresh_token")?, now)?)),
        _ => Err(refusal::invalid_request("grant_type is neither authorization_code nor refresh_token")),
    }
}

/// What is told with a pair of tokens: to an application that asked for it, and to a handler.
pub(crate) fn granted(core: &Core, pair: &Pair) -> Map<String, Value> {
    // The portal's own address: a client goes on calling there.
    let base = core.base();
    let scope: Vec<&str> = pair.scopes.iter().map(String::as_str).collect();
    let members = [
        ("access_token", Value::from(pair.access.as_str())),
        ("expires", whole(pair.expires).into()),
        ("expires_in", whole(pair.expires_in).into()),
        ("scope", scope.join(",").into()),
        ("domain", host(base).into()),
        ("server_endpoint", format!("{base}/rest/").into()),
        ("status", "L".into()),
        ("client_endpoint", format!("{base}/rest/").into()),
        ("member_id", core.member_id.as_str().into()),
        ("user_id", pair.user.into()),
        ("refresh_token", pair.refresh.as_str().into()),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Sends a user who has agreed back to the application, with a code; without an address to go back to, shows the code.
pub(crate) fn authorize(core: &Core, parameters: &Value) -> Answer {
    let given = |name: &str| parameters.get(name).and_then(php::text).unwrap_or_default();
    let (client, state_text) = (given("client_id"), given("state"));
    let mut state = core.state();
    let now = state.now();
    let Some(application) = state.tokens.applications.get(&client) else {
        return Answer::html(400, "<h1>This application is not installed</h1>".to_owned());
    };
    let (redirect, scopes) = (application.redirect.clone(), application.scopes.clone());
    let grant = state.tokens.code(&client, 1, now);
    let Some(redirect) = redirect else {
        return Answer::html(200, format!("<h1>Authorization code</h1><p><code>{grant}</code></p>"));
    };
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let scope = scopes.iter().map(String::as_str).collect::<Vec<&str>>().join(",");
    let base = core.base();
    let separator = if redirect.contains('?') { '&' } else { '?' };
    Answer::redirect(format!(
        "{redirect}{separator}code={grant}&state={}&domain={}&member_id={}&scope={}&server_domain={}",
        encoded(&state_text),
        encoded(host(base)),
        core.member_id,
        encoded(&scope),
        encoded(host(base)),
    ))
}

/// The host and the port of an address.
pub(crate) fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}
