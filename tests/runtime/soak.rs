//! Hundreds of calls at once, and whatever can go wrong does: what the client says of each call must be what happened.
//!
//! `SOAK=60` goes on for a minute; otherwise it is ten seconds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bitrix24::oauth::MemoryStore;
use bitrix24::{Client, Gathering, RateLimit};
use bitrix24_mock::{Fault, Limits, Portal};
use tokio::task::JoinSet;

use super::help;

/// What the client said of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Done,
    DidNotRun,
    MayHaveRun,
}

/// How a call is made.
#[derive(Clone, Copy, Debug)]
enum Way {
    Alone,
    Gathered,
    Batched,
    Version3,
}

fn random(state: &mut u64, below: u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state % below
}

fn fault(state: &mut u64) -> Fault {
    match random(state, 14) {
        0 => Fault::reset(),
        1 => Fault::reset().after_execution(),
        2 => Fault::cut(),
        3 => Fault::empty().after_execution(),
        4 => Fault::html(502),
        5 => Fault::html(502).after_execution(),
        6 => Fault::error(500, "INTERNAL_SERVER_ERROR", "").after_execution(),
        7 => Fault::system("QUERY_LIMIT_EXCEEDED").times(3),
        8 => Fault::delay(Duration::from_millis(random(state, 900))),
        9 => Fault::hang(),
        10 => Fault::wrong_types(),
        11 => Fault::error(503, "QUERY_LIMIT_EXCEEDED", "").in_batch(),
        12 => Fault::error(400, "SOME_CODE", "").in_batch(),
        _ => Fault::reset().on("oauth/token"),
    }
}

async fn one(client: Client, way: Way, number: u64) -> Said {
    let call = client.raw("acme.add").param("n", number);
    let outcome = match way {
        Way::Alone | Way::Gathered => call.send().await,
        Way::Version3 => call.v3().send().await,
        Way::Batched => {
            let mut batch = client.batch();
            let read = batch.add(client.raw("acme.get").idempotent().build().unwrap()).unwrap();
            let own = batch.add(call.build().unwrap()).unwrap();
            let mut answers = batch.send().await;
            let _ = answers.take(read);
            answers.take(own)
        }
    };
    match outcome {
        Ok(_) => Said::Done,
        Err(error) if error.may_have_run() => Said::MayHaveRun,
        Err(_) => Said::DidNotRun,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_reported_is_what_happened() {
    let seconds = std::env::var("SOAK").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(10);
    let portal = Portal::builder().limits(Limits { capacity: 100, per_second: 400.0 }).start().await.unwrap();
    let portal = Arc::new(portal);
    portal.set_answer("acme.add", true.into());
    portal.set_answer("acme.get", 7.into());
    let application = help::app(&portal).client(help::tokens(&portal), MemoryStore::new()).await.unwrap();
    let application = Client::from(application).with_rate_limit(Some(RateLimit::new(100, 400.0)));
    let application = application.with_timeout(Duration::from_millis(600)).with_deadline(Duration::from_secs(8));
    let gathering = application.with_gathering(Gathering::default());

    let (mut state, mut number) = (0x2545_F491_4F6C_DD1D, 0);
    let (mut calls, mut said) = (JoinSet::new(), BTreeMap::new());
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        while calls.len() < 200 {
            let ways = [Way::Alone, Way::Gathered, Way::Batched, Way::Version3];
            let way = ways[usize::try_from(random(&mut state, 4)).unwrap()];
            let client = if matches!(way, Way::Gathered) { gathering.clone() } else { application.clone() };
            number += 1;
            let this = number;
            calls.spawn(async move { (this, way, one(client, way, this).await) });
        }
        if portal.faults_left() < 5 && random(&mut state, 3) == 0 {
            portal.fault(fault(&mut state));
        }
        if random(&mut state, 400) == 0 {
            portal.expire_tokens();
        }
        let (this, way, what) = calls.join_next().await.unwrap().unwrap();
        said.insert(this, (way, what));
    }
    let rest = tokio::time::timeout(Duration::from_mins(1), calls.join_all()).await.expect("no call hangs");
    said.extend(rest.into_iter().map(|(this, way, what)| (this, (way, what))));
    // What hangs still in the portal has run, or never will.
    let mut ran: BTreeMap<u64, u32> = BTreeMap::new();
    for call in portal.executed().into_iter().filter(|call| call.method == "acme.add") {
        let number = &call.parameters["n"];
        let number = number.as_u64().or_else(|| number.as_str()?.parse().ok()).unwrap();
        *ran.entry(number).or_default() += 1;
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (number, (way, what)) in &said {
        let times = ran.get(number).copied().unwrap_or_default();
        let agrees = match what {
            Said::Done => times == 1,
            Said::DidNotRun => times == 0,
            Said::MayHaveRun => times <= 1,
        };
        assert!(agrees, "call {number} ({way:?}) was reported as {what:?} and ran {times} times");
        *counts.entry(format!("{way:?} {what:?}")).or_default() += 1;
    }
    println!("{counts:?}");
    assert_eq!(said.len() as u64, number);
    let done: u32 = counts.iter().filter(|(key, _)| key.ends_with("Done")).map(|(_, count)| count).sum();
    let lost: u32 = counts.iter().filter(|(key, _)| key.ends_with("MayHaveRun")).map(|(_, count)| count).sum();
    assert!(done > 200 && lost > 0, "{counts:?}");
}
