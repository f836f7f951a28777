//! The portal as its callers meet it: over real sockets, by a client that hides nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that meets one of them has failed")]

mod activity;
mod batch;
mod calls;
mod control;
mod faults;
mod hostile;
mod limits;
mod load;
mod oauth;
mod paging;
mod refusals;
mod rest3;
mod support;
mod tls;
