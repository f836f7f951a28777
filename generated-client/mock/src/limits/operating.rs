//! Working time per caller and method, in ten baskets of a minute.

use std::collections::{BTreeMap, VecDeque};

/// How long a basket counts, from its first call on.
const KEPT: f64 = 600.0;
/// How long a basket is filled.
const FILLED: f64 = 60.0;
/// The pairs of caller and method that are remembered; those that count nothing any more are forgotten first.
const PAIRS: usize = 16384;

/// The working time that callers have used.
#[derive(Debug, Default)]
pub(crate) struct Operating {
    used: BTreeMap<(String, String), VecDeque<Basket>>,
}

#[derive(Clone, Copy, Debug)]
struct Basket {
    from: f64,
    seconds: f64,
}

/// What a caller has used of a method.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Used {
    /// Seconds, over all baskets that count.
    pub(crate) seconds: f64,
    /// When the oldest basket stops counting.
    pub(crate) reset_at: f64,
}

impl Operating {
    /// What has been used.
    pub(crate) fn used(&mut self, caller: &str, method: &str, now: f64) -> Used {
        let baskets = self.baskets(caller, method, now);
        sum(baskets, now)
    }

    /// Adds a call.
    pub(crate) fn add(&mut self, caller: &str, method: &str, seconds: f64, now: f64) -> Used {
        let baskets = self.baskets(caller, method, now);
        match baskets.back_mut() {
            Some(basket) if now - basket.from < FILLED => basket.seconds += seconds,
            _ => baskets.push_back(Basket { from: now, seconds }),
        }
        sum(baskets, now)
    }

    fn baskets(&mut self, caller: &str, method: &str, now: f64) -> &mut VecDeque<Basket> {
        let counts = |basket: &Basket| now - basket.from < KEPT;
        if self.used.len() >= PAIRS {
            self.used.retain(|_, baskets| baskets.iter().any(counts));
        }
        let baskets = self.used.entry((caller.to_owned(), method.to_owned())).or_default();
        baskets.retain(counts);
        baskets
    }
}

fn sum(baskets: &VecDeque<Basket>, now: f64) -> Used {
    let reset_at = baskets.front().map_or(now, |basket| basket.from) + KEPT;
    Used { seconds: baskets.iter().map(|basket| basket.seconds).sum(), reset_at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(operating: &mut Operating, now: f64) -> f64 {
        operating.used("app", "crm.item.list", now).seconds
    }

    #[test]
    fn baskets_fall_out_one_by_one() {
        let mut operating = Operating::default();
        for minute in 0..3 {
            operating.add("app", "crm.item.list", 100.0, f64::from(minute) * 61.0);
        }
        assert!((seconds(&mut operating, 200.0) - 300.0).abs() < 1e-9);
        assert!((operating.used("app", "crm.item.list", 200.0).reset_at - 600.0).abs() < 1e-9);
        assert!((seconds(&mut operating, 600.0) - 200.0).abs() < 1e-9);
        assert!((seconds(&mut operating, 661.0) - 100.0).abs() < 1e-9);
        assert!(seconds(&mut operating, 722.0).abs() < 1e-9);
    }

    #[test]
    fn callers_and_methods_are_apart() {
        let mut operating = Operating::default();
        operating.add("app", "a", 5.0, 0.0);
        assert!(operating.used("other", "a", 0.0).seconds.abs() < 1e-9);
        assert!(operating.used("app", "b", 0.0).seconds.abs() < 1e-9);
    }
}
