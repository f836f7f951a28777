//! The client without its feature `http`, as a crate of its own sees it: it brings no HTTP client, and says so when it is
//! called without one.

use crate::support::cargo::run;

const PROGRAM: &str = r##"use bitrix24::blocking::Client;
use bitrix24::transport::{HttpAnswer, HttpFailure, HttpRequest, Reply, Transport};

struct Yes;

impl Transport for Yes {
    fn post(&self, _: HttpRequest) -> Reply<'_> {
        Box::pin(async { Ok::<_, HttpFailure>(HttpAnswer::new(200, r#"{"result": true}"#)) })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
    let error = client.raw("app.info").send().err().ok_or("it was called without a transport")?;
    println!("{} {} {}", error.is_setup(), error.is_retryable(), error.may_have_run());
    println!("{error}");
    println!("{}", client.with_transport(Yes).raw("app.info").send()?);
    Ok(())
}
"##;

#[test]
fn without_the_feature_http_a_client_needs_a_transport() {
    let printed = run("bare", &["blocking"], &[("main.rs", PROGRAM)]);
    let lines: Vec<&str> = printed.lines().collect();
    let [judged, said, answered] = lines[..] else { panic!("{printed}") };
    assert_eq!(judged, "true false false");
    assert!(said.contains("turn on the feature `http` of bitrix24, or give it one by `with_transport`"), "{said}");
    assert!(said.contains("app.info") && !said.contains("secret"), "{said}");
    assert_eq!(answered, "true");
}
