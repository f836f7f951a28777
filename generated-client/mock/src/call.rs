//! What a call is once it has left the wire: who calls what with which parameters, and what comes of it.

use std::collections::BTreeSet;

use serde_json::Value;

/// A call as the server understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The method's name as it was written, such as `bizproc.activity.log`.
    pub method: String,
    /// The version of the protocol.
    pub version: Version,
    /// The parameters as PHP sees them: an object, or a list where the keys are 0, 1, 2 … (nothing is an empty list).
    pub parameters: Value,
}

/// The version of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// `/rest/…`
    Rest2,
    /// `/rest/api/…`
    Rest3,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The application whose token was sent; none for a webhook.
    pub application: Option<String>,
    /// The user in whose name the call is made.
    pub user: u64,
    /// Whether the user is an administrator.
    pub admin: bool,
    /// The permissions of the webhook or the token.
    pub scopes: BTreeSet<String>,
}

/// What a call gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Success {
    /// The `result`.
    pub result: Value,
    /// For a list: how many rows there are in all.
    pub total: Option<u64>,
    /// For a list: where the next page begins.
    pub next: Option<u64>,
}

impl Success {
    /// A result that is no page of a list.
    pub fn of(result: impl Into<Value>) -> Self {
        Self { result: result.into(), total: None, next: None }
    }
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The HTTP status.
    pub status: u16,
    /// The code, in `error`.
    pub code: String,
    /// The text, in `error_description`.
    pub text: String,
    /// REST 3.0: what is wrong with which field.
    pub validation: Vec<(String, String)>,
}

impl Failure {
    /// Nobody that is known has sent the call.
    pub(crate) fn not_authorized() -> Self {
        Self::new(401, "NO_AUTH_FOUND", "Wrong authorization data")
    }

    /// A method that may not stand in a batch.
    pub(crate) fn not_in_a_batch() -> Self {
        Self::new(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage")
    }

    /// A command that is one too many, or a batch that has such.
    pub(crate) fn batch_too_long() -> Self {
        Self::new(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    }

    /// A failure with this status, code and text.
    pub fn new(status: u16, code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { status, code: code.into(), text: text.into(), validation: Vec::new() }
    }
}
