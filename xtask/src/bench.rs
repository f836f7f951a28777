//! `cargo xtask bench`: how fast the generator is, and how fast its code compiles. Figures for people, never assertions.

mod api;
mod calls;
mod cargo;
mod choose;
mod compile;
mod corpus;
mod edit;
mod generate;
mod plain;
mod rival;
mod scope;
mod shape;
mod usage;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::{out, paths, specs};
use api::{Api, METHODS};

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Time the generator, stage by stage.
    Generate(Size),
    /// Measure `cargo check` of the generated code: time of the processor, and memory.
    Compile(Size),
    /// Measure what the client costs on top of HTTP, against the fake portal.
    Calls,
    /// Print the OpenAPI document that BENCHMARKS.md has progenitor generate from: without what progenitor cannot name.
    Document,
    /// Measure what progenitor makes of the same methods, beside this generator; for BENCHMARKS.md. It takes a
    /// quarter of an hour and 8 GB.
    Rival {
        /// How often this generator's side is measured.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Check a crate, and print what that has used.
    #[command(hide = true)]
    Check {
        /// Where the crate is.
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        features: String,
    },
}

#[derive(Args)]
pub(crate) struct Size {
    /// The number of methods of the synthetic API.
    #[arg(long, default_value_t = METHODS)]
    methods: usize,
    /// The specs that there are, in place of a synthetic API.
    #[arg(long, conflicts_with = "methods")]
    specs: bool,
    /// How often everything is measured.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    match bench {
        Bench::Calls => return calls::run(),
        Bench::Document => return document(),
        _ => {}
    }
    if cfg!(debug_assertions) {
        return released();
    }
    match bench {
        Bench::Generate(size) => generate::run(&made(size)?, size.rounds),
        Bench::Compile(size) => compile::run(&made(size)?, size.rounds),
        Bench::Rival { rounds } => rival::run(*rounds),
        Bench::Calls => calls::run(),
        Bench::Document => document(),
        Bench::Check { folder, features } => cargo::run(folder, features),
    }
}

fn document() -> Result<(), Failure> {
    out::lines([plain::document(&specs::load(None)?.model)])
}

/// The API, once its shape is printed.
fn made(size: &Size) -> Result<Api, Failure> {
    let (api, what) =
        if size.specs { (api::real()?, "the API") } else { (api::make(size.methods)?, "a synthetic API") };
    let methods: usize = api.scopes.values().sum();
    let head = format!("{what} of {methods} methods in {} specs", api.sources.len());
    out::lines(std::iter::once(&head).chain(&api.shape))?;
    Ok(api)
}

/// Does the same in a build that is worth being measured.
fn released() -> Result<(), Failure> {
    let mut command = crate::cargo::cargo();
    command.current_dir(paths::root()?).args(["run", "--quiet", "--release", "--package", "xtask", "--"]);
    crate::cargo::run(command.args(std::env::args_os().skip(1)), "the measurement failed")
}
