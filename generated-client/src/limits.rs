//! How much a portal bears, shared by all clients of the process: the request rate, the working time of methods, and
//! whether the vendor has blocked it.

mod bucket;
mod registry;

pub(crate) use registry::{Portal, portal};

/// How many requests a portal takes: each adds one to a bucket that drains steadily, and a full bucket refuses.
///
/// All clients of a process that call the same portal fill the same bucket, in the order in which they asked. A batch is
/// one request. Other processes on the machine are not seen; where the portal refuses because of them, the client waits
/// and tries again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    pub(crate) capacity: u32,
    pub(crate) per_second: f64,
}

impl RateLimit {
    /// A bucket for so many requests, which loses so many per second.
    ///
    /// A capacity below 1 counts as 1, and a rate that is not above zero as one request in a thousand seconds.
    pub fn new(capacity: u32, per_second: f64) -> Self {
        let per_second = if per_second > 0.001 && per_second.is_finite() { per_second } else { 0.001 };
        Self { capacity: capacity.max(1), per_second }
    }

    /// 50 requests, 2 per second: the vendor's cloud on most plans.
    pub fn standard() -> Self {
        Self::new(50, 2.0)
    }

    /// 250 requests, 5 per second: the vendor's cloud on the enterprise plan.
    pub fn enterprise() -> Self {
        Self::new(250, 5.0)
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::standard()
    }
}
