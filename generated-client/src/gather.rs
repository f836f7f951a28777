//! Single calls that are made at the same time, gathered into batches: the data-loader pattern.
//!
//! Each call keeps its own result, its own errors and its own end: whoever gives up waiting takes its command out, unless
//! it is on its way already. What may not stand in a batch goes alone.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, Instant, timeout_at};
use tracing::debug;

use crate::batch::{COMMANDS, Command, Given, Outcome, comes_again, pause_before, send_some};
use crate::call::{Outgoing, Shared, random};
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
        let mut round = 1;
        loop {
            let (answer, answered) = oneshot::channel();
            self.submit(shared, Waiting { command: command.clone(), answer });
            // The task that gathers answers everything, unless its runtime ends in the middle.
            let lost = || Lost { cause: Cause::Unmentioned, may_have_run: true, attempts: 1 };
            let outcome = answered.await.unwrap_or_else(|_| Err(lost()));
            if !comes_again(shared, Some(&command), &outcome, round) {
                return outcome;
            }
            pause_before(shared, std::iter::once(command.method.as_str()), round).await;
            round += 1;
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
        let until = Instant::now() + gathering.window;
        let mut together = vec![first];
        while together.len() < COMMANDS {
            match timeout_at(until, line.recv()).await {
                Ok(Some(next)) => together.push(next),
                Ok(None) | Err(_) => break,
            }
        }
        together.retain(|waiting| !waiting.answer.is_closed());
        if !together.is_empty() {
            debug!(calls = together.len(), "sending calls together");
            tokio::spawn(send(Arc::clone(&shared), together));
        }
    }
}

async fn send(shared: Arc<Shared>, together: Vec<Waiting>) {
    let batch = random();
    let mut answers = Vec::with_capacity(together.len());
    let mut commands = Vec::with_capacity(together.len());
    for (at, Waiting { mut command, answer }) in together.into_iter().enumerate() {
        // A name that no text can guess: the server would take it for a reference to another call's result.
        command.name = format!("g{batch:x}_{at}");
        commands.push(command);
        answers.push(answer);
    }
    let outcomes = match commands.as_slice() {
        [alone] => vec![send_alone(&shared, alone).await],
        _ => send_some(&shared, &commands, false).await,
    };
    for (answer, outcome) in answers.into_iter().zip(outcomes) {
        // An error means that nobody waits any more.
        let _ = answer.send(outcome);
    }
}

async fn send_alone(shared: &Shared, command: &Command) -> Outcome {
    let Command { method, version, effect, parameters, .. } = command;
    let out = Outgoing { name: method, version: *version, effect: *effect, parameters: parameters.clone() };
    let envelope = shared.exchange(&out).await?.envelope;
    Ok(Given { result: envelope.result, total: envelope.total, next: envelope.next, time: envelope.time })
}
