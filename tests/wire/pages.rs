//! Lists page by page, against the fake portal.

mod broken;
mod chained;
mod ways;

use bitrix24::pages::{List, Listing, RawList};
use bitrix24::{Client, Error, Value, Webhook};
use bitrix24_mock::{Portal, Rows};

bitrix24::include_spec!("pages/lists.yaml");

/// A portal that knows the lists of the spec, and a client of it.
async fn portal() -> (Portal, Client<Webhook>) {
    let portal = Portal::builder().spec("lists.yaml", include_str!("pages/lists.yaml")).start().await.unwrap();
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    (portal, client)
}

/// A portal with so many deals, and a client of it.
async fn deals(count: u64) -> (Portal, Client<Webhook>) {
    let (portal, client) = portal().await;
    portal.set_rows("crm.deal.list", Rows::generated(count));
    (portal, client)
}

fn deal_list(client: &Client<Webhook>) -> RawList {
    client.raw("crm.deal.list").list()
}

fn id(row: &Value) -> u64 {
    row["ID"].as_str().unwrap().parse().unwrap()
}

/// The identifiers of a list of deals, and what ended it if that was an error.
async fn ids(list: Listing<RawList>) -> (Vec<u64>, Option<Error>) {
    let (mut items, mut ids) = (list.items(), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(row) => ids.push(id(&row)),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error is the last item");
                return (ids, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none());
    (ids, None)
}

/// How many rows each page of a list has.
async fn sizes<M: List>(list: Listing<M>) -> Vec<usize> {
    let (mut pages, mut sizes) = (list.pages(), Vec::new());
    while let Some(page) = pages.next().await {
        sizes.push(page.map_err(|error| error.to_string()).unwrap().rows.len());
    }
    sizes
}

fn numbers(from: u64, to: u64) -> Vec<u64> {
    (from..=to).collect()
}
