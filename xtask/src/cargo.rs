//! The cargo by which this program was started, or the one that is found.

use std::process::{Command, Output};

use crate::failure::Failure;

pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs it to its end, with its output where this program's own goes; `failed` says what it means if it fails.
pub(crate) fn run(command: &mut Command, failed: &str) -> Result<(), Failure> {
    let status = command.status().map_err(|error| not_started(&error))?;
    if status.success() { Ok(()) } else { Err(Failure::Step(failed.to_owned())) }
}

/// Runs it to its end, and gives what it says.
pub(crate) fn output(command: &mut Command) -> Result<Output, Failure> {
    command.output().map_err(|error| not_started(&error))
}

fn not_started(error: &std::io::Error) -> Failure {
    Failure::Workplace(format!("cannot start cargo: {error}"))
}
