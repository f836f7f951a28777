//! What is posted to a router of axum, and the installation, which only the authorization server can confirm.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use bitrix24::api::bizproc::activity;
use bitrix24::handler::{self, ActivityCall, ApplicationToken, Event, Installation, Page, Refused, Unverified};
use bitrix24::json;
use bitrix24::oauth::{App, MemoryStore, TokenStore};
use bitrix24_mock::Portal;

use super::super::help;

const FORM: &str = "application/x-www-form-urlencoded";

/// The state of an application.
#[derive(Clone)]
struct Known {
    token: ApplicationToken,
    app: App,
}

impl FromRef<Known> for ApplicationToken {
    fn from_ref(known: &Known) -> Self {
        known.token.clone()
    }
}

async fn step(call: ActivityCall) -> StatusCode {
    let amount: i64 = call.property("amount").unwrap();
    let words: Vec<String> = call.property("words").unwrap();
    assert_eq!(call.property::<Option<i64>>("missing"), Ok(None));
    let wrong = call.property::<i64>("words").unwrap_err();
    assert_eq!(wrong.path(), "properties.words");
    call.log("Half done").await.unwrap();
    call.finish([("amount", json!(amount + 1)), ("words", json!(words.join("+")))]).await.unwrap();
    StatusCode::CREATED
}

/// An application of several portals looks up the token first.
async fn unverified(call: Unverified<ActivityCall>) -> Result<String, Refused> {
    let token = format!("token of {}", call.member_id());
    Ok(call.verify(&token)?.code)
}

async fn event(event: Event) -> String {
    event.name
}

async fn page(page: Page) -> String {
    format!("{:?} {}", page.placement, page.placement_options)
}

async fn install(State(known): State<Known>, installation: Installation) -> (StatusCode, String) {
    match installation.confirm(&known.app, MemoryStore::new()).await {
        Ok(client) => {
            client.raw("acme.add").send().await.unwrap();
            (StatusCode::OK, client.portal())
        }
        Err(error) => (StatusCode::FORBIDDEN, error.to_string()),
    }
}

/// A handler of everything, and its address.
async fn serve(portal: &Portal, token: &str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/step", post(step))
        .route("/unverified", post(unverified))
        .route("/event", post(event))
        .route("/page", post(page))
        .route("/install", post(install))
        .with_state(Known { token: ApplicationToken::new(token), app: help::app(portal) });
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn send(url: &str, kind: &str, body: impl Into<String>) -> (u16, String) {
    let request = reqwest::Client::new().post(url).header("content-type", kind).body(body.into());
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_step_is_extracted_only_with_the_right_token() {
    let (portal, client) = help::application().await;
    let token = &portal.application().application_token;
    for (code, token) in [("right", token.as_str()), ("wrong", "guessed"), ("empty", "")] {
        let url = format!("{}/step", serve(&portal, token).await);
        activity::add(&client).code(code).handler(url).name("x").without_placement().send().await.unwrap();
    }
    let inputs = || json!({"amount": 7, "words": ["a&b", "ü"]});
    let run = portal.run_activity("right", inputs()).await.unwrap();
    assert_eq!((run.status, run.body.as_str()), (201, ""));
    for code in ["wrong", "empty"] {
        let run = portal.run_activity(code, inputs()).await.unwrap();
        assert_eq!((run.status, run.body.as_str()), (401, "the application token is wrong"));
    }
    let [line] = portal.log_lines().try_into().unwrap();
    let [answer] = portal.sent_events().try_into().unwrap();
    assert_eq!((line.text.as_str(), answer.values), ("Half done", json!({"amount": 8, "words": "a&b+ü"})));
}

#[tokio::test]
async fn each_form_has_its_extractor_and_each_refusal_its_status() {
    let portal = Portal::start().await.unwrap();
    let url = serve(&portal, "t0k3n").await;
    let auth = "auth[domain]=p.bitrix24.com&auth[member_id]=m";
    let deal = format!("event=ONCRMDEALADD&{auth}&auth[application_token]=t0k3n");
    let call = super::CALL.replace("51856fefc120afa4b628cc82d3935cce", "token of a223c6b3710f85df22e9377d6c4f7553");
    let opened = "AUTH_ID=a&member_id=m&PLACEMENT=DEFAULT&PLACEMENT_OPTIONS={\"a\":1}".to_owned();
    let large = "a".repeat(handler::MAX_BODY + 1);
    let largest = "a".repeat(4 * 1024 * 1024);
    for (path, kind, body, status, said) in [
        ("/event", FORM, deal.clone(), 200, "ONCRMDEALADD"),
        ("/event", FORM, deal.replace("t0k3n", "guessed"), 401, "the application token is wrong"),
        ("/event", FORM, format!("event=E&{auth}"), 401, "the application token is wrong"),
        ("/event", FORM, deal.replace("event=", "event=%"), 400, "an escape in the form is none"),
        ("/event", "text/plain", deal.clone(), 415, "the body is neither a form nor JSON"),
        ("/event", FORM, large, 413, "the body is too large"),
        ("/event", FORM, largest, 413, "the body is too large"),
        ("/install", FORM, deal, 400, "it is another event"),
        ("/unverified", FORM, call.clone(), 200, "md5"),
        ("/unverified", FORM, call.replace("member_id]=", "member_id]=x"), 401, "the application token is wrong"),
        ("/page?DOMAIN=p.bitrix24.com", FORM, opened.clone(), 200, "Some(\"DEFAULT\") {\"a\":1}"),
        ("/page", FORM, opened, 400, "the field `DOMAIN` is missing, or is not what it must be"),
    ] {
        let answer = send(&format!("{url}{path}"), kind, body).await;
        assert_eq!(answer, (status, said.to_owned()), "{path}");
    }
    assert_eq!(format!("{:?}", ApplicationToken::new("t0k3n")), "ApplicationToken");
}

/// The form of an installation, from a place of one's own.
fn installation(domain: &str, member_id: &str, refresh_token: &str) -> String {
    format!(
        "event=ONAPPINSTALL&data[VERSION]=1&auth[domain]={domain}&auth[member_id]={member_id}&auth[access_token]=a\
         &auth[refresh_token]={refresh_token}&auth[expires_in]=3600&auth[application_token]=mine"
    )
}

#[tokio::test]
async fn an_installation_is_what_the_authorization_server_says() {
    let (portal, _) = help::application().await;
    let known = portal.application().clone();
    let url = format!("{}/install", serve(&portal, "").await);
    // Nobody is called at the host that the form names.
    let guessed = send(&url, FORM, installation("evil.example", &known.member_id, "guessed")).await;
    assert!(guessed.0 == 403 && guessed.1.contains("invalid_grant") && !guessed.1.contains("guessed"), "{guessed:?}");
    let none = send(&url, FORM, installation("evil.example", &known.member_id, "")).await;
    assert_eq!(none, (403, "the installation has no refresh token".to_owned()));
    assert_eq!((help::refreshes(&portal), portal.count("acme.add")), (1, 0));

    let true_one = send(&url, FORM, installation("evil.example", &known.member_id, &known.refresh_token)).await;
    assert_eq!(true_one, (200, "127.0.0.1".to_owned()), "the server says where the portal is");
    assert_eq!(portal.count("acme.add"), 1);
}

#[tokio::test]
async fn tokens_of_one_portal_confirm_no_other() {
    let (portal, _) = help::application().await;
    let (host, refresh) = (portal.url().trim_start_matches("http://"), &portal.application().refresh_token);
    let forged = handler::installation(Some(FORM), installation(host, "another", refresh).as_bytes()).unwrap();
    let store = std::sync::Arc::new(MemoryStore::new());
    let error = forged.confirm(&help::app(&portal), std::sync::Arc::clone(&store)).await.unwrap_err();
    assert_eq!(error.to_string(), "the authorization server knows the tokens as another portal's");
    assert!(error.is_setup() && store.load().await.unwrap().is_none());
}

/// What the server does not say, the form cannot say for it.
#[tokio::test]
async fn a_server_that_names_no_portal_confirms_none() {
    async fn grant() -> String {
        json!({"access_token": "a", "refresh_token": "r", "expires_in": 3600, "member_id": "m"}).to_string()
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(grant))).await });
    let app = App::new("app.mock", "secret").unwrap().with_token_url(&url).unwrap();
    let form = installation("evil.example", "m", "r");
    let forged = handler::installation(Some(FORM), form.as_bytes()).unwrap();
    let error = forged.confirm(&app, MemoryStore::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "the tokens do not say which portal they are for");
}
