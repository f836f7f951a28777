//! Batches: each command its own result, whatever becomes of the others.

use std::time::Duration;

use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Value, json};
use bitrix24_mock::{Fault, Portal};

use super::help;

async fn portal() -> (Portal, Client) {
    let (portal, client) = help::application().await;
    portal.set_answer("acme.get", json!({"ID": "7", "items": [{"NAME": "first"}, {"NAME": "second"}]}));
    (portal, client.into())
}

fn add(client: &Client, number: usize) -> bitrix24::RawRequest {
    client.raw("acme.add").param("n", number).build().unwrap()
}

fn get(client: &Client) -> bitrix24::RawRequest {
    client.raw("acme.get").idempotent().build().unwrap()
}

/// What arrived as `n`, in the order in which it ran.
fn numbers(portal: &Portal) -> Vec<usize> {
    let calls = portal.executed().into_iter().filter(|call| call.method == "acme.add");
    calls.map(|call| call.parameters["n"].as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn commands_of_every_kind_have_their_own_results_and_types() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    let added = batch
        .add(activity::Add::builder().code("md5").handler("https://acme.example/md5").name("MD5").build().unwrap());
    let denied = batch.add(activity::Log::builder().event_token("none").log_message("m").build().unwrap());
    let listed = batch.add_named("all", activity::List::builder().build().unwrap());
    let got = batch.add(get(&client));
    let unknown = batch.add(client.raw("acme.unknown").build().unwrap());
    let mut answers = batch.send().await;
    assert!(answers.take(added.unwrap()).unwrap());
    let denied = answers.take(denied.unwrap()).unwrap_err();
    assert_eq!(denied.kind(), Some(activity::LogErrorKind::AccessDenied), "{denied}");
    assert_eq!((denied.method(), denied.attempts(), denied.may_have_run()), (Some("bizproc.activity.log"), 1, false));
    assert_eq!(answers.take(listed.unwrap()).unwrap().len(), 1);
    assert_eq!(answers.answer(got.unwrap()).unwrap().result["ID"], "7");
    assert_eq!(answers.take(unknown.unwrap()).unwrap_err().api().unwrap().code(), "ERROR_METHOD_NOT_FOUND");
    assert_eq!(answers.not_run().count(), 0);
    assert_eq!(portal.requests(), 1);
    assert!(portal.executed().iter().any(|call| call.command.as_deref() == Some("all")));
}

#[tokio::test]
async fn a_hundred_and_twenty_commands_are_three_requests() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    let handles: Vec<_> = (0..120).map(|at| batch.add(add(&client, at)).unwrap()).collect();
    // Two of them fail, and cost the others nothing.
    portal.fault(Fault::error(400, "BAD", "no").on("acme.add").in_batch().times(2));
    let mut answers = batch.send().await;
    let results: Vec<_> = handles.into_iter().map(|handle| answers.take(handle)).collect();
    let failed: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!((results.len(), failed.len(), portal.requests()), (120, 2, 3));
    assert!(failed.iter().all(|error| error.api().unwrap().code() == "BAD" && !error.may_have_run()));
    let mut ran = numbers(&portal);
    ran.sort_unstable();
    let expected: Vec<usize> = (0..120).filter(|at| results[*at].is_ok()).collect();
    assert_eq!(ran, expected, "each handle has its own command's result");
}

#[tokio::test]
async fn what_did_not_run_is_named_and_sent_again() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    let handles: Vec<_> = (0..120).map(|at| batch.add_named(&format!("c{at}"), add(&client, at)).unwrap()).collect();
    batch.halt();
    portal.fault(Fault::error(400, "BAD", "no").on("acme.add").in_batch());
    let mut answers = batch.send().await;
    assert_eq!(portal.requests(), 1, "nothing follows the failure");
    let names: Vec<_> = answers.not_run().map(str::to_owned).collect();
    assert_eq!((names.len(), names[0].as_str(), names[118].as_str()), (119, "c1", "c119"));
    let rest = answers.rest();
    assert_eq!(rest.len(), 119);
    let mut handles = handles.into_iter();
    let first = answers.take(handles.next().unwrap()).unwrap_err();
    assert!(first.api().unwrap().code() == "BAD" && !first.is_not_run(), "{first}");
    let second = answers.take(handles.next().unwrap()).unwrap_err();
    assert!(second.is_not_run() && second.is_retryable() && !second.may_have_run(), "{second}");
    let mut again = rest.send().await;
    for handle in handles {
        again.take(handle).unwrap();
    }
    assert_eq!(numbers(&portal), (1..120).collect::<Vec<_>>(), "in order");
}

#[tokio::test]
async fn references_reach_earlier_results_also_in_another_request() {
    let (portal, client) = portal().await;
    portal.set_answer("acme.use", json!(true));
    let mut batch = client.batch();
    let source = batch.add(get(&client)).unwrap();
    let near = batch.add(client.raw("acme.use").param("fields", json!({"KEEP": 1})).build().unwrap()).unwrap();
    batch.refer(&near, "ID", source.part("ID")).unwrap();
    batch.refer(&near, "fields.NAME", source.part("items[1].NAME")).unwrap();
    for at in 0..60 {
        batch.add(add(&client, at)).unwrap();
    }
    let far = batch.add(client.raw("acme.use").build().unwrap()).unwrap();
    batch.refer(&far, "ID", source.part("ID")).unwrap();
    batch.refer(&far, "NAME", source.part("items[0].NAME")).unwrap();
    let mut answers = batch.send().await;
    answers.take(near).unwrap();
    answers.take(far).unwrap();
    let used: Vec<Value> =
        portal.executed().into_iter().filter(|call| call.method == "acme.use").map(|call| call.parameters).collect();
    assert_eq!(used[0], json!({"fields": {"KEEP": "1", "NAME": "second"}, "ID": "7"}));
    assert_eq!(used[1], json!({"ID": "7", "NAME": "first"}));
    assert_eq!(portal.requests(), 2);
}

#[tokio::test]
async fn a_result_that_no_query_can_carry_is_not_sent_as_nothing() {
    let (portal, client) = portal().await;
    portal.set_answer("acme.use", json!(true));
    portal.set_answer("acme.odd", json!({"a]": 1}));
    let mut batch = client.batch();
    let source = batch.add(client.raw("acme.odd").build().unwrap()).unwrap();
    for at in 0..60 {
        batch.add(add(&client, at)).unwrap();
    }
    let far = batch.add(client.raw("acme.use").build().unwrap()).unwrap();
    batch.refer(&far, "fields", source.part("")).unwrap();
    let mut answers = batch.send().await;
    answers.take(source).unwrap();
    let refused = answers.take(far).unwrap_err();
    assert!(refused.invalid_request().is_some() && !refused.may_have_run(), "{refused}");
    assert!(refused.to_string().contains("has a key that a batch cannot carry"), "{refused}");
    assert_eq!((portal.count("acme.use"), answers.not_run().count()), (0, 11), "the others of its request wait");
}

#[tokio::test]
async fn a_reference_to_what_failed_does_not_run() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    let source = batch.add(client.raw("acme.unknown").build().unwrap()).unwrap();
    let user = batch.add(add(&client, 1)).unwrap();
    batch.refer(&user, "n", source.part("ID")).unwrap();
    let mut answers = batch.send().await;
    assert!(answers.take(source).unwrap_err().api().is_some());
    assert!(answers.take(user).unwrap_err().is_not_run());
    assert_eq!(portal.count("acme.add"), 0);
}

#[tokio::test]
async fn a_text_that_looks_like_a_reference_stays_a_text() {
    let (portal, client) = portal().await;
    portal.set_answer("acme.use", json!(true));
    let mut batch = client.batch();
    let source = batch.add(get(&client)).unwrap();
    // The names that the batch gives by itself cannot be guessed, and these are all that a text could try.
    let hostile = ["$result[0][ID]", "$result[b0][ID]", "$result[ID]", "$result[", "$result[0]$result[1]"];
    let handles: Vec<_> = hostile
        .iter()
        .map(|text| batch.add(client.raw("acme.use").param("TEXT", text).build().unwrap()).unwrap())
        .collect();
    let mut answers = batch.send().await;
    answers.take(source).unwrap();
    for handle in handles {
        answers.take(handle).unwrap();
    }
    let used = portal.executed().into_iter().filter(|call| call.method == "acme.use");
    let texts: Vec<String> = used.map(|call| call.parameters["TEXT"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, hostile);
}

#[tokio::test]
async fn handles_of_another_batch_are_refused() {
    let (_portal, client) = portal().await;
    let (mut one, mut other) = (client.batch(), client.batch());
    let (own, foreign) = (one.add(add(&client, 1)).unwrap(), other.add(add(&client, 2)).unwrap());
    assert!(one.refer(&own, "n", foreign.part("")).is_err());
    assert!(one.refer(&foreign, "n", own.part("")).is_err());
    assert!(one.refer(&own, "n", own.part("")).is_err(), "nothing refers to itself");
    let mut answers = one.send().await;
    let refused = answers.take(foreign).unwrap_err();
    assert!(refused.to_string().contains("another batch"), "{refused}");
    answers.take(own).unwrap();
}

#[tokio::test]
async fn what_cannot_stand_in_a_batch_is_refused_when_it_is_added() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    assert!(batch.add(client.raw("batch").build().unwrap()).is_err());
    for name in ["", "1a", "a b", "a[0]", "ü", "a$"] {
        assert!(batch.add_named(name, add(&client, 1)).is_err(), "{name:?}");
    }
    batch.add_named("a", add(&client, 1)).unwrap();
    assert!(batch.add_named("a", add(&client, 1)).is_err());
    assert_eq!(batch.len(), 1);
    drop(batch);
    let answers = client.batch().send().await;
    assert_eq!((answers.not_run().count(), portal.requests()), (0, 0), "an empty batch asks nobody");
}

#[tokio::test]
async fn a_command_that_is_refused_for_a_while_is_sent_again_by_itself() {
    let (portal, client) = portal().await;
    let mut batch = client.batch();
    let handles: Vec<_> = (0..5).map(|at| batch.add(add(&client, at)).unwrap()).collect();
    portal.fault(Fault::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests").on("acme.add").in_batch().times(2));
    let mut answers = batch.send().await;
    for handle in handles {
        answers.take(handle).unwrap();
    }
    assert_eq!(numbers(&portal), [2, 3, 4, 0, 1]);
    assert_eq!(portal.requests(), 2);
}

#[tokio::test]
async fn working_time_inside_a_batch_is_waited_for_or_told() {
    let (portal, client) = portal().await;
    let refused = Fault::error(429, "OPERATION_TIME_LIMIT", "Method is blocked").on("acme.add").in_batch();
    portal.fault(refused);
    let mut batch = client.with_deadline(Duration::from_secs(20)).batch();
    let (one, other) = (batch.add(add(&client, 1)).unwrap(), batch.add(add(&client, 2)).unwrap());
    let mut answers = batch.send().await;
    let error = answers.take(one).unwrap_err();
    assert_eq!(error.api().unwrap().code(), "OPERATION_TIME_LIMIT", "its minute is longer than the deadline");
    assert!(error.is_retryable() && !error.may_have_run(), "{error}");
    answers.take(other).unwrap();
    assert_eq!(portal.requests(), 1);
}

#[tokio::test]
async fn a_batch_of_rest_3_writes_carries_a_key_and_so_is_repeated() {
    let spec = "
family: acme
doc: Things.
methods:
  add@3:
    {rest: 3, doc: Adds one., access: any, context: any, effect: once, params: {n: {type: integer}}, result: boolean}
";
    let portal = Portal::builder().spec("acme.yaml", spec).start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let client = Client::from_webhook(&portal.webhook_url()).unwrap();
    portal.fault(Fault::reset().after_execution());
    let mut batch = client.batch();
    let command = |n: i64| client.raw("acme.add").v3().param("n", n).build().unwrap();
    let (one, other) = (batch.add(command(1)).unwrap(), batch.add(command(2)).unwrap());
    let mut answers = batch.send().await;
    answers.take(one).unwrap();
    answers.take(other).unwrap();
    assert_eq!((portal.count("acme.add"), portal.requests()), (2, 2), "each ran once");
    let received = portal.received();
    let keys: Vec<_> = received.iter().map(|received| received.header("idempotency-key").unwrap()).collect();
    assert_eq!(keys[0], keys[1]);
}

#[tokio::test]
async fn a_batch_whose_answer_is_lost() {
    let (portal, client) = portal().await;
    portal.fault(Fault::reset().after_execution());
    let mut batch = client.batch();
    let adds: Vec<_> = (0..3).map(|at| batch.add(add(&client, at)).unwrap()).collect();
    let gets: Vec<_> = (0..3).map(|_| batch.add(get(&client)).unwrap()).collect();
    let mut answers = batch.send().await;
    for handle in adds {
        let error = answers.take(handle).unwrap_err();
        assert!(error.may_have_run() && error.attempts() == 1, "{error}");
        assert!(error.to_string().starts_with("acme.add: the connection broke"), "{error}");
    }
    for handle in gets {
        assert_eq!(answers.take(handle).unwrap()["ID"], "7");
    }
    assert_eq!(numbers(&portal), [0, 1, 2], "each ran once");
    assert_eq!((portal.count("acme.get"), portal.requests()), (6, 2));
}

#[tokio::test]
async fn what_may_have_run_once_may_have_run_whatever_comes_then() {
    let (portal, client) = portal().await;
    portal.fault(Fault::reset().after_execution());
    portal.fault(Fault::error(403, "insufficient_scope", "no").on("acme.get").in_batch());
    let mut batch = client.batch();
    batch.add(add(&client, 1)).unwrap();
    let handle = batch.add(get(&client)).unwrap();
    // The first fault for a command is met by the first batch: there the call fails, and its answer is lost.
    portal.clear_faults();
    portal.fault(Fault::reset().after_execution());
    let sent = tokio::spawn(batch.send());
    while portal.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    portal.fault(Fault::error(403, "insufficient_scope", "no").on("acme.get").in_batch());
    let error = sent.await.unwrap().take(handle).unwrap_err();
    assert_eq!(error.api().unwrap().code(), "insufficient_scope");
    assert!(error.may_have_run(), "its first attempt ran: {error}");
    assert_eq!(error.attempts(), 2);
}

#[tokio::test]
async fn the_deadline_is_for_all_rounds_together() {
    let (portal, client) = portal().await;
    portal.fault(Fault::hang().times(100));
    let client = client.with_deadline(Duration::from_secs(1)).with_timeout(Duration::from_millis(300));
    let mut batch = client.batch();
    let (once, read) = (batch.add(add(&client, 1)).unwrap(), batch.add(get(&client)).unwrap());
    let sent = tokio::time::timeout(Duration::from_secs(3), batch.send()).await;
    let mut answers = sent.expect("the deadline is kept");
    assert!(answers.take(once).unwrap_err().is_timeout());
    let error = answers.take(read).unwrap_err();
    assert!(error.is_timeout() && error.may_have_run(), "{error}");

    let client = client.with_deadline(Duration::from_mins(1)).with_timeout(Duration::from_millis(50)).with_attempts(2);
    portal.clear_record();
    let mut batch = client.batch();
    let (once, read) = (batch.add(add(&client, 1)).unwrap(), batch.add(get(&client)).unwrap());
    let mut answers = batch.send().await;
    assert_eq!(answers.take(once).unwrap_err().attempts(), 1);
    assert_eq!(answers.take(read).unwrap_err().attempts(), 2);
    assert_eq!(portal.requests(), 2, "attempts count over the rounds too");
}
