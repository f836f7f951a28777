//! The authorization server: codes, tokens, and what it refuses.

use std::time::Duration;

use bitrix24_mock::{Fault, Portal};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::support::{Answer, form, get, refused, with_token};

fn words(portal: &Portal, grant: &str, name: &str, value: &str) -> String {
    let application = portal.application();
    let (id, secret) = (&application.client_id, &application.client_secret);
    format!("grant_type={grant}&client_id={id}&client_secret={secret}&{name}={value}")
}

async fn exchange_code(portal: &Portal, code: &str) -> Answer {
    form(&portal.application().token_url, &words(portal, "authorization_code", "code", code)).await
}

async fn refresh(portal: &Portal, token: &str) -> Answer {
    form(&portal.application().token_url, &words(portal, "refresh_token", "refresh_token", token)).await
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A value of the query that somebody is sent to.
fn query(address: &str, name: &str) -> Option<String> {
    let pairs = address.split_once('?')?.1.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
    Some(percent_decode_str(value).decode_utf8().unwrap().into_owned())
}

#[tokio::test]
async fn from_consent_to_the_first_call() {
    let portal = Portal::builder().redirect_uri("https://app.example/back?lang=en").start().await.unwrap();
    let url = format!("{}/oauth/authorize/?client_id=app.mock&state=a%26b+c", portal.url());
    let sent = get(&url).await;
    assert_eq!(sent.status, 302);
    let address = sent.header("location").unwrap().to_owned();
    assert!(address.starts_with("https://app.example/back?lang=en&"), "{address}");
    assert_eq!(query(&address, "state").as_deref(), Some("a&b c"));
    assert_eq!(query(&address, "domain").as_deref(), portal.url().strip_prefix("http://"));
    assert_eq!(query(&address, "member_id").as_ref(), Some(&portal.application().member_id));
    let code = query(&address, "code").unwrap();

    let tokens = exchange_code(&portal, &code).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text());
    let tokens = tokens.json();
    assert_eq!((tokens["expires_in"].clone(), tokens["status"].clone()), (json!(3600), json!("L")));
    assert!(tokens.get("expires").is_none(), "the first pair does not say when it ends: {tokens}");
    assert_eq!(tokens["client_endpoint"], portal.application().client_endpoint);
    assert_eq!(tokens["member_id"], portal.application().member_id);
    let answer = with_token(&portal, &text(&tokens["access_token"]), "user.admin", &json!({})).await;
    assert_eq!(answer.result(), true);

    assert_eq!(exchange_code(&portal, &code).await.refusal(), refused(400, "invalid_grant"), "a code is spent");
    let stranger = get(&format!("{}/oauth/authorize/?client_id=other", portal.url())).await;
    assert_eq!((stranger.status, stranger.header("location")), (400, None));
}

#[tokio::test]
async fn without_an_address_to_go_back_to_the_code_is_shown() {
    let portal = Portal::start().await.unwrap();
    let page = get(&format!("{}/oauth/authorize/?client_id=app.mock", portal.url())).await;
    assert_eq!(page.status, 200);
    let page = page.text();
    let code = page.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    assert_eq!(exchange_code(&portal, code).await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_for_thirty_seconds() {
    let portal = Portal::start().await.unwrap();
    let code = portal.authorization_code(2);
    portal.advance(Duration::from_secs(31));
    assert_eq!(exchange_code(&portal, &code).await.refusal(), refused(400, "invalid_grant"));
    let code = portal.authorization_code(2);
    let tokens = exchange_code(&portal, &code).await.json();
    assert_eq!(tokens["user_id"], 2);
}

#[tokio::test]
async fn a_refresh_token_is_replaced() {
    let portal = Portal::start().await.unwrap();
    let application = portal.application();
    let first = refresh(&portal, &application.refresh_token).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let first = first.json();
    assert_ne!(first["access_token"], application.access_token);
    assert_ne!(first["refresh_token"], application.refresh_token);
    let old = refresh(&portal, &application.refresh_token).await;
    assert_eq!(old.refusal(), refused(400, "invalid_grant"));

    // By GET, as the docs have it, and after the access token has expired.
    portal.advance(Duration::from_secs(3700));
    let call = |token: Value| {
        let portal = &portal;
        async move { with_token(portal, &text(&token), "user.admin", &json!({})).await }
    };
    assert_eq!(call(first["access_token"].clone()).await.refusal(), refused(401, "expired_token"));
    let query = words(&portal, "refresh_token", "refresh_token", &text(&first["refresh_token"]));
    let second = get(&format!("{}?{query}", application.token_url)).await.json();
    assert_eq!(call(second["access_token"].clone()).await.result(), true);
    portal.advance(Duration::from_hours(181 * 24));
    let late = refresh(&portal, &text(&second["refresh_token"])).await;
    assert_eq!(late.refusal(), refused(400, "invalid_grant"), "180 days are over");
}

#[tokio::test]
async fn what_the_server_refuses() {
    let portal = Portal::start().await.unwrap();
    let url = &portal.application().token_url;
    let good = words(&portal, "refresh_token", "refresh_token", &portal.application().refresh_token);
    for (words, status, code) in [
        (good.replace("mock-secret", "wrong"), 401, "invalid_client"),
        (good.replace("app.mock", "app.other"), 401, "invalid_client"),
        (good.replace("grant_type=refresh_token", "grant_type=password"), 400, "invalid_request"),
        (good.replace("client_secret=mock-secret&", ""), 400, "invalid_request"),
        ("grant_type=refresh_token".to_owned(), 400, "invalid_request"),
        (String::new(), 400, "invalid_request"),
        (words(&portal, "refresh_token", "refresh_token", "nonsense"), 400, "invalid_grant"),
        (words(&portal, "authorization_code", "code", "nonsense"), 400, "invalid_grant"),
    ] {
        assert_eq!(form(url, &words).await.refusal(), refused(status, code), "{words}");
        assert_eq!(get(&format!("{url}?{words}")).await.refusal(), refused(status, code), "{words}");
    }
    assert_eq!(form(url, &good).await.status, 200, "none of them has spent the token");
}

#[tokio::test]
async fn nothing_is_renewed_that_is_not_paid_for() {
    let portal = Portal::start().await.unwrap();
    let token = portal.application().refresh_token.clone();
    portal.set_paid(false);
    assert_eq!(refresh(&portal, &token).await.refusal(), refused(402, "PAYMENT_REQUIRED"));
    portal.set_paid(true);
    assert_eq!(refresh(&portal, &token).await.status, 200);
    portal.revoke_refresh_tokens();
    let fresh = refresh(&portal, &portal.application().refresh_token).await;
    assert_eq!(fresh.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn faults_meet_the_authorization_server_too() {
    let portal = Portal::start().await.unwrap();
    portal.fault(Fault::html(502).on("oauth/token"));
    portal.fault(Fault::system("OVERLOAD_LIMIT").on("oauth/token"));
    let token = portal.application().refresh_token.clone();
    assert_eq!(refresh(&portal, &token).await.status, 502);
    assert_eq!(refresh(&portal, &token).await.refusal(), refused(503, "OVERLOAD_LIMIT"));
    assert_eq!(refresh(&portal, &token).await.status, 200, "a fault before execution has spent nothing");
    let statuses: Vec<u16> = portal.received().into_iter().map(|received| received.status).collect();
    assert_eq!(statuses, [502, 503, 200]);
}
