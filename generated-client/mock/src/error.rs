//! Why a portal cannot start, and why a step of it cannot be taken.

use std::io;
use std::path::PathBuf;

/// Why a portal did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is taken, or not allowed.
    #[error("cannot listen on port {port} of 127.0.0.1")]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// A spec cannot be read from disk.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The certificate, or the file with the addresses, cannot be written to disk.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The specs have problems; the text shows each with its place.
    #[error("the specs have problems\n{0}")]
    Specs(String),
    /// No certificate could be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(String),
}

/// Why a step could not be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The application has not installed it.
    #[error("the application `{application}` has no action or rule `{code}`")]
    NotInstalled {
        /// The application.
        application: String,
        /// The code.
        code: String,
    },
    /// Properties have names.
    #[error("properties are an object")]
    NoObject,
    /// The handler's address is no http or https URL.
    #[error("the handler's address `{0}` is no http or https URL")]
    Address(String),
    /// The handler does not answer.
    #[error("the handler {url} does not answer: {problem}")]
    Unreachable {
        /// Its address.
        url: String,
        /// What happened.
        problem: String,
    },
}
