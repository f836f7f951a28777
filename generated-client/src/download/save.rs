//! A file from the portal onto a disk: whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::Download;
use crate::error::Error;

/// How many pieces may wait to be written.
const WAITING: usize = 8;

/// Why a file was not saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// It did not arrive whole.
    #[error(transparent)]
    Download(#[from] Error),
    /// It could not be written.
    #[error("{}: {source}", path.display())]
    File {
        /// Where it was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

enum Piece {
    Bytes(Bytes),
    End,
}

impl Download {
    /// Writes the file to a path, and gives the number of its bytes. It is written under another name beside it and
    /// renamed when it is whole; a file that was there before stays until then. When this future is dropped, nothing is
    /// left.
    ///
    /// # Errors
    ///
    /// When the file does not arrive whole, or cannot be written.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, SaveError> {
        let path = path.as_ref().to_owned();
        let (pieces, waiting) = mpsc::channel(WAITING);
        let target = path.clone();
        let writer = tokio::task::spawn_blocking(move || write(&target, waiting));
        let mut failed = None;
        loop {
            let piece = match self.chunk().await {
                Ok(Some(bytes)) => Piece::Bytes(bytes),
                Ok(None) => Piece::End,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            };
            let last = matches!(piece, Piece::End);
            // It fails when the writer has ended, which says itself why.
            if pieces.send(piece).await.is_err() || last {
                break;
            }
        }
        drop(pieces);
        let written = writer.await.unwrap_or_else(|_| Err(io::Error::other("the writing was broken off")));
        match failed {
            Some(error) => Err(error.into()),
            None => written.map_err(|source| SaveError::File { path, source }),
        }
    }
}

/// Writes pieces until the end; if the end does not come, it takes away what it has written.
fn write(path: &Path, mut pieces: mpsc::Receiver<Piece>) -> io::Result<u64> {
    let mut name = path.file_name().ok_or_else(|| io::Error::other("the path has no file's name"))?.to_owned();
    name.push(format!(".{:016x}.part", crate::call::random()));
    let beside = path.with_file_name(name);
    let written = fill(&beside, &mut pieces).and_then(|bytes| fs::rename(&beside, path).map(|()| bytes));
    if written.is_err() {
        // What is left over does no harm, and the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(path: &Path, pieces: &mut mpsc::Receiver<Piece>) -> io::Result<u64> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut count = 0;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Bytes(bytes) => {
                file.write_all(&bytes)?;
                count += bytes.len() as u64;
            }
            Piece::End => {
                file.sync_all()?;
                return Ok(count);
            }
        }
    }
    Err(io::Error::other("the file broke off"))
}
