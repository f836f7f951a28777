//! The story without a real portal: one on this machine plays its part.

use std::time::Duration;

use bitrix24::{Value, json, oauth};
use bitrix24_mock::Portal;

use crate::app::{App, CODE};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Plays it, and fails if it goes another way than it should.
pub(crate) async fn play() -> Outcome {
    let portal = Portal::start().await?;
    let known = portal.application();
    println!("portal  listens at {}", portal.url());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let oauth = oauth::App::new(&known.client_id, &known.client_secret)?.with_token_url(&known.token_url)?;
    tokio::spawn(App::new(oauth, &url).serve(listener));

    println!("portal  posts ONAPPINSTALL to {url}/event");
    expect(200, post(&url, &event(&portal, "ONAPPINSTALL", &known.application_token)).await?)?;

    let long = "The quick brown fox jumps over the lazy dog";
    for (text, md5) in
        [("abc", "900150983cd24fb0d6963f7d28e17f72"), (long, "9e107d9d372bb6826bd81d3542a419d6"), ("", "")]
    {
        println!("portal  a workflow reaches {CODE} with {text:?}");
        let run = portal.run_activity(CODE.as_str(), json!({"text": text})).await?;
        expect(200, run.status)?;
        let values = answered(&portal, &run.event_token).await?;
        for line in portal.log_lines().iter().filter(|line| line.event_token == run.event_token) {
            println!("portal  log: {}", line.text);
        }
        println!("portal  the workflow goes on with {values}");
        if values["md5"] != md5 {
            return Err(format!("{md5:?} was expected").into());
        }
    }

    println!("someone posts ONAPPUNINSTALL with a token that is guessed");
    expect(401, post(&url, &event(&portal, "ONAPPUNINSTALL", "guessed")).await?)?;
    println!("portal  posts ONAPPUNINSTALL");
    expect(200, post(&url, &event(&portal, "ONAPPUNINSTALL", &known.application_token)).await?)?;
    println!("portal  a workflow that was left over reaches the action");
    let late = portal.run_activity(CODE.as_str(), json!({"text": "late"})).await?;
    expect(401, late.status)
}

/// An event as the portal posts it.
fn event(portal: &Portal, name: &str, token: &str) -> String {
    let known = portal.application();
    let host = portal.url().trim_start_matches("http://");
    let mut form = vec![("event", name), ("data[VERSION]", "1"), ("auth[domain]", host), ("auth[expires_in]", "3600")];
    form.extend([("auth[client_endpoint]", known.client_endpoint.as_str()), ("auth[member_id]", &known.member_id)]);
    form.push(("auth[application_token]", token));
    if name == "ONAPPINSTALL" {
        form.extend([("auth[access_token]", &*known.access_token), ("auth[refresh_token]", &*known.refresh_token)]);
    }
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

async fn post(url: &str, form: &str) -> Outcome<u16> {
    let request = reqwest::Client::new().post(format!("{url}/event"));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
    Ok(request.send().await?.status().as_u16())
}

/// What the application answered to a step.
async fn answered(portal: &Portal, event_token: &str) -> Outcome<Value> {
    for _ in 0..500 {
        if let Some(sent) = portal.sent_events().into_iter().find(|sent| sent.event_token == event_token) {
            return Ok(sent.values);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err("the application has not answered".into())
}

fn expect(wanted: u16, status: u16) -> Outcome {
    if status == wanted { Ok(()) } else { Err(format!("status {status}, and {wanted} was expected").into()) }
}
