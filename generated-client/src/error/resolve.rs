//! Which documented error an error answer is: the method's, the system's, or none.

use super::api::{ErrorKind, Listed, Refusal};
use super::text::captures;
use crate::system::SystemErrorKind;

/// The kind of an error answer.
///
/// A code that a method and the system share is the method's, unless the text or the status says otherwise.
pub(super) fn resolve<K: ErrorKind>(refusal: &Refusal) -> K {
    let code = refusal.code.as_str();
    let table = K::table();
    let own = table.listed.iter().find(|listed| listed.code == code);
    let own = own.or_else(|| table.listed.iter().find(|listed| listed.code.eq_ignore_ascii_case(code)));
    match (own, system_kind(refusal)) {
        (Some(own), Some(system)) if is_rather_system(own, system, refusal) => (table.system)(system),
        (Some(own), _) => own.kind,
        (None, Some(system)) => (table.system)(system),
        (None, None) => table.other,
    }
}

fn is_rather_system<K>(own: &Listed<K>, system: SystemErrorKind, refusal: &Refusal) -> bool {
    let Some(row) = SystemErrorKind::TABLE.iter().find(|row| row.listed.kind == system) else {
        return false;
    };
    if says(refusal, own.texts) {
        return false;
    }
    let by_status = own.status.is_some_and(|own| own != refusal.status && row.listed.status == Some(refusal.status));
    by_status || says(refusal, row.listed.texts)
}

/// The system error of this code; of several with one code, the one whose text or else whose status is this one.
pub(super) fn system_kind(refusal: &Refusal) -> Option<SystemErrorKind> {
    let code = refusal.code.as_str();
    let rows =
        || SystemErrorKind::TABLE.iter().map(|row| &row.listed).filter(|row| row.code.eq_ignore_ascii_case(code));
    let by_text = rows().find(|row| says(refusal, row.texts));
    let by_status = || rows().find(|row| row.status == Some(refusal.status));
    by_text.or_else(by_status).or_else(|| rows().next()).map(|row| row.kind)
}

/// Whether one of the answer's texts is one of these.
fn says(refusal: &Refusal, templates: &[&str]) -> bool {
    refusal.texts().any(|text| templates.iter().any(|template| captures(text, template).is_some()))
}
