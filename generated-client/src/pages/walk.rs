//! Sends the calls of a plan: a page at a time, or fifty in a batch.

use std::sync::Arc;

use bytes::Bytes;
use tracing::{Instrument, debug_span};

use super::cursor::{Cursor, Position};
use super::guard::Guard;
use super::plan::{Answer, End, NoPage, Plan, Taken};
use super::problem::ListProblem;
use crate::batch::{COMMANDS, Command, Given, Outcome, comes_again, pause_before, send_some};
use crate::call::{Budget, Outgoing, Shared, random};
use crate::decode::DecodeError;
use crate::envelope;
use crate::error::{InvalidValue, Lost};
use crate::method::{Effect, Version};

/// A list on its way, stripped of its types.
pub(crate) struct Walk {
    pub(super) shared: Arc<Shared>,
    pub(super) method: String,
    pub(super) version: Version,
    /// Whether the method may stand in a batch.
    pub(super) batch: bool,
    pub(super) plan: Plan,
    pub(super) guard: Guard,
    pub(super) position: Position,
    pub(super) chained: bool,
    pub(super) link: Option<Link>,
    pub(super) ended: bool,
}

/// How a page is chained to the one before it, as the first page has shown.
pub(super) struct Link {
    /// How many rows a full page has.
    rows: usize,
    /// Where the identifier of its last row stands in the result.
    last_id_at: String,
}

/// A page as it came.
pub(crate) struct Got {
    pub(crate) rows: Vec<serde_json::Value>,
    pub(crate) total: Option<i64>,
    pub(crate) cursor: Cursor,
    pub(crate) status: u16,
    pub(crate) raw: Bytes,
}

/// Why there is no page.
pub(crate) enum Trouble {
    Lost(Lost),
    Decode { status: u16, problem: DecodeError, raw: Bytes },
    List(ListProblem),
    Invalid(InvalidValue),
}

/// The pages of one request, and what it failed with after them.
pub(crate) type Pages = Vec<Result<Got, Trouble>>;

impl Walk {
    /// Sends the next request.
    pub(crate) async fn step(&mut self) -> Pages {
        let span = debug_span!(
            "bitrix24.pages",
            rpc.system = "bitrix24",
            rpc.method = self.method,
            server.address = self.shared.auth.host(),
        );
        async {
            match self.link.take() {
                None => self.single().await,
                Some(link) => {
                    let pages = self.chain(&link).await;
                    self.link = Some(link);
                    pages
                }
            }
        }
        .instrument(span)
        .await
    }

    fn outgoing(&self, parameters: serde_json::Value) -> Outgoing<'_> {
        // A list is read, whatever the method's effect says: `check` lets no other method have pages.
        Outgoing { name: &self.method, version: self.version, effect: Effect::Read, parameters }
    }

    /// One page.
    async fn single(&mut self) -> Pages {
        let out = self.outgoing(self.plan.parameters(&self.position));
        let answered = match self.shared.send(&out, self.batch).await {
            Ok(answered) => answered,
            Err(lost) => return vec![Err(Trouble::Lost(lost))],
        };
        let envelope::Envelope { result, total, next, .. } = answered.envelope;
        let mut pages = Vec::new();
        if let Some(taken) = self.take(Answer { result, total, next }, answered.status, answered.raw, &mut pages) {
            self.link =
                self.chained.then_some(taken.last_id_at).flatten().map(|at| Link { rows: taken.rows, last_id_at: at });
        }
        pages
    }

    /// Pages in one batch, each of which begins after the last row of the one before.
    async fn chain(&mut self, link: &Link) -> Pages {
        let commands = match self.commands(link) {
            Ok(commands) => commands,
            Err(problem) => return vec![Err(Trouble::Invalid(problem))],
        };
        let budget = self.shared.budget();
        let deadline = budget.deadline;
        let outcomes = self.send(&commands, budget).await;
        let mut pages = Vec::new();
        for (command, outcome) in commands.iter().zip(outcomes) {
            let Given { result, total, next, .. } = match outcome {
                Ok(given) => given,
                // Refused for a while: the next request begins with this page, and waits.
                Err(_) if !pages.is_empty() && comes_again(&self.shared, Some(command), &outcome, deadline) => break,
                Err(lost) => {
                    pages.push(Err(Trouble::Lost(lost)));
                    break;
                }
            };
            let raw = Bytes::from(result.to_string());
            let Some(taken) = self.take(Answer { result, total, next }, 200, raw, &mut pages) else { break };
            // The next command refers to a row that is not there. The server passes such a reference on as a text, which
            // is no number, and lists from the beginning again.
            if taken.rows < link.rows {
                break;
            }
        }
        pages
    }

    /// Sends the commands, and again if the first of them is refused for a while.
    async fn send(&self, commands: &[Command], mut budget: Budget) -> Vec<Outcome> {
        loop {
            let outcomes = send_some(&self.shared, commands, true, budget).await;
            let (first, outcome) = (commands.first(), outcomes.first());
            if !outcome.is_some_and(|outcome| comes_again(&self.shared, first, outcome, budget.deadline)) {
                return outcomes;
            }
            budget.attempts = outcome.and_then(|outcome| outcome.as_ref().err()).map_or(0, |lost| lost.attempts);
            if !pause_before(&self.shared, std::iter::once(self.method.as_str()), budget).await {
                return outcomes;
            }
        }
    }

    fn commands(&self, link: &Link) -> Result<Vec<Command>, InvalidValue> {
        // Names that no text can guess: the server would take it for a reference.
        let chain = random();
        let name = |at: usize| format!("p{chain:x}_{at}");
        let command = |at: usize| {
            let parameters = match at.checked_sub(1) {
                None => self.plan.parameters(&self.position),
                Some(before) => self.plan.parameters_after(format!("$result[{}]{}", name(before), link.last_id_at)),
            };
            Command::new(name(at), &self.outgoing(parameters))
        };
        (0..COMMANDS).map(command).collect()
    }

    /// Reads a page, and goes on behind it. Nothing if it is the last, or none at all.
    fn take(&mut self, answer: Answer, status: u16, raw: Bytes, pages: &mut Pages) -> Option<Seen> {
        let Taken { rows, total, next, end, last_id_at } = match self.plan.take(&self.position, answer, &mut self.guard)
        {
            Ok(taken) => taken,
            Err(problem) => {
                pages.push(Err(match problem {
                    NoPage::Decode(problem) => Trouble::Decode { status, problem, raw },
                    NoPage::List(problem) => Trouble::List(problem),
                }));
                return None;
            }
        };
        let seen = Seen { rows: rows.len(), last_id_at };
        // Of an empty page only the first says something: that there is none.
        if !rows.is_empty() || self.position == *self.plan.begin() {
            pages.push(Ok(Got { rows, total, cursor: Cursor(next.clone()), status, raw }));
        }
        self.position = next;
        match end {
            End::More => return Some(seen),
            End::Last => {}
            End::Early { rows, total } => pages.push(Err(Trouble::List(ListProblem::EndsEarly { rows, total }))),
        }
        self.ended = true;
        None
    }
}

/// What is to be known of a page after it was given away.
struct Seen {
    rows: usize,
    last_id_at: Option<String>,
}
