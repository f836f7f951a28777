//! Walks through whole programs.
//!
//! # An application with an action of its own
//!
//! The application adds an action to the workflow designer of each portal that installs it. When a workflow reaches the
//! action, the portal posts to the application, which does some work, writes into the workflow's log and answers. The
//! example `md5` of the repository is this chapter as a program; `cargo run -p bitrix24 --example md5` plays it against a
//! portal on this machine.
//!
//! ## 1. Declare the action
//!
//! What goes in and what comes out are structs. The designer shows their fields, calls fill [`Inputs`], and answers are
//! made of [`Outputs`], so the three cannot disagree. [`declare`](crate::declare) lists the types that a field can have.
//!
//! ```
//! use bitrix24::declare::{Action, Inputs, Outputs};
//!
//! #[derive(Inputs)]
//! struct Input {
//!     #[property(name(en = "Text", de = "Text"))]
//!     text: String,
//! }
//!
//! #[derive(Default, Outputs)]
//! struct Output {
//!     #[property(name = "MD5")]
//!     md5: String,
//!     /// Why there is none: a problem is an answer too.
//!     #[property(name = "Problem")]
//!     problem: String,
//! }
//!
//! fn action() -> Result<Action<Input, Output>, bitrix24::InvalidRequest> {
//!     Action::new("md5", "MD5 of a text", "https://app.example.com/handler")
//! }
//! ```
//!
//! ## 2. Take the installation
//!
//! The portal posts the event `ONAPPINSTALL` once. It brings two things that never come again: the application token, by
//! which later posts prove that they are the portal's, and the tokens for calls. Anybody can post such a form, so
//! [`confirm`](crate::handler::Installation::confirm) asks the authorization server before anything is believed. Keep the
//! application token by the portal's `member_id`; the store keeps the other tokens, and renews them.
//!
//! ```
//! # use bitrix24::declare::{self, Action};
//! # fn action() -> Result<Action<(), ()>, bitrix24::InvalidRequest> {
//! #     Action::new("md5", "MD5 of a text", "https://app.example.com/handler")
//! # }
//! use bitrix24::handler::{self, Installation};
//! use bitrix24::oauth::{App, FileStore};
//!
//! async fn install(app: &App, content_type: Option<&str>, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//!     let installation = handler::installation(content_type, body)?;
//!     let member_id = installation.auth.member_id.clone();
//!     let application_token = installation.application_token.clone();
//!     let client = installation.confirm(app, FileStore::new(format!("{member_id}.json"))).await?;
//!     // … keep `application_token` by `member_id` before anything else can fail.
//!     # let _ = application_token;
//!     // Adds the action, or updates it where it is installed already.
//!     declare::sync(&client, [&action()?]).await?;
//!     // The portal tells of a removal only if it is asked to. After a second installation it is bound already.
//!     let bind = client.raw("event.bind").param("event", "ONAPPUNINSTALL");
//!     if let Err(problem) = bind.param("handler", "https://app.example.com/event").send().await {
//!         eprintln!("the removal will not be told: {problem}");
//!     }
//!     Ok(())
//! }
//! ```
//!
//! ## 3. Answer a step
//!
//! A call is [`Unverified`](crate::handler::Unverified) until it has shown the application token. The portal wants the
//! status at once, and the workflow waits for the answer, which is a call of its own: so take the call, spawn the work,
//! and finish it later, also when it fails; a workflow whose step is never finished waits for ever, or until its own time
//! limit ([`ActivityCall::timeout`](crate::handler::ActivityCall::timeout)).
//!
//! ```
//! # use bitrix24::declare::{Action, Inputs, Outputs};
//! # #[derive(Inputs)]
//! # struct Input {
//! #     #[property(name = "Text")]
//! #     text: String,
//! # }
//! # #[derive(Default, Outputs)]
//! # struct Output {
//! #     #[property(name = "MD5")]
//! #     md5: String,
//! #     #[property(name = "Problem")]
//! #     problem: String,
//! # }
//! # fn md5(text: &str) -> String { text.to_owned() }
//! use bitrix24::handler::{self, ActivityCall, Refused};
//!
//! fn step(
//!     action: Action<Input, Output>,
//!     content_type: Option<&str>,
//!     body: &[u8],
//!     application_token: &str,
//! ) -> Result<(), Refused> {
//!     let call = handler::activity_call(content_type, body)?.verify(application_token)?;
//!     tokio::spawn(async move {
//!         if let Err(problem) = work(&action, &call).await {
//!             eprintln!("{}: {problem}", call.workflow_id);
//!         }
//!     });
//!     Ok(())
//! }
//!
//! async fn work(action: &Action<Input, Output>, call: &ActivityCall) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     let output = match action.read(call) {
//!         Ok(input) => Output { md5: md5(&input.text), ..Output::default() },
//!         // An input that is missing or is no such value is named by the error.
//!         Err(problem) => Output { problem: problem.to_string(), ..Output::default() },
//!     };
//!     // A line that cannot be written must not keep the workflow from its answer.
//!     if let Err(problem) = call.log("Hashed").await {
//!         eprintln!("no line in the log: {problem}");
//!     }
//!     action.finish(call, &output).await?;
//!     Ok(())
//! }
//! ```
//!
//! Answer a [`Refused`](crate::handler::Refused) with its [`status`](crate::handler::Refused::status). With the feature
//! `axum` a call, verified, is an argument of the function that answers it; see [`handler`](crate::handler).
//!
//! ## 4. Be removed
//!
//! ```
//! use bitrix24::handler::{self, Refused};
//!
//! fn event(content_type: Option<&str>, body: &[u8], application_token: &str) -> Result<(), Refused> {
//!     let event = handler::event(content_type, body)?.verify(application_token)?;
//!     if event.uninstalled().is_some() {
//!         // … forget the portal `event.auth.member_id`: its tokens are worth nothing any more.
//!     }
//!     Ok(())
//! }
//! ```
//!
//! [`Inputs`]: derive@crate::declare::Inputs
//! [`Outputs`]: derive@crate::declare::Outputs
