//! What to do after an attempt: give its outcome to the caller, or try again, and when.
//!
//! Pure: it sees what happened and what the spec says of the method, and decides. `call` does what it decides.

use std::time::Duration;

use crate::method::Effect;
use crate::transport::HttpProblem;

/// Which calls are repeated after a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// None at all.
    Never,
    /// What surely did not run; and, of what may have run, the methods of which a second call does no harm.
    #[default]
    BySpec,
    /// Also what may have run and would run twice.
    Always,
}

/// How often and how long a call is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) repeat: Repeat,
    /// How many attempts in all.
    pub(crate) attempts: u32,
}

/// What came of an attempt that gave no result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Setback {
    /// No answer.
    NoAnswer(HttpProblem),
    /// An answer that is none of the API, with this status; and whether the method surely did not run.
    NoUse { status: u16, surely_did_not_run: bool },
    /// The server counts too many requests.
    TooMany,
    /// The method has used up its working time.
    TooLong,
    /// Another error of the API.
    Refused { temporary: bool, surely_did_not_run: bool },
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Tell the caller.
    GiveUp,
    /// Try again after the usual pause.
    Again,
}

impl Setback {
    /// Whether the server may have done what it was asked.
    pub(crate) fn may_have_run(self) -> bool {
        match self {
            Self::NoAnswer(problem) => !matches!(problem, HttpProblem::Connect | HttpProblem::NoTransport),
            Self::NoUse { surely_did_not_run, .. } | Self::Refused { surely_did_not_run, .. } => !surely_did_not_run,
            Self::TooMany | Self::TooLong => false,
        }
    }

    /// Whether the same call can succeed later.
    fn may_pass(self) -> bool {
        match self {
            Self::NoAnswer(problem) => problem.may_pass(),
            Self::TooMany | Self::TooLong => true,
            // Half an answer is as good as none; a page of HTML under 4xx comes again, and so does another address.
            Self::NoUse { status, .. } => !(300..500).contains(&status) || status == 429,
            Self::Refused { temporary, .. } => temporary,
        }
    }
}

/// Judges the attempt with this number, the first being 1.
pub(crate) fn judge(setback: Setback, effect: Effect, attempt: u32, policy: Policy) -> Verdict {
    let safe = match policy.repeat {
        Repeat::Never => false,
        Repeat::BySpec => !setback.may_have_run() || matches!(effect, Effect::Read | Effect::Idempotent),
        Repeat::Always => true,
    };
    if safe && setback.may_pass() && attempt < policy.attempts { Verdict::Again } else { Verdict::GiveUp }
}

/// The shortest and the longest pause before the second attempt; each further pause is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(400);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long to wait after the attempt with this number. `chance` is from 0 to 1: callers that failed together must not
/// come back together.
pub(crate) fn pause(attempt: u32, chance: f64) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    doubled.min(LONGEST_PAUSE).mul_f64(0.5 + 0.5 * chance)
}

/// The pause that a `Retry-After` asks for: seconds, or a date.
pub(crate) fn retry_after(header: &str, now: i64) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = chrono::DateTime::parse_from_rfc2822(header).ok()?.timestamp();
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(now)).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_SPEC: Policy = Policy { repeat: Repeat::BySpec, attempts: 5 };

    fn again(setback: Setback) -> Vec<Effect> {
        let effects = [Effect::Read, Effect::Idempotent, Effect::Once];
        effects.into_iter().filter(|effect| judge(setback, *effect, 1, BY_SPEC) == Verdict::Again).collect()
    }

    #[test]
    fn what_surely_did_not_run_is_repeated_whatever_it_does() {
        let all = [Effect::Read, Effect::Idempotent, Effect::Once];
        for setback in [
            Setback::NoAnswer(HttpProblem::Connect),
            Setback::TooMany,
            Setback::TooLong,
            Setback::Refused { temporary: true, surely_did_not_run: true },
            Setback::NoUse { status: 429, surely_did_not_run: true },
        ] {
            assert_eq!(again(setback), all, "{setback:?}");
        }
    }

    #[test]
    fn what_may_have_run_is_repeated_if_that_does_no_harm() {
        let harmless = [Effect::Read, Effect::Idempotent];
        for setback in [
            Setback::NoAnswer(HttpProblem::Broken),
            Setback::NoAnswer(HttpProblem::Timeout),
            Setback::NoUse { status: 200, surely_did_not_run: false },
            Setback::NoUse { status: 502, surely_did_not_run: false },
            Setback::Refused { temporary: true, surely_did_not_run: false },
        ] {
            assert_eq!(again(setback), harmless, "{setback:?}");
            let always = Policy { repeat: Repeat::Always, ..BY_SPEC };
            assert_eq!(judge(setback, Effect::Once, 1, always), Verdict::Again);
        }
    }

    #[test]
    fn what_stays_wrong_is_not_repeated() {
        for setback in [
            Setback::NoAnswer(HttpProblem::NoTransport),
            Setback::Refused { temporary: false, surely_did_not_run: true },
            Setback::NoUse { status: 404, surely_did_not_run: true },
            Setback::NoUse { status: 302, surely_did_not_run: true },
        ] {
            assert_eq!(again(setback), [], "{setback:?}");
        }
    }

    #[test]
    fn attempts_are_counted() {
        let broken = Setback::NoAnswer(HttpProblem::Connect);
        assert_eq!(judge(broken, Effect::Read, 4, BY_SPEC), Verdict::Again);
        assert_eq!(judge(broken, Effect::Read, 5, BY_SPEC), Verdict::GiveUp);
        let never = Policy { repeat: Repeat::Never, ..BY_SPEC };
        assert_eq!(judge(broken, Effect::Read, 1, never), Verdict::GiveUp);
    }

    #[test]
    fn pauses_double_up_to_half_a_minute() {
        let seconds: Vec<f64> = (1..=9).map(|attempt| pause(attempt, 1.0).as_secs_f64()).collect();
        assert_eq!(seconds, [0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]);
        assert_eq!(pause(2, 0.0), Duration::from_millis(400));
        assert_eq!(pause(u32::MAX, 1.0), LONGEST_PAUSE);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after(" 7 ", 0), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Thu, 01 Jan 1970 00:01:40 GMT", 40), Some(Duration::from_mins(1)));
        assert_eq!(retry_after("Thu, 01 Jan 1970 00:01:40 GMT", 200), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", 0), None);
    }
}
