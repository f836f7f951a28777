//! The errors that any method can answer with: generated, and named here for the runtime.

pub use crate::api::system::SystemErrorKind;
