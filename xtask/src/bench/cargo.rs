//! `cargo check`, by a process of its own: only so is the most memory known that one run of the compiler had.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::bench::usage::{self, Usage, Whose};
use crate::cargo::cargo;
use crate::failure::Failure;
use crate::out;

/// A crate to check, and how.
#[derive(Clone, Copy)]
pub(crate) struct Checked<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) features: &'a str,
    /// Whether the compiler takes what it can from the run before.
    pub(crate) incremental: bool,
}

impl<'a> Checked<'a> {
    /// As whoever depends on the crate has it checked.
    pub(crate) fn new(folder: &'a Path, features: &'a str) -> Self {
        Self { folder, features, incremental: false }
    }

    /// What the best of several runs uses, the crate's dependencies not counted; `None` where the system does not tell.
    pub(crate) fn best(self, rounds: usize) -> Result<Option<Usage>, Failure> {
        let usages: Vec<Option<Usage>> = (0..rounds.max(1))
            .map(|_| {
                touch(&self.folder.join("src/lib.rs"))?;
                self.once()
            })
            .collect::<Result<_, Failure>>()?;
        Ok(usages.into_iter().flatten().min_by(|a, b| a.seconds.total_cmp(&b.seconds)))
    }

    /// What a run uses now.
    pub(crate) fn once(self) -> Result<Option<Usage>, Failure> {
        let program = std::env::current_exe().map_err(Failure::io("cannot find", Path::new("this program")))?;
        let mut command = Command::new(&program);
        command.args(["bench", "check", "--features", self.features, "--folder"]).arg(self.folder);
        command.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        let output = command.stderr(Stdio::inherit()).output().map_err(Failure::io("cannot start", &program))?;
        if !output.status.success() {
            return Err(Failure::Step("the generated code does not compile".to_owned()));
        }
        Ok(Usage::read(&String::from_utf8_lossy(&output.stdout)))
    }
}

/// Checks the crate in a folder with these features, and prints what that has used. Called by [`Checked::once`].
pub(crate) fn run(folder: &Path, features: &str) -> Result<(), Failure> {
    check(folder, features)?;
    out::lines(usage::of(Whose::Children))
}

/// Checks the crate, and what it depends on where that was not done.
pub(crate) fn check(folder: &Path, features: &str) -> Result<(), Failure> {
    let mut command = cargo();
    command.current_dir(folder).args(["check", "--quiet", "--offline", "--features", features]);
    crate::cargo::run(command.env("CARGO_TARGET_DIR", folder.join("target")), "`cargo check` failed")
}

/// Brings what a crate depends on to this machine.
pub(crate) fn fetch(folder: &Path) -> Result<(), Failure> {
    crate::cargo::run(cargo().current_dir(folder).args(["fetch", "--quiet"]), "`cargo fetch` failed")
}

/// Makes a file look changed, so that cargo does not take the crate for checked.
fn touch(path: &Path) -> Result<(), Failure> {
    let text = std::fs::read(path).map_err(Failure::io("cannot read", path))?;
    std::fs::write(path, text).map_err(Failure::io("cannot write", path))
}
