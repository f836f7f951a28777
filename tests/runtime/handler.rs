//! What a portal posts, from the fake portal and as the docs show it; and what others might post.

mod extractors;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bitrix24::api::bizproc::activity;
use bitrix24::handler::{self, ActivityCall, Refused};
use bitrix24::json;
use bitrix24::oauth::MemoryStore;
use bitrix24_mock::Portal;
use tokio::sync::mpsc;

use super::help;

/// What was posted to the handler, if it was taken.
pub(super) type Taken = mpsc::UnboundedReceiver<Result<ActivityCall, Refused>>;
type Handler = (String, mpsc::UnboundedSender<Result<ActivityCall, Refused>>);

/// A handler that takes calls with this application token, and its address.
pub(super) async fn listen(token: &str) -> (String, Taken) {
    let (sender, calls) = mpsc::unbounded_channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/handler", listener.local_addr().unwrap());
    let router = Router::new().route("/handler", post(handle)).with_state((token.to_owned(), sender));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, calls)
}

async fn handle(State((token, calls)): State<Handler>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
    let call = handler::activity_call(kind, &body).and_then(|call| call.verify(&token));
    let status = call.as_ref().map_or_else(Refused::status, |_| 200);
    calls.send(call).unwrap();
    StatusCode::from_u16(status).unwrap()
}

/// A portal with the action `md5`, whose handler is at this address.
async fn install(url: &str, user: Option<i64>) -> Portal {
    let portal = Portal::start().await.unwrap();
    let client = help::app(&portal).client(help::tokens(&portal), MemoryStore::new()).await.unwrap();
    let add = activity::add(&client).code("md5").handler(url).name("MD5").without_placement();
    add.maybe_auth_user_id(user).send().await.unwrap();
    portal
}

#[tokio::test]
async fn a_step_is_taken_logged_and_finished() {
    let known = Portal::start().await.unwrap().application().application_token.clone();
    let (url, mut calls) = listen(&known).await;
    let portal = install(&url, None).await;
    let (right_url, mut right) = listen(&portal.application().application_token).await;
    let client = help::app(&portal).client(help::tokens(&portal), MemoryStore::new()).await.unwrap();
    activity::add(&client).code("right").handler(right_url).name("x").without_placement().send().await.unwrap();

    // The handler of another installation has another token.
    let run = portal.run_activity("md5", json!({})).await.unwrap();
    assert_eq!((run.status, calls.recv().await.unwrap().unwrap_err()), (401, Refused::Token));

    let inputs = json!({"inputString": "a & b = ü[1]", "several": ["1", "2"], "empty": ""});
    let run = portal.run_activity("right", inputs.clone()).await.unwrap();
    assert_eq!(run.status, 200);
    let call = right.recv().await.unwrap().unwrap();
    assert_eq!(json!(call.properties), inputs);
    assert_eq!((call.text("inputString"), call.text("empty"), call.text("none")), (Some("a & b = ü[1]"), None, None));
    assert_eq!((call.texts("several"), call.texts("inputString").len()), (vec!["1", "2"], 1));
    assert_eq!((call.workflow_id.as_str(), call.code.as_str()), (run.workflow_id.as_str(), "right"));
    assert_eq!((call.document_id.number(), call.document_type.document_type.as_str()), (Some(1), "DEAL"));
    assert!(call.waits && call.sent_at.is_some() && call.auth.refresh_token.is_none());
    call.log("Half done").await.unwrap();
    call.finish([("hash", "900150983cd24fb0d6963f7d28e17f72")]).await.unwrap();
    assert_eq!(portal.log_lines()[0].text, "Half done");
    assert_eq!(portal.sent_events().len(), 1);
    let again = call.finish([("hash", "x")]).await.unwrap_err();
    assert_eq!(again.kind(), Some(bitrix24::api::bizproc::event::SendRequestErrorKind::AccessDenied), "{again}");

    let proof = &portal.application().application_token;
    let secrets = [&call.event_token, call.auth.access_token.as_ref().unwrap(), proof];
    for secret in secrets {
        assert!(!format!("{call:?}").contains(secret.as_str()), "{call:?}");
    }
}

#[tokio::test]
async fn with_a_user_the_tokens_last() {
    let (url, _calls) = listen("none").await;
    let portal = install(&url, Some(1)).await;
    let form = portal.run_activity("md5", json!({})).await.unwrap().form;
    let token = &portal.application().application_token;
    let call = handler::activity_call(None, form.as_bytes()).unwrap().verify(token).unwrap();
    let client = call.auth.lasting_client(&help::app(&portal), MemoryStore::new()).await.unwrap().unwrap();
    portal.expire_tokens();
    call.using(client).log("After an hour").await.unwrap();
    assert_eq!(portal.log_lines()[0].text, "After an hour");
}

/// A call as the docs show it.
pub(super) const CALL: &str = "workflow_id=5d0a3a5f3b1f44.15389512&code=md5&document_id[0]=crm&document_id[1]=CCrmDocumentLead\
    &document_id[2]=LEAD_118&document_type[0]=crm&document_type[1]=CCrmDocumentLead&document_type[2]=LEAD\
    &event_token=5d0a3a5f3b1f44.15389512%7CA54937_24575_24634_63106%7CcKnQuVBdGh42CLwuw5wwDFoO91UZcQXJ.d47a2c51\
    &properties[inputString]=Hello&use_subscription=Y&timeout_duration=660&ts=1561127518\
    &auth[access_token]=acc3ss&auth[expires]=1561131118&auth[expires_in]=3600&auth[scope]=bizproc\
    &auth[domain]=some-domain.bitrix24.com&auth[server_endpoint]=https://oauth.bitrix.info/rest/&auth[status]=F\
    &auth[client_endpoint]=https://some-domain.bitrix24.com/rest/&auth[member_id]=a223c6b3710f85df22e9377d6c4f7553\
    &auth[user_id]=1&auth[refresh_token]=r3fr3sh&auth[application_token]=51856fefc120afa4b628cc82d3935cce";

#[test]
fn a_call_as_the_docs_show_it_by_form_and_by_json() {
    let call = handler::activity_call(Some("application/x-www-form-urlencoded"), CALL.as_bytes()).unwrap();
    assert_eq!(call.member_id(), "a223c6b3710f85df22e9377d6c4f7553");
    for wrong in
        ["", "51856fefc120afa4b628cc82d3935cc", "51856fefc120afa4b628cc82d3935cce0", "51856fefc120afa4b628cc82d3935ccf"]
    {
        assert_eq!(call.clone().verify(wrong).unwrap_err(), Refused::Token, "{wrong}");
    }
    let call = call.verify("51856fefc120afa4b628cc82d3935cce").unwrap();
    assert_eq!(call.timeout, Some(std::time::Duration::from_mins(11)));
    assert_eq!((call.auth.user_id.map(|user| user.get()), call.sent_at), (Some(1), Some(1_561_127_518)));
    assert_eq!(
        (call.auth.scope.as_slice(), call.auth.domain.as_str()),
        (&["bizproc".to_owned()][..], "some-domain.bitrix24.com")
    );
    assert_eq!(call.client().unwrap().portal(), "some-domain.bitrix24.com");

    let body = json!({
        "workflow_id": "w", "code": "c", "event_token": "t", "properties": [], "use_subscription": "", "timeout_duration": 0,
        "document_id": ["crm", "CCrmDocumentLead", "LEAD_1"], "document_type": ["crm", "CCrmDocumentLead", "LEAD"],
        "auth": {"domain": "p.bitrix24.com", "member_id": "m", "access_token": "a", "application_token": "x", "expires_in": 3600,
            "client_endpoint": "https://evil.example/rest/"},
    });
    let call =
        handler::activity_call(Some("application/json"), body.to_string().as_bytes()).unwrap().verify("x").unwrap();
    assert!(call.properties.is_empty() && call.waits && call.timeout.is_none());
    assert_eq!(call.client().unwrap().portal(), "p.bitrix24.com", "an endpoint elsewhere does not count");
}

#[test]
fn a_call_that_lacks_something_says_what() {
    for (name, field) in [
        ("workflow_id=", "workflow_id"),
        ("document_id[1]=", "document_id"),
        ("event_token=", "event_token"),
        ("auth[member_id]=", "member_id"),
        ("auth[domain]=", "domain"),
    ] {
        let without: Vec<&str> = CALL.split('&').filter(|pair| !pair.starts_with(name)).collect();
        let refused = handler::activity_call(None, without.join("&").as_bytes()).unwrap_err();
        assert_eq!(refused, Refused::Field(field), "{name}");
    }
    for (from, to, field) in [
        ("use_subscription=Y", "use_subscription=maybe", "use_subscription"),
        ("ts=1561127518", "ts=now", "ts"),
        ("user_id]=1", "user_id]=one", "user_id"),
        ("properties[inputString]=Hello", "properties=Hello", "properties"),
    ] {
        let refused = handler::activity_call(None, CALL.replace(from, to).as_bytes()).unwrap_err();
        assert_eq!(refused, Refused::Field(field), "{to}");
    }
    // A number without end breaks no arithmetic.
    for number in ["99999999999999999", "-5"] {
        let call = CALL.replace("expires_in]=3600", &format!("expires_in]={number}"));
        assert!(handler::activity_call(None, call.as_bytes()).is_ok());
    }
}

#[test]
fn installed_and_uninstalled() {
    let install = "event=ONAPPINSTALL&data[VERSION]=1&data[ACTIVE]=Y&data[INSTALLED]=Y&data[LANGUAGE_ID]=en&ts=1466439714\
        &auth[domain]=some-domain.bitrix24.com&auth[access_token]=s6p6&auth[refresh_token]=4s386p&auth[expires_in]=3600\
        &auth[scope]=entity,im&auth[application_token]=51856f&auth[member_id]=a223c6&auth[status]=F";
    let installed = handler::installation(None, install.as_bytes()).unwrap();
    assert_eq!((installed.application_token.as_str(), installed.data["VERSION"].as_str()), ("51856f", Some("1")));
    assert_eq!(installed.auth.scope, ["entity", "im"]);
    assert!(
        !format!("{installed:?}").contains("51856f") && !format!("{installed:?}").contains("s6p6"),
        "{installed:?}"
    );
    let uninstall = json!({
        "event": "ONAPPUNINSTALL", "data": {"LANGUAGE_ID": "de", "CLEAN": 1}, "ts": "1466439714",
        "auth": {"domain": "some-domain.bitrix24.com", "member_id": "a223c6", "application_token": "51856f"},
    });
    let body = uninstall.to_string();
    let event = handler::event(Some("application/json"), body.as_bytes()).unwrap().verify("51856f").unwrap();
    assert_eq!(
        (event.name.as_str(), event.uninstalled(), event.auth.access_token.as_ref()),
        ("ONAPPUNINSTALL", Some(true), None)
    );
    assert!(event.auth.client().unwrap_err().is_setup(), "there is no access token");
    assert_eq!(handler::installation(Some("application/json"), body.as_bytes()).unwrap_err(), Refused::OtherEvent);
    let nameless = install.replace("&auth[application_token]=51856f", "");
    assert_eq!(handler::installation(None, nameless.as_bytes()).unwrap_err(), Refused::Field("application_token"));
}

#[test]
fn a_page_is_opened() {
    let query = "DOMAIN=portal.bitrix24.com&PROTOCOL=1&LANG=en&APP_SID=dd8e";
    let body = "AUTH_ID=acc3ss&AUTH_EXPIRES=3600&REFRESH_ID=r3fr3sh&member_id=m&status=L&PLACEMENT=DEFAULT\
        &PLACEMENT_OPTIONS=%7B%22any%22%3A%226%2F%24%22%7D";
    let page = handler::page(query, None, body.as_bytes()).unwrap();
    assert_eq!((page.placement.as_deref(), &page.placement_options), (Some("DEFAULT"), &json!({"any": "6/$"})));
    assert_eq!(page.client().unwrap().portal(), "portal.bitrix24.com");
    assert!(!format!("{page:?}").contains("acc3ss"), "{page:?}");
    let by_http = handler::page("DOMAIN=portal.bitrix24.com&PROTOCOL=0", None, body.as_bytes()).unwrap();
    assert!(by_http.client().unwrap_err().is_setup(), "a token is not sent without TLS");
    let broken = body.replace("%7D", "");
    assert_eq!(handler::page(query, None, broken.as_bytes()).unwrap_err(), Refused::Field("PLACEMENT_OPTIONS"));
    assert_eq!(handler::page("", None, body.as_bytes()).unwrap_err(), Refused::Field("DOMAIN"));
}

#[test]
fn whatever_is_posted_is_taken_or_refused_and_its_text_tells_no_secret() {
    // A generator of its own, so that a failure comes again.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let pieces = ["[", "]", "[]", "&", "=", "%", "%5B", "%00", "a", "[0]", "auth", "\u{fffd}", "+", "[9999999999999]"];
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut body = CALL.as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(body.len());
            match next(3) {
                0 => drop(body.splice(at..at, pieces[next(pieces.len())].bytes())),
                1 => drop(body.drain(at..(at + next(40)).min(body.len()))),
                _ => body[at] = u8::try_from(next(256)).unwrap(),
            }
        }
        assert!(handler::activity_call(Some("application/json"), &body).is_err());
        let unsigned = handler::event(None, &body).and_then(|event| event.verify("51856fefc120afa4b628cc82d3935ccx"));
        assert!(unsigned.is_err());
        match handler::activity_call(None, &body) {
            Ok(call) => {
                taken += 1;
                assert!(call.verify("51856fefc120afa4b628cc82d3935ccx").is_err());
            }
            Err(error) => {
                refused += 1;
                let text = format!("{error} {error:?}");
                assert!(
                    !text.contains("acc3ss") && !text.contains("51856f") && (400..=415).contains(&error.status()),
                    "{text}"
                );
            }
        }
    }
    assert!(taken > 1_000 && refused > 1_000, "{taken} taken, {refused} refused");
}
