//! What a portal posts to an application: steps of workflows, events, and pages that are opened.
//!
//! Works with any web framework: each function takes the request's `Content-Type` and its body. What comes back is
//! [`Unverified`] until it is held against the application token, which comes once, with the installation.
//!
//! ```
//! # #[cfg(feature = "bizproc")]
//! async fn handle(content_type: Option<&str>, body: &[u8], application_token: &str) -> u16 {
//!     let call = match bitrix24::handler::activity_call(content_type, body).and_then(|call| call.verify(application_token)) {
//!         Ok(call) => call,
//!         Err(refused) => return refused.status(),
//!     };
//!     // The portal does not wait for the answer to this request, so the work can go on after it.
//!     tokio::spawn(async move {
//!         // By the keys that PROPERTIES and RETURN_PROPERTIES had when the action was added.
//!         let values = [("length", call.text("inputString").unwrap_or_default().len())];
//!         if let Err(problem) = call.finish(values).await {
//!             eprintln!("{}: {problem}", call.workflow_id);
//!         }
//!     });
//!     200
//! }
//! ```
//!
//! An application of several portals keeps a token for each, by [`Unverified::member_id`].
//!
//! With the feature `axum`, all of these are extractors. [`ActivityCall`] and [`Event`] are verified by the
//! `ApplicationToken` in the state, `Unverified` ones by the function itself; what is refused is answered with
//! [`Refused::status`] and never reaches it.

mod auth;
#[cfg(feature = "axum")]
mod axum;
#[cfg(feature = "bizproc")]
mod call;
mod event;
mod fields;
mod form;
mod page;
mod refused;

pub use auth::Auth;
#[cfg(feature = "axum")]
pub use axum::ApplicationToken;
#[cfg(feature = "bizproc")]
pub use call::{ActivityCall, activity_call};
pub use event::{Event, Installation, event, installation};
pub use form::MAX_BODY;
pub use page::{Page, page};
pub use refused::Refused;

use std::fmt;

/// What comes with the application token.
pub trait Signed {
    /// The authorization that the token is part of.
    fn auth(&self) -> &Auth;
}

/// Something that was posted, and may be from anybody.
#[derive(Clone)]
#[must_use = "what is not verified may be from anybody"]
pub struct Unverified<T>(T);

impl<T: Signed> Unverified<T> {
    /// Which portal it says that it is from: to find the token of that portal's installation.
    pub fn member_id(&self) -> &str {
        &self.0.auth().member_id
    }

    /// What was posted, if the portal has sent it: if it comes with this application token. They are compared in a time
    /// that does not tell how much of it is right.
    ///
    /// # Errors
    ///
    /// When the token is another one, or there is none.
    pub fn verify(self, application_token: &str) -> Result<T, Refused> {
        if self.0.auth().is_signed_with(application_token) { Ok(self.0) } else { Err(Refused::Token) }
    }
}

impl<T> fmt::Debug for Unverified<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unverified")
    }
}
