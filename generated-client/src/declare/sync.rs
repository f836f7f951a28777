//! Brings a portal to what is declared: installs, updates, leaves alone, and deletes if that is asked for.

use std::pin::Pin;

use super::plan::{Change, check_codes, plan};
use super::requests::{self, Became};
use super::{Declaration, Part, Snapshot};
use crate::api::bizproc::shared::ActivityCode;
#[cfg(feature = "blocking")]
use crate::blocking;
use crate::caller::Caller;
use crate::client::Client;
use crate::context::{ApplicationContext, ServedBy, sealed::Kind};
use crate::error::Error;

/// Brings the actions and rules of this application at a portal to what is declared. Nothing happens until it is awaited;
/// on a blocking client, until [`run`](Syncing::run).
///
/// A portal tells no more than the codes of what is installed. So whatever is installed is updated, unless a
/// [`Snapshot`] of the last time says that it is [`known`](Syncing::known). A second run leaves the same state, and one
/// that failed halfway can be run again.
///
/// An update takes back what is not declared any more, but for `DESCRIPTION` and `AUTH_USER_ID`, which the API cannot
/// clear.
///
/// # Errors
///
/// When two declarations have one code, or when a request fails; see [`Error::method`].
pub fn sync<C: Caller>(client: C, declared: impl IntoIterator<Item = impl Into<Declaration>>) -> Syncing<C>
where
    ApplicationContext: ServedBy<C::Kind>,
{
    let declared = declared.into_iter().map(Into::into).collect();
    Syncing { client, wanted: Wanted { declared, known: None, only_declared: false } }
}

/// A [`sync`] before it begins.
#[derive(Clone, Debug)]
#[must_use = "nothing happens until it is awaited or run"]
pub struct Syncing<C> {
    client: C,
    wanted: Wanted,
}

#[derive(Clone, Debug)]
struct Wanted {
    declared: Vec<Declaration>,
    known: Option<Snapshot>,
    only_declared: bool,
}

impl<C> Syncing<C> {
    /// Leaves alone what is installed and was declared in the same way when this snapshot was made.
    pub fn known(mut self, snapshot: Snapshot) -> Self {
        self.wanted.known = Some(snapshot);
        self
    }

    /// Deletes the application's actions and rules that are not declared any more. Workflows that use one then fail there.
    pub fn only_declared(mut self) -> Self {
        self.wanted.only_declared = true;
        self
    }
}

/// What a [`sync`] has done, by codes.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Synced {
    /// What was not there before.
    pub added: Vec<ActivityCode>,
    /// What was there, and was told anew.
    pub updated: Vec<ActivityCode>,
    /// What was there and is [`known`](Syncing::known).
    pub kept: Vec<ActivityCode>,
    /// What is not declared any more.
    pub deleted: Vec<ActivityCode>,
    /// What the portal was told, for the next time.
    pub snapshot: Snapshot,
}

impl<K: Kind> IntoFuture for Syncing<&Client<K>>
where
    Client<K>: Into<Client>,
{
    type Output = Result<Synced, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let client = self.client.clone().into();
        Box::pin(self.wanted.bring_about(client))
    }
}

#[cfg(feature = "blocking")]
impl<K: Kind> Syncing<&blocking::Client<K>>
where
    Client<K>: Into<Client>,
{
    /// Does it, and waits for its end.
    ///
    /// # Errors
    ///
    /// As [`sync`].
    pub fn run(self) -> Result<Synced, Error> {
        self.client.run(|client| self.wanted.bring_about(client.into()))?
    }
}

impl Wanted {
    async fn bring_about(self, client: Client) -> Result<Synced, Error> {
        check_codes(&self.declared)?;
        let mut synced = Synced { snapshot: Snapshot::of(&self.declared)?, ..Synced::default() };
        let mut installed = Vec::new();
        for part in [Part::Action, Part::Robot] {
            installed.extend(requests::list(&client, part).await?.into_iter().map(|code| (part, code)));
        }
        for change in plan(self.declared, &installed, self.known.as_ref(), self.only_declared)? {
            synced.carry_out(&client, change).await?;
        }
        Ok(synced)
    }
}

impl Synced {
    async fn carry_out(&mut self, client: &Client, change: Change) -> Result<(), Error> {
        match change {
            Change::Delete(part, code) => {
                requests::delete(client, part, code.clone()).await?;
                self.deleted.push(code);
            }
            Change::Add(declaration) => match requests::add(client, &declaration).await? {
                Became::Added => self.added.push(declaration.code),
                Became::Updated => self.updated.push(declaration.code),
            },
            Change::Update(declaration) => {
                requests::update(client, &declaration).await?;
                self.updated.push(declaration.code);
            }
            Change::Keep(declaration) => self.kept.push(declaration.code),
        }
        Ok(())
    }
}
