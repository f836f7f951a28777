//! A portal that answers what a test tells it to, and remembers what it was sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::Value;

/// What the portal was sent.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A running portal; it stops with the test's runtime.
pub(crate) struct Portal {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

type Answer = Arc<dyn Fn(&Received, usize) -> Response<Body> + Send + Sync>;

impl Portal {
    /// A portal that answers every request with this status and body.
    pub(crate) async fn answering(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self::with(move || {
            let response = Response::builder().status(StatusCode::from_u16(status).unwrap());
            response.header("content-type", "application/json").body(Body::from(body.clone())).unwrap()
        })
        .await
    }

    /// A portal that answers every request as `answer` says.
    pub(crate) async fn with(answer: impl Fn() -> Response<Body> + Send + Sync + 'static) -> Self {
        Self::by(move |_, _| answer()).await
    }

    /// A portal whose answers depend on the request, and on how many came before.
    pub(crate) async fn by(answer: impl Fn(&Received, usize) -> Response<Body> + Send + Sync + 'static) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let state: (Answer, Arc<Mutex<Vec<Received>>>) = (Arc::new(answer), Arc::clone(&received));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(handle).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, received }
    }

    /// The URL of a webhook whose code is a secret.
    pub(crate) fn webhook(&self) -> String {
        format!("http://{}/rest/1/{}/", self.address, super::server::SECRET)
    }

    /// What was received, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The one request that was received.
    pub(crate) fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "one request");
        received.into_iter().next().unwrap()
    }
}

/// The webhook code and the access token of all tests; it must appear in no text.
pub(crate) const SECRET: &str = "s3cr3tc0de";

async fn handle(
    State((answer, received)): State<(Answer, Arc<Mutex<Vec<Received>>>)>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let line = format!("{} {}", parts.method, parts.uri);
    let request = Received { line, headers: parts.headers, body };
    let before = {
        let mut received = received.lock().unwrap();
        received.push(request.clone());
        received.len() - 1
    };
    answer(&request, before)
}
