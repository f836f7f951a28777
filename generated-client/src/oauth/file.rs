//! Tokens in a file, for one machine.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Lock, StoreReply, TokenStore, Tokens};

/// Keeps tokens in a file that only its owner can read.
///
/// The file is written whole under another name and then renamed, so it is always the old or the new one. Processes of one
/// machine may share it: while one renews the tokens, it holds a lock on the file `….lock` beside it.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// A store in this file. Its folder must exist; the file need not.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> StoreReply<'_, Option<Tokens>> {
        let path = self.path.clone();
        Box::pin(async move { Ok(off_thread(move || read(&path)).await?) })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()> {
        let (path, new) = (self.path.clone(), self.beside(".new"));
        let text = tokens.to_json().to_string();
        Box::pin(async move { Ok(off_thread(move || replace(&path, &new, &text)).await?) })
    }

    fn lock(&self) -> StoreReply<'_, Lock> {
        let path = self.beside(".lock");
        Box::pin(async move { Ok(Lock::new(off_thread(move || locked(&path)).await?)) })
    }
}

/// Runs what blocks where it blocks nobody.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(io::Error::other("the work was broken off")))
}

fn read(path: &Path) -> io::Result<Option<Tokens>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(named(path, &error)),
    };
    // What the file holds is not said: it may be a secret.
    let value = serde_json::from_slice(&text).ok();
    let tokens = value.as_ref().and_then(Tokens::from_json);
    let unreadable = || io::Error::new(io::ErrorKind::InvalidData, format!("{} holds no tokens", path.display()));
    tokens.map(Some).ok_or_else(unreadable)
}

fn replace(path: &Path, new: &Path, text: &str) -> io::Result<()> {
    let write = || {
        // One that lies there, from a process that died, may be open to others.
        match fs::remove_file(new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private().create_new(true).write(true).open(new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(new, path)
    };
    write().map_err(|error| named(path, &error))
}

/// Holds the lock until the file is closed, at the latest by the end of the process.
fn locked(path: &Path) -> io::Result<File> {
    let lock = || {
        let file = private().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(file)
    };
    lock().map_err(|error| named(path, &error))
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
