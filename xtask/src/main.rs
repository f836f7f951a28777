//! The commands of this repository. Flags in, one match, out; each command is a file.

mod bench;
mod cargo;
mod check;
mod ci;
mod conform;
mod coverage;
mod diff;
mod explain;
mod failure;
mod fence;
mod generate;
mod import;
mod list;
mod new;
mod openapi;
mod out;
mod paths;
mod peers;
mod show;
mod specs;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The generator makes and drops millions of tokens, and the C library's allocator takes twice as long over it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates the client from the specs, and looks after both.
///
/// Exit codes: 0 done; 1 the specs, fixups or documents have problems, or the generated code differs; 2 wrong usage; 3 a
/// file could not be read or written, or a tool could not be started.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the generated code, or with --check only say how it differs.
    ///
    /// Writes only what has changed, each file at once; removes generated files that no spec stands behind any more;
    /// touches nothing if a spec has a problem or a file stands in the way that was not generated.
    Generate {
        /// Write nothing; exit with 1 if anything would change, and say why.
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        specs: SpecDir,
        /// The folder that `generated/` is written into [default: generated-client/src]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Print all problems of the specs, and exit with 1 if there are any.
    Check {
        #[command(flatten)]
        specs: SpecDir,
    },
    /// Begin the spec of a method: a file for its family, or an entry at the end of the file that is there.
    ///
    /// What must be said has `???` in its place, which every other command refuses until it is filled in; every other key
    /// is a comment. Nothing else in the file changes.
    New {
        /// The method by its wire name, such as disk.file.get; disk.file.get@3 for REST 3.0.
        method: String,
        #[command(flatten)]
        specs: SpecDir,
    },
    /// Write specs from a checkout of the vendor's documentation or from a portal's own document, or bring those that were
    /// imported up to date.
    ///
    /// A path that ends in `.json` is the answer of a portal's `rest.documentation.openapi`, which describes its methods of
    /// REST 3.0. Takes names, types, marks, values, codes and examples from what it reads, and no sentence. What it is not
    /// sure of is a comment `# doubt: …` in the spec and a line of the report. Methods described by hand, or imported from
    /// the other source, stay as they are; of what was imported, changes made by hand stay. Nothing is written that the
    /// checker refuses.
    Import {
        /// Pages, folders of pages, or documents of portals that end in `.json`.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        specs: SpecDir,
        /// Report, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Show which documented methods have a spec, fully, with doubts, or not at all, by scope.
    Coverage {
        /// Pages, or folders of pages.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        specs: SpecDir,
    },
    /// Hold the examples and errors of pages against the specs of their methods.
    ///
    /// Each request must be one that setters send, each answer one that the result's type reads, each error one that has a
    /// variant. What fails is a line with its page, method, place and cause; the last lines are the shares.
    Conform {
        /// Pages, or folders of pages.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        specs: SpecDir,
        /// Print only the shares.
        #[arg(long)]
        summary: bool,
    },
    /// Explain a problem by its code, such as B24-0301; without a code, list all of them.
    Explain {
        /// The code; `301` is enough.
        code: Option<String>,
    },
    /// List the methods that have a spec, one a line: wire name, Rust function, what it does.
    List {
        #[command(flatten)]
        specs: SpecDir,
    },
    /// Show a method: parameters, errors, the call in Rust, the docs page.
    Show {
        /// The method by its wire name, such as bizproc.activity.log.
        method: String,
        #[command(flatten)]
        specs: SpecDir,
        /// For people, or for programs.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Say what has changed in the specs since a revision, and what that is to the users of the crate.
    ///
    /// Each change has a verdict: patch, minor or breaking; the gravest says which version follows.
    Diff {
        /// The revision that the working tree is compared with.
        #[arg(long, value_name = "REV", default_value = "HEAD")]
        since: String,
        /// Write an entry for each change into CHANGELOG.md, where it does not stand already.
        #[arg(long)]
        changelog: bool,
    },
    /// Print the specs as an OpenAPI document.
    Openapi {
        #[command(flatten)]
        specs: SpecDir,
        /// The version of OpenAPI.
        #[arg(long, value_enum, default_value_t = openapi::Version::V3_1)]
        version: openapi::Version,
        /// Write it into this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Measure how fast the generator is, and how fast its code compiles, on an API as large as the real one.
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Let other people's clients call the fake portal, unchanged, and look at what arrived.
    ///
    /// Fetches them with pip and npm into target/peers, where they stay. What this machine has no tool for is skipped.
    Peers {
        /// The client; all of them if none is given.
        #[arg(value_enum)]
        name: Option<peers::Peer>,
        /// The program of the fake portal, in place of one that is built now.
        #[arg(long, value_name = "PROGRAM")]
        portal: Option<PathBuf>,
        /// Exit with 1 if a client was skipped.
        #[arg(long)]
        strict: bool,
    },
    /// Run what continuous integration runs, or one step of it.
    Ci {
        /// The step; all of them if none is given.
        #[arg(value_enum)]
        step: Option<ci::Step>,
    },
}

#[derive(Args)]
struct SpecDir {
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// How a method is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Generate { check, specs, out } => generate::run(specs.spec.as_deref(), out.as_deref(), check),
        Command::Check { specs } => check::run(specs.spec.as_deref()),
        Command::New { method, specs } => new::run(specs.spec.as_deref(), &method),
        Command::Import { paths, specs, dry_run } => import::run(&paths, specs.spec.as_deref(), dry_run),
        Command::Coverage { paths, specs } => coverage::run(&paths, specs.spec.as_deref()),
        Command::Conform { paths, specs, summary } => conform::run(&paths, specs.spec.as_deref(), summary),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::List { specs } => list::run(specs.spec.as_deref()),
        Command::Show { method, specs, format } => show::run(specs.spec.as_deref(), &method, format),
        Command::Diff { since, changelog } => diff::run(&since, changelog),
        Command::Openapi { specs, version, out } => openapi::run(specs.spec.as_deref(), version, out.as_deref()),
        Command::Bench { bench } => bench::run(&bench),
        Command::Peers { name, portal, strict } => peers::run(name, portal, strict),
        Command::Ci { step } => ci::run(step),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            failure.exit_code()
        }
    }
}
