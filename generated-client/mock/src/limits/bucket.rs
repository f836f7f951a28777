//! The leaky bucket, one for each address that calls.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Limits;

/// The addresses that are remembered; a bucket that has run empty is forgotten first.
const ADDRESSES: usize = 4096;

/// The buckets of a portal.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    levels: BTreeMap<IpAddr, Level>,
}

/// How full a bucket was, and when.
#[derive(Clone, Copy, Debug)]
struct Level {
    at: f64,
    requests: f64,
}

impl Buckets {
    /// Counts a request; false if it is one too many. A refused one is not counted.
    pub(crate) fn take(&mut self, address: IpAddr, limits: Limits, now: f64) -> bool {
        if self.levels.len() >= ADDRESSES {
            self.levels.retain(|_, level| level.drained(limits, now) > 0.0);
        }
        let level = self.levels.entry(address).or_insert(Level { at: now, requests: 0.0 });
        let requests = level.drained(limits, now);
        let taken = requests + 1.0 <= f64::from(limits.capacity);
        *level = Level { at: now, requests: if taken { requests + 1.0 } else { requests } };
        taken
    }
}

impl Level {
    fn drained(self, limits: Limits, now: f64) -> f64 {
        (self.requests - (now - self.at).max(0.0) * limits.per_second).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));

    #[test]
    fn fifty_at_once_then_two_a_second() {
        let mut buckets = Buckets::default();
        let taken =
            |buckets: &mut Buckets, now| (0..100).filter(|_| buckets.take(HOME, Limits::standard(), now)).count();
        assert_eq!(taken(&mut buckets, 1000.0), 50);
        assert_eq!(taken(&mut buckets, 1000.4), 0);
        assert_eq!(taken(&mut buckets, 1001.0), 2);
        assert_eq!(taken(&mut buckets, 1100.0), 50);
    }

    #[test]
    fn addresses_do_not_share() {
        let mut buckets = Buckets::default();
        let limits = Limits { capacity: 1, per_second: 1.0 };
        assert!(buckets.take(HOME, limits, 0.0));
        assert!(!buckets.take(HOME, limits, 0.0));
        assert!(buckets.take(OTHER, limits, 0.0));
    }
}
