//! Tokens in Redis, for several machines.

use std::fmt;

use redis::aio::MultiplexedConnection;
use redis::cmd;
use tokio::time::{Duration, sleep};

use super::app::RENEWAL;
use super::{Lock, StoreError, StoreReply, TokenStore, Tokens};
use crate::call::{chance, random};

/// Keeps tokens in a Redis server, which processes of several machines may share.
///
/// While one of them renews the tokens, it holds a lock under the key `….lock`. The lock ends by itself after two and a
/// half minutes, which is longer than renewing can take, and so a process that dies keeps nobody waiting for longer. A connection is made for each use, which is a few times in an
/// hour.
///
/// ```no_run
/// use bitrix24::oauth::{App, RedisStore};
///
/// # async fn example(app: App) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let client = app.restore(RedisStore::new("redis://127.0.0.1/", "acme:bitrix24:tokens")?).await?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore {
    client: redis::Client,
    key: String,
}

/// How long a lock lasts at most. If it ended while its holder still waits for the authorization server, the next one
/// would spend the same refresh token.
const LOCKED: Duration = RENEWAL;
/// The shortest and the longest pause between two looks at a lock that somebody else holds.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// Ends a lock, but not that of the next holder, if this one has ended by itself.
const UNLOCK: &str =
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

/// The value by which a lock is known as one's own.
struct Mark(String);

impl RedisStore {
    /// A store under this key of the server at this address, such as `redis://127.0.0.1/`. Does not connect.
    ///
    /// # Errors
    ///
    /// When the address is no Redis URL.
    pub fn new(url: &str, key: impl Into<String>) -> Result<Self, StoreError> {
        Ok(Self { client: redis::Client::open(url)?, key: key.into() })
    }

    fn lock_key(&self) -> String {
        format!("{}.lock", self.key)
    }

    async fn connect(&self) -> Result<MultiplexedConnection, StoreError> {
        Ok(self.client.get_multiplexed_async_connection().await?)
    }
}

impl TokenStore for RedisStore {
    fn load(&self) -> StoreReply<'_, Option<Tokens>> {
        Box::pin(async move {
            let text: Option<String> = cmd("GET").arg(&self.key).query_async(&mut self.connect().await?).await?;
            let Some(text) = text else { return Ok(None) };
            // What the key holds is not said: it may be a secret.
            let value = serde_json::from_str(&text).ok();
            let tokens = value.as_ref().and_then(Tokens::from_json);
            tokens.map(Some).ok_or_else(|| format!("the key `{}` holds no tokens", self.key).into())
        })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> StoreReply<'a, ()> {
        Box::pin(async move {
            let set = cmd("SET").arg(&self.key).arg(tokens.to_json().to_string()).to_owned();
            Ok(set.query_async(&mut self.connect().await?).await?)
        })
    }

    fn lock(&self) -> StoreReply<'_, Lock> {
        Box::pin(async move {
            let mark = format!("{:016x}{:016x}", random(), random());
            let milliseconds = LOCKED.as_millis().to_string();
            let mut set = cmd("SET");
            set.arg(self.lock_key()).arg(&mark).arg("NX").arg("PX").arg(milliseconds);
            let mut connection = self.connect().await?;
            let mut pause = FIRST_PAUSE;
            loop {
                let done: Option<String> = set.query_async(&mut connection).await?;
                if done.is_some() {
                    return Ok(Lock::new(Mark(mark)));
                }
                sleep(pause.mul_f64(0.5 + 0.5 * chance())).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        })
    }

    fn unlock(&self, lock: Lock) -> StoreReply<'_, ()> {
        Box::pin(async move {
            let Some(Mark(mark)) = lock.held() else { return Ok(()) };
            let unlock = cmd("EVAL").arg(UNLOCK).arg(1).arg(self.lock_key()).arg(mark).to_owned();
            let _: i64 = unlock.query_async(&mut self.connect().await?).await?;
            Ok(())
        })
    }
}

// The server's address may hold a password.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisStore({})", self.key)
    }
}
