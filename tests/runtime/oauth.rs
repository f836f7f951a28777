//! Access tokens are renewed once for all, stored before they are used, and never waited for in vain.

use std::time::Duration;

use bitrix24::oauth::{MemoryStore, TokenStore, Tokens};
use bitrix24_mock::{Fault, Portal};
use tokio::task::JoinSet;

use super::help::{self, Fragile, refreshes};

/// So many calls at once, and what came of them.
async fn at_once(
    client: &bitrix24::Client<bitrix24::Application>,
    calls: usize,
) -> Vec<Result<bitrix24::Value, bitrix24::Error>> {
    let mut set = JoinSet::new();
    for at in 0..calls {
        set.spawn(client.raw("acme.add").param("n", at).send());
    }
    tokio::time::timeout(Duration::from_secs(20), set.join_all()).await.expect("no call hangs")
}

#[tokio::test]
async fn many_calls_with_an_expired_token_renew_it_once() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    let results = at_once(&client, 32).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!((refreshes(&portal), portal.count("acme.add")), (1, 32));
}

#[tokio::test]
async fn a_token_that_the_clock_knows_to_be_old_is_renewed_before_it_is_sent() {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let known = portal.application();
    let old = Tokens::new(portal.url(), &known.access_token, &known.refresh_token, Duration::from_secs(1));
    let client = help::app(&portal).client(old, MemoryStore::new()).await.unwrap();
    let results = at_once(&client, 32).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!((refreshes(&portal), help::calls(&portal)), (1, 32), "no call was sent with the old token");
}

#[tokio::test]
async fn a_refusal_is_everybodys() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    portal.revoke_refresh_tokens();
    let results = at_once(&client, 32).await;
    for result in &results {
        let error = result.as_ref().unwrap_err();
        assert_eq!(error.token_code(), Some("invalid_grant"), "{error}");
        assert!(error.is_token() && !error.may_have_run() && !error.is_retryable(), "{error}");
    }
    assert_eq!(results.len(), 32);
    assert_eq!(refreshes(&portal), 1, "who was on the way when it failed does not ask again");
    assert_eq!(portal.count("acme.add"), 0);
}

#[tokio::test]
async fn an_authorization_server_that_is_down_for_a_moment_costs_nothing() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    portal.fault(Fault::error(503, "TEMPORARILY_UNAVAILABLE", "").on("oauth/token"));
    portal.fault(Fault::reset().on("oauth/token"));
    let results = at_once(&client, 8).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(refreshes(&portal), 3);
}

#[tokio::test]
async fn one_that_refuses_is_not_asked_again_and_again() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    portal.set_paid(false);
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert_eq!(error.token_code(), Some("PAYMENT_REQUIRED"), "{error}");
    assert_eq!(refreshes(&portal), 1);
    portal.set_paid(true);
    client.raw("acme.add").send().await.unwrap();
}

#[tokio::test]
async fn a_hanging_authorization_server_ends_with_the_deadline() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    portal.fault(Fault::hang().on("oauth/token"));
    let call = client.with_deadline(Duration::from_millis(300)).raw("acme.add").send();
    let error = tokio::time::timeout(Duration::from_secs(10), call).await.expect("the deadline is kept").unwrap_err();
    assert!(error.is_timeout() && !error.may_have_run(), "{error}");
}

#[tokio::test]
async fn a_token_that_cannot_be_stored_is_not_used() {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let store = Fragile::new();
    let client = help::app(&portal).client(help::tokens(&portal), store.clone()).await.unwrap();
    portal.expire_tokens();
    store.set_broken(true);
    let error = client.raw("acme.add").send().await.unwrap_err();
    assert!(error.is_token() && error.is_retryable(), "{error}");
    assert!(format!("{error:?}").contains("the disk is full"), "{error:?}");
    assert_eq!((portal.count("acme.add"), refreshes(&portal)), (0, 1));

    let again = client.raw("acme.add").send().await.unwrap_err();
    assert!(again.is_token(), "{again}");
    assert_eq!(refreshes(&portal), 1, "there are new tokens, which only have to be stored");

    store.set_broken(false);
    client.raw("acme.add").send().await.unwrap();
    assert_eq!((portal.count("acme.add"), refreshes(&portal), store.saved()), (1, 1, 4));
    let stored = store.load().await.unwrap().unwrap();
    portal.expire_tokens();
    let restored = help::app(&portal).client(stored, MemoryStore::new()).await.unwrap();
    restored.raw("acme.add").send().await.unwrap();
}

#[tokio::test]
async fn whoever_gives_up_while_it_is_renewed_loses_nothing() {
    let (portal, client) = help::application().await;
    portal.expire_tokens();
    portal.fault(Fault::delay(Duration::from_millis(300)).on("oauth/token"));
    let call = tokio::spawn(client.raw("acme.add").send());
    while refreshes(&portal) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    client.raw("acme.add").send().await.unwrap();
    assert_eq!((refreshes(&portal), portal.count("acme.add")), (1, 1));
}

#[tokio::test]
async fn a_code_is_exchanged_only_for_the_user_who_was_sent() {
    let portal = Portal::builder().redirect_uri("https://acme.example/back?from=portal").start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let app = help::app(&portal);
    let login = app.login(portal.url()).unwrap();
    assert!(!format!("{login:?}").contains(login.state()));

    // The browser: the portal sends it back with a code.
    let browser = sent_back(login.url()).await;
    let (_, query) = browser.split_once('?').unwrap();
    let refused = app.finish(query, app.login(portal.url()).unwrap().state()).await.unwrap_err();
    assert!(refused.is_setup() && refused.to_string().contains("state"), "{refused}");
    for bad in ["", "code=x", "state=", "state=&code=x"] {
        assert!(app.finish(bad, login.state()).await.unwrap_err().is_setup(), "{bad}");
    }
    assert_eq!(refreshes(&portal), 0, "the code is not spent on a user whom somebody else sent");

    let tokens = app.finish(query, login.state()).await.unwrap();
    assert_eq!((tokens.member_id(), tokens.user_id()), (portal.application().member_id.as_str(), Some(1)));
    let client = app.client(tokens, MemoryStore::new()).await.unwrap();
    client.raw("acme.add").send().await.unwrap();
    let twice = app.finish(query, login.state()).await.unwrap_err();
    assert_eq!(twice.token_code(), Some("invalid_grant"), "{twice}");
}

/// Where the portal sends a browser that opens this address.
async fn sent_back(url: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).expect("a redirect");
    location.trim().to_owned()
}

#[tokio::test]
async fn the_secret_goes_to_the_authorization_server_alone() {
    let portal = Portal::builder().client("app.x", "cl13nts3cret").start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let client = help::app(&portal).client(help::tokens(&portal), MemoryStore::new()).await.unwrap();
    portal.expire_tokens();
    client.raw("acme.add").send().await.unwrap();
    for received in portal.received() {
        let told = String::from_utf8_lossy(&received.body).contains("cl13nts3cret");
        assert_eq!(told, received.path == "/oauth/token/", "{}", received.path);
        assert_eq!((received.http_method.as_str(), received.path.contains('?')), ("POST", false));
    }
}

#[tokio::test]
async fn a_restored_client_needs_tokens() {
    let portal = Portal::start().await.unwrap();
    let error = help::app(&portal).restore(MemoryStore::new()).await.unwrap_err();
    assert!(error.is_token() && !error.is_retryable(), "{error}");
}
