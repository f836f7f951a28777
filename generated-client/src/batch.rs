//! Many calls in one request.
//!
//! A batch takes any number of requests of any methods, sends them 50 at a time, and gives each its own result:
//!
//! ```no_run
//! # #[cfg(feature = "bizproc")]
//! # async fn example(client: &bitrix24::Client, token: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use bitrix24::api::bizproc::activity::{List, Log};
//!
//! let mut batch = client.batch();
//! let line = batch.add(Log::builder().event_token(token).log_message("Half done").build()?)?;
//! let list = batch.add(List::builder().build()?)?;
//! let mut answers = batch.send().await;
//! answers.take(line)?;
//! println!("{:?}", answers.take(list)?);
//! # Ok(())
//! # }
//! ```
//!
//! - **Each its own.** One command that fails costs no other its result. What the batch as a whole fails with, such as a
//!   broken connection, is the error of every command in that request.
//! - **In order.** Commands of one request run in the order in which they were added; the requests of a large batch are
//!   sent several at a time, unless the batch [halts](Batch::halt) or has references.
//! - **References.** [`Batch::refer`] puts a part of an earlier command's result in place of a parameter. The server
//!   passes on a reference that it cannot resolve as a text, so a batch with references always halts.
//! - **What did not run** says so, [`Error::is_not_run`](crate::Error::is_not_run), and [`Answers::rest`] is a batch of
//!   just these.
//! - **Repeated** is a request of a batch only if every command in it may be. A command that the server refuses because of
//!   its method's working time is sent again by itself.

mod answers;
mod command;
mod outcome;
mod query;
mod reference;
mod send;

pub use answers::Answers;
pub use command::Handle;
pub use reference::Part;

pub(crate) use command::Command;
pub(crate) use outcome::{Given, Outcome};
pub(crate) use send::{comes_again, pause_before, remember, send_some};

use std::fmt;
use std::sync::Arc;

use crate::call::Shared;
use crate::client::{Client, outgoing};
use crate::context::{Any, ServedBy};
#[cfg(feature = "blocking")]
use crate::error::{Cause, Lost};
use crate::error::{InvalidRequest, InvalidValue, Reason};
use crate::method::Method;

/// The most commands that the server takes in one request.
pub(crate) const COMMANDS: usize = 50;

/// A batch under construction; made by [`Client::batch`].
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch<K = Any> {
    shared: Arc<Shared>,
    kind: std::marker::PhantomData<fn() -> K>,
    /// What tells this batch's handles from another's, and its names from any text.
    id: u64,
    commands: Vec<Command>,
    /// The commands that are to be sent, by index.
    pending: Vec<usize>,
    halt: bool,
}

impl<K> Client<K> {
    /// A batch: many calls in one request. See [`batch`](crate::batch).
    pub fn batch(&self) -> Batch<K> {
        Batch {
            shared: Arc::clone(self.shared()),
            kind: std::marker::PhantomData,
            id: crate::call::random(),
            commands: Vec::new(),
            pending: Vec::new(),
            halt: false,
        }
    }
}

impl<K> Batch<K> {
    /// Adds a request. The handle is what its result will be asked for with.
    ///
    /// # Errors
    ///
    /// When the method may not stand in a batch, when the request lacks a parameter that this kind of client must give,
    /// or when it has a value that a batch cannot carry, such as a key with a bracket.
    #[expect(clippy::needless_pass_by_value, reason = "a request that was added has gone")]
    pub fn add<M: Method>(&mut self, request: M) -> Result<Handle<M>, InvalidRequest>
    where
        M::Context: ServedBy<K>,
    {
        let name = format!("b{:x}_{}", self.id, self.commands.len());
        self.push(&request, name)
    }

    /// Adds a request under a name, by which [`Answers`] and the server's log know it.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add); and when the name is not made of letters, digits and `_`, or is taken.
    #[expect(clippy::needless_pass_by_value, reason = "a request that was added has gone")]
    pub fn add_named<M: Method>(&mut self, name: &str, request: M) -> Result<Handle<M>, InvalidRequest>
    where
        M::Context: ServedBy<K>,
    {
        let refuse = |what| Err(InvalidRequest::new(M::NAME, "(name)", InvalidValue::new(Reason::Batch(what))));
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
        if !begins || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
            return refuse("is no name for a command: a letter, then letters, digits and `_`");
        }
        if self.commands.iter().any(|command| command.name == name) {
            return refuse("is the name of another command already");
        }
        self.push(&request, name.to_owned())
    }

    fn push<M: Method>(&mut self, request: &M, name: String) -> Result<Handle<M>, InvalidRequest> {
        let method = request.name();
        if !M::BATCH || method.eq_ignore_ascii_case("batch") {
            let what = "is a method that may not stand in a batch";
            return Err(InvalidRequest::new(M::NAME, "(method)", InvalidValue::new(Reason::Batch(what))));
        }
        request.check(self.shared.auth.authorization())?;
        let out = outgoing(request)?;
        let command = Command::new(name, &out).map_err(|problem| InvalidRequest::new(M::NAME, "", problem))?;
        let at = self.commands.len();
        self.commands.push(command);
        self.pending.push(at);
        Ok(Handle::new(self.id, at))
    }

    /// Puts a part of an earlier command's result in place of a parameter, which is named by its path in the request, such
    /// as `ID` or `fields.CONTACT_ID`.
    ///
    /// ```no_run
    /// # async fn example(client: &bitrix24::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut batch = client.batch();
    /// let user = batch.add(client.raw("user.current").build()?)?;
    /// let department = batch.add(client.raw("department.get").build()?)?;
    /// batch.refer(&department, "ID", user.part("UF_DEPARTMENT[0]"))?;
    /// let mut answers = batch.send().await;
    /// println!("{}", answers.take(department)?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the source comes later, belongs to another batch or to the other version of the protocol, and when one of the
    /// paths cannot be one.
    pub fn refer<M: Method>(&mut self, to: &Handle<M>, parameter: &str, part: Part) -> Result<(), InvalidRequest> {
        let refuse = |what| InvalidRequest::new(M::NAME, parameter, InvalidValue::new(Reason::Batch(what)));
        if to.batch != self.id || part.batch != self.id {
            return Err(refuse("refers to another batch"));
        }
        if part.at >= to.at {
            return Err(refuse("refers to a command that does not come before its own"));
        }
        let (source, target) = (self.commands.get(part.at), self.commands.get(to.at));
        if source.map(|source| source.version) != target.map(|target| target.version) {
            return Err(refuse("refers to a command of another version of the protocol"));
        }
        let reference = part.into(parameter).map_err(refuse)?;
        if let Some(target) = self.commands.get_mut(to.at) {
            target.references.push(reference);
        }
        Ok(())
    }

    /// Breaks off at the first command that fails; those after it do not run.
    pub fn halt(&mut self) -> &mut Self {
        self.halt = true;
        self
    }

    /// How many commands there are to send.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Sends the commands. Always gives answers: what failed is told for each command.
    pub async fn send(self) -> Answers<K> {
        let outcomes = send::send(&self.shared, &self.commands, &self.pending, self.halt).await;
        Answers::new(self, outcomes)
    }
}

#[cfg(feature = "blocking")]
impl<K> Batch<K> {
    /// The answers where nobody can say what came of the commands.
    pub(crate) fn unanswered(self) -> Answers<K> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; self.commands.len()];
        for at in &self.pending {
            if let Some(outcome) = outcomes.get_mut(*at) {
                let lost = Lost { cause: Cause::Unmentioned, may_have_run: true, attempts: 1, of_command: false };
                *outcome = Some(Err(lost));
            }
        }
        Answers::new(self, outcomes)
    }
}

impl<K> Clone for Batch<K> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            kind: std::marker::PhantomData,
            id: self.id,
            commands: self.commands.clone(),
            pending: self.pending.clone(),
            halt: self.halt,
        }
    }
}

impl<K> fmt::Debug for Batch<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.pending.iter().filter_map(|at| self.commands.get(*at)).map(|command| &command.method);
        f.debug_list().entries(methods).finish()
    }
}
