//! Commands in requests of 50, and their outcomes.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tracing::Instrument;

use super::{COMMANDS, Command, Outcome, outcome};
use crate::call::{Budget, Outgoing, Shared, chance};
use crate::clock::after;
use crate::error::{Cause, Lost, Refusal, Refused};
use crate::method::{Effect, Version};
use crate::retry::{self, Setback, Verdict};

/// How many requests of one batch are on their way at once.
const AT_ONCE: usize = 4;

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
    let (mut failed, budget) = (false, shared.budget());
    for chunk in chunks(commands, pending) {
        let results = if failed {
            chunk.iter().map(|_| Err(not_run())).collect()
        } else {
            match resolved(commands, &chunk, outcomes) {
                Ok(ready) => send_some(shared, &ready, true, budget).await,
                Err((bad, lost)) => {
                    chunk.iter().map(|at| Err(if *at == bad { lost.clone() } else { not_run() })).collect()
                }
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
    let (mut pending, mut budget) = (pending.to_vec(), shared.budget());
    loop {
        let mut waiting = chunks(commands, &pending).into_iter();
        let mut on_their_way = JoinSet::new();
        let mut again = Vec::new();
        loop {
            while on_their_way.len() < AT_ONCE
                && let Some(chunk) = waiting.next()
            {
                let (shared, ready) = (Arc::clone(shared), plain(commands, &chunk));
                let work = async move { (chunk, send_some(&shared, &ready, false, budget).await) };
                on_their_way.spawn(work.in_current_span());
            }
            let Some(done) = on_their_way.join_next().await else { break };
            // A task of ours does not panic, and is aborted only with this future.
            let Ok((chunk, results)) = done else { continue };
            for (at, mut result) in chunk.into_iter().zip(results) {
                let before = outcomes.get_mut(at).and_then(Option::take);
                remember(&mut result, before.as_ref());
                if comes_again(shared, commands.get(at), &result, budget.deadline) {
                    again.push(at);
                }
                if let Some(outcome) = outcomes.get_mut(at) {
                    *outcome = Some(result);
                }
            }
        }
        again.sort_unstable();
        let lost = again.iter().filter_map(|at| outcomes.get(*at)?.as_ref()?.as_ref().err());
        budget.attempts = lost.map(|lost| lost.attempts).max().unwrap_or_default();
        let methods = again.iter().filter_map(|at| commands.get(*at)).map(|command| command.method.as_str());
        if again.is_empty() || !pause_before(shared, methods, budget).await {
            return;
        }
        pending = again;
    }
}

/// What may have run once may have run, whatever comes of a further attempt.
pub(crate) fn remember(result: &mut Outcome, before: Option<&Outcome>) {
    if let (Err(lost), Some(Err(before))) = (result, before) {
        lost.may_have_run |= before.may_have_run;
    }
}

/// Whether a command is to be sent again by itself: the server let the batch in and refused the command for a while; or the
/// batch was lost and could not be repeated as a whole, but this command can.
pub(crate) fn comes_again(shared: &Shared, command: Option<&Command>, result: &Outcome, deadline: Instant) -> bool {
    let (Some(command), Err(lost)) = (command, result) else { return false };
    let setback = match &lost.cause {
        Cause::Refused(refusal, _) if lost.of_command => {
            match refused_for_a_while(shared, command, refusal, deadline) {
                Some(setback) => setback,
                None => return false,
            }
        }
        Cause::Transport(failure) => Setback::NoAnswer(failure.problem),
        Cause::Answer(problem, _) => {
            Setback::NoUse { status: problem.status(), surely_did_not_run: problem.surely_did_not_run() }
        }
        _ => return false,
    };
    retry::judge(setback, command.effect, lost.attempts, shared.options.policy) == Verdict::Again
}

/// Waits before commands are sent again: the usual pause, and until their methods have working time. False if the deadline
/// leaves no time for it.
pub(crate) async fn pause_before<'a>(shared: &Shared, methods: impl Iterator<Item = &'a str>, budget: Budget) -> bool {
    let portal = shared.auth.limits();
    let rested = methods.filter_map(|method| portal.rests_until(method)).max();
    let paused = after(retry::pause(budget.attempts, chance()));
    let until = rested.map_or(paused, |rested| rested.max(paused));
    let in_time = until < budget.deadline;
    if in_time {
        sleep_until(until).await;
    }
    in_time
}

fn refused_for_a_while(shared: &Shared, command: &Command, refusal: &Refusal, deadline: Instant) -> Option<Setback> {
    match Refused::of(refusal) {
        Refused::TooLong => (shared.auth.limits().rest(&command.method) < deadline).then_some(Setback::TooLong),
        other => shared.heed(other, refusal),
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
/// ones as the values that these gave. Or which of them cannot be sent, and why.
fn resolved(
    commands: &[Command],
    chunk: &[usize],
    outcomes: &[Option<Outcome>],
) -> Result<Vec<Command>, (usize, Lost)> {
    let resolve = |at: &usize| {
        let mut command = commands.get(*at).cloned().ok_or_else(not_run)?;
        for reference in std::mem::take(&mut command.references) {
            let source = commands.get(reference.source).ok_or_else(not_run)?;
            let value = if chunk.contains(&reference.source) {
                Value::String(reference.text(&source.name))
            } else {
                let Some(Some(Ok(given))) = outcomes.get(reference.source) else { return Err(not_run()) };
                reference.find(&given.result).cloned().ok_or_else(not_run)?
            };
            reference.put(&mut command.parameters, value);
        }
        // What an earlier command gave may be something that no query can carry.
        command.write().map_err(|problem| nothing_sent(Cause::Invalid(problem)))?;
        Ok(command)
    };
    chunk.iter().map(|at| resolve(at).map_err(|lost| (*at, lost))).collect()
}

/// Sends commands of one version, at most 50, and gives the outcome of each.
pub(crate) async fn send_some(shared: &Shared, commands: &[Command], halt: bool, budget: Budget) -> Vec<Outcome> {
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
    match shared.exchange(&out, budget).await {
        Err(mut lost) => {
            // REST 3.0 gives the error of one command as that of the whole; what came before it has run.
            lost.may_have_run |=
                version == Version::V3 && commands.len() > 1 && matches!(lost.cause, Cause::Refused(..));
            commands.iter().map(|_| Err(lost.clone())).collect()
        }
        Ok(answered) => {
            let redact = |text| shared.auth.redact(text);
            let (result, attempts) = (answered.envelope.result, answered.attempts);
            let mut outcomes = match version {
                Version::V2 => outcome::read_rest2(commands, &result, halt, redact),
                Version::V3 => outcome::read_rest3(commands, result, redact),
            };
            for (command, outcome) in commands.iter().zip(&mut outcomes) {
                match outcome {
                    Ok(given) => {
                        given.attempts = attempts;
                        shared.note(&command.method, given.time.as_ref());
                    }
                    Err(lost) => lost.attempts = attempts,
                }
            }
            outcomes
        }
    }
}

fn rest2(commands: &[Command], halt: bool) -> Value {
    let lines = commands.iter().map(|command| (command.name.clone(), Value::String(command.line.clone())));
    json!({"halt": u8::from(halt), "cmd": lines.collect::<Map<String, Value>>()})
}

fn rest3(commands: &[Command]) -> Value {
    commands.iter().map(|command| json!({"method": command.method, "query": command.parameters})).collect()
}

fn not_run() -> Lost {
    nothing_sent(Cause::NotRun)
}

fn nothing_sent(cause: Cause) -> Lost {
    Lost { cause, may_have_run: false, attempts: 0, of_command: false }
}
