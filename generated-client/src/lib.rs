//! Typed client for the Bitrix24 REST API.
//!
//! A call is a function, its parameters are setters, and a call does not compile while a required parameter is missing.
//!
//! ```no_run
//! # #[cfg(feature = "bizproc")]
//! # async fn example(token: &str) -> Result<(), bitrix24::Error> {
//! use bitrix24::{Client, api::bizproc::activity};
//!
//! let client = Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
//! activity::log(&client).event_token(token).log_message("Please wait for answer!").send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! - [`api`] has a module for each family of methods.
//! - [`Client`] is what calls are sent with; [`blocking`](crate#features) does without async.
//! - [`Client::list`] walks a list page by page, or row by row; see [`pages`].
//! - [`Client::batch`] sends many calls with one request; see [`batch`].
//! - [`Client::download`] fetches a file by the signed link of an answer.
//! - [`handler`] reads what a portal posts to an application.
//! - [`declare`](crate#features) makes an action or automation rule from structs: its registration, its calls, its answers.
//! - [`Client::raw`] calls a method by its name, also one that has no function here.
//! - [`Error`] tells why a call failed, and whether it may have run.
//!
//! # A request as a value
//!
//! `Log::builder()` begins the same request without a client. `build()` gives it as a value, which can be stored and
//! sent later by [`Client::call`].
//!
//! ```
//! # #[cfg(feature = "bizproc")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use bitrix24::api::bizproc::activity::Log;
//!
//! let request = Log::builder().event_token("token").log_message("Half done").build()?;
//! assert_eq!(bitrix24::to_json(&request), bitrix24::json!({"EVENT_TOKEN": "token", "LOG_MESSAGE": "Half done"}));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "bizproc"))]
//! # fn main() {}
//! ```
//!
//! # Features
//!
//! - One for each family of methods by the first word of their names, such as `crm`, or `bizproc`, which is on by default;
//!   `full` is all of them.
//! - `http`, on by default: the HTTP client over reqwest and rustls that clients are made over, see [`transport`]. Without
//!   it reqwest and rustls are not built, and each client must be given a transport by [`Client::with_transport`].
//! - `blocking`: the module `blocking`, a client that needs no async runtime. Any other client runs on tokio, whose timer
//!   it needs.
//! - `axum`: extractors for what a portal posts, see [`handler`].
//! - `redis`: tokens in Redis, see [`oauth`].
//! - `macros`: the macro `include_spec`, which makes functions from specs of your own; and, with `bizproc`, the module
//!   `declare`, which makes actions and automation rules from structs.
//!
//! # Traces
//!
//! Calls are [`tracing`](https://docs.rs/tracing) spans of the level debug, named by the conventions of OpenTelemetry:
//! `bitrix24.call` with `rpc.method` and `server.address`, in it a `bitrix24.attempt` for each attempt with
//! `http.request.resend_count`, and `bitrix24.refresh` where the access token is renewed; `bitrix24.download` is the fetching
//! of a file. No field holds a secret.
//!
//! # A whole application
//!
//! An application that workflows call declares its steps as structs and reads what the portal posts. The module `cookbook`,
//! which is in the docs where the feature `macros` is on, walks from the installation to the removal.
//!
//! # Absent, empty, null
//!
//! An optional parameter that was not set is not sent. One that an empty value clears on the server has a `clear_`
//! setter. In results, what may be missing is an `Option`, and a field that the spec does not list is kept in `extra()`.

// So that generated code names the runtime by one path, here and in other crates.
extern crate self as bitrix24;

mod address;
mod auth;
pub mod batch;
mod call;
mod caller;
mod client;
mod clock;
mod conditions;
mod context;
// Nothing but docs.
#[cfg(all(doc, feature = "bizproc", feature = "macros"))]
pub mod cookbook;
#[cfg(all(feature = "bizproc", feature = "macros"))]
pub mod declare;
mod decode;
#[cfg(feature = "bizproc")]
mod documents;
mod download;
mod encode;
mod envelope;
mod error;
mod gather;
pub mod handler;
mod limits;
mod method;
pub mod oauth;
pub mod pages;
mod place;
mod raw;
mod record;
mod retry;
mod state;
mod system;
pub mod transport;
mod value;

#[cfg(feature = "blocking")]
pub mod blocking;

// Written by `cargo xtask generate`, which formats it its own way.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, unused_imports, reason = "generated code is judged by what it says")]
#[path = "generated/mod.rs"]
pub mod api;

#[doc(hidden)]
pub mod private;

/// Makes modules with functions from specs of your own, such as the methods of an on-premise module.
///
/// ```yaml
/// # src/orders.yaml
/// family: acme.orders
/// doc: Orders of the shop.
/// methods:
///   cancel:
///     doc: Cancels an order.
///     access: any
///     context: any
///     effect: once
///     params:
///       ORDER_ID: {type: id<order>, required: true, doc: The order.}
///     result: boolean
/// ```
///
/// ```text
/// bitrix24::include_spec!("orders.yaml");     // mod acme { pub mod orders { … } }
///
/// acme::orders::cancel(&client).order_id(17).send().await?;
/// ```
///
/// The code is what `cargo xtask generate` writes for the same spec, and the spec language is the same too; it is
/// described in `spec/README.md` of the repository. Nothing but this crate is needed to compile it.
///
/// - **Paths** are taken from the folder of the calling file. One call takes several, `include_spec!("a.yaml", "b.yaml")`;
///   their families may use each other's types. Two calls need two modules around them.
/// - **Visibility**: `include_spec!(pub "orders.yaml")` makes the outermost modules public, `pub(crate)` and the like work
///   too.
/// - **Types of this crate**: `use: [bitrix24.bizproc.shared]` in a spec gives it the types of
///   `bitrix24::api::bizproc::shared`; the feature of that scope must be on. Any family of shared types can be used so.
///   `id<user>` is this crate's `UserId`; identifiers that this crate does not have come into a module `ids`.
/// - **Changes** of a spec build the crate anew.
/// - **Renamed**: where the dependency has another name, say `b24`, write `extern crate b24 as bitrix24;` into the root of
///   the crate.
/// - **In the docs** an example that calls the macro is marked `standalone_crate`, so that it has a file of its own.
///
/// # Errors
///
/// Every problem of a spec is an error of the compiler, which shows file, line and column in the spec, the line itself,
/// and what to do about it.
#[cfg(feature = "macros")]
pub use bitrix24_macros::include_spec;

pub use batch::{Answers, Batch};
pub use caller::{Caller, HasClient, Reply};
pub use client::{ApiAnswer, Client};
pub use conditions::{Conditions, Operand};
pub use context::{Any, AnyContext, Application, ApplicationContext, ServedBy, Webhook};
pub use decode::{Decode, DecodeError};
pub use download::{Download, SaveError};
pub use envelope::Time;
pub use error::{ApiError, Error, ErrorKind, FieldProblem, InvalidRequest, InvalidValue, MethodErrorKind, Reasoned};
pub use gather::Gathering;
pub use limits::RateLimit;
pub use method::{Authorization, Effect, Method, Version};
pub use raw::{RawCall, RawRequest};
pub use retry::Repeat;
pub use serde_json::{Value, json};
pub use state::{Complete, Given, Missing, Waived};
pub use system::SystemErrorKind;
pub use value::{Clearable, Date, DateTime, Extra, File, Id, InvalidDate, Map, Timestamp, Unlisted};

/// A request or a value as the JSON that is sent for it.
///
/// What cannot be JSON, such as a map that was given a list as its key through a raw parameter, becomes null.
pub fn to_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A result or another value that this crate defines, read from JSON as leniently as an answer is.
///
/// # Errors
///
/// When the JSON is not what the type says; the error names the place, under the root `value`.
pub fn from_json<T: Decode>(value: Value) -> Result<T, DecodeError> {
    T::decode(value, &decode::Path::root("value", &decode::Retries::default()))
}

/// The examples of the repository's README, which must compile.
#[cfg(all(doctest, feature = "bizproc", feature = "macros"))]
#[doc = include_str!("../../README.md")]
struct Readme;
