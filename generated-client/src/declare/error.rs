//! Why the inputs of a call cannot be read.

use crate::decode::DecodeError;

/// Why [`Step::read`](super::Step::read) gives no inputs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is a call of another action or rule.
    #[error("expected a call of `{expected}`, found one of `{found}`")]
    OtherStep {
        /// The code of the one that was asked.
        expected: String,
        /// The code of the one that is called.
        found: String,
    },
    /// An input is missing or is not what its field says; names it.
    #[error(transparent)]
    Input(DecodeError),
}
