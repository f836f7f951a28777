//! Many connections, many portals, and what is left of a portal that is gone.

use std::time::Duration;

use bitrix24_mock::Portal;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::support::{answers, hook, host};

/// Lets this process open as many files as it may, and says how many connections that gives: each has two ends here.
#[cfg(unix)]
fn connections() -> usize {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    let wanted = hard.min(8000).max(soft);
    setrlimit(Resource::RLIMIT_NOFILE, wanted, hard).unwrap();
    usize::try_from(wanted.saturating_sub(500) / 2).unwrap().min(3000)
}

#[cfg(not(unix))]
fn connections() -> usize {
    3000
}

#[tokio::test]
async fn idle_connections_leave_room_for_a_call() {
    let portal = Portal::start().await.unwrap();
    let count = connections();
    assert!(count >= 200, "{count} connections show nothing");
    let mut idle = Vec::new();
    for at in 0..count {
        let mut stream = TcpStream::connect(host(&portal)).await.unwrap();
        if at % 2 == 0 {
            stream.write_all(b"POST /rest/profile HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        }
        idle.push(stream);
    }
    answers(&portal).await;
    assert_eq!(portal.requests(), 1);
    drop(idle);
    answers(&portal).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_once_are_all_counted() {
    let portal = std::sync::Arc::new(Portal::start().await.unwrap());
    let mut callers = JoinSet::new();
    for _ in 0..32 {
        let portal = std::sync::Arc::clone(&portal);
        callers.spawn(async move {
            for _ in 0..20 {
                assert_eq!(hook(&portal, "user.admin", &json!({})).await.result(), true);
            }
        });
    }
    while let Some(outcome) = callers.join_next().await {
        outcome.unwrap();
    }
    assert_eq!((portal.count("user.admin"), portal.requests()), (640, 640));
    assert!(portal.received().iter().all(|received| received.status == 200));
}

#[tokio::test]
async fn portals_know_nothing_of_each_other() {
    let (one, other) = (Portal::start().await.unwrap(), Portal::start().await.unwrap());
    one.set_answer("acme.get", json!(1));
    assert_eq!(hook(&one, "acme.get", &json!({})).await.status, 200);
    assert_eq!(hook(&other, "acme.get", &json!({})).await.status, 404);
    assert_ne!(one.application().access_token, other.application().access_token);
    assert_ne!(one.webhook_url(), other.webhook_url());
    assert_eq!(other.requests(), 1);
}

#[tokio::test]
async fn a_portal_that_is_gone_leaves_nothing() {
    let portal = Portal::builder().https().start().await.unwrap();
    let address = host(&portal).to_owned();
    let secure = portal.https_url().unwrap().strip_prefix("https://").unwrap().to_owned();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    let mut busy = TcpStream::connect(&address).await.unwrap();
    portal.fault(bitrix24_mock::Fault::hang());
    busy.write_all(b"GET /rest/profile HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    while portal.faults_left() > 0 {
        tokio::task::yield_now().await;
    }
    drop(portal);
    for stream in [&mut idle, &mut busy] {
        let mut all = Vec::new();
        let ended = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut all)).await;
        assert!(ended.is_ok() && all.is_empty(), "the connection lives on");
    }
    // The ports are free, as soon as the runtime has had a moment.
    for address in [address, secure] {
        let mut bound = TcpListener::bind(&address).await;
        for _ in 0..100 {
            if bound.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            bound = TcpListener::bind(&address).await;
        }
        assert!(bound.is_ok(), "{address} is taken");
    }
}

#[tokio::test]
async fn a_port_can_be_used_again_and_again() {
    let first = Portal::start().await.unwrap();
    let port = host(&first).rsplit(':').next().unwrap().parse().unwrap();
    answers(&first).await;
    first.stop().await;
    for _ in 0..3 {
        let portal = Portal::builder().port(port).start().await.unwrap();
        answers(&portal).await;
        portal.stop().await;
    }
}
