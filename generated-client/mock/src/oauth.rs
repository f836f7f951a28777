//! The authorization server: `/oauth/authorize/` and `/oauth/token/`.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::call::{Failure, Version};
use crate::core::Core;
use crate::php;
use crate::reply::Answer;
use crate::tokens::{Pair, refusal};

/// Gives tokens for a code or a refresh token. Takes its parameters from the query or from a form.
pub(crate) fn token(core: &Core, parameters: &Value) -> Answer {
    match pair(core, parameters) {
        Ok(pair) => Answer::json(200, &answer(core, &pair)),
        Err(failure) => Answer::failure(Version::Rest2, &failure),
    }
}

fn pair(core: &Core, parameters: &Value) -> Result<Pair, Failure> {
    let given = |name: &str| {
        let text = parameters.get(name).and_then(php::text).filter(|text| !text.is_empty());
        text.ok_or_else(|| refusal::invalid_request(&format!("{name} is missing")))
    };
    let (grant, client, secret) = (given("grant_type")?, given("client_id")?, given("client_secret")?);
    let mut state = core.state();
    let now = state.now();
    match grant.as_str() {
        "authorization_code" => state.tokens.exchange(&client, &secret, &given("code")?, now),
        "refresh_token" => state.tokens.refresh(&client, &secret, &given("refresh_token")?, now),
        _ => Err(refusal::invalid_request("grant_type is neither authorization_code nor refresh_token")),
    }
}

fn answer(core: &Core, pair: &Pair) -> Value {
    // Each scope once, and the portal's own address: a client goes on calling there.
    let scope: Vec<&str> = pair.scopes.iter().map(String::as_str).collect();
    let base = core.base();
    json!({
        "access_token": pair.access,
        "expires": crate::clock::whole(pair.expires),
        "expires_in": crate::clock::whole(pair.expires_in),
        "scope": scope.join(","),
        "domain": host(base),
        "server_endpoint": format!("{base}/rest/"),
        "status": "L",
        "client_endpoint": format!("{base}/rest/"),
        "member_id": core.member_id,
        "user_id": pair.user,
        "refresh_token": pair.refresh,
    })
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
