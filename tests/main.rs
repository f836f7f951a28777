//! All tests but those of compile errors, in one binary: it links once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that meets one of them has failed")]

mod codegen;
mod macros;
mod omissions;
mod runtime;
mod support;
mod wire;
