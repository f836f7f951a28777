//! The blocking client: the same functions, also where there is a runtime already.

use bitrix24::api::bizproc::activity::{self, Log, LogErrorKind};
use bitrix24::blocking::Client;
use bitrix24::json;

use crate::support::server::Portal;

#[test]
fn the_same_functions_without_a_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let portal = runtime.block_on(Portal::answering(200, r#"{"result":true}"#));
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    assert!(activity::log(&client).event_token("t").log_message("m").send().unwrap());
    let request = Log::builder().event_token("t").log_message("m").build().unwrap();
    assert!(client.call(&request).unwrap());
    assert!(client.answer(&request).unwrap().result);
    assert_eq!(client.raw("profile").param("a", 1).send().unwrap(), json!(true));
    assert_eq!(portal.received().len(), 4);
    assert_eq!(portal.received()[3].json(), json!({"a": 1}));
}

#[tokio::test]
async fn inside_a_runtime_it_blocks_and_does_not_panic() {
    let portal = Portal::answering(400, r#"{"error":"ERROR_EMPTY_LOG_MESSAGE"}"#).await;
    let webhook = portal.webhook();
    let kind = tokio::task::spawn_blocking(move || {
        let client = Client::from_webhook(&webhook).unwrap();
        let error = activity::log(&client).event_token("t").log_message("m").send().unwrap_err();
        error.api().unwrap().kind()
    });
    assert_eq!(kind.await.unwrap(), LogErrorKind::EmptyLogMessage);
}

#[tokio::test]
async fn it_can_be_dropped_inside_a_runtime() {
    let client = Client::from_webhook("http://127.0.0.1:9/rest/1/code/").unwrap().with_attempts(1);
    let error = client.raw("profile").send().unwrap_err();
    assert!(error.is_connect(), "{error}");
    drop(client);
}
