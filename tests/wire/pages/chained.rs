//! Fifty pages with one request.

use bitrix24::transport::{HttpAnswer, HttpRequest, Reply, Transport};
use bitrix24::{Client, Value, json};
use bitrix24_mock::{Fault, Rows};
use serde_json::Map;

use super::{deal_list, deals, ids, lists, numbers, portal, sizes};

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

/// Answers a call alone with the first page, and the commands of every batch with the pages after it; a page that is a text
/// is an error of this code. A batch breaks off there, and so it does where there are no more pages.
struct Scripted(Vec<Value>);

impl Transport for Scripted {
    fn post(&self, request: HttpRequest) -> Reply<'_> {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let answer = match body.get("cmd").and_then(Value::as_object) {
            None => json!({"result": self.0[0]}),
            Some(commands) => {
                let (mut results, mut errors) = (Map::new(), Map::new());
                for (name, page) in commands.keys().zip(&self.0[1..]) {
                    match page.as_str() {
                        None => results.insert(name.clone(), page.clone()),
                        Some(code) => errors.insert(name.clone(), json!({"error": code})),
                    };
                    if page.is_string() {
                        break;
                    }
                }
                json!({"result": {"result": results, "result_error": errors}})
            }
        };
        Box::pin(async move { Ok(HttpAnswer::new(200, answer.to_string())) })
    }
}

fn page(from: u64, to: u64) -> Value {
    (from..=to).map(|id| json!({"ID": id.to_string()})).collect()
}

/// What comes of a chained list with these pages: the identifiers, and the error in words.
async fn scripted(pages: Vec<Value>) -> (Vec<u64>, String) {
    let client = Client::from_webhook("https://portal.example/rest/1/code/").unwrap().with_transport(Scripted(pages));
    let (ids, error) = ids(client.list(deal_list(&client)).chained()).await;
    (ids, error.map(|error| error.to_string()).unwrap_or_default())
}

#[tokio::test]
async fn a_page_that_fails_inside_a_batch_is_an_error_after_the_rows_before_it() {
    let (seen, error) = scripted(vec![page(1, 50), page(51, 100), page(101, 150), json!("ACCESS_DENIED")]).await;
    assert_eq!(seen, numbers(1, 150));
    assert!(error.starts_with("crm.deal.list: ACCESS_DENIED"), "{error}");
    let (seen, error) = scripted(vec![page(1, 50), page(51, 100), json!({"ID": 101})]).await;
    assert_eq!(seen, numbers(1, 100));
    assert!(error.contains("at `result`: expected a list"), "{error}");
    let (seen, error) = scripted(vec![page(1, 50), page(51, 100)]).await;
    assert_eq!(seen, numbers(1, 100));
    assert!(error.contains("does not mention this command"), "{error}");
}

#[tokio::test]
async fn a_page_that_lists_from_the_beginning_again_is_no_page() {
    // After a short one it is ignored, whatever it is; after a full one it is an error.
    let (seen, error) = scripted(vec![page(1, 50), page(51, 70), page(1, 50), json!("ACCESS_DENIED")]).await;
    assert_eq!((seen, error.as_str()), (numbers(1, 70), ""));
    let (seen, error) = scripted(vec![page(1, 50), page(51, 100), page(1, 50)]).await;
    assert_eq!(seen, numbers(1, 100));
    assert_eq!(error, "crm.deal.list: the identifiers do not go on: `ID` 1 comes after 100");
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
async fn where_pages_may_be_short_a_chain_begins_anew_after_one() {
    let (portal, client) = portal().await;
    portal.set_rows("lists.limited", Rows::generated(120));
    let list = lists::Limited::builder().build().unwrap();
    assert_eq!(sizes(client.list(list).chained()).await, [50, 50, 20]);
    assert_eq!(portal.requests(), 3, "the first page, the batch, and one that ends with an empty page");
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
