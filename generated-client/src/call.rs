//! The one path of every call: limits, authorization, the exchange, and what comes of a setback.
//!
//! Knows nothing of types of requests and results; `client` puts them around it.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;
use tokio::time::{Duration, Instant, sleep, timeout_at};
use tracing::{Instrument, debug, debug_span};

use crate::auth::{Auth, Credentials};
use crate::clock::{after, unix_now};
use crate::envelope::{self, Envelope, Time, Unusable};
use crate::error::{AnswerProblem, Cause, InvalidValue, Lost, Refusal, Refused};
use crate::gather::Gatherer;
use crate::limits::RateLimit;
use crate::method::{Effect, Version};
use crate::retry::{self, Policy, Setback, Verdict};
use crate::transport::{HttpAnswer, HttpRequest, Transport};

/// All that calls of a client share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) auth: Arc<Auth>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) options: Options,
    /// Where calls meet that are to go together.
    pub(crate) gatherer: Option<Arc<Gatherer>>,
}

/// What can be set on a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// For one exchange.
    pub(crate) timeout: Duration,
    /// For a call with all its attempts and pauses.
    pub(crate) deadline: Duration,
    pub(crate) max_answer: usize,
    pub(crate) policy: Policy,
    pub(crate) limit: Option<RateLimit>,
}

/// A request on its way, stripped of its type.
pub(crate) struct Outgoing<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: Version,
    pub(crate) effect: Effect,
    pub(crate) parameters: Value,
}

/// An answer with a result.
pub(crate) struct Answered {
    pub(crate) envelope: Envelope,
    pub(crate) status: u16,
    pub(crate) raw: Bytes,
    /// How many attempts it took.
    pub(crate) attempts: u32,
}

/// What a call may still spend; the attempts that it has spent already count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) deadline: Instant,
    pub(crate) attempts: u32,
}

/// What an attempt ended with, when it gave no result.
enum Ended {
    /// With a setback that a further attempt may make good.
    Setback(Setback, Cause),
    /// With an expired token, which has been replaced since, or a portal that has moved: the next attempt is another one.
    Otherwise(Cause),
    /// For good. Nothing ran.
    Final(Cause),
}

/// How often a call starts over because of new tokens or a new address; more often would be a circle.
const DETOURS: u32 = 3;

impl Shared {
    /// What a call may spend that begins now.
    pub(crate) fn budget(&self) -> Budget {
        Budget { deadline: after(self.options.deadline), attempts: 0 }
    }

    /// Sends a request until there is a result, or nothing more to try.
    pub(crate) async fn exchange(&self, out: &Outgoing<'_>, budget: Budget) -> Result<Answered, Lost> {
        let deadline = budget.deadline;
        let key = (out.version == Version::V3 && out.effect == Effect::Once).then(random_key);
        // With a key, the server answers the second call as it did the first.
        let effect = if key.is_some() { Effect::Idempotent } else { out.effect };
        let (mut attempt, mut detours, mut may_have_run) = (budget.attempts + 1, 0, false);
        loop {
            let span = debug_span!("bitrix24.attempt", http.request.resend_count = attempt - 1);
            let ended = match self.attempt(out, key.as_deref(), deadline).instrument(span).await {
                Ok(answered) => return Ok(Answered { attempts: attempt, ..answered }),
                Err(ended) => ended,
            };
            let lost = |cause, may_have_run| Err(Lost { cause, may_have_run, attempts: attempt, of_command: false });
            match ended {
                Ended::Final(cause) => return lost(cause, may_have_run),
                Ended::Otherwise(cause) => {
                    detours += 1;
                    if detours > DETOURS {
                        return lost(cause, may_have_run);
                    }
                }
                Ended::Setback(setback, cause) => {
                    may_have_run |= setback.may_have_run();
                    let Some(pause) = self.pause(setback, &cause, effect, attempt, deadline) else {
                        return lost(cause, may_have_run);
                    };
                    debug!(%cause, ?pause, "trying again");
                    attempt += 1;
                    sleep(pause).await;
                }
            }
        }
    }

    /// How long to wait after an attempt before the next; none if there is to be none.
    pub(crate) fn pause(
        &self,
        setback: Setback,
        cause: &Cause,
        effect: Effect,
        attempt: u32,
        deadline: Instant,
    ) -> Option<Duration> {
        let pause = retry::pause(attempt, chance()).max(cause.retry_after().unwrap_or_default());
        let again = retry::judge(setback, effect, attempt, self.options.policy) == Verdict::Again;
        (again && after(pause) < deadline).then_some(pause)
    }

    async fn attempt(&self, out: &Outgoing<'_>, key: Option<&str>, deadline: Instant) -> Result<Answered, Ended> {
        self.wait(out, deadline).await.map_err(Ended::Final)?;
        let credentials = match timeout_at(deadline, self.auth.credentials()).await {
            Ok(credentials) => credentials.map_err(|problem| Ended::Final(Cause::Token(problem)))?,
            Err(_) => return Err(Ended::Final(Cause::Waited("for a new access token"))),
        };
        let request = self.request(out, key, &credentials, deadline).map_err(Ended::Final)?;
        let answer = self.transport.post(request).await;
        let answer = answer.map_err(|failure| Ended::Setback(Setback::NoAnswer(failure.problem), failure.into()))?;
        self.judge(out, &credentials, answer, deadline).await
    }

    /// Waits until the method may be called.
    async fn wait(&self, out: &Outgoing<'_>, deadline: Instant) -> Result<(), Cause> {
        if let Some(until) = self.auth.limits().rests_until(out.name) {
            if until >= deadline {
                return Err(Cause::Waited("for the method to get back some of its working time"));
            }
            debug!("waiting for the method's working time");
            tokio::time::sleep_until(until).await;
        }
        self.turn(deadline).await
    }

    /// Waits until the portal takes one request more.
    pub(crate) async fn turn(&self, deadline: Instant) -> Result<(), Cause> {
        let portal = self.auth.limits();
        if let Some(refusal) = portal.blocked() {
            return Err(Cause::Refused(refusal, None));
        }
        let Some(limit) = self.options.limit else {
            return Ok(());
        };
        let taken = timeout_at(deadline, portal.take(limit)).await;
        taken.map_err(|_| Cause::Waited("for its turn within the portal's rate limit"))
    }

    /// The time for one exchange.
    pub(crate) fn time_left(&self, deadline: Instant) -> Duration {
        self.options.timeout.min(deadline.saturating_duration_since(Instant::now()))
    }

    fn request(
        &self,
        out: &Outgoing<'_>,
        key: Option<&str>,
        credentials: &Credentials,
        deadline: Instant,
    ) -> Result<HttpRequest, Cause> {
        let body =
            credentials.encode(&out.parameters).map_err(|error| Cause::Invalid(InvalidValue::not_json(&error)))?;
        let url = credentials.endpoint(out.name, out.version);
        let mut request = HttpRequest::new(url, "application/json", body);
        request.timeout = self.time_left(deadline);
        request.max_answer = self.options.max_answer;
        if let Some(key) = key {
            request.headers.push(("idempotency-key", key.to_owned().into()));
        }
        Ok(request)
    }

    /// What an answer means.
    async fn judge(
        &self,
        out: &Outgoing<'_>,
        used: &Credentials,
        answer: HttpAnswer,
        deadline: Instant,
    ) -> Result<Answered, Ended> {
        let status = answer.status();
        let retry_after = answer.get("retry-after").and_then(|header| retry::retry_after(header, unix_now()));
        if let Some(location) = answer.get("location").filter(|_| (300..400).contains(&status))
            && timeout_at(deadline, self.auth.follow(location)).await.unwrap_or(false)
        {
            debug!("the portal has moved");
            return Err(Ended::Otherwise(Cause::Answer(AnswerProblem::moved(status), None)));
        }
        let redact = |text| self.auth.redact(text);
        match envelope::open(&answer, self.options.max_answer, redact) {
            Ok(envelope) => {
                self.note(out.name, envelope.time.as_ref());
                let raw = answer.body().cloned().unwrap_or_default();
                Ok(Answered { envelope, status, raw, attempts: 1 })
            }
            Err(Unusable::Broken(problem)) => {
                let surely_did_not_run = problem.surely_did_not_run();
                let setback = Setback::NoUse { status, surely_did_not_run };
                Err(Ended::Setback(setback, Cause::Answer(problem, retry_after)))
            }
            Err(Unusable::Refused(refusal)) => Err(self.refused(out, used, refusal, retry_after, deadline).await),
        }
    }

    async fn refused(
        &self,
        out: &Outgoing<'_>,
        used: &Credentials,
        refusal: Refusal,
        retry_after: Option<Duration>,
        deadline: Instant,
    ) -> Ended {
        let cause = |refusal, pause| Cause::Refused(refusal, pause);
        match Refused::of(&refusal) {
            Refused::TooLong => {
                let rest = self.auth.limits().rest(out.name).saturating_duration_since(Instant::now());
                let pause = rest.max(retry_after.unwrap_or_default());
                Ended::Setback(Setback::TooLong, cause(refusal, Some(pause)))
            }
            Refused::Expired => match timeout_at(deadline, self.auth.renew(used)).await {
                Err(_) => Ended::Final(Cause::Waited("for a new access token")),
                Ok(None) => Ended::Final(cause(refusal, retry_after)),
                Ok(Some(Ok(()))) => Ended::Otherwise(cause(refusal, retry_after)),
                Ok(Some(Err(problem))) => Ended::Final(Cause::Token(problem)),
            },
            other => match self.heed(other, &refusal) {
                Some(setback) => Ended::Setback(setback, cause(refusal, retry_after)),
                None => Ended::Final(cause(refusal, retry_after)),
            },
        }
    }

    /// Tells the portal's limits of a refusal that is about neither one method nor one token. None if it is final.
    pub(crate) fn heed(&self, refused: Refused, refusal: &Refusal) -> Option<Setback> {
        match refused {
            Refused::TooMany => {
                self.auth.limits().full(self.options.limit);
                Some(Setback::TooMany)
            }
            Refused::Blocked => {
                self.auth.limits().block(refusal.clone());
                None
            }
            Refused::Other { temporary, surely_did_not_run } => {
                Some(Setback::Refused { temporary, surely_did_not_run })
            }
            Refused::TooLong | Refused::Expired => None,
        }
    }

    /// Remembers when the method gets back some of its working time.
    pub(crate) fn note(&self, method: &str, time: Option<&Time>) {
        if let Some(reset) = time.and_then(|time| time.operating_reset_at) {
            self.auth.limits().resets(method, reset);
        }
    }
}

/// A number from 0 to 1.
pub(crate) fn chance() -> f64 {
    f64::from(u32::try_from(random() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

/// An idempotency key that nobody else uses.
fn random_key() -> String {
    format!("{:016x}{:016x}", random(), random())
}

/// A number that nobody can guess. Where the system has no randomness to give, the moment must do.
pub(crate) fn random() -> u64 {
    getrandom::u64().unwrap_or_else(|_| {
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        u64::try_from(now.as_nanos()).unwrap_or_default()
    })
}
