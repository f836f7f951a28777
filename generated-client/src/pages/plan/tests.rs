//! Tables: what the next call says, and what comes of an answer.

use serde_json::{Value, json};

use super::super::cursor::{Cursor, Position};
use super::super::guard::Guard;
use super::super::paging::{Paging, Style};
use super::*;
use crate::error::InvalidValue;
use crate::method::Version;

const LIST: Paging<'static> = Paging {
    id: Some("ID"),
    param: Some("start"),
    filter: Some("filter"),
    order: Some("order"),
    select: Some("select"),
    ..Paging::START
};
const OFFSET: Paging<'static> =
    Paging { style: Style::Offset, param: Some("p.offset"), limit: Some("p.limit"), rows: "result.items", ..LIST };
const PAGE: Paging<'static> =
    Paging { style: Style::Page, param: Some("1.NAV.page"), limit: Some("1.NAV.size"), id: None, ..LIST };
const CURSOR: Paging<'static> =
    Paging { style: Style::Cursor, param: Some("LAST_ID"), id: Some("id"), ..Paging::START };
const NEXT: Paging<'static> = Paging { next: Some("result.next"), rows: "result.items", ..CURSOR };

fn by_id() -> Wishes {
    Wishes { by_id: true, ..Wishes::default() }
}

fn newest() -> Wishes {
    Wishes { newest_first: true, ..Wishes::default() }
}

fn plan(paging: Paging<'_>, parameters: Value, wishes: &Wishes) -> Result<Plan, InvalidValue> {
    Plan::make(paging, Version::V2, parameters, wishes)
}

#[test]
fn what_the_next_call_says() {
    let id_5 = Position::After(5);
    let sized = Wishes { page_size: Some(10), ..Wishes::default() };
    for (paging, own, wishes, position, expected) in [
        (LIST, json!({"a": 1}), Wishes::default(), Position::First, json!({"a": 1})),
        (LIST, json!({"a": 1}), Wishes::default(), Position::Skip(50), json!({"a": 1, "start": 50})),
        (LIST, json!({}), by_id(), Position::First, json!({"order": {"ID": "ASC"}, "start": -1})),
        (
            LIST,
            json!({"filter": {"X": 1, ">ID": 2}, "order": [], "select": ["T"]}),
            by_id(),
            id_5.clone(),
            json!({"filter": {"X": 1, ">ID": 5}, "order": {"ID": "ASC"}, "select": ["T", "ID"], "start": -1}),
        ),
        (
            LIST,
            json!({"filter": [], "select": ["*"]}),
            newest(),
            Position::Before(5),
            json!({"filter": {"<ID": 5}, "select": ["*"], "order": {"ID": "DESC"}, "start": -1}),
        ),
        (OFFSET, json!({}), sized, Position::Skip(10), json!({"p": {"limit": 10, "offset": 10}})),
        (PAGE, json!(["x"]), Wishes::default(), Position::Page(3, None), json!(["x", {"NAV": {"page": 3}}])),
        (CURSOR, json!({}), Wishes::default(), Position::Value(json!({"a": 1})), json!({"LAST_ID": {"a": 1}})),
        (
            Paging { style: Style::ById, param: Some("LAST"), ..LIST },
            json!({}),
            Wishes::default(),
            id_5,
            json!({"LAST": 5}),
        ),
    ] {
        let plan = plan(paging, own.clone(), &wishes).unwrap();
        assert_eq!(plan.parameters(&position), expected, "{own} {position:?}");
    }
}

#[test]
fn a_request_may_say_itself_where_it_begins() {
    for (paging, own, begin) in [
        (LIST, json!({"start": "100"}), Position::Skip(100)),
        (OFFSET, json!({"p": {"offset": 7}}), Position::Skip(7)),
        (PAGE, json!([null, {"NAV": {"page": 2}}]), Position::Page(2, None)),
        (CURSOR, json!({"LAST_ID": 9}), Position::Value(json!(9))),
    ] {
        assert_eq!(plan(paging, own, &Wishes::default()).unwrap().begin(), &begin);
    }
}

#[test]
fn what_cannot_be_walked_is_refused() {
    let resumed = |cursor: &str, wishes: Wishes| Wishes { resume: Some(cursor.parse().unwrap()), ..wishes };
    let sized = |size| Wishes { page_size: Some(size), ..Wishes::default() };
    for (paging, own, wishes, said) in [
        (LIST, json!({"order": {"TITLE": "ASC"}}), by_id(), "invalid `order`: a list that is walked by identifier"),
        (LIST, json!({"filter": "x"}), by_id(), "invalid `filter`: it is no object"),
        (LIST, json!({"start": -1}), Wishes::default(), "invalid `start`: a list begins"),
        (LIST, json!({"start": "x"}), Wishes::default(), "invalid `start`: a list begins"),
        (Paging { id: None, ..LIST }, json!({}), by_id(), "no identifier"),
        (Paging { filter: None, ..LIST }, json!({}), by_id(), "no filter"),
        (Paging { order: None, ..LIST }, json!({}), by_id(), "cannot be sorted"),
        (LIST, json!({}), sized(10), "a size of their own"),
        (OFFSET, json!({}), sized(0), "invalid `p.limit`: a page has at least one row"),
        (LIST, json!({}), resumed("after:5", Wishes::default()), "walked in another way"),
        (LIST, json!({}), resumed("skip:5", by_id()), "walked in another way"),
        (LIST, json!({}), resumed("after:5", newest()), "walked in another way"),
    ] {
        let problem = plan(paging, own.clone(), &wishes).unwrap_err().to_string();
        assert!(problem.contains(said), "{own}: {problem}");
    }
    let of_rest3 = Plan::make(LIST, Version::V3, json!({}), &by_id()).unwrap_err();
    assert!(of_rest3.to_string().contains("REST 3.0"), "{of_rest3}");
}

/// Rows with these identifiers.
fn rows(ids: impl IntoIterator<Item = i64>) -> Value {
    ids.into_iter().map(|id| json!({"ID": id.to_string()})).collect()
}

fn items(ids: impl IntoIterator<Item = i64>) -> Value {
    json!({ "items": rows(ids) })
}

fn take(plan: &Plan, position: &Position, result: Value, total: Option<i64>, next: Option<i64>) -> String {
    said(plan.take(position, Answer { result, total, next }, &mut Guard::new()))
}

/// What came of an answer, in one line.
fn said(taken: Result<Taken, NoPage>) -> String {
    match taken {
        Err(NoPage::List(problem)) => problem.to_string(),
        Err(NoPage::Decode(problem)) => problem.to_string(),
        Ok(taken) => format!("{} rows, {}, {:?}", taken.rows.len(), Cursor(taken.next), taken.end),
    }
}

/// A list, the wishes, where a page begins, the answer's result, total and next, and what comes of it.
type Case = (Paging<'static>, Wishes, Position, Value, Option<i64>, Option<i64>, &'static str);

fn check(cases: impl IntoIterator<Item = Case>) {
    for (paging, wishes, position, result, total, next, expected) in cases {
        let plan = plan(paging, json!({}), &wishes).unwrap();
        assert_eq!(take(&plan, &position, result.clone(), total, next), expected, "{position:?} {result}");
    }
}

#[test]
fn what_an_answer_says_of_the_next_page() {
    let (first, skipped, usual) = (Position::First, Position::Skip(50), Wishes::default());
    let after = |id| Position::After(id);
    check([
        // `start` and `next`.
        (LIST, usual.clone(), first.clone(), rows(1..=50), Some(120), Some(50), "50 rows, skip:50, More"),
        (LIST, usual.clone(), skipped.clone(), rows(1..=3), Some(53), None, "3 rows, skip:53, Last"),
        (LIST, usual.clone(), first.clone(), rows([]), Some(0), None, "0 rows, skip:0, Last"),
        (LIST, usual.clone(), skipped.clone(), rows(1..=3), None, None, "3 rows, skip:53, Last"),
        (
            LIST,
            usual.clone(),
            skipped.clone(),
            rows(1..=3),
            Some(300),
            None,
            "3 rows, skip:53, Early { rows: 53, total: 300 }",
        ),
        (
            LIST,
            usual.clone(),
            skipped.clone(),
            rows(1..=50),
            Some(300),
            Some(50),
            "the list does not go on: the page at 50 says that the next one begins at 50",
        ),
        (
            LIST,
            usual.clone(),
            skipped.clone(),
            rows([]),
            None,
            Some(0),
            "the list does not go on: the page at 50 says that the next one begins at 0",
        ),
        (
            LIST,
            usual.clone(),
            first.clone(),
            json!({"x": 1}),
            None,
            None,
            "at `result`: expected a list, found an object with 1 members",
        ),
        // By identifier.
        (LIST, by_id(), first.clone(), rows(1..=50), Some(0), None, "50 rows, after:50, More"),
        (LIST, by_id(), after(50), rows(51..=60), None, None, "10 rows, after:60, Last"),
        (LIST, by_id(), after(50), rows([]), None, None, "0 rows, after:50, Last"),
        (LIST, by_id(), after(50), rows([51, 51]), None, None, "the identifiers do not go on: `ID` 51 comes after 51"),
        (LIST, by_id(), after(50), rows([50]), None, None, "the identifiers do not go on: `ID` 50 comes after 50"),
        (LIST, newest(), first.clone(), rows([9, 7]), None, None, "2 rows, before:7, Last"),
        (
            LIST,
            newest(),
            Position::Before(9),
            rows([9]),
            None,
            None,
            "the identifiers do not go on: `ID` 9 comes after 9",
        ),
        (
            LIST,
            by_id(),
            first.clone(),
            json!([{"ID": 1}, {"X": 2}]),
            None,
            None,
            "row 1 of the page has no whole number as its `ID`, and the next page begins there",
        ),
        // The rows may spell it otherwise.
        (LIST, by_id(), first.clone(), json!([{"id": 4}]), None, None, "1 rows, after:4, Last"),
        // Where the size of a page can be asked for, a short one is not the last: the server may give fewer.
        (
            Paging { limit: Some("limit"), ..LIST },
            by_id(),
            first.clone(),
            rows([4]),
            None,
            None,
            "1 rows, after:4, More",
        ),
    ]);
}

#[test]
fn what_an_answer_says_of_other_lists() {
    let (first, skipped, usual) = (Position::First, Position::Skip(50), Wishes::default());
    let last = |value| Position::Value(json!(value));
    check([
        // By offset.
        (OFFSET, usual.clone(), first.clone(), items(1..=5), None, None, "5 rows, skip:5, More"),
        (OFFSET, usual.clone(), skipped.clone(), items([]), None, None, "0 rows, skip:50, Last"),
        (OFFSET, usual.clone(), skipped.clone(), items(1..=5), Some(55), None, "5 rows, skip:55, Last"),
        (OFFSET, usual.clone(), skipped, items([]), Some(55), None, "0 rows, skip:50, Early { rows: 50, total: 55 }"),
        // By number.
        (PAGE, usual.clone(), first.clone(), rows(1..=5), Some(8), None, "5 rows, page:2:5, More"),
        (PAGE, usual.clone(), Position::Page(2, Some(5)), rows(6..=8), Some(8), None, "3 rows, page:3:8, Last"),
        (PAGE, usual.clone(), Position::Page(2, None), rows([]), Some(8), None, "0 rows, page:2, Last"),
        (
            PAGE,
            usual.clone(),
            Position::Page(2, Some(5)),
            rows([]),
            Some(8),
            None,
            "0 rows, page:2:5, Early { rows: 5, total: 8 }",
        ),
        // By a value of the answer.
        (CURSOR, usual.clone(), first.clone(), rows([9, 7]), None, None, "2 rows, value:\"7\", More"),
        (CURSOR, usual.clone(), last(7), rows([]), None, None, "0 rows, value:7, Last"),
        (
            NEXT,
            usual.clone(),
            first.clone(),
            json!({"items": [], "next": {"a": 1}}),
            None,
            None,
            "0 rows, value:{\"a\":1}, More",
        ),
        (NEXT, usual.clone(), last(7), json!({"items": [1], "next": null}), None, None, "1 rows, value:7, Last"),
        (
            NEXT,
            usual,
            last(7),
            json!({"items": [1], "next": 7}),
            None,
            None,
            "the list does not go on: the cursor of an earlier page comes again",
        ),
    ]);
}

#[test]
fn a_page_of_known_size_is_the_last_when_it_is_short() {
    let asks = |size| plan(PAGE, json!([null, {"NAV": {"size": size}}]), &Wishes::default()).unwrap();
    let take = |size, count| take(&asks(size), &Position::First, rows(1..=count), None, None);
    assert_eq!(take(10, 10), "10 rows, page:2:10, More");
    assert_eq!(take(10, 9), "9 rows, page:2:9, Last");
    assert_eq!(take(500, 50), "50 rows, page:2:50, More", "the server may have cut it");
}

#[test]
fn a_server_that_does_not_heed_the_parameter_is_noticed() {
    for (paging, result, expected) in [
        (OFFSET, items([4, 5]), "the list does not go on: the page that begins with `ID` \"4\" comes again"),
        (PAGE, rows([4, 5]), "the list does not go on: an earlier page comes again"),
    ] {
        let plan = plan(paging, json!({}), &Wishes::default()).unwrap();
        let mut guard = Guard::new();
        let answer = || Answer { result: result.clone(), ..Answer::default() };
        let first = plan.take(&Position::First, answer(), &mut guard).unwrap();
        assert_eq!(said(plan.take(&first.next, answer(), &mut guard)), expected);
    }
}

#[test]
fn a_page_tells_where_its_last_identifier_stands() {
    let at = |paging, result: Value| {
        let plan = plan(paging, json!({}), &by_id()).unwrap();
        plan.take(&Position::First, Answer { result, ..Answer::default() }, &mut Guard::new()).unwrap().last_id_at
    };
    assert_eq!(at(LIST, rows([1, 2])).as_deref(), Some("[1][ID]"));
    let inside = Paging { rows: "result.tasks", ..LIST };
    assert_eq!(at(inside, json!({"tasks": [{"id": 1}]})).as_deref(), Some("[tasks][0][id]"));
    assert_eq!(at(LIST, json!({"7": {"ID": 1}})), None, "the keys of an object are not known before");
    assert_eq!(at(LIST, rows([])), None);
    let plan = plan(LIST, json!({"filter": {"X": 1}}), &by_id()).unwrap();
    let next = plan.parameters_after("$result[a][1][ID]".to_owned());
    assert_eq!(next["filter"], json!({"X": 1, ">ID": "$result[a][1][ID]"}));
}
