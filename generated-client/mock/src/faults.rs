//! Faults on demand: what goes wrong with the next calls.

use std::time::Duration;

use crate::call::Failure;

/// Something that goes wrong with the next call, or the next calls, of one method or of any.
///
/// ```
/// use bitrix24_mock::Fault;
///
/// // The call runs, and then the connection breaks before the answer.
/// let lost = Fault::reset().after_execution().on("bizproc.activity.add");
/// // The next three requests are refused.
/// let busy = Fault::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests").times(3);
/// # let _ = (lost, busy);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) method: Option<String>,
    pub(crate) times: u32,
    pub(crate) after: bool,
    pub(crate) in_batch: bool,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// An error of the API in place of the answer.
    Fails(Fails),
    /// Something happens to the answer, or on its way.
    Spoils(Spoils),
}

/// An error of the API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fails {
    With(Failure),
    /// One of the errors that any method can answer with, by its code.
    System(String),
}

/// What happens to an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spoils {
    Body { status: u16, content_type: String, body: String },
    Empty,
    Cut,
    Oversized { bytes: u64 },
    WrongTypes,
    Reset,
    Delay(Duration),
    Hang,
    Redirect(String),
    Slow { bytes_per_second: u32 },
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self { kind, method: None, times: 1, after: false, in_batch: false }
    }

    /// An error of the API. The status may be any, 200 included.
    pub fn error(status: u16, code: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(Kind::Fails(Fails::With(Failure::new(status, code, text))))
    }

    /// One of the errors that any method can answer with, such as `OVERLOAD_LIMIT`, with its status and text.
    pub fn system(code: impl Into<String>) -> Self {
        Self::new(Kind::Fails(Fails::System(code.into())))
    }

    /// A page of HTML, as a proxy in front of the portal would send.
    pub fn html(status: u16) -> Self {
        let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        Self::body(status, "text/html", page)
    }

    /// Any answer.
    pub fn body(status: u16, content_type: impl Into<String>, body: impl Into<String>) -> Self {
        Self::new(Kind::Spoils(Spoils::Body { status, content_type: content_type.into(), body: body.into() }))
    }

    /// The status 200 without a body.
    pub fn empty() -> Self {
        Self::new(Kind::Spoils(Spoils::Empty))
    }

    /// The right answer, of which the second half is missing: the connection ends before what `Content-Length` says.
    pub fn cut() -> Self {
        Self::new(Kind::Spoils(Spoils::Cut))
    }

    /// The right JSON, behind so many bytes of white space.
    pub fn oversized(bytes: u64) -> Self {
        Self::new(Kind::Spoils(Spoils::Oversized { bytes }))
    }

    /// JSON in which `result` is of another type than it should be, and so is `time`.
    pub fn wrong_types() -> Self {
        Self::new(Kind::Spoils(Spoils::WrongTypes))
    }

    /// The connection is reset: before the call runs, or [after](Self::after_execution).
    pub fn reset() -> Self {
        Self::new(Kind::Spoils(Spoils::Reset))
    }

    /// The answer comes so much later.
    pub fn delay(by: Duration) -> Self {
        Self::new(Kind::Spoils(Spoils::Delay(by)))
    }

    /// The answer never comes, until the caller gives up.
    pub fn hang() -> Self {
        Self::new(Kind::Spoils(Spoils::Hang))
    }

    /// 302 to the same path at another address, such as `https://new.example`: the portal was renamed.
    pub fn redirect(to: impl Into<String>) -> Self {
        Self::new(Kind::Spoils(Spoils::Redirect(to.into())))
    }

    /// The answer comes at so many bytes a second.
    pub fn slow(bytes_per_second: u32) -> Self {
        Self::new(Kind::Spoils(Spoils::Slow { bytes_per_second: bytes_per_second.max(1) }))
    }

    /// Only for this method, `batch` included; otherwise for any.
    #[must_use]
    pub fn on(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// For the next so many calls; otherwise for one.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// The call runs before things go wrong; otherwise it does not run, where that makes a difference.
    #[must_use]
    pub fn after_execution(mut self) -> Self {
        self.after = true;
        self
    }

    /// For commands inside a batch, where an [error](Self::error) is all that can go wrong; otherwise for requests.
    #[must_use]
    pub fn in_batch(mut self) -> Self {
        self.in_batch = true;
        self
    }

    /// Whether the right answer is made first, and then spoiled.
    pub(crate) fn runs(&self) -> bool {
        use Spoils::{Cut, Delay, Oversized, Slow, WrongTypes};
        let needs_it = |spoils: &Spoils| matches!(spoils, Cut | Oversized { .. } | WrongTypes | Delay(_) | Slow { .. });
        self.after || matches!(&self.kind, Kind::Spoils(spoils) if needs_it(spoils))
    }
}

/// The faults that wait for their calls, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.waiting.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// How many calls still meet a fault.
    pub(crate) fn left(&self) -> u64 {
        self.waiting.iter().map(|fault| u64::from(fault.times)).sum()
    }

    /// The fault for a call of this method: the oldest that fits.
    pub(crate) fn take(&mut self, method: &str, in_batch: bool) -> Option<Fault> {
        let fits = |fault: &Fault| {
            let same = fault.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
            same && fault.in_batch == in_batch
        };
        let at = self.waiting.iter().position(fits)?;
        let waiting = self.waiting.get_mut(at)?;
        waiting.times -= 1;
        let fault = waiting.clone();
        if fault.times == 0 {
            self.waiting.remove(at);
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_wait_for_their_methods() {
        let mut faults = Faults::default();
        faults.add(Fault::reset().on("a.b").times(2));
        faults.add(Fault::empty());
        faults.add(Fault::error(500, "X", "").in_batch());
        assert_eq!(faults.left(), 4);
        assert_eq!(faults.take("other", false).map(|fault| fault.kind), Some(Kind::Spoils(Spoils::Empty)));
        assert_eq!(faults.take("other", false), None);
        assert_eq!(faults.take("A.B", false).map(|fault| fault.kind), Some(Kind::Spoils(Spoils::Reset)));
        assert_eq!(faults.take("a.b", false).map(|fault| fault.kind), Some(Kind::Spoils(Spoils::Reset)));
        assert_eq!(faults.take("a.b", false), None);
        assert!(faults.take("a.b", true).is_some());
        assert_eq!(faults.left(), 0);
    }
}
