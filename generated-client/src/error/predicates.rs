//! What can be asked of an error.

use super::{ApiError, Error, Failure, InvalidRequest, MethodErrorKind, NoToken, Reasoned};
use crate::transport::HttpProblem;

impl<K> Error<K> {
    /// The API's own error, if the server answered with one.
    pub fn api(&self) -> Option<&ApiError<K>> {
        match &self.0.failure {
            Failure::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        match &self.0.failure {
            Failure::Answer(problem) => Some(problem.status()),
            Failure::Decode { status, .. } => Some(*status),
            Failure::Api(error) => Some(error.status()),
            Failure::Token(problem) => match problem.problem() {
                NoToken::Refused { status, .. } | NoToken::NoUse { status, .. } => Some(*status),
                _ => None,
            },
            Failure::Setup(_)
            | Failure::Invalid(_)
            | Failure::Transport(_)
            | Failure::Waited(_)
            | Failure::NotRun
            | Failure::Unmentioned
            | Failure::WrongHandle
            | Failure::List(_)
            | Failure::NoWorker => None,
        }
    }

    /// What the spec refused; then nothing was sent.
    pub fn invalid_request(&self) -> Option<&InvalidRequest> {
        match &self.0.failure {
            Failure::Invalid(problem) => Some(problem),
            _ => None,
        }
    }

    /// Where an answer differs from its spec, such as `result[3].ID`.
    pub fn decode_path(&self) -> Option<&str> {
        match &self.0.failure {
            Failure::Decode { problem, .. } => Some(problem.path()),
            _ => None,
        }
    }

    /// The body of an answer that could not be used, up to its first 64 KiB, with the client's own secrets cut out.
    ///
    /// It is the server's text as it came: mind what it may hold before you log it.
    pub fn body(&self) -> Option<&str> {
        match &self.0.failure {
            Failure::Answer(problem) => Some(problem.body()),
            Failure::Decode { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Whether a time limit ran out: that of an exchange, or the deadline of the call before it could be sent.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.failure, Failure::Waited(_)) || self.http_problem() == Some(HttpProblem::Timeout)
    }

    /// Whether there was no access token to call with: the authorization server refused or did not answer, or the token
    /// store failed.
    pub fn is_token(&self) -> bool {
        matches!(self.0.failure, Failure::Token(_))
    }

    /// Whether this is a command of a batch that did not run because an earlier one failed.
    pub fn is_not_run(&self) -> bool {
        matches!(self.0.failure, Failure::NotRun)
    }

    /// Whether the answers to a list contradict each other: it does not go on, ends before its total, or is not in the
    /// order that was asked for. Every answer alone is one; see [`pages`](crate::pages).
    pub fn is_list(&self) -> bool {
        matches!(self.0.failure, Failure::List(_))
    }

    /// The authorization server's code, such as `invalid_grant`, if it refused to renew the access token.
    pub fn token_code(&self) -> Option<&str> {
        match &self.0.failure {
            Failure::Token(problem) => match problem.problem() {
                NoToken::Refused { code, .. } => Some(code),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether no connection to the portal came about; then nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.http_problem() == Some(HttpProblem::Connect)
    }

    /// Whether the client could not be made, because of its address or its token, or is made in a way that cannot do what was
    /// asked: it has no transport, or one that fetches no files.
    pub fn is_setup(&self) -> bool {
        matches!(self.0.failure, Failure::Setup(_)) || self.http_problem() == Some(HttpProblem::NoTransport)
    }

    /// Whether the same call can succeed later without being changed: the portal was out of reach, or the server
    /// refused for a while.
    ///
    /// Says nothing about what a second call would do; ask [`may_have_run`](Self::may_have_run) too.
    pub fn is_retryable(&self) -> bool {
        match &self.0.failure {
            Failure::Transport(failure) => failure.problem.may_pass(),
            Failure::Waited(_) | Failure::NotRun => true,
            Failure::Token(problem) => problem.is_temporary(),
            Failure::Answer(problem) => problem.status() >= 500,
            Failure::Api(error) => error.is_temporary(),
            Failure::Setup(_)
            | Failure::Invalid(_)
            | Failure::Decode { .. }
            | Failure::Unmentioned
            | Failure::List(_)
            | Failure::WrongHandle
            | Failure::NoWorker => false,
        }
    }

    /// Whether the server may have done what it was asked, although the call failed: the answer was lost on the way or
    /// could not be read, or the server broke down while working.
    pub fn may_have_run(&self) -> bool {
        self.0.may_have_run
    }

    fn http_problem(&self) -> Option<HttpProblem> {
        match &self.0.failure {
            Failure::Transport(error) => Some(error.problem),
            _ => None,
        }
    }
}

impl<K: MethodErrorKind> Error<K> {
    /// Which of the method's documented errors the server answered with, if it answered with an error.
    pub fn kind(&self) -> Option<K> {
        self.api().map(ApiError::kind)
    }
}

impl<K: Reasoned> Error<K> {
    /// Why the server refused, if its text is one that the method documents.
    pub fn reason(&self) -> Option<K::Reason> {
        self.api()?.reason()
    }

    /// Everything that the server refused, where it names several; see [`ApiError::reasons`].
    pub fn reasons(&self) -> Vec<K::Reason> {
        self.api().map(ApiError::reasons).unwrap_or_default()
    }
}
