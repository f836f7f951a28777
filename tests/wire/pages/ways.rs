//! Every way from one page to the next.

use std::pin::Pin;
use std::time::Duration;

use bitrix24::{blocking, json};
use bitrix24_mock::{Fault, Rows};

use super::lists::{After, Numbered, Parts, Rows as RowList, Sorted};
use super::{deal_list, deals, id, ids, numbers, portal, sizes};

#[tokio::test]
async fn by_start_and_next() {
    let (portal, client) = deals(120).await;
    let mut pages = client.list(deal_list(&client)).pages();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.total, Some(120));
        seen.push((page.rows.len(), page.cursor.to_string()));
    }
    assert_eq!(seen, [(50, "skip:50".to_owned()), (50, "skip:100".to_owned()), (20, "skip:120".to_owned())]);
    assert_eq!(portal.requests(), 3);
    assert_eq!(ids(client.list(deal_list(&client))).await.0, numbers(1, 120));
}

#[tokio::test]
async fn by_identifier_nothing_is_counted() {
    let (portal, client) = deals(120).await;
    let mut pages = client.list(deal_list(&client)).by_id().pages();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.total, None);
        seen.extend(page.rows.iter().map(id));
    }
    assert_eq!(seen, numbers(1, 120));
    let sent: Vec<_> = portal.executed().iter().map(|call| call.parameters.clone()).collect();
    assert_eq!(sent[0], json!({"ORDER": {"ID": "ASC"}, "start": -1}));
    assert_eq!(sent[2], json!({"FILTER": {">ID": 100}, "ORDER": {"ID": "ASC"}, "start": -1}));
    assert_eq!(sent.len(), 3, "a page with fewer rows than 50 is the last");
}

#[tokio::test]
async fn newest_first_and_with_a_filter_of_its_own() {
    let (portal, client) = deals(120).await;
    let newest: Vec<u64> = numbers(1, 120).into_iter().rev().collect();
    assert_eq!(ids(client.list(deal_list(&client)).newest_first()).await.0, newest);
    assert_eq!(ids(client.list(deal_list(&client)).newest_first().chained()).await.0, newest);
    let filtered = || client.raw("crm.deal.list").param("FILTER", json!({"<=ID": 110, ">ID": 5})).list();
    assert_eq!(ids(client.list(filtered()).by_id()).await.0, numbers(6, 110));
    assert_eq!(ids(client.list(filtered()).chained()).await.0, numbers(6, 110));
    assert_eq!(portal.executed().last().unwrap().parameters["FILTER"]["<=ID"], json!("110"));
}

#[tokio::test]
async fn a_cursor_leads_to_what_comes_after_its_page() {
    let (_portal, client) = deals(120).await;
    for way in 0..4 {
        let list = || {
            let list = client.list(deal_list(&client));
            match way {
                0 => list,
                1 => list.by_id(),
                2 => list.chained(),
                _ => list.newest_first(),
            }
        };
        let first = list().pages().next().await.unwrap().unwrap();
        let whole = ids(list()).await.0;
        let rest = ids(list().resume(first.cursor.to_string())).await.0;
        assert_eq!(rest, whole[50..], "way {way}");
        assert_eq!(ids(list().resume(&first.cursor)).await.0, whole[50..]);
    }
}

#[tokio::test]
async fn typed_lists_are_walked_as_their_specs_say() {
    let (portal, client) = portal().await;
    for method in ["rows", "parts", "numbered"] {
        portal.set_rows(&format!("lists.{method}"), Rows::generated(70));
    }
    for method in ["sorted", "after"] {
        portal.set_rows(&format!("lists.{method}"), Rows::generated(70));
    }
    assert_eq!(sizes(client.list(RowList::builder().build().unwrap())).await, [50, 20]);
    assert_eq!(sizes(client.list(Sorted::builder().build().unwrap())).await, [50, 20]);
    assert_eq!(sizes(client.list(Parts::builder().build().unwrap())).await, [50, 20]);
    assert_eq!(sizes(client.list(Parts::builder().build().unwrap()).page_size(30)).await, [30, 30, 10]);
    assert_eq!(sizes(client.list(Numbered::builder().build().unwrap())).await, [50, 20]);
    assert_eq!(sizes(client.list(Numbered::builder().page(2).build().unwrap()).page_size(30)).await, [30, 10]);
    assert_eq!(sizes(client.list(After::builder().build().unwrap()).page_size(30)).await, [30, 30, 10]);

    let selected = RowList::builder().select(["TITLE"]).build().unwrap();
    let mut items = client.list(selected).chained().items();
    let row = items.next().await.unwrap().unwrap();
    assert_eq!((row.id, row.title.as_deref()), (1, Some("Row 1")));
    assert_eq!(portal.executed().last().unwrap().parameters["SELECT"], json!(["TITLE", "ID"]));
}

#[tokio::test]
async fn rows_inside_the_result_and_small_names() {
    let (portal, client) = portal().await;
    portal.set_rows("tasks.task.list", Rows::generated(60).with_id("id").at("result.tasks"));
    let list = || client.raw("tasks.task.list").list().rows_at("result.tasks");
    assert_eq!(sizes(client.list(list())).await, [50, 10]);
    // Sorted by `ID`, and answered as `id`.
    assert_eq!(sizes(client.list(list()).chained()).await, [50, 10]);
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() {
    let (_portal, client) = deals(0).await;
    assert_eq!(sizes(client.list(deal_list(&client))).await, [0]);
    assert_eq!(sizes(client.list(deal_list(&client)).chained()).await, [0]);
}

#[tokio::test]
async fn a_wait_that_is_given_up_loses_nothing() {
    let (portal, client) = deals(120).await;
    let mut pages = client.list(deal_list(&client)).pages();
    portal.fault(Fault::delay(Duration::from_millis(300)).on("crm.deal.list"));
    let given_up = tokio::time::timeout(Duration::from_millis(20), pages.next()).await;
    assert!(given_up.is_err());
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(id(&first.rows[0]), 1);
    assert_eq!(portal.requests(), 1, "the same request was waited for");

    drop(pages);
    let mut items = client.list(deal_list(&client)).items();
    for expected in 1..=60 {
        assert_eq!(id(&items.next().await.unwrap().unwrap()), expected);
    }
    drop(items);
    assert_eq!(portal.requests(), 3, "a list that is dropped sends nothing more");
}

#[tokio::test]
async fn lists_are_streams_that_can_be_sent() {
    fn is_stream<T>(_: &(impl futures_core::Stream<Item = T> + Send + Unpin)) {}
    let (_portal, client) = deals(3).await;
    is_stream(&client.list(deal_list(&client)).pages());
    let mut items = client.list(deal_list(&client)).items();
    is_stream(&items);
    let count = tokio::spawn(async move {
        let mut count = 0;
        while std::future::poll_fn(|context| futures_core::Stream::poll_next(Pin::new(&mut items), context))
            .await
            .is_some()
        {
            count += 1;
        }
        count
    });
    assert_eq!(count.await.unwrap(), 3);
}

#[tokio::test]
async fn in_the_blocking_client_they_are_iterators() {
    let (portal, client) = deals(120).await;
    let walked = tokio::task::spawn_blocking(move || {
        let client = blocking::Client::new(client).unwrap();
        let list = || client.list(client.raw("crm.deal.list").list());
        let rows: Vec<u64> = list().chained().items().map(|row| id(&row.unwrap())).collect();
        let pages: Vec<usize> = list().by_id().pages().map(|page| page.unwrap().rows.len()).collect();
        portal.fault(Fault::error(403, "ACCESS_DENIED", "No."));
        let failed: Vec<bool> = list().items().map(|row| row.is_err()).collect();
        (rows, pages, failed)
    });
    assert_eq!(walked.await.unwrap(), (numbers(1, 120), vec![50, 50, 20], vec![true]));
}
