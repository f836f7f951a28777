//! The leaky bucket of one portal, as the portal itself keeps it.

use tokio::sync::Mutex;
use tokio::time::{Duration, Instant, sleep_until};

use super::RateLimit;

/// A bucket.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Whoever waits holds it, so the next in line waits for the lock, which is given in order.
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

impl Bucket {
    pub(crate) fn new() -> Self {
        Self { level: Mutex::new(Level { at: Instant::now(), requests: 0.0 }) }
    }

    /// Waits until there is room for one request, and takes it. Whoever gives up waiting takes nothing.
    pub(crate) async fn take(&self, limit: RateLimit) {
        let mut level = self.level.lock().await;
        let now = Instant::now();
        let requests = level.drained(limit, now);
        let surplus = requests + 1.0 - usable(limit);
        if surplus <= 0.0 {
            *level = Level { at: now, requests: requests + 1.0 };
            return;
        }
        let free = now + Duration::from_secs_f64(surplus / limit.per_second);
        sleep_until(free).await;
        *level = Level { at: free, requests: usable(limit) };
    }

    /// The portal says that its bucket is full: somebody else fills it too.
    pub(crate) async fn fill(&self, limit: RateLimit) {
        let mut level = self.level.lock().await;
        let now = Instant::now();
        let requests = level.drained(limit, now).max(usable(limit));
        *level = Level { at: now, requests };
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
        bucket.fill(RateLimit::standard()).await;
        let started = Instant::now();
        bucket.take(RateLimit::standard()).await;
        assert_eq!(started.elapsed().as_millis(), 500);
    }
}
