//! Why what was posted is not taken.

/// Why something that was posted is not taken. Says what and where, and repeats nothing of it: it may hold tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The body has more than [`MAX_BODY`](super::MAX_BODY) bytes. Status 413.
    #[error("the body is too large")]
    TooLarge,
    /// The body is neither a form nor JSON. Status 415.
    #[error("the body is neither a form nor JSON")]
    ContentType,
    /// The body is not what its type says, or can be read in two ways. Status 400.
    #[error("{0}")]
    Malformed(&'static str),
    /// A field is not there, or is something else than it must be. Status 400.
    #[error("the field `{0}` is missing, or is not what it must be")]
    Field(&'static str),
    /// It is another event than the one that was asked for. Status 400.
    #[error("it is another event")]
    OtherEvent,
    /// The application token is not the one of the installation, so the portal has not sent this. Status 401.
    #[error("the application token is wrong")]
    Token,
}

impl Refused {
    /// The HTTP status to answer with.
    pub fn status(&self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::ContentType => 415,
            Self::Malformed(_) | Self::Field(_) | Self::OtherEvent => 400,
            Self::Token => 401,
        }
    }
}
