//! Files by their signed links, without `.await`.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::{Client, Worker};
use crate::context::sealed::Kind;
use crate::download::{NAME, SaveError};
use crate::error::{Error, Failure};

impl<K: Kind + Send + 'static> Client<K> {
    /// Fetches a file by a link from an answer; see [`Client::download`](crate::Client::download).
    pub fn download(&self, link: &str) -> Result<Download, Error> {
        let (client, link) = (self.inner.clone(), link.to_owned());
        let begun = self.worker.run(async move { client.download(&link).await });
        let inner = begun.unwrap_or_else(|| Err(no_worker()))?;
        Ok(Download { inner, worker: Arc::clone(&self.worker) })
    }
}

/// A file that has begun to arrive; see [`crate::Download`].
pub struct Download {
    inner: crate::Download,
    worker: Arc<Worker>,
}

impl Download {
    /// The file's name, if the server says it, without folders.
    pub fn name(&self) -> Option<&str> {
        self.inner.name()
    }

    /// The kind of the file, such as `application/pdf`, if the server says it.
    pub fn content_type(&self) -> Option<&str> {
        self.inner.content_type()
    }

    /// How many bytes it has, if the server says it.
    pub fn size(&self) -> Option<u64> {
        self.inner.size()
    }

    /// The whole file, if it has at most so many bytes; see [`Download::bytes`](crate::Download::bytes).
    pub fn bytes(self, most: usize) -> Result<Bytes, Error> {
        self.worker.run(self.inner.bytes(most)).unwrap_or_else(|| Err(no_worker()))
    }

    /// Writes the file to a path, whole or not at all; see [`Download::save`](crate::Download::save).
    pub fn save(self, path: impl AsRef<Path>) -> Result<u64, SaveError> {
        let path = path.as_ref().to_owned();
        let saved = self.worker.run(self.inner.save(path));
        saved.unwrap_or_else(|| Err(SaveError::Download(no_worker())))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blocking::{:?}", self.inner)
    }
}

fn no_worker() -> Error {
    Error::new(NAME, Failure::NoWorker, false)
}
