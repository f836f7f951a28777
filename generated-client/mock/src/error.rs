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
