//! Files by signed links: with the headers that the docs ask for, whole or not at all, and the link in no text.

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use bitrix24::transport::{Http, HttpRequest, Reply, Transport};
use bitrix24::{Client, Webhook};
use futures_util::{StreamExt, stream};

use crate::support::server::Portal;

const LINK: &str = "/rest/download.json?auth=t0k3nt0k3n&token=disk%7CaWQ9Nw&x=1";

fn client(portal: &Portal) -> Client<Webhook> {
    Client::from_webhook(&portal.webhook()).unwrap()
}

fn requests(portal: &Portal) -> usize {
    portal.received().len()
}

fn file(content: impl Into<Body>) -> Response<Body> {
    let named = Response::builder().header("content-disposition", "attachment; filename=\"report.pdf\"");
    named.header("content-type", "application/pdf").body(content.into()).unwrap()
}

fn answer(status: u16, body: &'static str) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body)).unwrap()
}

fn to(location: &str) -> Response<Body> {
    Response::builder().status(302).header("location", location).body(Body::empty()).unwrap()
}

/// A body that breaks off, after its first half has left.
fn broken() -> Body {
    let half = stream::once(async { Ok(&b"half"[..]) });
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(std::io::Error::other("gone"))
    });
    Body::from_stream(half.chain(end))
}

fn no_secret(error: &(dyn std::error::Error + 'static)) {
    let mut source = Some(error);
    while let Some(error) = source {
        let text = format!("{error} {error:?}");
        assert!(!text.contains("t0k3n") && !text.contains("aWQ9Nw") && !text.contains("s3cr3tc0de"), "{text}");
        source = error.source();
    }
}

#[tokio::test]
async fn a_file_comes_whole_with_its_name_and_is_asked_for_as_the_docs_say() {
    let server = Portal::by(|_, _| file(vec![7_u8; 300_000])).await;
    let download = client(&server).download(&format!("http://{}{LINK}", server.address)).await.unwrap();
    assert_eq!((download.name(), download.content_type()), (Some("report.pdf"), Some("application/pdf")));
    assert_eq!(download.size(), Some(300_000));
    assert_eq!(download.bytes(300_000).await.unwrap(), vec![7_u8; 300_000]);
    let received = server.only();
    assert_eq!(received.line, format!("GET {LINK}"), "the link as it was");
    let headers = received.headers;
    assert!(headers["user-agent"].to_str().unwrap().starts_with("bitrix24-rust/"));
    assert_eq!(
        (&headers["accept"], &headers["accept-language"]),
        (&"*/*".parse().unwrap(), &"en-US,en;q=0.9".parse().unwrap())
    );
    assert_eq!(headers["referer"].to_str().unwrap(), format!("http://{}/", server.address), "the portal and no secret");
}

#[tokio::test]
async fn a_link_may_lack_its_host_and_lead_elsewhere() {
    let server = Portal::by(
        |request, _| if request.line.starts_with("GET /cdn/7") { file("content") } else { to("/cdn/7?sign=1") },
    )
    .await;
    let content = client(&server).download(LINK).await.unwrap().bytes(7).await.unwrap();
    assert_eq!((content.as_ref(), requests(&server)), (&b"content"[..], 2));
    let round = Portal::by(|_, _| to("/again")).await;
    let error = client(&round).download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("moved") && requests(&round) == 6, "{error} after {}", requests(&round));
}

#[tokio::test]
async fn links_that_are_not_safe_are_not_followed() {
    let server = Portal::by(|_, _| to("http://files.example/secret")).await;
    for (link, says) in
        [("http://files.example/f", "does not begin with https"), ("ftp://x/y", "https"), ("https://", "is no address")]
    {
        let error = client(&server).download(link).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(requests(&server), 0);
    let error = client(&server).download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("moved"), "{error}");
    assert_eq!(requests(&server), 1);
    // A portal of the cloud sends nobody to this machine.
    let cloud = Client::from_webhook("https://portal.bitrix24.example/rest/1/s3cr3tc0de/").unwrap();
    let error = cloud.download(&format!("http://{}{LINK}", server.address)).await.unwrap_err();
    assert!(error.to_string().contains("https") && requests(&server) == 1, "{error}");
    no_secret(&error);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_does_not_is_told() {
    let server = Portal::by(|_, before| if before == 0 { answer(503, "<html>busy</html>") } else { file("x") }).await;
    assert_eq!(client(&server).download(LINK).await.unwrap().bytes(1).await.unwrap(), "x");
    assert_eq!(requests(&server), 2);

    let server =
        Portal::by(|_, _| answer(401, r#"{"error":"expired_token","error_description":"t0k3nt0k3n is old"}"#)).await;
    let error = client(&server).download(LINK).await.unwrap_err();
    assert_eq!(
        (error.api().unwrap().code(), error.status(), error.may_have_run()),
        ("expired_token", Some(401), false)
    );
    assert_eq!((error.method(), requests(&server)), (Some("download"), 1));
    no_secret(&error);

    let server = Portal::by(|_, _| answer(404, "<html>no disk|aWQ9Nw</html>")).await;
    let error = client(&server).download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("HTML") && error.status() == Some(404) && requests(&server) == 1, "{error}");
    no_secret(&error);
}

#[tokio::test]
async fn a_portal_that_is_blocked_is_asked_for_no_file_either() {
    let server = Portal::by(|_, _| answer(503, r#"{"error":"OVERLOAD_LIMIT","error_description":"blocked"}"#)).await;
    let client = client(&server);
    for _ in 0..2 {
        let error = client.download(LINK).await.unwrap_err();
        assert_eq!(error.api().unwrap().code(), "OVERLOAD_LIMIT", "{error}");
    }
    assert!(client.raw("profile").send().await.is_err());
    assert_eq!(requests(&server), 1, "no request after the first, of whatever kind");
}

#[tokio::test]
async fn a_header_that_is_none_is_an_error_and_no_panic() {
    /// Adds what no header can hold, and sends by the crate's own transport.
    struct Bad(Http);
    impl Transport for Bad {
        fn post(&self, mut request: HttpRequest) -> Reply<'_> {
            request.headers.push(("x-note", "two\nlines".into()));
            self.0.post(request)
        }
    }
    let server = Portal::answering(200, r#"{"result": 1}"#).await;
    let client = client(&server).with_attempts(1).with_transport(Bad(Http::builder().build().unwrap()));
    assert!(client.raw("profile").send().await.is_err());
    let error = client.download(LINK).await.unwrap_err();
    assert!(error.is_setup() && !error.is_retryable() && error.to_string().contains("fetches no files"), "{error}");
    assert_eq!(requests(&server), 0);
}

#[tokio::test]
async fn saved_whole_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("bitrix24-download-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("report.pdf");
    let server = Portal::by(|_, before| match before {
        0 => file("first"),
        1 => file(broken()),
        _ => file("third"),
    })
    .await;
    let client = client(&server);
    assert_eq!(client.download(LINK).await.unwrap().save(&path).await.unwrap(), 5);
    let error = client.download(LINK).await.unwrap().save(&path).await.unwrap_err();
    assert!(error.to_string().contains("broke"), "{error}");
    no_secret(&error);
    assert_eq!(std::fs::read(&path).unwrap(), b"first", "what was there stays");
    let error = client.download(LINK).await.unwrap().save(folder.join("none/x")).await.unwrap_err();
    assert!(matches!(error, bitrix24::SaveError::File { .. }), "{error}");
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["report.pdf"], "nothing is left over");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn too_much_is_not_kept_and_blocking_does_the_same() {
    let server = Portal::by(|_, _| file("content")).await;
    let error = client(&server).download(LINK).await.unwrap().bytes(6).await.unwrap_err();
    assert!(error.to_string().contains('6'), "{error}");
    let client = client(&server);
    let content = tokio::task::spawn_blocking(move || {
        let download = bitrix24::blocking::Client::new(client).unwrap().download(LINK).unwrap();
        assert_eq!(download.name(), Some("report.pdf"));
        download.bytes(7).unwrap()
    });
    assert_eq!(content.await.unwrap(), "content");
}
