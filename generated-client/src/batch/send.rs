//! Commands in requests of 50, and their outcomes.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use tracing::Instrument;

use super::{COMMANDS, Command, query};
use crate::call::{Outgoing, Shared};
use crate::envelope::{self, Time};
use crate::error::{Cause, Lost, Refusal, Refused};
use crate::method::{Effect, Version};
use crate::retry::{self, Setback, Verdict};

/// How many requests of one batch are on their way at once.
const AT_ONCE: usize = 4;

/// What came of a command.
pub(crate) type Outcome = Result<Given, Lost>;

/// What a command gave.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) result: Value,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
    pub(crate) time: Option<Time>,
}

/// Sends the pending commands, and gives the outcome of each, by index; those that are not pending have none.
pub(crate) async fn send(
    shared: &Arc<Shared>,
    commands: &[Command],
    pending: &[usize],
    halt: bool,
) -> Vec<Option<Outcome>> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; commands.len()];
    let halt = halt || pending.iter().any(|at| commands.get(*at).is_some_and(|command| !command.references.is_empty()));
    if halt {
        send_in_turn(shared, commands, pending, &mut outcomes).await;
    } else {
        send_at_once(shared, commands, pending, &mut outcomes).await;
    }
    outcomes
}

/// One request after the other, until something fails.
async fn send_in_turn(shared: &Arc<Shared>, commands: &[Command], pending: &[usize], outcomes: &mut [Option<Outcome>]) {
    let mut failed = false;
    for chunk in chunks(commands, pending) {
        let results = if failed {
            chunk.iter().map(|_| Err(not_run())).collect()
        } else {
            match resolved(commands, &chunk, outcomes) {
                Some(ready) => send_some(shared, &ready, true).await,
                None => chunk.iter().map(|_| Err(not_run())).collect(),
            }
        };
        for (at, result) in chunk.into_iter().zip(results) {
            failed |= result.is_err();
            if let Some(outcome) = outcomes.get_mut(at) {
                *outcome = Some(result);
            }
        }
    }
}

/// Several requests at once; what the server refuses for a while goes into a further round.
async fn send_at_once(shared: &Arc<Shared>, commands: &[Command], pending: &[usize], outcomes: &mut [Option<Outcome>]) {
    let mut pending = pending.to_vec();
    let mut round = 1;
    while !pending.is_empty() {
        let mut waiting = chunks(commands, &pending).into_iter();
        let mut on_their_way = JoinSet::new();
        let mut again = Vec::new();
        loop {
            while on_their_way.len() < AT_ONCE
                && let Some(chunk) = waiting.next()
            {
                let (shared, ready) = (Arc::clone(shared), plain(commands, &chunk));
                let work = async move { (chunk, send_some(&shared, &ready, false).await) };
                on_their_way.spawn(work.in_current_span());
            }
            let Some(done) = on_their_way.join_next().await else { break };
            // A task of ours does not panic, and is aborted only with this future.
            let Ok((chunk, results)) = done else { continue };
            for (at, result) in chunk.into_iter().zip(results) {
                if comes_again(shared, commands.get(at), &result, round) {
                    again.push(at);
                }
                if let Some(outcome) = outcomes.get_mut(at) {
                    *outcome = Some(result);
                }
            }
        }
        again.sort_unstable();
        let methods = again.iter().filter_map(|at| commands.get(*at)).map(|command| command.method.as_str());
        pause_before(shared, methods, round).await;
        pending = again;
        round += 1;
    }
}

/// Whether a command is to be sent again by itself: the server let the batch in and refused the command for a while; or the
/// batch was lost and could not be repeated as a whole, but this command can.
pub(crate) fn comes_again(shared: &Shared, command: Option<&Command>, result: &Outcome, round: u32) -> bool {
    let policy = shared.options.policy;
    let (Some(command), Err(lost)) = (command, result) else { return false };
    let setback = match &lost.cause {
        Cause::Refused(refusal, _) if lost.attempts == 0 => match refused_for_a_while(shared, command, refusal) {
            Some(setback) => setback,
            None => return false,
        },
        Cause::Transport(failure) if lost.attempts < policy.attempts => Setback::NoAnswer(failure.problem),
        Cause::Answer(problem, _) if lost.attempts < policy.attempts => {
            Setback::NoUse { status: problem.status(), surely_did_not_run: problem.surely_did_not_run() }
        }
        _ => return false,
    };
    retry::judge(setback, command.effect, round, policy) == Verdict::Again
}

/// Waits before commands are sent again: the usual pause, and until their methods have working time.
pub(crate) async fn pause_before<'a>(shared: &Shared, methods: impl Iterator<Item = &'a str>, round: u32) {
    let portal = shared.auth.limits();
    let rests: Vec<_> = methods.map(|method| portal.rests_until(method)).collect();
    if !rests.is_empty() {
        tokio::time::sleep(retry::pause(round, 1.0)).await;
    }
    if let Some(until) = rests.into_iter().flatten().max() {
        tokio::time::sleep_until(until).await;
    }
}

fn refused_for_a_while(shared: &Shared, command: &Command, refusal: &Refusal) -> Option<Setback> {
    match Refused::of(refusal) {
        Refused::TooMany => Some(Setback::TooMany),
        // When the method gets its time back is known to the call path, which waits for single calls only.
        Refused::TooLong => {
            let rests_until = shared.auth.limits().rest(&command.method);
            let in_time = rests_until < tokio::time::Instant::now() + shared.options.deadline;
            in_time.then_some(Setback::TooLong)
        }
        Refused::Other { temporary, surely_did_not_run } => Some(Setback::Refused { temporary, surely_did_not_run }),
        Refused::Blocked | Refused::Expired => None,
    }
}

/// The commands, in lists that one request can hold: of one version, and at most 50.
fn chunks(commands: &[Command], pending: &[usize]) -> Vec<Vec<usize>> {
    let of = |version| {
        let fits = move |at: &&usize| commands.get(**at).is_some_and(|command| command.version == version);
        pending.iter().filter(fits).copied().collect::<Vec<usize>>()
    };
    [of(Version::V2), of(Version::V3)].iter().flat_map(|all| all.chunks(COMMANDS).map(<[usize]>::to_vec)).collect()
}

fn plain(commands: &[Command], chunk: &[usize]) -> Vec<Command> {
    chunk.iter().filter_map(|at| commands.get(*at).cloned()).collect()
}

/// The commands of one request with their references: to commands of the same request as the server reads them, to earlier
/// ones as the values that these gave. None if such a value is missing.
fn resolved(commands: &[Command], chunk: &[usize], outcomes: &[Option<Outcome>]) -> Option<Vec<Command>> {
    let resolve = |at: &usize| {
        let mut command = commands.get(*at)?.clone();
        for reference in std::mem::take(&mut command.references) {
            let value = if chunk.contains(&reference.source) {
                Value::String(reference.text(&commands.get(reference.source)?.name))
            } else {
                let Some(Some(Ok(given))) = outcomes.get(reference.source) else { return None };
                reference.find(&given.result)?.clone()
            };
            reference.put(&mut command.parameters, value);
        }
        Some(command)
    };
    chunk.iter().map(resolve).collect()
}

/// Sends commands of one version, at most 50, and gives the outcome of each.
pub(crate) async fn send_some(shared: &Shared, commands: &[Command], halt: bool) -> Vec<Outcome> {
    let Some(version) = commands.first().map(|command| command.version) else { return Vec::new() };
    let effects = || commands.iter().map(|command| command.effect);
    let effect = if effects().all(|effect| effect == Effect::Read) {
        Effect::Read
    } else if effects().all(|effect| effect != Effect::Once) {
        Effect::Idempotent
    } else {
        Effect::Once
    };
    let parameters = match version {
        Version::V2 => rest2(commands, halt),
        Version::V3 => rest3(commands),
    };
    let out = Outgoing { name: "batch", version, effect, parameters };
    match shared.exchange(&out).await {
        Err(mut lost) => {
            // REST 3.0 gives the error of one command as that of the whole; what came before it has run.
            lost.may_have_run |=
                version == Version::V3 && commands.len() > 1 && matches!(lost.cause, Cause::Refused(..));
            commands.iter().map(|_| Err(lost.clone())).collect()
        }
        Ok(answered) => {
            let redact = |text| shared.auth.redact(text);
            match version {
                Version::V2 => read_rest2(commands, &answered.envelope.result, halt, redact),
                Version::V3 => read_rest3(commands, answered.envelope.result, redact),
            }
        }
    }
}

fn rest2(commands: &[Command], halt: bool) -> Value {
    let line = |command: &Command| {
        // Every command was written once, when it was added; what references put in is written as plainly.
        let query = query::encode(&command.parameters).unwrap_or_default();
        let line = if query.is_empty() { command.method.clone() } else { format!("{}?{query}", command.method) };
        (command.name.clone(), Value::String(line))
    };
    json!({"halt": u8::from(halt), "cmd": commands.iter().map(line).collect::<Map<String, Value>>()})
}

fn rest3(commands: &[Command]) -> Value {
    commands.iter().map(|command| json!({"method": command.method, "query": command.parameters})).collect()
}

fn read_rest2(
    commands: &[Command],
    answer: &Value,
    halted: bool,
    redact: impl Fn(String) -> String + Copy,
) -> Vec<Outcome> {
    // PHP writes an empty map as an empty list, which has no members either.
    let member = |part: &str, command: &Command| answer.get(part).and_then(|part| part.get(&command.name));
    let mut failed = false;
    let mut read = |command: &Command| {
        if let Some(error) = member("result_error", command) {
            failed = true;
            return Err(refused(error, redact));
        }
        let Some(result) = member("result", command) else {
            let (cause, may_have_run) =
                if halted && failed { (Cause::NotRun, false) } else { (Cause::Unmentioned, true) };
            return Err(Lost { cause, may_have_run, attempts: 1 });
        };
        let number = |part| member(part, command).and_then(crate::decode::whole_number);
        let time = member("result_time", command).and_then(envelope::time);
        Ok(Given { result: result.clone(), total: number("result_total"), next: number("result_next"), time })
    };
    commands.iter().map(&mut read).collect()
}

/// REST 3.0 gives the results in the order of the commands.
fn read_rest3(commands: &[Command], answer: Value, redact: impl Fn(String) -> String + Copy) -> Vec<Outcome> {
    let mut results = match answer {
        Value::Array(results) => results.into_iter(),
        _ => Vec::new().into_iter(),
    };
    let mut read = |_: &Command| match results.next() {
        None => Err(Lost { cause: Cause::Unmentioned, may_have_run: true, attempts: 1 }),
        Some(result) if result.get("error").is_some_and(|error| !error.is_null()) => Err(refused(&result, redact)),
        Some(result) => Ok(Given { result, total: None, next: None, time: None }),
    };
    commands.iter().map(&mut read).collect()
}

/// The error of a command, which has no status of its own.
fn refused(error: &Value, redact: impl Fn(String) -> String) -> Lost {
    const STATUS: u16 = 200;
    let refusal: Refusal = match error {
        Value::Object(members) => {
            let code = members.get("error").cloned().unwrap_or_default();
            envelope::refusal(STATUS, code, members.get("error_description").cloned(), redact)
        }
        other => envelope::refusal(STATUS, other.clone(), None, redact),
    };
    let may_have_run = match Refused::of(&refusal) {
        Refused::Other { surely_did_not_run, .. } => !surely_did_not_run,
        _ => false,
    };
    // No attempts of its own: so `comes_again` tells it from a refusal of the whole batch.
    Lost { cause: Cause::Refused(refusal, None), may_have_run, attempts: 0 }
}

fn not_run() -> Lost {
    Lost { cause: Cause::NotRun, may_have_run: false, attempts: 0 }
}
