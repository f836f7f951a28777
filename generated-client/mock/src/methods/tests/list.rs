//! Lists: pages, filters and orders, and where the rows stand.

use serde_json::{Map, Value, json};

use super::{Portal, Rows};
use crate::call::{Success, Version};
use crate::methods::answer_without_spec;

/// The identifiers of a page.
fn ids(rows: &Value) -> Vec<u64> {
    let id = |row: &Value| row.get("ID").or_else(|| row.get("id")).and_then(Value::as_str).unwrap().parse().unwrap();
    rows.as_array().unwrap().iter().map(id).collect()
}

fn deals(count: u64) -> Portal {
    let mut portal = Portal::new();
    portal.store.set_rows("crm.deal.list", Rows::generated(count));
    portal
}

#[test]
fn a_list_comes_in_pages_of_fifty() {
    let mut portal = deals(120);
    let first = portal.call("crm.deal.list", json!([])).unwrap();
    assert_eq!(ids(&first.result), (1..=50).collect::<Vec<u64>>());
    assert_eq!((first.total, first.next), (Some(120), Some(50)));
    let row = json!({"ID": "1", "TITLE": "Row 1", "DATE_CREATE": "2025-01-01T00:00:00+00:00", "ASSIGNED_BY_ID": "1"});
    assert_eq!(first.result[0], row);
    let last = portal.call("crm.deal.list", json!({"START": "100"})).unwrap();
    assert_eq!(ids(&last.result), (101..=120).collect::<Vec<u64>>());
    assert_eq!((last.total, last.next), (Some(120), None));
    let beyond = portal.call("crm.deal.list", json!({"start": 1000})).unwrap();
    assert_eq!((beyond.result, beyond.total, beyond.next), (json!([]), Some(120), None));
    let uncounted = portal.call("crm.deal.list", json!({"start": -1, "filter": {">ID": 60}})).unwrap();
    assert_eq!(ids(&uncounted.result), (61..=110).collect::<Vec<u64>>());
    assert_eq!((uncounted.total, uncounted.next), (None, None));
}

#[test]
fn a_million_rows_are_as_quick_as_one() {
    let mut portal = deals(1_000_000_000_000);
    let far = json!({"start": -1, "filter": {">ID": 999_999_999_990_u64}, "order": {"ID": "ASC"}});
    assert_eq!(ids(&portal.result("crm.deal.list", far)).len(), 10);
    let backwards = portal.call("crm.deal.list", json!({"order": {"ID": "DESC"}})).unwrap();
    assert_eq!(ids(&backwards.result)[..2], [1_000_000_000_000, 999_999_999_999]);
    assert_eq!(backwards.total, Some(1_000_000_000_000));
}

#[test]
fn conditions_choose_and_orders_arrange() {
    let mut portal = deals(20);
    let table = [
        (json!({"filter": {"=ID": 3}}), vec![3]),
        (json!({"FILTER": {"ID": "3"}}), vec![3]),
        (json!({"filter": {"id": [3, 5, 99]}}), vec![3, 5]),
        (json!({"filter": {"@ID": [5, 3]}}), vec![3, 5]),
        (json!({"filter": {"<ID": 3}}), vec![1, 2]),
        (json!({"filter": {"<=ID": 3, ">=ID": 2}}), vec![2, 3]),
        (json!({"filter": {"><ID": [2, 4]}}), vec![2, 3, 4]),
        (json!({"filter": {"!ID": 1, "<ID": 4}}), vec![2, 3]),
        (json!({"filter": {"!@ID": [1, 3], "<ID": 4}}), vec![2]),
        (json!({"filter": {">ID": 30}}), vec![]),
        (json!({"filter": {"<ID": 0}}), vec![]),
        (json!({"filter": {"TITLE": "Row 7"}}), vec![7]),
        (json!({"filter": {"%TITLE": "row 2"}}), vec![2, 20]),
        (json!({"filter": {"ASSIGNED_BY_ID": 2}, "order": {"ID": "desc"}}), vec![12, 2]),
        (json!({"filter": {"UNKNOWN": 2, "<ID": 2}}), vec![1]),
        (json!({"filter": {"<ID": 4}, "Order": {"ID": "DESC"}}), vec![3, 2, 1]),
        (json!({"filter": {"<ID": 4}, "order": {"TITLE": "DESC"}}), vec![3, 2, 1]),
        (
            json!({"filter": {"ID": [1, 2, 11, 12]}, "order": {"ASSIGNED_BY_ID": "DESC", "ID": "DESC"}}),
            vec![12, 2, 11, 1],
        ),
    ];
    for (parameters, expected) in table {
        assert_eq!(ids(&portal.result("crm.deal.list", parameters.clone())), expected, "{parameters}");
    }
    let selected = portal.result("crm.deal.list", json!({"select": ["title"], "filter": {"ID": 1}}));
    assert_eq!(selected, json!([{"ID": "1", "TITLE": "Row 1"}]));
    let all = portal.result("crm.deal.list", json!({"select": ["*", "UF_*"], "filter": {"ID": 1}}));
    assert_eq!(all[0].as_object().map(Map::len), Some(4));
}

#[test]
fn rows_stand_where_the_spec_says() {
    let mut portal = Portal::new();
    for method in ["crm.item.list", "im.dialog.messages.get", "note.collection.list", "tasks.task.list"] {
        portal.store.set_rows(method, Rows::generated(120));
    }
    let items = portal.call("crm.item.list", json!({"entityTypeId": 2, "start": 100})).unwrap();
    assert_eq!(ids(&items.result["items"]).len(), 20);
    assert_eq!(items.result["items"][0]["title"], "Row 101");
    assert_eq!((items.total, items.next), (Some(120), None));
    let messages = portal.result("im.dialog.messages.get", json!({"DIALOG_ID": "chat1", "LAST_ID": 10, "LIMIT": 5}));
    assert_eq!(ids(&messages["messages"]), [11, 12, 13, 14, 15]);
    let back = json!({"pagination": {"limit": 100, "afterCursor": {"position": 7, "id": 10}}});
    let collections = portal.call("note.collection.list", back).unwrap();
    assert_eq!(ids(&collections.result["items"]).len(), 100);
    assert_eq!(collections.result["nextCursor"]["id"], "110");
    assert_eq!((collections.total, collections.next), (None, None));
    let last =
        portal.result("note.collection.list", json!({"pagination": {"afterCursor": {"position": 7, "id": 110}}}));
    assert_eq!((ids(&last["items"]).len(), &last["nextCursor"]), (10, &Value::Null));
}

#[test]
fn other_styles_have_parameters_of_their_own() {
    let mut portal = Portal::new();
    for method in ["task.elapseditem.getlist", "im.search.chat.list", "tasks.task.result.list", "user.search"] {
        portal.store.set_rows(method, Rows::generated(100));
    }
    let params = json!([1, {"ID": "desc"}, {}, [], {"NAV_PARAMS": {"nPageSize": 20, "iNumPage": 2}}]);
    assert_eq!(ids(&portal.result("task.elapseditem.getlist", params)), (61..=80).rev().collect::<Vec<u64>>());
    let found = portal.call("im.search.chat.list", json!({"FIND": "abc", "OFFSET": 10, "LIMIT": 20})).unwrap();
    assert_eq!(ids(&found.result), (11..=30).collect::<Vec<u64>>());
    assert_eq!((found.total, found.next), (Some(100), Some(30)));
}

#[test]
fn a_list_still_minds_what_is_wrong() {
    let mut portal = Portal::new();
    portal.store.set_rows("crm.item.list", Rows::generated(1));
    assert!(portal.call("crm.item.list", json!({})).is_err());
    portal.store.set_answer("bizproc.activity.log", json!(true));
    let empty = json!({"EVENT_TOKEN": "any"});
    portal.assert_refused("bizproc.activity.log", empty, "ERROR_EMPTY_LOG_MESSAGE", "Empty log message!", 400);
    let whole = json!({"EVENT_TOKEN": "any", "LOG_MESSAGE": "x"});
    assert_eq!(portal.result("bizproc.activity.log", whole), json!(true));
}

#[test]
fn a_list_without_a_spec_has_rows_too() {
    let mut portal = Portal::new();
    let given = vec![json!({"id": "9", "name": "b"}), json!({"id": "10", "name": "a"})];
    portal.store.set_rows("acme.Order.list", Rows::given(given).with_id("id").at("result.orders"));
    let call = |parameters: Value| {
        let Portal { api, store, caller } = &portal;
        answer_without_spec(store, api, "acme.order.LIST", Version::Rest2, caller, &parameters, 0.0)
    };
    let Success { result, total, next } = call(json!({"order": {"id": "desc"}})).unwrap();
    assert_eq!(result, json!({"orders": [{"id": "10", "name": "a"}, {"id": "9", "name": "b"}]}));
    assert_eq!((total, next), (Some(2), None));
    assert_eq!(ids(&call(json!({"order": {"NAME": "asc"}})).unwrap().result["orders"]), [10, 9]);
    assert_eq!(ids(&call(json!({"sort": "id", "order": "DESC"})).unwrap().result["orders"]), [10, 9]);
    assert_eq!(ids(&call(json!({"filter": [["name", "=", "b"]]})).unwrap().result["orders"]), [9]);
    assert_eq!(ids(&call(json!({"filter": [["id", "in", [9, 11]]]})).unwrap().result["orders"]), [9]);
}
