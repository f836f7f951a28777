//! A command of a batch, stripped of its type, and the handle that remembers the type.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::reference::{Part, Reference};
use crate::batch::query;
use crate::call::Outgoing;
use crate::error::InvalidValue;
use crate::method::{Effect, Version};

/// A command.
#[derive(Clone)]
pub(crate) struct Command {
    /// Its key in the batch.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) version: Version,
    pub(crate) effect: Effect,
    pub(crate) parameters: Value,
    /// As REST 2 reads it, `method?query`.
    pub(crate) line: String,
    /// What is put into the parameters when it is sent.
    pub(crate) references: Vec<Reference>,
}

impl Command {
    /// A command that says what this request says alone.
    pub(crate) fn new(name: String, out: &Outgoing<'_>) -> Result<Self, InvalidValue> {
        let (method, version, effect) = (out.name.to_owned(), out.version, out.effect);
        let (parameters, line) = (out.parameters.clone(), String::new());
        let mut command = Self { name, method, version, effect, parameters, line, references: Vec::new() };
        // Whether it can be written is asked here, where the caller stands.
        command.write()?;
        Ok(command)
    }

    /// Writes the line anew, after the parameters have changed.
    pub(crate) fn write(&mut self) -> Result<(), InvalidValue> {
        if self.version == Version::V2 {
            let query = query::encode(&self.parameters)?;
            self.line = if query.is_empty() { self.method.clone() } else { format!("{}?{query}", self.method) };
        }
        Ok(())
    }
}

/// What the result of a command is asked for with, once.
pub struct Handle<M> {
    pub(crate) batch: u64,
    pub(crate) at: usize,
    method: PhantomData<fn() -> M>,
}

impl<M> Handle<M> {
    pub(crate) fn new(batch: u64, at: usize) -> Self {
        Self { batch, at, method: PhantomData }
    }

    /// A part of the command's result, for a later command: by its path below `result`, such as `ID` or `items[0].ID`.
    /// An empty path is the whole result.
    pub fn part(&self, path: &str) -> Part {
        Part { batch: self.batch, at: self.at, path: path.to_owned() }
    }
}

impl<M> fmt::Debug for Handle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.at)
    }
}
