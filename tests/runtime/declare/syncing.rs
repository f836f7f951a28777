//! What a portal has after it was synchronized, and what was asked of it for that.

use bitrix24::api::bizproc::shared::ActivityCode;
use bitrix24::api::bizproc::{activity, robot};
use bitrix24::declare::{Action, Robot, Snapshot, sync};
use bitrix24::{Client, blocking, json};
use bitrix24_mock::Portal;

use super::super::help;
use super::{HANDLER, hash};

/// The methods that ran since the last time.
fn ran(portal: &Portal) -> Vec<String> {
    let ran = portal.executed().iter().map(|call| call.method.replace("bizproc.", "")).collect();
    portal.clear_record();
    ran
}

fn codes(codes: &[ActivityCode]) -> Vec<&str> {
    codes.iter().map(ActivityCode::as_str).collect()
}

fn action(code: &str) -> Action<(), ()> {
    Action::new(code, "An action", HANDLER).unwrap()
}

fn rule(code: &str) -> Robot<(), ()> {
    Robot::new(code, "A rule", HANDLER).unwrap()
}

const LISTS: [&str; 2] = ["activity.list", "robot.list"];

#[tokio::test]
async fn the_first_installs_the_second_updates() {
    let (portal, client) = help::application().await;
    let steps = [hash(HANDLER).declaration(), rule("notify").declaration()];
    let synced = sync(&client, steps.clone()).await.unwrap();
    assert_eq!(ran(&portal), [&LISTS[..], &["activity.add", "robot.add"]].concat());
    assert_eq!((codes(&synced.added), codes(&synced.updated)), (vec!["hash", "notify"], vec![]));

    let synced = sync(&client, steps.clone()).await.unwrap();
    assert_eq!(ran(&portal), [&LISTS[..], &["activity.update", "robot.update"]].concat());
    assert_eq!((codes(&synced.added), codes(&synced.updated)), (vec![], vec!["hash", "notify"]));
    assert_eq!(activity::list(&client).send().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_known_is_left_alone() {
    let (portal, client) = help::application().await;
    let steps = [action("a"), action("b"), action("c")];
    let snapshot = sync(&client, &steps).await.unwrap().snapshot;
    let stored: Snapshot = serde_json::from_str(&serde_json::to_string(&snapshot).unwrap()).unwrap();
    assert_eq!(stored, snapshot);
    activity::delete(&client).code("c").send().await.unwrap();
    portal.clear_record();

    // One as it was, one that is named anew, one that somebody has deleted.
    let [a, b, c] = steps;
    let synced = sync(&client, [&a, &b.description("More"), &c]).known(stored).await.unwrap();
    assert_eq!(ran(&portal), [&LISTS[..], &["activity.update", "activity.add"]].concat());
    assert_eq!((synced.kept[0].as_str(), synced.updated[0].as_str(), synced.added[0].as_str()), ("a", "b", "c"));
    let synced = sync(&client, [&a]).known(synced.snapshot).await.unwrap();
    assert_eq!((ran(&portal), synced.kept.len()), (LISTS.map(str::to_owned).to_vec(), 1));
    // What was told of an action says nothing of a rule.
    let synced = sync(&client, [&rule("b")]).known(synced.snapshot).only_declared().await.unwrap();
    assert_eq!((synced.added.len(), synced.deleted.len(), synced.kept.len()), (1, 3, 0));
}

#[tokio::test]
async fn what_is_not_declared_is_deleted_on_request_alone() {
    let (portal, client) = help::application().await;
    sync(&client, [action("old").declaration(), rule("other").declaration(), action("moves").declaration()])
        .await
        .unwrap();
    sync(&client, [&action("new")]).await.unwrap();
    assert_eq!(activity::list(&client).send().await.unwrap().len(), 3);
    portal.clear_record();

    // A code is free for a rule only when the action of that code has gone.
    let synced =
        sync(&client, [action("new").declaration(), rule("moves").declaration()]).only_declared().await.unwrap();
    assert_eq!(codes(&synced.deleted), ["old", "moves", "other"]);
    let changes = ["activity.delete", "activity.delete", "robot.delete", "activity.update", "robot.add"];
    assert_eq!(ran(&portal), [&LISTS[..], &changes].concat());
    let left = (activity::list(&client).send().await.unwrap(), robot::list(&client).send().await.unwrap());
    assert_eq!((left.0[0].as_str(), left.1[0].as_str(), left.0.len() + left.1.len()), ("new", "moves", 2));
}

#[tokio::test]
async fn an_update_takes_back_what_is_not_said_any_more() {
    let (portal, client) = help::application().await;
    let page = bitrix24::api::shared::Url::try_from("https://example.com/page").unwrap();
    let before = hash(HANDLER).document_type(["crm", "CCrmDocumentDeal", "DEAL"]).placement(page);
    sync(&client, [&before]).await.unwrap();
    sync(&client, [&action("hash")]).await.unwrap();
    let [.., update] = &*portal.executed() else { panic!("nothing ran") };
    let expected = json!({"CODE": "hash", "FIELDS": {
        "HANDLER": HANDLER, "NAME": "An action", "USE_SUBSCRIPTION": "Y", "PROPERTIES": [], "RETURN_PROPERTIES": [],
        "DOCUMENT_TYPE": "", "FILTER": "", "USE_PLACEMENT": "N",
    }});
    assert_eq!(update.parameters, expected);
}

#[tokio::test]
async fn a_code_is_one_step() {
    let (portal, client) = help::application().await;
    let twice = sync(&client, [action("a").declaration(), rule("a").declaration()]).await.unwrap_err();
    assert_eq!(
        (twice.to_string().as_str(), ran(&portal).len()),
        ("invalid `a` of `declare::sync`: the key stands twice", 0)
    );
    sync(&client, [&action("a")]).await.unwrap();
    let taken = sync(&client, [&rule("a")]).await.unwrap_err();
    assert_eq!(
        (taken.method(), taken.api().unwrap().code()),
        (Some("bizproc.robot.add"), "ERROR_ACTIVITY_ALREADY_INSTALLED")
    );
}

#[tokio::test]
async fn two_at_once_end_in_one_state() {
    let (portal, client) = help::application().await;
    let any: Client = client.clone().into();
    let (one, two) = (action("a"), action("a"));
    let (one, two) = tokio::join!(sync(&client, [&one]).into_future(), sync(&any, [&two]).into_future());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.added.len() + two.added.len(), one.updated.len() + two.updated.len()), (1, 1));
    let refused = portal.executed().iter().filter(|call| call.error.is_some()).count();
    assert_eq!((refused, activity::list(&client).send().await.unwrap().len()), (1, 1), "both have tried to add it");
}

#[tokio::test]
async fn a_failure_ends_it_and_another_run_mends_it() {
    let (portal, client) = help::application().await;
    portal.fail_next_add("Activity save error!");
    let steps = [action("a"), action("b")];
    let problem = sync(&client, &steps).await.unwrap_err();
    assert_eq!(problem.api().unwrap().code(), "ERROR_ACTIVITY_ADD_FAILURE", "{problem}");
    assert_eq!(sync(&client, &steps).await.unwrap().added.len(), 2);
}

#[tokio::test]
async fn without_async_too() {
    let (portal, client) = help::application().await;
    let client = blocking::Client::new(client).unwrap();
    let synced = tokio::task::spawn_blocking(move || sync(&client, [&action("a")]).run().unwrap()).await.unwrap();
    assert_eq!((synced.added.len(), portal.count("bizproc.activity.add")), (1, 1));
}
