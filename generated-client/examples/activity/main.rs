//! Installs an action, lists it, writes to a workflow's log, and removes the action again.
//!
//! Without any configuration it talks to a small portal of its own, on this machine, and prints each request as it went
//! over the wire and each answer as it arrives typed:
//!
//!     cargo run -p bitrix24 --example activity
//!
//! With `B24_PORTAL` and `B24_TOKEN` (a portal's host and an application's access token) it talks to a real portal. With
//! `B24_WEBHOOK` (the URL of an incoming webhook) too, but there the portal refuses what only an application may do.
//! `B24_EVENT_TOKEN` is the token of a running workflow; without it, writing to the log is refused.

mod portal;

use std::error::Error;
use std::fmt::Debug;

use bitrix24::api::bizproc::activity;
use bitrix24::api::bizproc::shared::{ActivityCode, Property};
use bitrix24::{Client, Error as CallError, MethodErrorKind};

/// A literal that is checked while this compiles: with a blank in it, it would not.
const CODE: ActivityCode = ActivityCode::literal("example_md5");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, event_token) = connect().await?;
    println!("portal: {client:?}");

    let property = |name: &'static str| Property::builder().name(name).type_string();
    let added = activity::add(&client)
        .code(CODE)
        .handler("https://example.com/handler")
        .name([("en", "MD5 of a text"), ("de", "MD5 eines Textes")])
        .use_subscription(true)
        .properties([("text", property("Text").required(true))])
        .return_properties([("md5", property("MD5"))])
        .send()
        .await;
    show("add", added);

    show("list", activity::list(&client).send().await);

    // A request is a value: it can be built first, kept, and sent more than once.
    let half = activity::Log::builder().event_token(&event_token).log_message("Half done").build()?;
    show("log", client.call(&half).await);
    show("log", activity::log(&client).event_token(event_token).log_message("Done").send().await);

    // An empty line breaks the spec, so nothing is sent.
    show("log", activity::log(&client).event_token("any").log_message("").send().await);

    show("delete", activity::delete(&client).code(CODE).send().await);

    // The second time there is nothing to delete, and the error says so as a variant.
    match activity::delete(&client).code(CODE).send().await {
        Err(error) if error.kind() == Some(activity::DeleteErrorKind::ActivityNotFound) => {
            println!("delete again: it is gone, as it should be");
        }
        other => show("delete again", other),
    }

    // Any method can be called by its name too, also one that has no spec yet.
    match client.raw("app.info").send().await {
        Ok(info) => println!("app.info answers {info}"),
        Err(error) => println!("app.info fails: {error}"),
    }
    Ok(())
}

/// A client for the portal that the environment names, or for one that is started here; and an event token for it.
async fn connect() -> Result<(Client, String), Box<dyn Error>> {
    let variable = |name: &str| std::env::var(name).ok();
    let token = variable("B24_EVENT_TOKEN").unwrap_or_else(|| portal::EVENT_TOKEN.to_owned());
    if let Some(url) = variable("B24_WEBHOOK") {
        return Ok((Client::from_webhook(&url)?.into(), token));
    }
    match (variable("B24_PORTAL"), variable("B24_TOKEN")) {
        (Some(portal), Some(access)) => return Ok((Client::from_token(&portal, &access)?.into(), token)),
        (None, None) => {}
        _ => return Err("`B24_PORTAL` and `B24_TOKEN` belong together, and one of them is not set".into()),
    }
    let address = portal::start().await?;
    Ok((Client::from_token(&format!("http://{address}"), portal::ACCESS_TOKEN)?.into(), token))
}

fn show<T: Debug, K: MethodErrorKind>(step: &str, answer: Result<T, CallError<K>>) {
    match answer {
        Ok(result) => println!("{step} answers {result:?}\n"),
        Err(error) => println!("{step} fails: {error}\n"),
    }
}
