//! Why a call failed: one error type with predicates; what the server said is always there, and no secret ever is.

mod answer;
mod api;
mod invalid;
mod kind;
mod lost;
mod predicates;
mod resolve;
mod text;

pub(crate) use answer::{AnswerProblem, What};
pub(crate) use api::Refusal;
pub use api::{
    ApiError, ErrorKind, ErrorTable, FieldProblem, Listed, MethodErrorKind, Reasoned, SystemListed, debug_error_kind,
    same_error_kind,
};
pub(crate) use invalid::Reason;
pub use invalid::{InvalidRequest, InvalidValue};
pub use kind::Never;
pub(crate) use lost::{Cause, Lost, NoToken, Refused, TokenProblem};
pub use text::{place, reason};

use std::fmt;

use crate::context::Any;
use crate::decode::DecodeError;
use crate::pages::ListProblem;
use crate::transport::HttpFailure;

/// Why a call failed.
///
/// `K` is the method's own list of errors, such as
#[cfg_attr(feature = "bizproc", doc = "[`LogErrorKind`](crate::api::bizproc::activity::LogErrorKind);")]
#[cfg_attr(not(feature = "bizproc"), doc = "`LogErrorKind`;")]
/// `?` turns any of them into `Error`, which is `Error<Any>`.
///
/// `Display` is one line with the method, the code and the server's text. No form of this error holds a webhook code or
/// a token: the server's texts are searched for them, and addresses are left out.
pub struct Error<K = Any>(Box<Inner<K>>);

struct Inner<K> {
    method: Option<String>,
    failure: Failure<K>,
    /// Whether the server may have done what it was asked.
    may_have_run: bool,
    /// How often it was tried.
    attempts: u32,
}

/// What went wrong, by the stage that a call reached.
pub(crate) enum Failure<K> {
    /// The client could not be made.
    Setup(SetupError),
    /// The request breaks a rule of its spec.
    Invalid(InvalidRequest),
    /// No answer came.
    Transport(HttpFailure),
    /// There was no access token to be had.
    Token(TokenProblem),
    /// The deadline left no time to wait for this.
    Waited(&'static str),
    /// A command of a batch that was broken off before.
    NotRun,
    /// A command that the batch's answer does not mention.
    Unmentioned,
    /// A handle that belongs to another batch.
    WrongHandle,
    /// The client's own thread is gone.
    #[cfg_attr(not(feature = "blocking"), expect(dead_code, reason = "only the blocking client has a thread"))]
    NoWorker,
    /// What came is no answer of the API.
    Answer(AnswerProblem),
    /// The answers to a list contradict each other.
    List(ListProblem),
    /// The answer's result is not what the spec says.
    Decode { status: u16, problem: DecodeError, body: String },
    /// The API refused.
    Api(ApiError<K>),
}

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    #[error("the address of the portal is no URL: {0}; it begins with `https://`")]
    NoUrl(url::ParseError),
    #[error("the address of the portal has no host")]
    NoHost,
    #[error("`{0}` is not supported; use https")]
    Scheme(String),
    #[error("http would send the secret in the clear; use https, or http to this machine only")]
    Insecure,
    #[error("the address contains a user name or password, a query or a fragment; a portal's address has none")]
    Surplus,
    #[error("a webhook's URL looks like `https://portal.bitrix24.com/rest/1/code/`; this one has another path")]
    NoWebhook,
    #[error("the webhook's URL ends with a method; leave the method out, so that the URL ends with the code")]
    WebhookWithMethod,
    #[error("a portal's address looks like `portal.bitrix24.com`; this one has a path")]
    PortalWithPath,
    #[error("the access token is empty or contains a blank")]
    Token,
    #[error("the address of the authorization server is no https URL")]
    TokenUrl,
    #[error("the tokens do not say which portal they are for")]
    NoPortal,
    #[error("the installation has no refresh token")]
    NoRefreshToken,
    #[error("the authorization server knows the tokens as another portal's")]
    AnotherPortal,
    #[error("the user came back with another `state`; somebody else sent them")]
    State,
    #[error("the user came back without a `code`")]
    NoCode,
    #[error("the system has no randomness to give: {0}")]
    Random(String),
    #[error("the client's transport fetches no files")]
    NoDownloads,
    #[cfg(feature = "blocking")]
    #[error("the runtime of the blocking client could not be made: {0}")]
    Runtime(std::io::Error),
    #[cfg(feature = "http")]
    #[error(transparent)]
    Http(#[from] crate::transport::HttpSetupError),
}

impl Error {
    /// There is no access token for a step that no method stands for.
    pub(crate) fn token(problem: TokenProblem) -> Self {
        Self(Box::new(Inner { method: None, failure: Failure::Token(problem), may_have_run: false, attempts: 0 }))
    }

    pub(crate) fn setup(problem: SetupError) -> Self {
        Self(Box::new(Inner { method: None, failure: Failure::Setup(problem), may_have_run: false, attempts: 0 }))
    }
}

impl<K> Error<K> {
    pub(crate) fn new(method: &str, failure: Failure<K>, may_have_run: bool) -> Self {
        Self(Box::new(Inner { method: Some(method.to_owned()), failure, may_have_run, attempts: 1 }))
    }

    pub(crate) fn invalid(method: &str, problem: InvalidRequest) -> Self {
        Self::new(method, Failure::Invalid(problem), false).after(0)
    }

    /// The same error after so many attempts.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// How often the call was tried. 0 if nothing was sent at all, because the request or the client was refused before.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The method that was called; `None` if the client itself could not be made.
    pub fn method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }
}

impl<K: ErrorKind> Error<K> {
    /// A call that gave no result, as its method sees it.
    pub(crate) fn lost(method: &str, lost: Lost) -> Self {
        let Lost { cause, may_have_run, attempts, of_command: _ } = lost;
        let failure = match cause {
            Cause::Transport(failure) => Failure::Transport(failure),
            Cause::Answer(problem, _) => Failure::Answer(problem),
            Cause::Refused(refusal, _) => Failure::Api(ApiError::new(refusal)),
            Cause::Token(problem) => Failure::Token(problem),
            Cause::Waited(what) => Failure::Waited(what),
            Cause::NotRun => Failure::NotRun,
            Cause::Unmentioned => Failure::Unmentioned,
            Cause::Invalid(problem) => Failure::Invalid(InvalidRequest::new("a call", "", problem)),
        };
        Self::new(method, failure, may_have_run).after(attempts)
    }
}

impl<K> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.method() {
            write!(f, "{method}: ")?;
        }
        match &self.0.failure {
            Failure::Setup(problem) => problem.fmt(f)?,
            Failure::Invalid(problem) if self.method().is_some() => write!(f, "nothing was sent: {}", problem.value())?,
            Failure::Invalid(problem) => problem.fmt(f)?,
            Failure::Transport(error) => error.fmt(f)?,
            Failure::Token(problem) => problem.fmt(f)?,
            Failure::Waited(what) => write!(f, "the deadline leaves no time to wait {what}")?,
            Failure::NotRun => f.write_str("did not run, because an earlier command of the batch failed")?,
            Failure::Unmentioned => f.write_str("the answer of the batch does not mention this command")?,
            Failure::WrongHandle => f.write_str("the handle belongs to another batch")?,
            Failure::NoWorker => f.write_str("the client's worker thread is gone")?,
            Failure::Answer(problem) => problem.fmt(f)?,
            Failure::List(problem) => problem.fmt(f)?,
            Failure::Decode { status, problem, .. } => {
                write!(f, "the answer with status {status} is not what the spec says: {problem}")?;
            }
            Failure::Api(error) => error.fmt(f)?,
        }
        match (self.0.may_have_run, self.0.attempts) {
            (false, 0 | 1) => Ok(()),
            (false, attempts) => write!(f, " (after {attempts} attempts)"),
            (true, 0 | 1) => f.write_str(" (the call may have run)"),
            (true, attempts) => write!(f, " (after {attempts} attempts; the call may have run)"),
        }
    }
}

/// As `Display`, followed by the causes: what `fn main() -> Result<(), Error>` prints is for people too.
impl<K> fmt::Debug for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl<K> std::error::Error for Error<K> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.failure {
            Failure::Transport(error) => error.source(),
            Failure::Answer(problem) => problem.source(),
            Failure::Token(problem) => std::error::Error::source(problem),
            Failure::Setup(_)
            | Failure::Invalid(_)
            | Failure::Decode { .. }
            | Failure::Api(_)
            | Failure::Waited(_)
            | Failure::NotRun
            | Failure::Unmentioned
            | Failure::WrongHandle
            | Failure::List(_)
            | Failure::NoWorker => None,
        }
    }
}

impl<K: MethodErrorKind> From<Error<K>> for Error<Any> {
    fn from(error: Error<K>) -> Self {
        let Inner { method, failure, may_have_run, attempts } = *error.0;
        let failure = match failure {
            Failure::Setup(problem) => Failure::Setup(problem),
            Failure::Invalid(problem) => Failure::Invalid(problem),
            Failure::Transport(error) => Failure::Transport(error),
            Failure::Token(problem) => Failure::Token(problem),
            Failure::Waited(what) => Failure::Waited(what),
            Failure::NotRun => Failure::NotRun,
            Failure::Unmentioned => Failure::Unmentioned,
            Failure::WrongHandle => Failure::WrongHandle,
            Failure::NoWorker => Failure::NoWorker,
            Failure::List(problem) => Failure::List(problem),
            Failure::Answer(problem) => Failure::Answer(problem),
            Failure::Decode { status, problem, body } => Failure::Decode { status, problem, body },
            Failure::Api(error) => Failure::Api(error.forget()),
        };
        Self(Box::new(Inner { method, failure, may_have_run, attempts }))
    }
}

impl<K> From<InvalidRequest> for Error<K> {
    fn from(problem: InvalidRequest) -> Self {
        Self(Box::new(Inner { method: None, failure: Failure::Invalid(problem), may_have_run: false, attempts: 0 }))
    }
}
