//! Single calls that are made at the same time, gathered into batches: the data-loader pattern.
//!
//! Each call keeps its own result, its own errors and its own end: whoever gives up waiting takes its command out, unless
//! it is on its way already. What may not stand in a batch goes alone.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, timeout_at};
use tracing::debug;

use crate::batch::{COMMANDS, Command, Given, Outcome, comes_again, pause_before, remember, send_some};
use crate::call::{Answered, Budget, Outgoing, Shared, random};
use crate::clock::after;
use crate::envelope::Envelope;
use crate::error::{Cause, Lost};

/// How calls are gathered.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Gathering {
    /// How long a call waits for others.
    pub window: Duration,
}

impl Gathering {
    /// Calls wait for others up to this time, or until there are 50.
    pub fn within(window: Duration) -> Self {
        Self { window }
    }
}

impl Default for Gathering {
    /// Calls wait for others for 5 milliseconds.
    fn default() -> Self {
        Self::within(Duration::from_millis(5))
    }
}

/// Where the calls of a client and of its clones meet.
pub(crate) struct Gatherer {
    gathering: Gathering,
    /// The way to the task that gathers. There is none before the first call, and a new one if the runtime that it ran on
    /// is gone.
    line: Mutex<Option<mpsc::UnboundedSender<Waiting>>>,
}

/// A call that waits.
struct Waiting {
    command: Command,
    budget: Budget,
    /// Whether it is on its way.
    left: Arc<AtomicBool>,
    answer: oneshot::Sender<Outcome>,
}

impl Gatherer {
    pub(crate) fn new(gathering: Gathering) -> Self {
        Self { gathering, line: Mutex::new(None) }
    }

    /// Another meeting place of the same kind, for a client with other options.
    pub(crate) fn another(&self) -> Self {
        Self::new(self.gathering)
    }

    /// Sends a command with others.
    pub(crate) async fn call(&self, shared: &Shared, command: Command) -> Outcome {
        let mut budget = shared.budget();
        let mut before = None;
        loop {
            let (answer, answered) = oneshot::channel();
            let left = Arc::new(AtomicBool::new(false));
            self.submit(shared, Waiting { command: command.clone(), budget, left: Arc::clone(&left), answer });
            let lost = |cause| Lost { cause, may_have_run: true, attempts: budget.attempts + 1, of_command: false };
            let mut outcome = match timeout_at(budget.deadline, answered).await {
                Ok(Ok(outcome)) => outcome,
                // The task that gathers answers everything, unless its runtime ends in the middle.
                Ok(Err(_)) if !left.load(Ordering::Acquire) => continue,
                Ok(Err(_)) => Err(lost(Cause::Unmentioned)),
                Err(_) => Err(lost(Cause::Waited("for the calls that it was sent with"))),
            };
            remember(&mut outcome, before.as_ref());
            if !comes_again(shared, Some(&command), &outcome, budget.deadline) {
                return outcome;
            }
            budget.attempts = outcome.as_ref().err().map_or(1, |lost| lost.attempts);
            if !pause_before(shared, std::iter::once(command.method.as_str()), budget).await {
                return outcome;
            }
            before = Some(outcome);
        }
    }

    fn submit(&self, shared: &Shared, waiting: Waiting) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting = Some(waiting);
        if let Some(line) = line.as_ref() {
            waiting = waiting.and_then(|call| line.send(call).err()).map(|mpsc::error::SendError(call)| call);
        }
        if let Some(waiting) = waiting {
            self.open(&mut line, shared, waiting);
        }
    }

    fn open(&self, line: &mut Option<mpsc::UnboundedSender<Waiting>>, shared: &Shared, waiting: Waiting) {
        let (sender, receiver) = mpsc::unbounded_channel();
        // The task must not hold the way to itself, or it would never end.
        let shared = Arc::new(Shared { gatherer: None, ..shared.clone() });
        tokio::spawn(gather(shared, self.gathering, receiver));
        // The receiver was just made, and lives.
        let _ = sender.send(waiting);
        *line = Some(sender);
    }
}

/// Takes calls as they come and sends them together, until the last client is gone.
async fn gather(shared: Arc<Shared>, gathering: Gathering, mut line: mpsc::UnboundedReceiver<Waiting>) {
    while let Some(first) = line.recv().await {
        let until = after(gathering.window);
        let mut together = vec![first];
        while together.len() < COMMANDS {
            match timeout_at(until, line.recv()).await {
                Ok(Some(next)) => together.push(next),
                Ok(None) | Err(_) => break,
            }
        }
        // Whoever has fewer attempts left goes with others of that kind, so that nobody pays for another's.
        let mut by_attempts: BTreeMap<u32, Vec<Waiting>> = BTreeMap::new();
        for waiting in together.into_iter().filter(|waiting| !waiting.answer.is_closed()) {
            by_attempts.entry(waiting.budget.attempts).or_default().push(waiting);
        }
        for (attempts, together) in by_attempts {
            debug!(calls = together.len(), "sending calls together");
            tokio::spawn(send(Arc::clone(&shared), attempts, together));
        }
    }
}

async fn send(shared: Arc<Shared>, attempts: u32, together: Vec<Waiting>) {
    let batch = random();
    // Whoever has less time left than the others gives up by itself.
    let Some(deadline) = together.iter().map(|waiting| waiting.budget.deadline).max() else { return };
    let budget = Budget { deadline, attempts };
    let mut answers = Vec::with_capacity(together.len());
    let mut commands = Vec::with_capacity(together.len());
    for (at, Waiting { mut command, left, answer, .. }) in together.into_iter().enumerate() {
        left.store(true, Ordering::Release);
        // A name that no text can guess: the server would take it for a reference to another call's result.
        command.name = format!("g{batch:x}_{at}");
        commands.push(command);
        answers.push(answer);
    }
    let outcomes = match commands.as_slice() {
        [alone] => vec![send_alone(&shared, alone, budget).await],
        _ => send_some(&shared, &commands, false, budget).await,
    };
    for (answer, outcome) in answers.into_iter().zip(outcomes) {
        // An error means that nobody waits any more.
        let _ = answer.send(outcome);
    }
}

async fn send_alone(shared: &Shared, command: &Command, budget: Budget) -> Outcome {
    let Command { method, version, effect, parameters, .. } = command;
    let out = Outgoing { name: method, version: *version, effect: *effect, parameters: parameters.clone() };
    let Answered { envelope, attempts, .. } = shared.exchange(&out, budget).await?;
    let Envelope { result, total, next, time } = envelope;
    Ok(Given { result, total, next, time, attempts })
}
