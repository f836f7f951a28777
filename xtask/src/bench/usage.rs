//! What processes have used.

use std::fmt;

/// Time of the processor, and the most memory that one process had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Usage {
    pub(crate) seconds: f64,
    pub(crate) gigabytes: f64,
}

/// Whose.
#[derive(Clone, Copy)]
pub(crate) enum Whose {
    /// Of this process.
    Own,
    /// Of all that it started and that have ended.
    Children,
}

/// `None` where the system does not tell.
#[cfg(unix)]
pub(crate) fn of(whose: Whose) -> Option<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let who = match whose {
        Whose::Own => UsageWho::RUSAGE_SELF,
        Whose::Children => UsageWho::RUSAGE_CHILDREN,
    };
    let usage = getrusage(who).ok()?;
    let time = u32::try_from((usage.user_time() + usage.system_time()).num_milliseconds()).ok()?;
    // Linux counts in kilobytes, macOS in bytes.
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    let most = u32::try_from(usage.max_rss()).map_or(0.0, f64::from);
    Some(Usage { seconds: f64::from(time) / 1e3, gigabytes: most * unit / 1e9 })
}

/// `None` where the system does not tell.
#[cfg(not(unix))]
pub(crate) fn of(_: Whose) -> Option<Usage> {
    None
}

impl Usage {
    /// What [`Display`](fmt::Display) has written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (seconds, gigabytes) = text.trim().split_once(' ')?;
        Some(Self { seconds: seconds.parse().ok()?, gigabytes: gigabytes.parse().ok()? })
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.seconds, self.gigabytes)
    }
}
