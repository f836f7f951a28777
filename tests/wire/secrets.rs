//! No text anywhere tells a secret: not an error, not its source, not debug output, not the log at its finest.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Date, Error, Map};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::server::{Portal, SECRET};
use crate::wire::wrapped::Flat;

/// Writes everything that anybody logs into one text.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = writeln!(self.0, "{field}={value:?}");
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Writer(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Every text that an error can give.
fn texts(error: &Error) -> String {
    let mut all = format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.body().unwrap_or_default());
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = writeln!(all, "{cause}\n{cause:?}");
        source = cause.source();
    }
    if let Some(api) = error.api() {
        let _ = writeln!(all, "{api:?} {}", api.description());
    }
    all
}

#[tokio::test]
async fn no_error_and_no_log_line_tells_the_code_or_the_token() {
    // For all threads, so that the log of every other test is listened to as well.
    let log = Everything::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let echo = format!(r#"{{"error":"NO_AUTH_FOUND","error_description":"no /rest/1/{SECRET}/ here"}}"#);
    let mut all = String::new();
    for (status, body) in [
        (401, echo.as_str()),
        (200, &format!(r#"{{"result": "{SECRET}"}}"#)),
        (500, &format!("<html>{SECRET}</html>")),
        (200, &format!(r#"{{"result": "{SECRET}"#)),
        (302, SECRET),
        (200, &format!(r#"{{"result": {{"{SECRET}": 1, "{SECRET}": 2}}}}"#)),
        (400, &format!(r#"{{"error": "no access to /rest/1/{SECRET}/"}}"#)),
        (
            400,
            &format!(r#"{{"error": {{"code": "{SECRET}", "validation": [{{"field": "{SECRET}", "message": "x"}}]}}}}"#),
        ),
    ] {
        let portal = Portal::answering(status, body).await;
        let clients: [Client; 2] = [
            Client::from_webhook(&portal.webhook()).unwrap().into(),
            Client::from_token(&format!("http://{}", portal.address), SECRET).unwrap().into(),
        ];
        for client in clients {
            let call = activity::log(&client).event_token("t").log_message("m").send().await;
            all += &texts(&call.unwrap_err().into());
            let _ = writeln!(all, "{client:?}");
        }
    }
    let portal = Portal::answering(200, format!(r#"{{"result": {{"item": {{"{SECRET}": 1}}}}}}"#)).await;
    let client = Client::from_webhook(&portal.webhook()).unwrap();
    let error = client.call(&Flat::<Map<String, Date>>::NEW).await.unwrap_err();
    assert!(error.decode_path().is_some_and(|path| path.starts_with("result.item")), "{error}");
    all += &texts(&error);
    for (address, timeout) in [("127.0.0.1:9", 1000), ("localhost:9", 1000), ("127.0.0.1:1", 0)] {
        let client = Client::from_webhook(&format!("http://{address}/rest/1/{SECRET}/")).unwrap();
        let error = client.with_timeout(Duration::from_millis(timeout)).raw("profile").send().await.unwrap_err();
        all += &texts(&error);
    }
    for url in ["https://p.bitrix24.com/{}", "http://p.bitrix24.com/rest/1/{}/", "{}"] {
        all += &texts(&Client::from_webhook(&url.replace("{}", SECRET)).unwrap_err());
    }
    let logged = log.0.lock().unwrap().clone();
    assert!(logged.contains("bizproc.activity.log"), "the log was listened to:\n{logged}");
    for (what, text) in [("an error", &all), ("the log", &logged)] {
        let line = text.lines().find(|line| line.contains(SECRET));
        assert_eq!(line, None, "{what} tells the secret");
    }
}
