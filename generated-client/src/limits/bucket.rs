//! The leaky bucket of one portal, as the portal itself keeps it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::{Duration, Instant, sleep_until};

use super::RateLimit;

/// A bucket.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Whoever waits holds it, so the next in line waits for the lock, which is given in order.
    line: tokio::sync::Mutex<()>,
    level: Mutex<Level>,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    at: Instant,
    requests: f64,
}

impl Level {
    fn drained(self, limit: RateLimit, now: Instant) -> f64 {
        (self.requests - now.duration_since(self.at).as_secs_f64() * limit.per_second).max(0.0)
    }
}

/// The requests that a bucket is filled with at most. A little is left free, because requests that leave in order may
/// arrive together.
fn usable(limit: RateLimit) -> f64 {
    (f64::from(limit.capacity) * 0.96).floor().max(1.0)
}

/// How much of a request counts as none: moments are measured in nanoseconds.
const NOTHING: f64 = 1e-6;

impl Bucket {
    pub(crate) fn new() -> Self {
        Self { line: tokio::sync::Mutex::default(), level: Mutex::new(Level { at: Instant::now(), requests: 0.0 }) }
    }

    /// Waits until there is room for one request, and takes it. Whoever gives up waiting takes nothing.
    pub(crate) async fn take(&self, limit: RateLimit) {
        let _turn = self.line.lock().await;
        // Again after each wait, because meanwhile the portal may have said that its bucket is full.
        while let Some(free) = self.try_take(limit) {
            sleep_until(free).await;
        }
    }

    /// Takes room for one request, or says when there will be some.
    fn try_take(&self, limit: RateLimit) -> Option<Instant> {
        let mut level = self.level();
        let now = Instant::now();
        let requests = level.drained(limit, now);
        let surplus = requests + 1.0 - usable(limit);
        if surplus > NOTHING {
            return Some(now + Duration::from_secs_f64(surplus / limit.per_second));
        }
        *level = Level { at: now, requests: requests + 1.0 };
        None
    }

    /// The portal says that its bucket is full: somebody else fills it too.
    pub(crate) fn fill(&self, limit: RateLimit) {
        let mut level = self.level();
        let now = Instant::now();
        let requests = level.drained(limit, now).max(usable(limit));
        *level = Level { at: now, requests };
    }

    /// A thread that panicked with the lock left it whole: every change is one assignment.
    fn level(&self) -> MutexGuard<'_, Level> {
        self.level.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_then_the_rate() {
        let bucket = Bucket::new();
        let started = Instant::now();
        for _ in 0..48 {
            bucket.take(RateLimit::standard()).await;
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
        for _ in 0..10 {
            bucket.take(RateLimit::standard()).await;
        }
        let waited = started.elapsed().as_secs_f64();
        assert!((4.99..5.02).contains(&waited), "{waited}");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asked_first_is_served_first() {
        let bucket = Arc::new(Bucket::new());
        let served = Arc::new(std::sync::Mutex::new(Vec::new()));
        let mut callers = tokio::task::JoinSet::new();
        for caller in 0..200 {
            let (bucket, served) = (Arc::clone(&bucket), Arc::clone(&served));
            callers.spawn(async move {
                bucket.take(RateLimit::standard()).await;
                served.lock().unwrap().push(caller);
            });
        }
        callers.join_all().await;
        assert_eq!(*served.lock().unwrap(), (0..200).collect::<Vec<u32>>());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_takes_nothing() {
        let bucket = Bucket::new();
        let limit = RateLimit::new(1, 1.0);
        bucket.take(limit).await;
        let started = Instant::now();
        for _ in 0..5 {
            let gave_up = tokio::time::timeout(Duration::from_millis(100), bucket.take(limit)).await;
            assert!(gave_up.is_err());
        }
        bucket.take(limit).await;
        let waited = started.elapsed().as_secs_f64();
        assert!((0.99..1.01).contains(&waited), "{waited}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_bucket_is_waited_for() {
        let bucket = Bucket::new();
        bucket.fill(RateLimit::standard());
        let started = Instant::now();
        bucket.take(RateLimit::standard()).await;
        assert_eq!(started.elapsed().as_millis(), 500);
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_bucket_is_told_to_those_who_wait_already() {
        let bucket = Arc::new(Bucket::new());
        let limit = RateLimit::new(1, 1.0);
        bucket.take(limit).await;
        let started = Instant::now();
        let waiting = tokio::spawn({
            let bucket = Arc::clone(&bucket);
            async move { bucket.take(limit).await }
        });
        tokio::time::sleep(Duration::from_millis(900)).await;
        bucket.fill(limit);
        assert_eq!(started.elapsed().as_millis(), 900, "nobody waits in line to tell it");
        waiting.await.unwrap();
        assert_eq!(started.elapsed().as_millis(), 1900);
    }
}
