//! No text anywhere tells a secret: not an error, not its source, not debug output, not the log at its finest.

use std::fmt::Write as _;
use std::time::Duration;

use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Date, Map};

use crate::support::listen::{listen, texts};
use crate::support::server::{Portal, SECRET};
use crate::wire::wrapped::Flat;

#[tokio::test]
async fn no_error_and_no_log_line_tells_the_code_or_the_token() {
    listen();
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
        let client = client.with_timeout(Duration::from_millis(timeout)).with_attempts(1);
        let error = client.raw("profile").send().await.unwrap_err();
        all += &texts(&error);
    }
    for url in ["https://p.bitrix24.com/{}", "http://p.bitrix24.com/rest/1/{}/", "{}"] {
        all += &texts(&Client::from_webhook(&url.replace("{}", SECRET)).unwrap_err());
    }
    let logged = listen();
    assert!(logged.contains("bizproc.activity.log"), "the log was listened to:\n{logged}");
    for (what, text) in [("an error", &all), ("the log", &logged)] {
        let line = text.lines().find(|line| line.contains(SECRET));
        assert_eq!(line, None, "{what} tells the secret");
    }
}
