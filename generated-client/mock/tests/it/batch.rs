//! `batch` of REST 2 over HTTP. What a reference may say is tested beside the code.

use bitrix24_mock::{Portal, Rows};
use serde_json::{Value, json};

use crate::support::{form, get, hook};

const DEALS: &str = "crm.deal.list";

async fn portal() -> Portal {
    let portal = Portal::start().await.unwrap();
    portal.set_rows(DEALS, Rows::generated(120));
    portal
}

async fn batch(portal: &Portal, body: Value) -> Value {
    hook(portal, "batch", &body).await.result()
}

/// The names of the commands that ran.
fn ran(portal: &Portal) -> Vec<String> {
    portal.executed().into_iter().map(|executed| executed.command.unwrap()).collect()
}

#[tokio::test]
async fn named_commands_are_answered_by_name() {
    let portal = portal().await;
    let cmd = json!({"me": "user.admin", "deals": format!("{DEALS}?start=50"), "bad": "no.such.method"});
    let answer = batch(&portal, json!({"halt": 0, "cmd": cmd})).await;
    assert_eq!(answer["result"]["me"], true);
    assert_eq!(answer["result"]["deals"].as_array().map(Vec::len), Some(50));
    assert_eq!(answer["result"].get("bad"), None);
    assert_eq!(answer["result_error"]["bad"]["error"], "ERROR_METHOD_NOT_FOUND");
    assert_eq!(answer["result_total"], json!({"deals": 120}));
    assert_eq!(answer["result_next"], json!({"deals": 100}));
    assert!(answer["result_time"]["me"]["operating"].is_number(), "{answer}");
    assert!(answer["result_time"].get("bad").is_none(), "{answer}");
    assert_eq!(ran(&portal), ["me", "deals"]);
    assert_eq!(portal.requests(), 1);
}

#[tokio::test]
async fn numbered_commands_are_answered_by_lists() {
    let portal = portal().await;
    let answer = batch(&portal, json!({"cmd": ["user.admin", "user.admin"]})).await;
    assert_eq!(answer["result"], json!([true, true]));
    for empty in ["result_error", "result_total", "result_next"] {
        assert_eq!(answer[empty], json!([]), "{empty} is an empty list, as PHP writes an empty array");
    }
    assert_eq!(answer["result_time"].as_array().map(Vec::len), Some(2));
    // A gap makes a map of the list.
    let answer = batch(&portal, json!({"cmd": ["no.such.method", "user.admin"]})).await;
    assert_eq!(answer["result"], json!({"1": true}));
    assert_eq!(answer["result_error"][0]["error"], "ERROR_METHOD_NOT_FOUND");
}

#[tokio::test]
async fn a_form_or_a_query_is_a_batch_too() {
    let portal = portal().await;
    let url = format!("{}batch", portal.webhook_url());
    let command = "crm.deal.list%3Ffilter%5B%3EID%5D%3D118%26filter%5BTITLE%5D%3Da%2526b%26start%3D-1";
    let words = format!("halt=0&cmd[me]=user.admin&cmd[deals]={command}");
    for answer in [form(&url, &words).await, get(&format!("{url}.json?{words}")).await] {
        assert_eq!(answer.result()["result"]["me"], true, "{}", answer.text());
    }
    // Under the name that the method's spec has.
    let wanted = json!({"FILTER": {">ID": "118", "TITLE": "a&b"}, "start": "-1"});
    let deals = portal.executed().into_iter().filter(|executed| executed.method == DEALS);
    assert_eq!(deals.map(|executed| executed.parameters).collect::<Vec<Value>>(), [wanted.clone(), wanted]);
}

#[tokio::test]
async fn halt_stops_at_the_first_error() {
    let portal = portal().await;
    let cmd = json!({"a": "user.admin", "b": "no.such.method", "c": "user.admin"});
    let answer = batch(&portal, json!({"halt": 1, "cmd": cmd})).await;
    assert_eq!((&answer["result"], answer["result_error"]["b"].is_object()), (&json!({"a": true}), true));
    assert_eq!(ran(&portal), ["a"]);
    let answer = batch(&portal, json!({"halt": 0, "cmd": cmd})).await;
    assert_eq!(answer["result"], json!({"a": true, "c": true}));
    assert_eq!(ran(&portal), ["a", "a", "c"]);
}

#[tokio::test]
async fn fifty_commands_run_and_no_more() {
    let portal = portal().await;
    let answer = batch(&portal, json!({"cmd": vec!["user.admin"; 51]})).await;
    assert_eq!(answer["result"].as_array().map(Vec::len), Some(50));
    assert_eq!(answer["result_error"]["50"]["error"], "ERROR_BATCH_LENGTH_EXCEEDED");
    assert_eq!(portal.count("user.admin"), 50);
}

#[tokio::test]
async fn references_reach_earlier_answers() {
    let portal = portal().await;
    let cmd = json!({
        "first": format!("{DEALS}?start=-1"),
        "second": format!("{DEALS}?start=-1&filter[%3EID]=$result[first][49][ID]"),
        "third": format!("{DEALS}?start=-1&filter[%3EID]=$result[second][49][ID]"),
    });
    let answer = batch(&portal, json!({"cmd": cmd})).await;
    let first = |name: &str| answer["result"][name][0]["ID"].clone();
    assert_eq!([first("first"), first("second"), first("third")], [json!("1"), json!("51"), json!("101")]);
    assert_eq!(portal.executed()[2].parameters["FILTER"], json!({">ID": "100"}));
}

#[tokio::test]
async fn a_batch_holds_no_batch_and_no_stranger() {
    let portal = portal().await;
    let answer = batch(&portal, json!({"cmd": {"a": "batch?cmd[x]=user.admin", "b": "bizproc.activity.list"}})).await;
    assert_eq!(answer["result_error"]["a"]["error"], "ERROR_BATCH_METHOD_NOT_ALLOWED");
    assert_eq!(answer["result_error"]["b"]["error"], "ACCESS_DENIED");
    assert_eq!(answer["result"], json!([]));
    assert!(portal.executed().is_empty());
}
