//! Why a command did not do what it was asked, and the exit code that says so to a script.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bitrix24_codegen::diagnostic::{Diagnostics, Style};
use bitrix24_codegen::source::Source;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The specs have problems.
    #[error("{} in the specs; `cargo xtask explain CODE` says more about each", counted(.problems.len(), "problem"))]
    Specs { problems: Box<Diagnostics>, sources: Vec<Source> },
    /// Corrections of pages that cannot be made, each with its place.
    #[error("{}\n{} in the fixups; nothing was written", .0.join("\n"), counted(.0.len(), "problem"))]
    Fixups(Vec<String>),
    /// Documents of portals that cannot be read, each fault with its place.
    #[error("{}\n{} in what was to be imported; nothing was written", .0.join("\n"), counted(.0.len(), "problem"))]
    Documents(Vec<String>),
    /// The specs of another time have problems.
    #[error("the generator cannot read the specs of {revision} any more, which have {}", counted(.problems.len(), "problem"))]
    OldSpecs { revision: String, problems: Box<Diagnostics>, sources: Vec<Source> },
    /// The generated code differs.
    #[error("{0}")]
    Drift(String),
    /// A file stands in the way.
    #[error("{} was not generated and would be overwritten; move it away. Nothing was written", .0.display())]
    NotOurs(PathBuf),
    /// A step of continuous integration failed.
    #[error("{0}")]
    Step(String),
    /// A name or code that is not known.
    #[error("{0}")]
    Unknown(String),
    /// Something that was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
    /// A file could not be read or written.
    #[error("{what} {}: {source}", .path.display())]
    Io { what: &'static str, path: PathBuf, source: std::io::Error },
    /// Something else about the workplace.
    #[error("{0}")]
    Workplace(String),
}

impl Failure {
    pub(crate) fn io<'a>(what: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |source| Self::Io { what, path: path.to_owned(), source }
    }

    /// What it means that these specs have problems.
    pub(crate) fn specs(sources: &[Source]) -> impl FnOnce(Diagnostics) -> Self + '_ {
        |problems| Self::Specs { problems: Box::new(problems), sources: sources.to_vec() }
    }

    pub(crate) fn print(&self) {
        if let Self::Specs { problems, sources } | Self::OldSpecs { problems, sources, .. } = self {
            let style = if std::io::stderr().is_terminal() { Style::Coloured } else { Style::Plain };
            eprintln!("{}\n", problems.render(sources, style));
        }
        eprintln!("error: {self}");
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Specs { .. }
            | Self::OldSpecs { .. }
            | Self::Fixups(_)
            | Self::Documents(_)
            | Self::Drift(_)
            | Self::NotOurs(_)
            | Self::Step(_) => ExitCode::from(1),
            Self::Unknown(_) | Self::Refused(_) => ExitCode::from(2),
            Self::Io { .. } | Self::Workplace(_) => ExitCode::from(3),
        }
    }
}

/// `1 file`, `2 files`
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
