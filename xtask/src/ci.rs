//! `cargo xtask ci`: everything that continuous integration runs, in the order in which it fails fastest.

use std::time::Instant;

use clap::ValueEnum;

use crate::failure::Failure;
use crate::generate::features;
use crate::{cargo, fence, generate, paths};

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// The formatting is rustfmt's.
    Fmt,
    /// The generated code is what the specs say.
    Generate,
    /// The dependencies are those that the design allows.
    Fence,
    /// Clippy has no warning, with all features and with none.
    Clippy,
    /// All tests pass.
    Test,
    /// The docs build without a warning.
    Doc,
    /// The client compiles without a warning with each scope alone. Only if asked for: it takes minutes, and the generator
    /// makes each feature turn on what its scope needs of others.
    Scopes,
    /// The examples in the docs of all scopes compile. Only if asked for: it takes minutes.
    Examples,
}

/// The steps that run only if they are asked for.
const APART: &[Step] = &[Step::Scopes, Step::Examples];

pub(crate) fn run(step: Option<Step>) -> Result<(), Failure> {
    if let Some(step) = step {
        return one(step);
    }
    for step in Step::value_variants().iter().filter(|step| !APART.contains(step)) {
        let started = Instant::now();
        println!("\n== {step:?}");
        one(*step)?;
        println!("== {step:?} passed after {} s", started.elapsed().as_secs());
    }
    println!("\nall steps passed");
    Ok(())
}

fn one(step: Step) -> Result<(), Failure> {
    match step {
        Step::Fmt => cargo(&["fmt", "--all", "--check"], &[]),
        Step::Generate => generate::run(None, None, true),
        Step::Fence => fence::run(),
        Step::Clippy => {
            // The features of the tests: all that are no scopes. The scopes are generated code, so once is enough for them.
            cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
            // With one test beside the libraries, the dependencies have the features that they have above, and are there
            // already.
            let all = ["clippy", "--workspace", "--lib", "--test", "ui", "--all-features", "--", "-D", "warnings"];
            cargo(&all, &[])?;
            // With xtask beside it, most of them have, too.
            cargo(&["clippy", "-p", "bitrix24", "-p", "xtask", "--no-default-features", "--", "-D", "warnings"], &[])
        }
        // The tests turn on all features of the client that are no scopes, and one scope.
        Step::Test => cargo(&["test", "--workspace"], &[]),
        Step::Scopes => scopes(),
        Step::Examples => cargo(&["test", "-p", "bitrix24", "--doc", "--all-features"], &[]),
        Step::Doc => cargo(&["doc", "--workspace", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")]),
    }
}

/// Each scope by itself.
fn scopes() -> Result<(), Failure> {
    for scope in &features::scopes(&paths::root()?.join("generated-client/Cargo.toml"))? {
        let arguments = ["check", "--quiet", "-p", "bitrix24", "--lib", "--no-default-features", "--features", scope];
        cargo(&arguments, &[("RUSTFLAGS", "-D warnings")])?;
    }
    Ok(())
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), Failure> {
    println!("$ cargo {}", arguments.join(" "));
    let mut command = cargo::cargo();
    command.current_dir(paths::root()?).args(arguments).envs(environment.iter().copied());
    cargo::run(&mut command, &format!("`cargo {}` failed", arguments.join(" ")))
}
