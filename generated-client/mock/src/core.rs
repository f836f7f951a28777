//! All that a portal knows and remembers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::api::Api;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::idempotency::Answers;
use crate::limits::{Buckets, Limits, Operating};
use crate::methods::Store;
use crate::record::Record;
use crate::server::Budget;
use crate::tokens::Tokens;

/// A portal.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) api: Api,
    pub(crate) budget: Budget,
    /// How long each call takes.
    pub(crate) latency: Duration,
    /// What identifies the portal, whatever its address.
    pub(crate) member_id: String,
    /// Whether each request is told on the terminal.
    pub(crate) tells: bool,
    addresses: OnceLock<Addresses>,
    state: Mutex<State>,
}

/// Where the portal listens.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    /// Such as `http://127.0.0.1:8080`.
    pub(crate) http: String,
    /// Such as `https://127.0.0.1:8443`, where TLS is on.
    pub(crate) https: Option<String>,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) tokens: Tokens,
    pub(crate) limits: Option<Limits>,
    pub(crate) buckets: Buckets,
    /// The working time of a method that is too much, in seconds.
    pub(crate) operating_limit: f64,
    pub(crate) operating: Operating,
    /// What a call of a method costs, in seconds, by its name in lower case; of others, as long as it takes.
    pub(crate) costs: BTreeMap<String, f64>,
    pub(crate) faults: Faults,
    pub(crate) answers: Answers,
    pub(crate) store: Store,
    pub(crate) record: Record,
    /// The portal's new address, if it was renamed.
    pub(crate) renamed: Option<String>,
}

impl Core {
    pub(crate) fn new(api: Api, budget: Budget, latency: Duration, tells: bool, state: State) -> Self {
        let member_id = format!("{:016x}{:016x}", crate::tokens::random(), crate::tokens::random());
        Self { api, budget, latency, member_id, tells, addresses: OnceLock::new(), state: Mutex::new(state) }
    }

    /// What changes, for as long as the guard lives. A thread that panicked with it left it whole: every change is small.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says where the portal listens, once it does.
    pub(crate) fn set_addresses(&self, addresses: Addresses) {
        // Ports are bound once.
        let _ = self.addresses.set(addresses);
    }

    pub(crate) fn http(&self) -> &str {
        self.addresses.get().map_or("", |addresses| addresses.http.as_str())
    }

    /// The address that applications are told: https, where TLS is on.
    pub(crate) fn base(&self) -> &str {
        self.https().unwrap_or_else(|| self.http())
    }

    pub(crate) fn https(&self) -> Option<&str> {
        self.addresses.get().and_then(|addresses| addresses.https.as_deref())
    }
}

impl State {
    pub(crate) fn set_cost(&mut self, method: &str, seconds: f64) {
        self.costs.insert(method.to_lowercase(), seconds);
    }

    /// What a call of this method costs, if that was set.
    pub(crate) fn cost(&self, method: &str) -> Option<f64> {
        if self.costs.is_empty() { None } else { self.costs.get(&method.to_lowercase()).copied() }
    }

    pub(crate) fn now(&self) -> f64 {
        self.clock.now()
    }
}
