//! Applications: from a user's consent to a client whose access tokens are renewed by themselves.
//!
//! 1. [`App::login`] gives the address to send the user to, and a `state` to keep.
//! 2. The portal sends the user back with a code; [`App::finish`] checks the `state` and exchanges the code for [`Tokens`].
//! 3. [`App::client`] puts the tokens into a [`TokenStore`] and gives a [`Client`](crate::Client). After that, and after
//!    every start of the program, [`App::restore`] gives one from what the store has.
//!
//! An access token lives for an hour and is renewed when it has expired: once, however many calls wait for it. A refresh
//! token is good for one use, so new tokens are stored before they are used, and a store that several processes share
//! keeps them from spending one token twice. The secret of the application goes to the authorization server only.
//!
//! ```no_run
//! use bitrix24::oauth::{App, FileStore};
//!
//! # async fn example(query: &str, kept_state: &str) -> Result<(), bitrix24::Error> {
//! let app = App::new("app.573ad8a0346747.09223434", "secret")?;
//! let login = app.login("portal.bitrix24.com")?;          // keep login.state(), send the user to login.url()
//! let tokens = app.finish(query, kept_state).await?;      // the query with which the user came back
//! let client = app.client(tokens, FileStore::new("/var/lib/acme/portal.json")).await?;
//! client.raw("profile").send().await?;
//! # let _ = login;
//! # Ok(())
//! # }
//! ```

mod app;
mod file;
#[cfg(feature = "redis")]
mod redis;
mod session;
mod store;
mod tokens;

pub use app::{App, Login};
pub use file::FileStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;
pub(crate) use session::Session;
pub use store::{Lock, MemoryStore, StoreError, StoreReply, TokenStore};
pub use tokens::Tokens;
