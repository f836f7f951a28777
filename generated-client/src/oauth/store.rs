//! Where tokens are kept between calls, and between programs.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use super::Tokens;

/// Why a store failed.
pub type StoreError = Box<dyn StdError + Send + Sync>;

/// What a store gives.
pub type StoreReply<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps the tokens of one application in one portal.
///
/// A store that several processes share must give [`lock`](Self::lock) to one of them at a time. Whoever holds it is the
/// only one to spend the refresh token.
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens, if there are any.
    fn load(&self) -> StoreReply<'_, Option<Tokens>>;

    /// Puts tokens in place of those that are there. When this has succeeded, they must be safe.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()>;

    /// Waits until no other process renews the tokens. A lock must end by itself if its holder dies.
    fn lock(&self) -> StoreReply<'_, Lock> {
        Box::pin(async { Ok(Lock::none()) })
    }

    /// Gives the lock back. A lock that is dropped without this ends by itself.
    fn unlock(&self, lock: Lock) -> StoreReply<'_, ()> {
        drop(lock);
        Box::pin(async { Ok(()) })
    }
}

/// The right to renew tokens.
pub struct Lock(Box<dyn Any + Send>);

impl Lock {
    /// A lock where there is nobody to lock out.
    pub fn none() -> Self {
        Self(Box::new(()))
    }

    /// A lock that holds what its store needs to end it.
    pub fn new(held: impl Any + Send) -> Self {
        Self(Box::new(held))
    }

    /// What it holds.
    pub fn held<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock")
    }
}

/// Keeps tokens as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<Tokens>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> StoreReply<'_, Option<Tokens>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async { Ok(tokens) })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.clone());
        Box::pin(async { Ok(()) })
    }
}

impl<S: TokenStore + ?Sized> TokenStore for std::sync::Arc<S> {
    fn load(&self) -> StoreReply<'_, Option<Tokens>> {
        (**self).load()
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()> {
        (**self).save(tokens)
    }

    fn lock(&self) -> StoreReply<'_, Lock> {
        (**self).lock()
    }

    fn unlock(&self, lock: Lock) -> StoreReply<'_, ()> {
        (**self).unlock(lock)
    }
}
