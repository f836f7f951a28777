//! How much a portal bears: requests in a time, and a method's working time.

mod bucket;
mod operating;

pub(crate) use bucket::Buckets;
pub(crate) use operating::{Operating, Used};

use std::time::Duration;

/// How many requests the portal takes: each adds one to a bucket that drains steadily; a full bucket refuses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How many requests the bucket holds.
    pub capacity: u32,
    /// How many it loses in a second.
    pub per_second: f64,
}

impl Limits {
    /// 50 requests, 2 per second: most plans.
    pub const fn standard() -> Self {
        Self { capacity: 50, per_second: 2.0 }
    }

    /// 250 requests, 5 per second: the enterprise plan.
    pub const fn enterprise() -> Self {
        Self { capacity: 250, per_second: 5.0 }
    }
}

/// The working time that a method may use in ten minutes, on the vendor's cloud.
pub(crate) const OPERATING_LIMIT: Duration = Duration::from_mins(8);
