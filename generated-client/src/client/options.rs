//! What can be set on a client. Each option gives another client, which shares the connections and what is known of the
//! portal.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use crate::call::Shared;
use crate::context::sealed::Kind;
use crate::gather::{Gatherer, Gathering};
use crate::limits::RateLimit;
use crate::retry::Repeat;
use crate::transport::{Bounded, Transport};
#[cfg(feature = "http")]
use crate::{error::Error, transport::Http};

impl<K: Kind> Client<K> {
    /// The same client with another time limit for one exchange, from connecting to the last byte. Default: 65 seconds.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
    /// client.with_timeout(Duration::from_secs(5)).raw("profile").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with(|shared| shared.options.timeout = timeout)
    }

    /// The same client with another time limit for a whole call: with all its attempts, the pauses between them, and the
    /// waiting for the portal's rate limit. Default: 5 minutes.
    #[must_use = "the client itself stays as it is"]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with(|shared| shared.options.deadline = deadline)
    }

    /// The same client with another number of attempts for each call, at least 1. Default: 8.
    ///
    /// The pauses between them grow from 0.2 to 0.4 seconds at first to 30 seconds, and are longer where the server asks
    /// for it.
    #[must_use = "the client itself stays as it is"]
    pub fn with_attempts(&self, attempts: u32) -> Self {
        self.with(|shared| shared.options.policy.attempts = attempts.max(1))
    }

    /// The same client with another rule for which calls are repeated. Default: [`Repeat::BySpec`].
    #[must_use = "the client itself stays as it is"]
    pub fn with_repeat(&self, repeat: Repeat) -> Self {
        self.with(|shared| shared.options.policy.repeat = repeat)
    }

    /// The same client with another limit for the number of requests; `None` for no limit, as on most on-premise
    /// servers. Default: [`RateLimit::standard`], and none for a portal on this machine.
    ///
    /// All clients of the process that call one portal should have the same: they share what it counts.
    #[must_use = "the client itself stays as it is"]
    pub fn with_rate_limit(&self, limit: Option<RateLimit>) -> Self {
        self.with(|shared| shared.options.limit = limit)
    }

    /// A client that gathers calls which are made at the same time into batches: 320 calls at once cost 7 requests.
    ///
    /// Each call keeps its own result and its own error. It waits a little for others, see [`Gathering`]. The clones of
    /// this client gather together.
    ///
    /// ```no_run
    /// # async fn example(client: bitrix24::Client, ids: Vec<u32>) {
    /// let client = client.with_gathering(bitrix24::Gathering::default());
    /// let calls: Vec<_> = ids.iter().map(|id| tokio::spawn(client.raw("crm.deal.get").param("id", id).send())).collect();
    /// # let _ = calls;
    /// # }
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with_gathering(&self, gathering: Gathering) -> Self {
        self.with(|shared| shared.gatherer = Some(Arc::new(Gatherer::new(gathering))))
    }

    /// The same client with another limit for the size of an answer in bytes. Default: 64 MiB.
    #[must_use = "the client itself stays as it is"]
    pub fn with_max_answer(&self, bytes: usize) -> Self {
        self.with(|shared| shared.options.max_answer = bytes)
    }

    /// The same client over another HTTP client: one with a proxy or a certificate of your own, or a test double.
    #[must_use = "the client itself stays as it is"]
    pub fn with_transport(&self, transport: impl Transport) -> Self {
        self.with(|shared| shared.transport = Arc::new(Bounded(transport)))
    }

    /// The same client under another name in the `User-Agent` header; the vendor asks integrations to name themselves.
    /// With the feature `http`.
    ///
    /// It gets an HTTP client of its own: one with a proxy or a certificate is named by
    /// [`HttpBuilder::user_agent`](crate::transport::HttpBuilder::user_agent).
    ///
    /// # Errors
    ///
    /// When the name has characters that a header cannot hold, or when the system has no CA certificates.
    #[cfg(feature = "http")]
    pub fn with_user_agent(&self, name: &str) -> Result<Self, Error> {
        Ok(self.with_transport(Http::builder().user_agent(name).build()?))
    }

    /// Lets the portal move to this host. A portal that was renamed answers with its new address; unless that is one that
    /// was allowed, the call fails, because the secret must not go to a host that nobody named.
    ///
    /// All clones of a client move together. An application's client needs this only if the authorization server does not
    /// confirm the new address.
    #[must_use = "the client itself stays as it is"]
    pub fn with_moving_to(&self, host: &str) -> Self {
        self.shared.auth.allow(host);
        self.clone()
    }

    fn with(&self, change: impl FnOnce(&mut Shared)) -> Self {
        Self { shared: Arc::new(self.shared.with(change)), kind: PhantomData }
    }
}
