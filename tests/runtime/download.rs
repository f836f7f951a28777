//! Files by signed links: with the headers that the docs ask for, whole or not at all, and the link in no text.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use bitrix24::{Client, Webhook};
use futures_util::{StreamExt, stream};

const LINK: &str = "/rest/download.json?auth=t0k3nt0k3n&token=disk%7CaWQ9Nw&x=1";

/// A portal whose answers depend on the path and on how many requests came before.
struct Server {
    base: String,
    received: Arc<Mutex<Vec<(String, HeaderMap)>>>,
}

type Answer = Arc<dyn Fn(&str, usize) -> Response<Body> + Send + Sync>;
type Shared = (Answer, Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Server {
    async fn start(answer: impl Fn(&str, usize) -> Response<Body> + Send + Sync + 'static) -> Self {
        let received: Arc<Mutex<Vec<(String, HeaderMap)>>> = Arc::default();
        let state: Shared = (Arc::new(answer), received.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(handle).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, received }
    }

    fn client(&self) -> Client<Webhook> {
        Client::from_webhook(&format!("{}/rest/1/s3cr3tc0de/", self.base)).unwrap()
    }

    fn requests(&self) -> usize {
        self.received.lock().unwrap().len()
    }
}

async fn handle(State((answer, received)): State<Shared>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let line = format!("{} {}", parts.method, parts.uri);
    let before = {
        let mut received = received.lock().unwrap();
        received.push((line, parts.headers));
        received.len() - 1
    };
    answer(parts.uri.path(), before)
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
    let server = Server::start(|_, _| file(vec![7_u8; 300_000])).await;
    let download = server.client().download(&format!("{}{LINK}", server.base)).await.unwrap();
    assert_eq!((download.name(), download.content_type()), (Some("report.pdf"), Some("application/pdf")));
    assert_eq!(download.size(), Some(300_000));
    assert_eq!(download.bytes(300_000).await.unwrap(), vec![7_u8; 300_000]);
    let (line, headers) = server.received.lock().unwrap()[0].clone();
    assert_eq!(line, format!("GET {LINK}"), "the link as it was");
    assert!(headers["user-agent"].to_str().unwrap().starts_with("bitrix24-rust/"));
    assert_eq!(
        (&headers["accept"], &headers["accept-language"]),
        (&"*/*".parse().unwrap(), &"en-US,en;q=0.9".parse().unwrap())
    );
    assert_eq!(headers["referer"].to_str().unwrap(), format!("{}/", server.base), "the portal and no secret");
}

#[tokio::test]
async fn a_link_may_lack_its_host_and_lead_elsewhere() {
    let server = Server::start(|path, _| if path == "/cdn/7" { file("content") } else { to("/cdn/7?sign=1") }).await;
    let content = server.client().download(LINK).await.unwrap().bytes(7).await.unwrap();
    assert_eq!((content.as_ref(), server.requests()), (&b"content"[..], 2));
    let round = Server::start(|_, _| to("/again")).await;
    let error = round.client().download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("moved") && round.requests() == 6, "{error} after {}", round.requests());
}

#[tokio::test]
async fn links_that_are_not_safe_are_not_followed() {
    let server = Server::start(|_, _| to("http://files.example/secret")).await;
    for (link, says) in
        [("http://files.example/f", "does not begin with https"), ("ftp://x/y", "https"), ("https://", "is no address")]
    {
        let error = server.client().download(link).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(server.requests(), 0);
    let error = server.client().download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("moved"), "{error}");
    assert_eq!(server.requests(), 1);
    // A portal of the cloud sends nobody to this machine.
    let cloud = Client::from_webhook("https://portal.bitrix24.example/rest/1/s3cr3tc0de/").unwrap();
    let error = cloud.download(&format!("{}{LINK}", server.base)).await.unwrap_err();
    assert!(error.to_string().contains("https") && server.requests() == 1, "{error}");
    no_secret(&error);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_does_not_is_told() {
    let server =
        Server::start(|_, before| if before == 0 { answer(503, "<html>busy</html>") } else { file("x") }).await;
    assert_eq!(server.client().download(LINK).await.unwrap().bytes(1).await.unwrap(), "x");
    assert_eq!(server.requests(), 2);

    let server =
        Server::start(|_, _| answer(401, r#"{"error":"expired_token","error_description":"t0k3nt0k3n is old"}"#)).await;
    let error = server.client().download(LINK).await.unwrap_err();
    assert_eq!(
        (error.api().unwrap().code(), error.status(), error.may_have_run()),
        ("expired_token", Some(401), false)
    );
    assert_eq!((error.method(), server.requests()), (Some("download"), 1));
    no_secret(&error);

    let server = Server::start(|_, _| answer(404, "<html>no disk|aWQ9Nw</html>")).await;
    let error = server.client().download(LINK).await.unwrap_err();
    assert!(error.to_string().contains("HTML") && error.status() == Some(404) && server.requests() == 1, "{error}");
    no_secret(&error);
}

#[tokio::test]
async fn saved_whole_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("bitrix24-download-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("report.pdf");
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_, _| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => file("first"),
        1 => file(broken()),
        _ => file("third"),
    })
    .await;
    let client = server.client();
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
    let server = Server::start(|_, _| file("content")).await;
    let error = server.client().download(LINK).await.unwrap().bytes(6).await.unwrap_err();
    assert!(error.to_string().contains('6'), "{error}");
    let client = server.client();
    let content = tokio::task::spawn_blocking(move || {
        let download = bitrix24::blocking::Client::new(client).unwrap().download(LINK).unwrap();
        assert_eq!(download.name(), Some("report.pdf"));
        download.bytes(7).unwrap()
    });
    assert_eq!(content.await.unwrap(), "content");
}
