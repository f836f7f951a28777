//! A portal that was renamed: its new address is called with all that the call had, and only if the secret may go there.

use bitrix24::oauth::MemoryStore;
use bitrix24::{Client, json};
use bitrix24_mock::{Fault, Portal};

use super::help;
use crate::support::server;

/// The same address by a name that is another host, as far as a client can tell.
fn by_name(url: &str) -> String {
    url.replace("127.0.0.1", "localhost")
}

#[tokio::test]
async fn the_secret_does_not_go_to_a_host_that_nobody_named() {
    let stranger = server::Portal::answering(200, r#"{"result": true}"#).await;
    let (portal, client) = help::application().await;
    let webhook = Client::from_webhook(&portal.webhook_url()).unwrap();
    for location in [format!("http://{}", stranger.address), by_name(&format!("http://{}", stranger.address))] {
        portal.rename(Some(&location));
        let clients: [Client; 2] = [client.clone().into(), webhook.clone().into()];
        for client in clients {
            let error = client.raw("acme.add").send().await.unwrap_err();
            assert_eq!((error.status(), error.may_have_run()), (Some(302), false), "{error}");
        }
    }
    assert!(stranger.received().is_empty(), "{:?}", stranger.received());
    portal.rename(None);
    webhook.raw("acme.add").send().await.unwrap();
}

#[tokio::test]
async fn an_allowed_host_gets_the_whole_call_and_all_later_ones() {
    let stranger = server::Portal::answering(200, r#"{"result": true}"#).await;
    let (portal, _) = help::webhook().await;
    let client = Client::from_webhook(&portal.webhook_url()).unwrap().with_moving_to("localhost");
    portal.rename(Some(&by_name(&format!("http://{}", stranger.address))));
    for at in 0..3 {
        client.raw("acme.add").param("n", json!({"deep": [at]})).send().await.unwrap();
    }
    client.clone().raw("acme.add").send().await.unwrap();
    assert_eq!(portal.requests(), 1, "later calls go to the new address at once");
    assert_eq!(client.portal(), "localhost");
    let received = stranger.received();
    assert_eq!(received.len(), 4);
    let path = portal.received()[0].path.clone();
    assert_eq!(received[0].line, format!("POST {path}"));
    assert_eq!(received[0].json(), json!({"n": {"deep": [0]}}));
}

#[tokio::test]
async fn an_application_whose_tokens_name_the_old_address_moves_too() {
    let (portal, client) = help::application().await;
    let new = server::Portal::answering(200, r#"{"result": true}"#).await;
    portal.rename(Some(&by_name(&format!("http://{}", new.address))));
    let client = client.with_moving_to("localhost");
    for _ in 0..3 {
        client.raw("acme.add").send().await.unwrap();
    }
    assert_eq!((help::calls(&portal), new.received().len()), (1, 3));
    assert_eq!(new.received()[0].json()["auth"], portal.application().access_token);
}

#[tokio::test]
async fn an_application_moves_where_its_authorization_server_says() {
    // The tokens name the host by another address than the authorization server does.
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let old = server::Portal::with({
        let url = portal.url().to_owned();
        move || {
            let answer = axum::http::Response::builder().status(302).header("location", format!("{url}/rest/acme.add"));
            answer.body(axum::body::Body::empty()).unwrap()
        }
    })
    .await;
    let known = portal.application();
    let tokens = bitrix24::oauth::Tokens::new(
        &format!("http://{}", old.address),
        &known.access_token,
        &known.refresh_token,
        std::time::Duration::from_hours(1),
    );
    let client = help::app(&portal).client(tokens, MemoryStore::new()).await.unwrap();
    client.raw("acme.add").param("n", 1).send().await.unwrap();
    client.raw("acme.add").param("n", 2).send().await.unwrap();
    assert_eq!((old.received().len(), portal.count("acme.add"), help::refreshes(&portal)), (1, 2, 1));
}

#[tokio::test]
async fn a_circle_of_addresses_ends() {
    let (portal, _) = help::webhook().await;
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    let client = client.with_moving_to("localhost").with_moving_to("127.0.0.1");
    portal.fault(Fault::redirect(by_name(portal.url())).times(100));
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert_eq!((error.status(), error.may_have_run()), (Some(302), false), "{error}");
    assert!(portal.requests() < 10, "{}", portal.requests());
}
