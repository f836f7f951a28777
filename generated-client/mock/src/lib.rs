//! A portal on this machine that speaks Bitrix24's wire protocol and holds callers to the specs: for the tests of whoever
//! integrates with Bitrix24, in Rust or in any other language.
//!
//! [`Portal::start`] binds a free port and gives a webhook and an application with tokens. Its methods are those of the
//! specs: what the specs forbid is refused with the documented code, text and status. [`Portal::fault`] lets things go
//! wrong, and [`Portal::executed`] tells what ran, so that a test can count what was lost or done twice.

mod activity;
pub mod call;
mod core;
mod error;
mod faults;
mod limits;
mod portal;
mod record;

mod handler;

mod calls;
mod control;
mod oauth;
mod page;

mod batch;
mod enforce;
mod methods;
mod request;

mod api;
mod clock;
mod envelope;
mod idempotency;
mod library;
mod outgoing;
mod php;
mod reply;
mod server;
mod specs;
mod tokens;

/// The README, so that its example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use activity::Run;
pub use error::{RunError, StartError};
pub use faults::Fault;
pub use limits::Limits;
pub use methods::{LogLine, Rows, SentEvent};
pub use portal::{Application, Builder, Portal};
pub use record::{Executed, Received};
