//! Who may call what, and what is said to others. None of these calls runs.

use std::time::Duration;

use bitrix24_mock::Portal;
use serde_json::{Value, json};

use crate::support::{Answer, app, get, hook, post, refused, with_token};

fn refusal(answer: &Answer, portal: &Portal) -> (u16, String) {
    assert!(portal.executed().is_empty(), "it ran");
    answer.refusal()
}

#[tokio::test]
async fn strangers() {
    let portal = Portal::start().await.unwrap();
    let base = portal.url();
    for url in [
        format!("{base}/rest/1/0123456789abcdef/profile"),
        format!("{base}/rest/profile"),
        format!("{base}/rest/profile?auth="),
        format!("{base}/rest/profile?auth=wrong"),
        portal.webhook_url().replace("/rest/1/", "/rest/2/") + "profile",
    ] {
        assert_eq!(refusal(&get(&url).await, &portal), refused(401, "NO_AUTH_FOUND"), "{url}");
    }
    assert!(portal.received().iter().all(|received| received.status == 401));
}

#[tokio::test]
async fn tokens_that_have_expired() {
    let portal = Portal::start().await.unwrap();
    portal.expire_tokens();
    let expired = refused(401, "expired_token");
    assert_eq!(refusal(&app(&portal, "profile", &json!({})).await, &portal), expired);
    let fresh = portal.token_for(2);
    portal.advance(Duration::from_secs(3601));
    assert_eq!(refusal(&with_token(&portal, &fresh, "profile", &json!({})).await, &portal), expired);
    let fresh = portal.token_for(2);
    assert_eq!(with_token(&portal, &fresh, "user.admin", &json!({})).await.result(), false);
}

#[tokio::test]
async fn methods_that_are_not_there() {
    let portal = Portal::start().await.unwrap();
    let missing = refused(404, "ERROR_METHOD_NOT_FOUND");
    assert_eq!(refusal(&hook(&portal, "no.such.method", &json!({})).await, &portal), missing);
    assert_eq!(refusal(&app(&portal, "bizproc.activity", &json!({})).await, &portal), missing);
}

#[tokio::test]
async fn callers_without_the_scope() {
    let portal = Portal::start().await.unwrap();
    let url = portal.add_webhook(1, ["crm", "task"]);
    let answer = post(&format!("{url}bizproc.event.send"), &json!({"EVENT_TOKEN": "x"})).await;
    assert_eq!(refusal(&answer, &portal), refused(403, "insufficient_scope"));
    assert_eq!(post(&format!("{url}scope"), &json!({})).await.result(), json!(["crm", "task"]));

    let narrow = Portal::builder().scopes(["crm"]).start().await.unwrap();
    let answer = app(&narrow, "bizproc.activity.list", &json!({})).await;
    assert_eq!(refusal(&answer, &narrow), refused(403, "insufficient_scope"));
}

#[tokio::test]
async fn users_and_webhooks_where_an_application_of_an_administrator_is_asked_for() {
    let portal = Portal::start().await.unwrap();
    let said = |answer: Answer| {
        let body: Value = answer.json();
        (answer.status, format!("{}: {}", body["error"].as_str().unwrap(), body["error_description"].as_str().unwrap()))
    };
    let answer = hook(&portal, "bizproc.activity.list", &json!({})).await;
    assert_eq!(said(answer), (400, "ACCESS_DENIED: Application context required".to_owned()));
    let user = portal.token_for(2);
    let answer = with_token(&portal, &user, "bizproc.activity.list", &json!({})).await;
    assert_eq!(said(answer), (400, "ACCESS_DENIED: Access denied!".to_owned()));
    assert!(portal.executed().is_empty());
    assert_eq!(app(&portal, "bizproc.activity.list", &json!({})).await.result(), json!([]));
}

#[tokio::test]
async fn parameters_that_are_missing() {
    let portal = Portal::start().await.unwrap();
    let answer = app(&portal, "bizproc.activity.delete", &json!({})).await;
    assert_eq!(answer.json()["error"], "ERROR_ACTIVITY_VALIDATION_FAILURE");
    assert_eq!(answer.json()["error_description"], "Empty activity code!");
    assert_eq!(portal.count("bizproc.activity.delete"), 0);
}
