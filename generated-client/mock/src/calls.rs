//! The way of a call through the portal: limits, who calls, faults, the specs, what the method does, the record.

use std::net::IpAddr;

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::{CONTENT_TYPE, HeaderName};
use serde_json::Value;

use crate::batch::{self, Executed};
use crate::call::{Call, Caller, Failure, Success, Version};
use crate::core::{Core, State};
use crate::envelope;
use crate::faults::{Fails, Fault, Kind};
use crate::idempotency::{self, Who};
use crate::limits::Used;
use crate::record;
use crate::reply::{Answer, Reply};
use crate::request::{self, Target};
use crate::{enforce, methods};

/// A request that has come whole.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: hyper::Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) from: IpAddr,
}

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

impl Request {
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The path with its query.
    pub(crate) fn whole_path(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }
}

/// Answers a call, or lets a fault do so.
pub(crate) async fn answer(core: &Core, request: &Request, target: &Target) -> Reply {
    let fault = core.state().faults.take(&target.method, false);
    let Some(fault) = fault else {
        return run(core, request, target).await.into();
    };
    // What does not run is spoiled all the same: a reset or a late answer needs nothing right behind it.
    let right = if fault.runs() { run(core, request, target).await } else { Answer::json_bytes(200, Bytes::new()) };
    spoiled(core, &fault, &right, target.version, request)
}

/// What a fault makes of the right answer.
pub(crate) fn spoiled(core: &Core, fault: &Fault, right: &Answer, version: Version, request: &Request) -> Reply {
    match &fault.kind {
        Kind::Fails(fails) => Answer::failure(version, &failure(core, fails)).into(),
        Kind::Spoils(spoils) => Reply::spoiled(spoils, right, &request.whole_path()),
    }
}

/// The error that a fault stands for.
fn failure(portal: &Core, fails: &Fails) -> Failure {
    let code = match fails {
        Fails::With(failure) => return failure.clone(),
        Fails::System(code) => code,
    };
    let known = portal.api.system().and_then(|system| system.errors.iter().find(|known| known.code.code == *code));
    let status = known.and_then(|known| known.code.status).unwrap_or(400);
    let text = known.and_then(|known| known.code.texts.first()).map_or("", String::as_str);
    Failure::new(status, code.as_str(), text)
}

async fn run(core: &Core, request: &Request, target: &Target) -> Answer {
    let parameters = request::parameters(
        target.version,
        &request.method,
        request.header(&CONTENT_TYPE),
        &request.query,
        request.body.clone(),
    );
    let parameters = parameters.await;
    let start = core.state().now();
    if !core.latency.is_zero() {
        tokio::time::sleep(core.latency).await;
    }
    let mut state = core.state();
    if let Some(new) = &state.renamed {
        return Answer::redirect(format!("{new}{}", request.whole_path()));
    }
    match admit(&mut state, request, target, parameters) {
        Ok((caller, parameters)) => once(core, &mut state, request, target, &caller, parameters, start),
        Err(failure) => Answer::failure(target.version, &failure),
    }
}

/// Counts the request and finds out who calls.
fn admit(
    state: &mut State,
    request: &Request,
    target: &Target,
    parameters: Result<Value, Failure>,
) -> Result<(Caller, Value), Failure> {
    let now = state.now();
    if state.limits.is_some_and(|limits| !state.buckets.take(request.from, limits, now)) {
        return Err(Failure::new(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"));
    }
    let mut parameters = parameters?;
    let token = request::credentials(&mut parameters, &request.headers);
    let caller = match (&target.webhook, token) {
        (Some((user, code)), _) => state.tokens.webhook(*user, code)?,
        (None, Some(token)) => state.tokens.token(&token, now)?,
        (None, None) => return Err(Failure::not_authorized()),
    };
    Ok((caller, parameters))
}

/// Runs the call, unless its key says that it ran before.
fn once(
    core: &Core,
    state: &mut State,
    request: &Request,
    target: &Target,
    caller: &Caller,
    parameters: Value,
    start: f64,
) -> Answer {
    let key = request.header(&IDEMPOTENCY_KEY).filter(|_| target.version == Version::Rest3).map(str::to_owned);
    let Some(key) = key else {
        return call(core, state, target, caller, parameters, start);
    };
    let who: Who = (whose(caller), target.method.to_lowercase(), key.clone());
    let mut headers = vec![(IDEMPOTENCY_KEY, key.clone())];
    let found = idempotency::check(&key).and_then(|()| state.answers.find(&who, &request.body, start));
    let mut answer = match found {
        Err(failure) => return Answer::failure(target.version, &failure),
        Ok(Some(body)) => {
            headers.push((IDEMPOTENT_REPLAYED, "true".to_owned()));
            Answer::json_bytes(200, body)
        }
        Ok(None) => {
            let answer = call(core, state, target, caller, parameters, start);
            if answer.status == 200 {
                state.answers.keep(who, &request.body, answer.body.clone(), start);
            }
            answer
        }
    };
    answer.headers.extend(headers);
    answer
}

fn call(core: &Core, state: &mut State, target: &Target, caller: &Caller, parameters: Value, start: f64) -> Answer {
    let version = target.version;
    let outcome = if target.method.eq_ignore_ascii_case("batch") {
        let known = |method: &str| core.api.method(version, method);
        let run = |name: &str, call: Call| execute(core, state, caller, call, Some(name), start);
        let outcome = match version {
            Version::Rest2 => Ok(batch::run(&parameters, |method| known(method).is_none_or(|known| known.batch), run)),
            Version::Rest3 => {
                let check = |method: &str| match known(method) {
                    Some(known) if !known.batch => Err(Failure::not_in_a_batch()),
                    Some(_) => Ok(()),
                    None => Err(not_found()),
                };
                batch::rest3::run(&parameters, check, run)
            }
        };
        outcome.map(|success| (success, None))
    } else {
        let call = Call { method: target.method.clone(), version, parameters };
        let (outcome, used) = outcome(core, state, caller, call, None, start);
        outcome.map(|success| (success, used))
    };
    match outcome {
        Ok((success, used)) => {
            let time = envelope::time(start, state.now(), used);
            Answer::json(200, &envelope::success(success, time))
        }
        Err(failure) => Answer::failure(version, &failure),
    }
}

/// Runs a command of a batch.
fn execute(core: &Core, state: &mut State, caller: &Caller, call: Call, name: Option<&str>, start: f64) -> Executed {
    let fault = state.faults.take(&call.method, true);
    let failure = fault.as_ref().and_then(|fault| match &fault.kind {
        Kind::Fails(fails) => Some(failure(core, fails)),
        Kind::Spoils(_) => None,
    });
    let runs = failure.is_none() || fault.is_some_and(|fault| fault.runs());
    let (outcome, used) =
        if runs { outcome(core, state, caller, call, name, start) } else { (Ok(Success::default()), None) };
    Executed { outcome: failure.map_or(outcome, Err), time: envelope::time(start, state.now(), used) }
}

/// Runs one call, and says what its method has used of its working time since.
fn outcome(
    core: &Core,
    state: &mut State,
    caller: &Caller,
    call: Call,
    command: Option<&str>,
    start: f64,
) -> (Result<Success, Failure>, Option<Used>) {
    let now = state.now();
    let Call { method: name, version, parameters } = call;
    let known = core.api.method(version, &name);
    let canonical = known.map_or_else(|| name.to_lowercase(), |method| method.wire_name.clone());
    let who = whose(caller);
    let used = state.operating.used(&who, &canonical, now);
    if used.seconds > state.operating_limit {
        let text = "Method is blocked due to operation time limit.";
        return (Err(Failure::new(429, "OPERATION_TIME_LIMIT", text)), Some(used));
    }
    let checked = match known {
        Some(method) => enforce::check(&core.api, method, caller, parameters),
        None => Ok(parameters),
    };
    let outcome = checked.and_then(|parameters| {
        let store = &mut state.store;
        let outcome = match known {
            Some(method) => methods::answer(store, &core.api, method, caller, &parameters, now),
            None => {
                let answer =
                    methods::answer_without_spec(store, &core.api, &canonical, version, caller, &parameters, now);
                Ok(answer.ok_or_else(not_found)?)
            }
        };
        state.record.execute(record::Executed {
            at: now,
            method: canonical.clone(),
            parameters,
            caller: caller.clone(),
            command: command.map(str::to_owned),
            error: outcome.as_ref().err().map(|failure| failure.code.clone()),
        });
        outcome
    });
    let cost = state.cost(&canonical).unwrap_or_else(|| (state.now() - start).max(0.0));
    let used = state.operating.add(&who, &canonical, cost, now);
    (outcome, Some(used))
}

fn not_found() -> Failure {
    Failure::new(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
}

/// Who calls, as one text: what limits and keys are counted by.
fn whose(caller: &Caller) -> String {
    match &caller.application {
        Some(application) => format!("{application} {}", caller.user),
        None => format!("webhook {}", caller.user),
    }
}
