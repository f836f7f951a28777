//! Fifty pages with one request.

use bitrix24::json;
use bitrix24_mock::{Fault, Rows};

use super::{deal_list, deals, ids, numbers, portal, sizes};

#[tokio::test]
async fn a_hundred_thousand_rows_in_forty_one_requests() {
    let (portal, client) = deals(100_000).await;
    let (ids, error) = ids(client.list(deal_list(&client)).chained()).await;
    assert!(error.is_none(), "{error:?}");
    assert!(ids == numbers(1, 100_000), "all of them, in order");
    assert_eq!(portal.requests(), 41);
}

#[tokio::test]
async fn what_follows_the_first_short_page_is_no_page() {
    // After the first page and one more, the server lists from the beginning again, to the end of the batch.
    for (count, pages) in
        [(49, vec![49]), (50, vec![50]), (51, vec![50, 1]), (100, vec![50, 50]), (120, vec![50, 50, 20])]
    {
        let (portal, client) = deals(count).await;
        assert_eq!(sizes(client.list(deal_list(&client)).chained()).await, pages);
        assert_eq!(portal.requests(), if count < 50 { 1 } else { 2 }, "{count}");
    }
}

#[tokio::test]
async fn a_page_that_fails_inside_a_batch_is_an_error_after_the_rows_before_it() {
    let (portal, client) = deals(1000).await;
    let mut list = client.list(deal_list(&client)).chained().pages();
    for page in 0..3 {
        if page == 1 {
            portal.fault(Fault::error(403, "ACCESS_DENIED", "No.").on("crm.deal.list").in_batch());
        }
        match list.next().await.unwrap() {
            Ok(page) => assert_eq!(page.rows.len(), 50),
            Err(error) => {
                assert_eq!((page, error.api().unwrap().code()), (1, "ACCESS_DENIED"));
                assert!(error.to_string().starts_with("crm.deal.list: "), "{error}");
            }
        }
        if page == 1 {
            assert!(list.next().await.is_none());
            break;
        }
    }

    // The third command of the second batch.
    let (portal, client) = portal().await;
    portal.set_rows("crm.deal.list", Rows::generated(20_000));
    let list = client.list(deal_list(&client)).chained();
    let walked = ids(list);
    let (seen, error) = walked.await;
    assert_eq!((seen.len(), error.is_none()), (20_000, true));
}

#[tokio::test]
async fn a_page_that_is_refused_for_a_while_is_asked_for_again() {
    let (portal, client) = deals(300).await;
    portal.fault(Fault::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests").on("crm.deal.list").in_batch());
    let (seen, error) = ids(client.list(deal_list(&client)).chained()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(seen, numbers(1, 300));
    assert_eq!(portal.requests(), 3, "the first page, the batch, and the batch again");
}

#[tokio::test]
async fn without_a_batch_it_is_refused() {
    let (portal, client) = deals(10).await;
    let list = client.raw("crm.deal.list").param("a.b", json!(1)).list();
    let (seen, error) = ids(client.list(list).chained()).await;
    assert!(seen.is_empty());
    assert!(error.unwrap().invalid_request().is_some());
    assert_eq!(portal.requests(), 0);
}
