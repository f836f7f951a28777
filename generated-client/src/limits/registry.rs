//! What the process knows of each portal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::time::{Duration, Instant};

use super::RateLimit;
use super::bucket::Bucket;
use crate::clock;
use crate::error::Refusal;

/// How long a portal that the vendor has blocked is left alone.
const LEFT_ALONE: Duration = Duration::from_mins(1);

/// What is shared by all clients of one portal.
#[derive(Debug)]
pub(crate) struct Portal {
    bucket: Bucket,
    /// Methods that must not be called before a time. Whose working time it was does not matter much: a process mostly
    /// calls a portal as one application.
    resting: Mutex<BTreeMap<String, Rest>>,
    blocked: Mutex<Option<(Instant, Refusal)>>,
}

/// What is known of a method's working time.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    /// When the server gives some of it back, in seconds since 1970.
    reset: Option<i64>,
    /// Until when calls are refused.
    until: Option<Instant>,
}

static PORTALS: Mutex<BTreeMap<String, Weak<Portal>>> = Mutex::new(BTreeMap::new());

/// What the process knows of the portal at this host. Forgotten with the last client.
pub(crate) fn portal(host: &str) -> Arc<Portal> {
    let mut portals = lock(&PORTALS);
    if let Some(portal) = portals.get(host).and_then(Weak::upgrade) {
        return portal;
    }
    portals.retain(|_, portal| portal.strong_count() > 0);
    let portal = Arc::new(Portal { bucket: Bucket::new(), resting: Mutex::default(), blocked: Mutex::default() });
    portals.insert(host.to_owned(), Arc::downgrade(&portal));
    portal
}

impl Portal {
    /// Waits until the portal takes one request more.
    pub(crate) async fn take(&self, limit: RateLimit) {
        self.bucket.take(limit).await;
    }

    /// The portal has refused a request as one too many.
    pub(crate) fn full(&self, limit: Option<RateLimit>) {
        if let Some(limit) = limit {
            self.bucket.fill(limit);
        }
    }

    /// The server has told when it gives back some of a method's working time, in seconds since 1970.
    pub(crate) fn resets(&self, method: &str, at: i64) {
        let mut resting = lock(&self.resting);
        match resting.get_mut(method) {
            Some(rest) => rest.reset = Some(at),
            None => {
                resting.insert(method.to_owned(), Rest { reset: Some(at), until: None });
            }
        }
    }

    /// The server has refused a method because of its working time. Gives when to call it again.
    pub(crate) fn rest(&self, method: &str) -> Instant {
        let now = Instant::now();
        let mut resting = lock(&self.resting);
        let rest = resting.entry(method.to_owned()).or_default();
        // Baskets are a minute long: without a word from the server, the next one may free something.
        let until = rest.reset.and_then(clock::at).filter(|reset| *reset > now);
        let until = until.unwrap_or(now + Duration::from_mins(1));
        rest.until = Some(until);
        until
    }

    /// Until when a method must not be called.
    pub(crate) fn rests_until(&self, method: &str) -> Option<Instant> {
        lock(&self.resting).get(method).and_then(|rest| rest.until).filter(|until| *until > Instant::now())
    }

    /// The vendor has blocked the portal.
    pub(crate) fn block(&self, refusal: Refusal) {
        *lock(&self.blocked) = Some((Instant::now() + LEFT_ALONE, refusal));
    }

    /// What the server said when it was blocked, as long as it is to be left alone.
    pub(crate) fn blocked(&self) -> Option<Refusal> {
        let blocked = lock(&self.blocked);
        blocked.as_ref().filter(|(until, _)| *until > Instant::now()).map(|(_, refusal)| refusal.clone())
    }
}

/// A thread that panicked with the lock left it whole: every change is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_portal_is_one_whoever_asks() {
        let first = portal("one.example");
        assert!(Arc::ptr_eq(&first, &portal("one.example")));
        assert!(!Arc::ptr_eq(&first, &portal("two.example")));
    }

    #[tokio::test(start_paused = true)]
    async fn a_method_rests_until_the_server_said() {
        let portal = portal("rest.example");
        assert_eq!(portal.rests_until("a"), None);
        portal.resets("a", clock::unix_now() + 300);
        assert_eq!(portal.rests_until("a"), None);
        let until = portal.rest("a");
        let wait = until - Instant::now();
        assert!(wait > Duration::from_secs(298) && wait <= Duration::from_mins(5), "{wait:?}");
        assert_eq!(portal.rests_until("a"), Some(until));
        assert_eq!(portal.rests_until("b"), None);
        tokio::time::advance(Duration::from_secs(301)).await;
        assert_eq!(portal.rests_until("a"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_reset_that_has_passed_says_nothing() {
        let portal = portal("passed.example");
        portal.resets("a", clock::unix_now() - 1);
        assert_eq!(portal.rest("a") - Instant::now(), Duration::from_mins(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_blocked_portal_is_left_alone_for_a_minute() {
        let portal = portal("blocked.example");
        let refusal = Refusal { status: 503, code: "X".to_owned(), description: String::new(), validation: Vec::new() };
        portal.block(refusal);
        assert_eq!(portal.blocked().map(|refusal| refusal.code), Some("X".to_owned()));
        tokio::time::advance(Duration::from_secs(61)).await;
        assert!(portal.blocked().is_none());
    }
}
