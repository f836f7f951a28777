//! The errors of a method, and those that any method can answer with.

use bitrix24_codegen::model::{ErrorCode, Errors, Reason, System, SystemError};

use crate::diff::change::{Change, Noun, Part, What};
use crate::diff::pairs::{Key, Pair, pair};

/// `request` is the name that those of the enums begin with.
pub(crate) fn compare(old: &Errors, new: &Errors, request: &str) -> Vec<Change> {
    let keys: [Key<ErrorCode>; 2] = [|error| Some(error.code.clone()), |error| Some(error.name.clone())];
    let kind = format!("{request}ErrorKind");
    let codes = pair(&old.list, &new.list, &keys);
    let mut changes: Vec<Change> = codes.iter().flat_map(|pair| compare_codes(pair, &kind)).collect();
    let key: Key<Reason> = |reason| Some(reason.name.clone());
    let reasons = pair(&old.reasons, &new.reasons, &[key]);
    changes.extend(reasons.iter().flat_map(|pair| compare_reasons(pair, request)));
    if old.open != new.open {
        changes.push(Part::new(Noun::Method, "", "").is(What::Docs));
    }
    changes
}

/// The errors that any method can answer with.
pub(crate) fn compare_system(old: Option<&System>, new: Option<&System>) -> Vec<Change> {
    let keys: [Key<SystemError>; 2] = [|error| Some(error.code.code.clone()), |error| Some(error.code.name.clone())];
    let compare = |pair: Pair<'_, SystemError>| {
        let (pair, repeats) = match pair {
            Pair::New(new) => (Pair::New(&new.code), None),
            Pair::Old(old) => (Pair::Old(&old.code), None),
            Pair::Both(old, new) => {
                let other = (old.temporary, old.may_have_run) != (new.temporary, new.may_have_run);
                let what = || What::Behaviour("it is repeated in other cases".to_owned());
                (Pair::Both(&old.code, &new.code), other.then(|| code_part(&new.code, SYSTEM_KIND).is(what())))
            }
        };
        compare_codes(&pair, SYSTEM_KIND).into_iter().chain(repeats).collect::<Vec<Change>>()
    };
    pair(listed(old), listed(new), &keys).into_iter().flat_map(compare).collect()
}

fn listed(system: Option<&System>) -> &[SystemError] {
    system.map_or(&[], |system| &system.errors)
}

const SYSTEM_KIND: &str = "SystemErrorKind";

fn code_part(error: &ErrorCode, kind: &str) -> Part {
    Part::new(Noun::Error, &error.code, format!("{kind}::{}", error.name))
}

fn compare_codes(pair: &Pair<'_, ErrorCode>, kind: &str) -> Vec<Change> {
    let (old, new) = match pair {
        Pair::New(new) => return vec![code_part(new, kind).is(What::Added)],
        Pair::Old(old) => return vec![code_part(old, kind).is(What::Removed)],
        Pair::Both(old, new) => (old, new),
    };
    let (name, code) = (What::renamed(&old.name, &new.name), What::wire_name(&old.code, &new.code));
    let details = (old.status, &old.texts) != (new.status, &new.texts);
    let details = details.then(|| What::Behaviour("it is known by other texts or another status".to_owned()));
    let docs = What::docs(&old.doc, &new.doc);
    [name, code, details, docs].into_iter().flatten().map(|what| code_part(new, kind).is(what)).collect()
}

fn compare_reasons(pair: &Pair<'_, Reason>, request: &str) -> Vec<Change> {
    let part =
        |reason: &Reason| Part::new(Noun::Reason, &reason.name, format!("{request}ErrorReason::{}", reason.name));
    let (old, new) = match pair {
        Pair::New(new) => return vec![part(new).is(What::Added)],
        Pair::Old(old) => return vec![part(old).is(What::Removed)],
        Pair::Both(old, new) => (old, new),
    };
    let fields = |reason: &Reason| format!("{{{}}}", reason.places.join(", "));
    // The enum is open, its variants are not. Their texts are among those of the code.
    let places = (old.places != new.places).then(|| What::Type { from: fields(old), to: fields(new) });
    let docs = What::docs(&old.doc, &new.doc);
    [places, docs].into_iter().flatten().map(|what| part(new).is(what)).collect()
}
