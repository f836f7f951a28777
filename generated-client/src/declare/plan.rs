//! What has to change at a portal, as a pure function of what is declared and what is known of the portal.

use super::{Declaration, Part, Snapshot};
use crate::api::bizproc::shared::ActivityCode;
use crate::error::{InvalidRequest, InvalidValue, Reason};

/// What to do about an action or rule.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Delete(Part, ActivityCode),
    Add(Declaration),
    Update(Declaration),
    Keep(Declaration),
}

/// The changes in their order: what has gone first, because the code of an action can come back as that of a rule.
pub(super) fn plan(
    declared: Vec<Declaration>,
    installed: &[(Part, ActivityCode)],
    known: Option<&Snapshot>,
    only_declared: bool,
) -> Result<Vec<Change>, InvalidRequest> {
    let is_declared = |(part, code): &(Part, ActivityCode)| {
        declared.iter().any(|declaration| declaration.part == *part && declaration.code == *code)
    };
    let gone = installed.iter().filter(|step| only_declared && !is_declared(step));
    let mut changes: Vec<Change> = gone.map(|(part, code)| Change::Delete(*part, code.clone())).collect();
    for declaration in declared {
        let is_installed = installed.iter().any(|(part, code)| *part == declaration.part && *code == declaration.code);
        let is_known = match known {
            Some(known) => known.has(&declaration)?,
            None => false,
        };
        changes.push(match (is_installed, is_known) {
            (false, _) => Change::Add(declaration),
            (true, false) => Change::Update(declaration),
            (true, true) => Change::Keep(declaration),
        });
    }
    Ok(changes)
}

/// Refuses a code that stands twice. Actions and rules share the codes.
pub(super) fn check_codes(declared: &[Declaration]) -> Result<(), InvalidRequest> {
    for (at, Declaration { code, .. }) in declared.iter().enumerate() {
        if declared.iter().take(at).any(|before| before.code == *code) {
            return Err(InvalidRequest::new("declare::sync", code.as_str(), InvalidValue::new(Reason::Twice)));
        }
    }
    Ok(())
}
