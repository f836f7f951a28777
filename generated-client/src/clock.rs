//! Moments to come, however far away: no wait that a caller or a server asks for breaks the arithmetic.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// Later than any program runs.
const NEVER: Duration = Duration::from_hours(24 * 365 * 30);

/// The moment after a wait.
pub(crate) fn after(wait: Duration) -> Instant {
    Instant::now() + wait.min(NEVER)
}

/// The moment of a Unix time in seconds; `None` if it has passed.
pub(crate) fn at(unix: i64) -> Option<Instant> {
    let seconds = unix.checked_sub(unix_now())?;
    u64::try_from(seconds).ok().map(|seconds| after(Duration::from_secs(seconds)))
}

/// Unix time in seconds.
pub(crate) fn unix_now() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_moment_is_too_far() {
        assert_eq!(after(Duration::from_secs(5)) - Instant::now(), Duration::from_secs(5));
        assert_eq!(after(Duration::MAX) - Instant::now(), NEVER);
        assert!(at(i64::MAX).is_some_and(|moment| moment > Instant::now()));
        assert_eq!((at(i64::MIN), at(0)), (None, None));
    }
}
