//! What came of a batch.

use std::fmt;

use super::{Batch, Handle, Outcome};
use crate::client::{ApiAnswer, read};
use crate::context::Any;
use crate::error::{Cause, Error, Failure, Lost};
use crate::method::Method;

/// The answers to the commands of a batch.
pub struct Answers<K = Any> {
    batch: Batch<K>,
    /// What came of each command, until it is taken.
    outcomes: Vec<Option<Outcome>>,
}

impl<K> Answers<K> {
    pub(crate) fn new(batch: Batch<K>, outcomes: Vec<Option<Outcome>>) -> Self {
        Self { batch, outcomes }
    }

    /// The result of a command.
    ///
    /// # Errors
    ///
    /// The command's own: what the API refused it with, that it [did not run](Error::is_not_run), or what the request
    /// that it was in failed with.
    pub fn take<M: Method>(&mut self, handle: Handle<M>) -> Result<M::Output, Error<M::ErrorKind>> {
        self.answer(handle).map(|answer| answer.result)
    }

    /// The result of a command, and what the server said beside it.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    #[expect(clippy::needless_pass_by_value, reason = "a result is taken once")]
    pub fn answer<M: Method>(&mut self, handle: Handle<M>) -> Result<ApiAnswer<M::Output>, Error<M::ErrorKind>> {
        // A foreign handle must not take away what its own will ask for.
        let own = handle.batch == self.batch.id;
        let command = self.batch.commands.get(handle.at).filter(|_| own);
        let outcome = self.outcomes.get_mut(handle.at).filter(|_| own).and_then(Option::take);
        let (Some(command), Some(outcome)) = (command, outcome) else {
            return Err(Error::new(M::NAME, Failure::WrongHandle, false));
        };
        match outcome {
            Err(lost) => Err(Error::lost(&command.method, lost)),
            Ok(given) => read::<M>(&self.batch.shared.auth, &command.method, given.answered()),
        }
    }

    /// The names of the commands that did not run because an earlier one failed, in order.
    pub fn not_run(&self) -> impl Iterator<Item = &str> {
        self.rest_at().filter_map(|at| self.batch.commands.get(at)).map(|command| command.name.as_str())
    }

    /// A batch of the commands that did not run, to send them again. Their handles are good for its answers.
    pub fn rest(&self) -> Batch<K> {
        Batch { pending: self.rest_at().collect(), ..self.batch.clone() }
    }

    fn rest_at(&self) -> impl Iterator<Item = usize> {
        let did_not_run = |outcome: &Option<Outcome>| matches!(outcome, Some(Err(Lost { cause: Cause::NotRun, .. })));
        self.outcomes.iter().enumerate().filter(move |(_, outcome)| did_not_run(outcome)).map(|(at, _)| at)
    }
}

impl<K> fmt::Debug for Answers<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.outcomes.iter().flatten().filter(|outcome| outcome.is_err()).count();
        write!(f, "Answers({} commands, {failed} failed)", self.batch.pending.len())
    }
}
