//! A call that gave no result, before its method's own view of it is added.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::api::system_of;
use super::{AnswerProblem, InvalidValue, Refusal};
use crate::system::SystemErrorKind;
use crate::transport::HttpFailure;

/// A call that gave no result.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    pub(crate) cause: Cause,
    /// Whether one of its attempts may have run.
    pub(crate) may_have_run: bool,
    /// How many attempts there were.
    pub(crate) attempts: u32,
    /// Whether a command of a batch was refused, and the batch let in.
    pub(crate) of_command: bool,
}

/// Why there is no result.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// No answer came.
    Transport(HttpFailure),
    /// What came is no answer of the API; and the pause that it asked for.
    Answer(AnswerProblem, Option<Duration>),
    /// The API refused; and the pause that it asked for.
    Refused(Refusal, Option<Duration>),
    /// There is no access token to be had.
    Token(TokenProblem),
    /// The deadline would have passed, or has, before anything could be sent. For what the call waited.
    Waited(&'static str),
    /// A command of a batch that was broken off before.
    NotRun,
    /// A command that the batch's answer does not mention.
    Unmentioned,
    /// The parameters cannot be sent.
    Invalid(InvalidValue),
}

impl Cause {
    /// The pause that the server asked for.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Answer(_, pause) | Self::Refused(_, pause) => *pause,
            _ => None,
        }
    }
}

impl From<HttpFailure> for Cause {
    fn from(failure: HttpFailure) -> Self {
        Self::Transport(failure)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(failure) => failure.fmt(f),
            Self::Answer(problem, _) => problem.fmt(f),
            Self::Refused(refusal, _) => refusal.fmt(f),
            Self::Token(problem) => problem.fmt(f),
            Self::Waited(what) => write!(f, "the deadline leaves no time to wait {what}"),
            Self::NotRun => f.write_str("an earlier command of the batch failed"),
            Self::Unmentioned => f.write_str("the answer of the batch does not mention the command"),
            Self::Invalid(problem) => problem.fmt(f),
        }
    }
}

/// What an error of the API means for the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Too many requests.
    TooMany,
    /// The method has used up its working time.
    TooLong,
    /// The vendor has blocked the portal.
    Blocked,
    /// The access token has expired.
    Expired,
    /// Anything else.
    Other { temporary: bool, surely_did_not_run: bool },
}

impl Refused {
    pub(crate) fn of(refusal: &Refusal) -> Self {
        let Some(row) = system_of(refusal) else {
            return Self::Other { temporary: false, surely_did_not_run: refusal.status < 500 };
        };
        match row.listed.kind {
            SystemErrorKind::QueryLimitExceeded => Self::TooMany,
            SystemErrorKind::OperationTimeLimit => Self::TooLong,
            SystemErrorKind::OverloadLimit => Self::Blocked,
            SystemErrorKind::ExpiredToken => Self::Expired,
            // Somebody has to agree first, which takes longer than any call.
            SystemErrorKind::MethodConfirmWaiting => Self::Other { temporary: false, surely_did_not_run: true },
            _ => Self::Other { temporary: row.temporary, surely_did_not_run: row.refused },
        }
    }
}

/// Why there is no access token. Cheap to clone: all calls that waited for one token learn the same.
#[derive(Clone, Debug)]
pub(crate) struct TokenProblem(Arc<NoToken>);

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoToken {
    #[error("the authorization server refused: {code}{} (status {status})", described(.description))]
    Refused { status: u16, code: String, description: String },
    #[error("the authorization server did not answer")]
    NoAnswer(#[source] HttpFailure),
    #[error("the authorization server's answer is unusable: {what} (status {status})")]
    NoUse { status: u16, what: String },
    #[error("the token store failed")]
    Store(#[source] Box<dyn StdError + Send + Sync>),
    #[error("the token store has no tokens; the application must be authorized first")]
    Nothing,
    #[error("the refreshing of the token was broken off")]
    BrokenOff,
}

impl NoToken {
    /// The same without secrets, where the server has sent them back.
    pub(crate) fn without<'a>(mut self, secrets: impl Iterator<Item = &'a str>) -> Self {
        if let Self::Refused { code, description, .. } = &mut self {
            for secret in secrets.filter(|secret| secret.len() > 3) {
                *code = code.replace(secret, "<secret>");
                *description = description.replace(secret, "<secret>");
            }
        }
        self
    }
}

fn described(description: &str) -> String {
    if description.is_empty() { String::new() } else { format!(": {description}") }
}

impl TokenProblem {
    pub(crate) fn problem(&self) -> &NoToken {
        &self.0
    }

    /// Whether trying again later can help.
    pub(crate) fn is_temporary(&self) -> bool {
        match self.problem() {
            NoToken::NoAnswer(failure) => failure.problem.may_pass(),
            NoToken::Store(_) | NoToken::BrokenOff => true,
            NoToken::Refused { status, .. } | NoToken::NoUse { status, .. } => *status >= 500 || *status == 429,
            NoToken::Nothing => false,
        }
    }
}

impl From<NoToken> for TokenProblem {
    fn from(problem: NoToken) -> Self {
        Self(Arc::new(problem))
    }
}

impl fmt::Display for TokenProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no access token: {}", self.0)
    }
}

impl StdError for TokenProblem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
