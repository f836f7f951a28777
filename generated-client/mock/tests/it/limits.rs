//! The bucket of requests and the budget of working time.

use std::time::Duration;

use bitrix24_mock::{Limits, Portal};
use serde_json::{Value, json};

use crate::support::{Answer, hook, refused};

async fn call(portal: &Portal) -> Answer {
    hook(portal, "user.admin", &json!({})).await
}

/// How many of so many calls the portal takes; the others must be refused for their number.
async fn taken(portal: &Portal, calls: usize) -> usize {
    let mut taken = 0;
    for _ in 0..calls {
        let answer = call(portal).await;
        if answer.status == 200 {
            taken += 1;
        } else {
            assert_eq!(answer.refusal(), refused(503, "QUERY_LIMIT_EXCEEDED"));
        }
    }
    taken
}

#[tokio::test]
async fn a_full_bucket_refuses_and_drains() {
    // Drains so slowly that what this test takes does not count.
    let limits = Limits { capacity: 50, per_second: 0.001 };
    let portal = Portal::builder().limits(limits).start().await.unwrap();
    assert_eq!(taken(&portal, 60).await, 50);
    assert_eq!(portal.count("user.admin"), 50, "what is refused does not run");
    portal.advance(Duration::from_mins(50));
    assert_eq!(taken(&portal, 5).await, 3);
    portal.set_limits(None);
    assert_eq!(taken(&portal, 100).await, 100);
}

#[tokio::test]
async fn an_ordinary_portal_takes_fifty_and_two_more_a_second() {
    assert_eq!(Limits::standard(), Limits { capacity: 50, per_second: 2.0 });
    let portal = Portal::builder().limits(Limits::standard()).start().await.unwrap();
    assert_eq!(taken(&portal, 50).await, 50);
    portal.advance(Duration::from_secs(25));
    assert_eq!(taken(&portal, 50).await, 50);
}

#[tokio::test]
async fn a_batch_is_one_request() {
    let limits = Limits { capacity: 2, per_second: 0.001 };
    let portal = Portal::builder().limits(limits).start().await.unwrap();
    let commands = json!({"cmd": vec!["user.admin"; 50]});
    let batch = || hook(&portal, "batch", &commands);
    assert_eq!((batch().await.status, batch().await.status), (200, 200));
    assert_eq!(batch().await.refusal(), refused(503, "QUERY_LIMIT_EXCEEDED"));
    assert_eq!(portal.count("user.admin"), 100);
}

#[tokio::test]
async fn working_time_comes_back_basket_by_basket() {
    let portal = Portal::start().await.unwrap();
    portal.set_cost("user.admin", Duration::from_secs(200));
    let mut first = 0.0;
    for used in [200.0, 400.0, 600.0] {
        let time = call(&portal).await.json()["time"].clone();
        assert_eq!(time["operating"], used);
        if first == 0.0 {
            first = time["operating_reset_at"].as_f64().unwrap();
        }
        assert_eq!(time["operating_reset_at"].as_f64(), Some(first), "when the oldest basket falls out");
        portal.advance(Duration::from_secs(61));
    }
    // 183 seconds after the first call.
    let answer = call(&portal).await;
    assert_eq!(answer.refusal(), refused(429, "OPERATION_TIME_LIMIT"));
    assert_eq!(hook(&portal, "profile", &json!({})).await.status, 200, "other methods are not concerned");
    assert_eq!(portal.count("user.admin"), 3);

    portal.advance(Duration::from_secs(600 - 183 + 1));
    let time = call(&portal).await.json()["time"].clone();
    assert_eq!(time["operating"], 600.0, "one basket has fallen out");
    assert_eq!(call(&portal).await.status, 429);
    portal.advance(Duration::from_secs(61));
    assert_eq!(call(&portal).await.status, 200);
    assert_eq!(call(&portal).await.status, 429);
}

#[tokio::test]
async fn the_name_of_a_costly_method_may_be_written_in_any_case() {
    let portal = Portal::start().await.unwrap();
    portal.set_cost("User.ADMIN", Duration::from_secs(7));
    assert_eq!(call(&portal).await.json()["time"]["operating"], 7.0);
}

#[tokio::test]
async fn each_command_of_a_batch_is_counted_by_itself() {
    let portal = Portal::builder().operating_limit(Duration::from_secs(100)).start().await.unwrap();
    portal.set_cost("user.admin", Duration::from_mins(1));
    let commands = json!({"a": "user.admin", "b": "user.admin", "c": "user.admin", "d": "scope"});
    let answer = hook(&portal, "batch", &json!({"cmd": commands})).await.result();
    assert_eq!((&answer["result"]["a"], &answer["result"]["b"]), (&json!(true), &json!(true)));
    assert_eq!(answer["result_error"]["c"]["error"], "OPERATION_TIME_LIMIT");
    assert!(answer["result"]["d"].is_array(), "{answer}");
    let operating: Vec<&Value> = ["a", "b"].map(|name| &answer["result_time"][name]["operating"]).to_vec();
    assert_eq!(operating, [60.0, 120.0]);
    portal.advance(Duration::from_secs(601));
    let answer = hook(&portal, "batch", &json!({"cmd": commands})).await.result();
    assert_eq!(answer["result_error"].get("a"), None);
}
