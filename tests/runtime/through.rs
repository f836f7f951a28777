//! The same through the blocking client; and that clients and calls may go to any thread.

use bitrix24::api::bizproc::activity;
use bitrix24::oauth::{MemoryStore, TokenStore};
use bitrix24::{Application, Batch, Client, Error, Webhook, blocking};
use bitrix24_mock::{Fault, Portal};

use super::help;

fn is_send<T: Send>(value: T) -> T {
    value
}

fn is_shared<T: Send + Sync + Clone + 'static>() {}

#[tokio::test]
async fn everything_may_go_to_another_thread() {
    is_shared::<Client>();
    is_shared::<Client<Webhook>>();
    is_shared::<blocking::Client<Application>>();
    is_shared::<bitrix24::oauth::App>();
    let (portal, client) = help::application().await;
    is_send(activity::list(&client).send()).await.unwrap();
    is_send(client.raw("acme.add").send()).await.unwrap();
    is_send(client.call(&activity::List::builder().build().unwrap())).await.unwrap();
    let batch: Batch<Application> = is_send(client.batch());
    is_send(is_send(batch.send()).await);
    is_send(help::app(&portal).restore(MemoryStore::new())).await.unwrap_err();
    let _: fn(Error) -> Error = is_send;
}

#[test]
fn the_blocking_client_keeps_the_same_promises() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let portal = runtime.block_on(Portal::start()).unwrap();
    portal.set_answer("acme.add", true.into());
    let store = std::sync::Arc::new(MemoryStore::new());
    let client = runtime.block_on(help::app(&portal).client(help::tokens(&portal), store.clone())).unwrap();
    let client = blocking::Client::new(client).unwrap();

    portal.expire_tokens();
    std::thread::scope(|threads| {
        let calls: Vec<_> = (0..8).map(|_| threads.spawn(|| client.raw("acme.add").send())).collect();
        for call in calls {
            call.join().unwrap().unwrap();
        }
    });
    assert_eq!((help::refreshes(&portal), portal.count("acme.add")), (1, 8));
    let stored = runtime.block_on(store.load()).unwrap().unwrap();
    assert_ne!(stored.access_token(), portal.application().access_token);

    portal.fault(Fault::reset().after_execution());
    let add = activity::add(&client).code("md5").handler("https://acme.example/md5").name("MD5").send();
    assert!(add.unwrap_err().may_have_run());
    portal.fault(Fault::reset().after_execution());
    assert_eq!(activity::list(&client).send().unwrap().len(), 1);
    assert_eq!((portal.count("bizproc.activity.add"), portal.count("bizproc.activity.list")), (1, 2));

    portal.fault(Fault::system("QUERY_LIMIT_EXCEEDED").times(2));
    client.raw("acme.add").send().unwrap();
    portal.revoke_refresh_tokens();
    portal.expire_tokens();
    assert_eq!(client.raw("acme.add").send().unwrap_err().token_code(), Some("invalid_grant"));
}

#[test]
fn the_blocking_client_sends_batches_and_gathers_the_calls_of_threads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let portal = runtime.block_on(Portal::start()).unwrap();
    portal.set_answer("acme.add", 7.into());
    let client = blocking::Client::from_webhook(&portal.webhook_url()).unwrap();

    let mut batch = client.batch();
    let good = batch.add(client.raw("acme.add").build().unwrap()).unwrap();
    let bad = batch.add(client.raw("acme.none").build().unwrap()).unwrap();
    let mut answers = client.send(batch);
    assert_eq!(answers.take(good).unwrap(), 7);
    assert_eq!(answers.take(bad).unwrap_err().api().unwrap().code(), "ERROR_METHOD_NOT_FOUND");
    assert_eq!(portal.requests(), 1);

    portal.clear_record();
    let client = client.with_gathering(bitrix24::Gathering::within(std::time::Duration::from_millis(300)));
    std::thread::scope(|threads| {
        let calls: Vec<_> = (0..20).map(|_| threads.spawn(|| client.raw("acme.add").send())).collect();
        for call in calls {
            assert_eq!(call.join().unwrap().unwrap(), 7);
        }
    });
    assert_eq!(portal.count("acme.add"), 20);
    assert!(portal.requests() < 20, "{}", portal.requests());
}
