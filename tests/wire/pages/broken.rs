//! Lists that are not whole: an error, and never a short list or one without end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use bitrix24::{Client, Value, Webhook, json};
use bitrix24_mock::{Fault, Rows};

use super::{deal_list, deals, ids, lists, numbers, portal};
use crate::support::server;

/// A portal that gives these answers, one after the other and the last for ever, and a client of it.
async fn answering(answers: Vec<Value>) -> Client<Webhook> {
    let (answers, at) = (answers.into_iter().map(|answer| answer.to_string()).collect::<Vec<_>>(), AtomicUsize::new(0));
    let portal = server::Portal::with(move || {
        let at = at.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        Response::builder().body(Body::from(answers[at].clone())).unwrap()
    });
    Client::from_webhook(&portal.await.webhook()).unwrap()
}

fn rows(from: u64, to: u64) -> Value {
    (from..=to).map(|id| json!({"ID": id.to_string()})).collect()
}

#[tokio::test]
async fn answers_that_contradict_each_other_are_an_error_after_the_rows_before() {
    let page = |from, to, next: Option<u64>, total: u64| match next {
        None => json!({"result": rows(from, to), "total": total}),
        Some(next) => json!({"result": rows(from, to), "total": total, "next": next}),
    };
    for (answers, seen, said) in [
        (vec![page(1, 50, Some(50), 300), page(51, 120, None, 300)], 120, "the list ends at 120 of 300 rows"),
        (
            vec![page(1, 50, Some(50), 300), page(51, 100, Some(50), 300)],
            50,
            "the page at 50 says that the next one begins at 50",
        ),
        (
            vec![page(1, 50, Some(50), 300), page(51, 100, Some(0), 300)],
            50,
            "the page at 50 says that the next one begins at 0",
        ),
    ] {
        let client = answering(answers).await;
        let (ids, error) = ids(client.list(deal_list(&client))).await;
        let error = error.unwrap();
        assert_eq!(ids, numbers(1, seen));
        assert!(error.is_list() && !error.may_have_run() && !error.is_retryable(), "{error}");
        assert!(error.to_string().starts_with("crm.deal.list: ") && error.to_string().contains(said), "{error}");
    }
    let client = answering(vec![json!({"result": rows(1, 50)})]).await;
    let (seen, error) = ids(client.list(deal_list(&client)).by_id()).await;
    assert_eq!(
        (seen.len(), error.unwrap().to_string().as_str()),
        (50, "crm.deal.list: the identifiers do not go on: `ID` 1 comes after 50")
    );
}

#[tokio::test]
async fn a_cursor_that_stands_still_is_an_error() {
    let page = json!({"result": {"items": [{"id": 1}], "nextCursor": 7}});
    let client = answering(vec![page]).await;
    let mut items = client.list(lists::After::builder().build().unwrap()).items();
    assert_eq!(items.next().await.unwrap().unwrap().id, 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.is_list(), "{error}");
    assert!(items.next().await.is_none());
    // A server that knows no such parameter gives the first page for ever.
    let client = answering(vec![json!({"result": rows(1, 5)})]).await;
    let mut items = client.list(lists::Parts::builder().build().unwrap()).items();
    for id in 1..=5 {
        assert_eq!(items.next().await.unwrap().unwrap().id, id);
    }
    assert!(items.next().await.unwrap().unwrap_err().is_list());
}

#[tokio::test]
async fn a_page_that_fails_is_an_error_and_not_the_end() {
    let (portal, client) = deals(120).await;
    let mut pages = client.list(deal_list(&client)).pages();
    let cursor = pages.next().await.unwrap().unwrap().cursor;
    portal.fault(Fault::error(403, "ACCESS_DENIED", "No.").on("crm.deal.list"));
    assert_eq!(pages.next().await.unwrap().unwrap_err().api().unwrap().code(), "ACCESS_DENIED");
    assert!(pages.next().await.is_none());
    assert_eq!(ids(client.list(deal_list(&client)).resume(cursor)).await.0, numbers(51, 120));
}

#[tokio::test]
async fn a_list_is_read_again_after_a_reset() {
    let (portal, client) = deals(120).await;
    portal.fault(Fault::reset().after_execution().on("crm.deal.list"));
    assert_eq!(ids(client.list(deal_list(&client))).await.0, numbers(1, 120));
    assert_eq!(portal.requests(), 4);
}

#[tokio::test]
async fn errors_and_rows_have_the_types_of_the_method() {
    let (portal, client) = portal().await;
    portal.set_rows("lists.rows", Rows::given(vec![json!({"ID": 1}), json!({"ID": "one"})]));
    let list = || client.list(lists::Rows::builder().build().unwrap());
    let error = list().items().next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("`result[1].ID`"), "{error}");
    assert!(error.body().unwrap().contains("\"one\""));
    portal.fault(Fault::error(400, "TOO_LATE", "").on("lists.rows"));
    let error = list().items().next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), Some(lists::RowsErrorKind::TooLate));
}

#[tokio::test]
async fn what_cannot_be_walked_is_refused_before_anything_is_sent() {
    let (portal, client) = deals(10).await;
    let ordered = || client.raw("crm.deal.list").param("ORDER", json!({"TITLE": "ASC"})).list();
    for (list, said) in [
        (client.list(ordered()).by_id(), "`ORDER`"),
        (client.list(ordered()).chained(), "`ORDER`"),
        (client.list(deal_list(&client)).resume("nonsense"), "no cursor"),
        (client.list(deal_list(&client)).resume("after:5"), "another way"),
        (client.list(deal_list(&client)).page_size(10), "size of their own"),
        (client.list(deal_list(&client).rows_at("items")), "`result.items`"),
    ] {
        let error = ids(list).await.1.unwrap();
        assert!(error.invalid_request().is_some() && error.to_string().contains(said), "{error}");
    }
    assert_eq!(portal.requests(), 0);
    assert_eq!(ids(client.list(ordered())).await.0.len(), 10);
}

#[tokio::test]
async fn a_page_has_a_time_limit_of_its_own() {
    let (portal, client) = deals(10).await;
    portal.fault(Fault::hang().on("crm.deal.list"));
    let list = client.list(deal_list(&client)).page_timeout(Duration::from_millis(100));
    let error = ids(list).await.1.unwrap();
    assert!(error.is_timeout(), "{error}");
}
