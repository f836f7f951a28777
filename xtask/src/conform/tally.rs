//! How much of what pages show fits, and why the rest does not.

use std::collections::BTreeMap;

use super::cause::Cause;
use super::trial::{Kind, Trial};

#[derive(Default)]
pub(crate) struct Tally {
    /// How many fit, and how many there are.
    kinds: BTreeMap<Kind, (usize, usize)>,
    causes: BTreeMap<Cause, usize>,
}

impl Tally {
    pub(crate) fn trial(&mut self, trial: &Trial<'_>) {
        let (fitting, all) = self.kinds.entry(trial.kind).or_default();
        *fitting += usize::from(trial.fits());
        *all += 1;
    }

    pub(crate) fn cause(&mut self, cause: Cause) {
        *self.causes.entry(cause).or_default() += 1;
    }

    /// A line for each kind, and one for the causes.
    pub(crate) fn lines(&self) -> Vec<String> {
        let kind = |kind: Kind| {
            let (fitting, all) = self.kinds.get(&kind).copied().unwrap_or_default();
            format!("{:<10} {fitting} of {all} ({})", format!("{}s", kind.word()), share(fitting, all))
        };
        let cause = |cause: Cause| format!("{} {}", self.causes.get(&cause).copied().unwrap_or_default(), cause.word());
        let causes = format!("{:<10} {}", "causes", Cause::ALL.map(cause).join(", "));
        Kind::ALL.map(kind).into_iter().chain([causes]).collect()
    }
}

/// So many of a hundred, rounded down, so that only all of them are a hundred.
fn share(part: usize, all: usize) -> String {
    let tenths = (part * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{} %", tenths / 10, tenths % 10)
}
