//! Lists: by `start`, `next` and `total`, and by identifier with `start=-1`.

use bitrix24_mock::{Portal, Rows};
use serde_json::{Value, json};

use crate::support::{form, hook};

const DEALS: &str = "crm.deal.list";

fn ids(rows: &Value) -> Vec<u64> {
    let id = |row: &Value| row["ID"].as_str().unwrap().parse().unwrap();
    rows.as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn pages_follow_each_other() {
    let portal = Portal::start().await.unwrap();
    portal.set_rows(DEALS, Rows::generated(120));
    let mut all = Vec::new();
    let mut start = json!(0);
    let mut nexts = Vec::new();
    while !start.is_null() {
        let page = hook(&portal, DEALS, &json!({"start": start})).await.json();
        assert_eq!(page["total"], 120);
        all.extend(ids(&page["result"]));
        start = page["next"].clone();
        nexts.push(start.clone());
    }
    assert_eq!(all, (1..=120).collect::<Vec<u64>>());
    assert_eq!(nexts, [json!(50), json!(100), Value::Null]);
}

#[tokio::test]
async fn without_a_count_pages_go_by_identifier() {
    let portal = Portal::start().await.unwrap();
    portal.set_rows(DEALS, Rows::generated(120));
    let mut all: Vec<u64> = Vec::new();
    loop {
        let last = all.last().copied().unwrap_or_default();
        let query = json!({"start": -1, "order": {"ID": "ASC"}, "filter": {">ID": last}});
        let page = hook(&portal, DEALS, &query).await.json();
        assert_eq!((page.get("total"), page.get("next")), (None, None));
        let found = ids(&page["result"]);
        all.extend(&found);
        if found.len() < 50 {
            break;
        }
    }
    assert_eq!(all, (1..=120).collect::<Vec<u64>>());
    assert_eq!(portal.count(DEALS), 3);
}

#[tokio::test]
async fn a_form_pages_as_json_does() {
    let portal = Portal::start().await.unwrap();
    portal.set_rows(DEALS, Rows::generated(120));
    let url = format!("{}{DEALS}", portal.webhook_url());
    let page = form(&url, "start=100&select[]=ID").await.json();
    assert_eq!((ids(&page["result"]), page.get("next")), ((101..=120).collect(), None));
    assert_eq!(page["result"][0], json!({"ID": "101"}));
    let page = form(&url, "start=-1&filter[>ID]=118&order[ID]=ASC").await.json();
    assert_eq!((ids(&page["result"]), page.get("total")), (vec![119, 120], None));
}
