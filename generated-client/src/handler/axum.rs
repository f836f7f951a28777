//! Extractors for axum: what was posted, as the parameter of a function.

use std::fmt;

use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use reqwest::StatusCode; // the same type as axum's, of the crate `http`

#[cfg(feature = "bizproc")]
use super::{ActivityCall, activity_call};
use super::{Event, Installation, Page, Refused, Unverified, event, installation, page};

/// The application token of an application that is installed in one portal, as part of the state: by it the extractors
/// verify an [`Event`] and an [`ActivityCall`](super::ActivityCall). Debug output does not show it.
///
/// ```
/// # #[cfg(feature = "bizproc")]
/// # fn main() {
/// use axum::{Router, http::StatusCode, routing::post};
/// use bitrix24::handler::{ActivityCall, ApplicationToken};
///
/// async fn step(call: ActivityCall) -> StatusCode {
///     tokio::spawn(async move { call.finish([("length", call.text("inputString").unwrap_or_default().len())]).await });
///     StatusCode::OK
/// }
///
/// let token = ApplicationToken::new("51856fefc120afa4b628cc82d3935cce");
/// let app: Router = Router::new().route("/handler", post(step)).with_state(token);
/// # let _ = app;
/// # }
/// # #[cfg(not(feature = "bizproc"))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct ApplicationToken(String);

impl ApplicationToken {
    /// The token that came with the installation. An empty one verifies nothing.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for ApplicationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplicationToken")
    }
}

/// A request as the functions that read take it: query, content type, body.
struct Posted {
    query: String,
    content_type: Option<String>,
    body: Bytes,
}

impl Posted {
    async fn of<S: Send + Sync>(request: Request, state: &S) -> Result<Self, Refused> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let content_type = request.headers().get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        // Keeps to axum's own limit too, which is 2 MiB unless the router says another.
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            let is_large = rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
            if is_large { Refused::TooLarge } else { Refused::Malformed("the body was broken off") }
        })?;
        Ok(Self { query, content_type, body })
    }

    fn kind(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

/// What is extracted by one of the functions that read.
macro_rules! extracted {
    ($($form:ty: |$posted:ident| $read:expr;)*) => {$(
        impl<S: Send + Sync> FromRequest<S> for $form {
            type Rejection = Refused;

            async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
                let $posted = Posted::of(request, state).await?;
                $read
            }
        }
    )*};
}

/// What is extracted and verified.
macro_rules! verified {
    ($($form:ty),*) => {$(
        impl<S: Send + Sync> FromRequest<S> for $form
        where
            ApplicationToken: FromRef<S>,
        {
            type Rejection = Refused;

            async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
                Unverified::<Self>::from_request(request, state).await?.verify(&ApplicationToken::from_ref(state).0)
            }
        }
    )*};
}

extracted! {
    Unverified<Event>: |posted| event(posted.kind(), &posted.body);
    Installation: |posted| installation(posted.kind(), &posted.body);
    Page: |posted| page(&posted.query, posted.kind(), &posted.body);
}
verified!(Event);

#[cfg(feature = "bizproc")]
extracted! {
    Unverified<ActivityCall>: |posted| activity_call(posted.kind(), &posted.body);
}
#[cfg(feature = "bizproc")]
verified!(ActivityCall);

/// The status, and the line that says what is wrong.
impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        tracing::debug!(refused = %self, "not taken");
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::BAD_REQUEST);
        (status, self.to_string()).into_response()
    }
}
