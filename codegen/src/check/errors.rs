//! Documented errors: codes → variants, texts → reasons.

use std::collections::BTreeMap;

use crate::ast::{ErrorDef, Method, ReasonDef};
use crate::check::families::Registry;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{ErrorCode, Errors, Reason, System, SystemError};
use crate::names;
use crate::source::{Span, Spanned};

/// The errors of a method.
pub(crate) fn check_errors(method: &Method, problems: &mut Diagnostics) -> Errors {
    let mut variants = BTreeMap::new();
    let mut reason_names = BTreeMap::new();
    let (mut list, mut reasons) = (Vec::new(), Vec::new());
    for error in &method.errors {
        let name = variant(&error.code, error.rust.as_ref(), &["System", "Other"], &mut variants, problems);
        let mut texts = plain_texts(&error.texts, problems);
        for reason in &error.reasons {
            texts.extend(reason.texts.iter().map(|text| text.value.clone()));
            reasons.extend(check_reason(error, reason, &mut reason_names, problems));
        }
        list.push(ErrorCode {
            name,
            code: error.code.value.clone(),
            status: error.status.as_ref().and_then(|status| check_status(status, problems)),
            texts,
            doc: error.doc.as_ref().map(|doc| doc.value.clone()),
        });
    }
    Errors { list, reasons, open: method.errors_open }
}

/// The errors that any method can answer with.
pub(crate) fn check_system(registry: &Registry<'_>, problems: &mut Diagnostics) -> Option<System> {
    let declared = registry.families.iter().filter_map(|family| Some((family, family.file.system_errors_at?)));
    let (own, others): (Vec<_>, Vec<_>) = declared.partition(|(family, _)| family.may_have_system_errors());
    for (_, at) in others {
        problems.add(at, Problem::SystemErrorsElsewhere);
    }
    let (family, _) = own.first()?;
    let mut variants = BTreeMap::new();
    let errors = family.file.system_errors.iter().map(|error| {
        let name = variant(&error.code, error.rust.as_ref(), &["TABLE"], &mut variants, problems);
        let code = ErrorCode {
            name,
            code: error.code.value.clone(),
            status: error.status.as_ref().and_then(|status| check_status(status, problems)),
            texts: plain_texts(&error.texts, problems),
            doc: Some(error.doc.value.clone()),
        };
        SystemError { code, temporary: error.temporary, may_have_run: error.may_have_run }
    });
    let errors = errors.collect();
    Some(System { module: family.module.clone(), errors })
}

fn variant(
    code: &Spanned<String>,
    rust: Option<&Spanned<String>>,
    reserved: &[&str],
    taken: &mut BTreeMap<String, Span>,
    problems: &mut Diagnostics,
) -> String {
    let (at, name, problem) = match rust {
        Some(rust) => {
            (rust.span, names::given_type_name(&rust.value), Problem::BadTypeName { name: rust.value.clone() })
        }
        None => (code.span, names::error_variant(&code.value), Problem::NeedsRustName { name: code.value.clone() }),
    };
    let Some(name) = name else {
        problems.add(at, problem);
        return String::new();
    };
    if reserved.contains(&name.as_str()) {
        problems.add(at, Problem::TakenName { name: name.clone(), by_rust: true });
    } else if let Some(earlier) = taken.get(&name) {
        problems.add_with(at, Problem::NameClash { name: name.clone() }, *earlier, "this one becomes it too");
    } else {
        taken.insert(name.clone(), at);
    }
    name
}

fn check_status(status: &Spanned<u64>, problems: &mut Diagnostics) -> Option<u16> {
    let valid = u16::try_from(status.value).ok().filter(|status| (200..600).contains(status));
    if valid.is_none() {
        problems.add(status.span, Problem::BadStatus);
    }
    valid
}

fn plain_texts(texts: &[Spanned<String>], problems: &mut Diagnostics) -> Vec<String> {
    for text in texts {
        places(text, problems);
    }
    texts.iter().map(|text| text.value.clone()).collect()
}

fn check_reason(
    error: &ErrorDef,
    reason: &ReasonDef,
    taken: &mut BTreeMap<String, Span>,
    problems: &mut Diagnostics,
) -> Option<Reason> {
    let name = &reason.name;
    if names::given_type_name(&name.value).is_none() {
        problems.add(name.span, Problem::BadTypeName { name: name.value.clone() });
    }
    match taken.get(&name.value) {
        Some(earlier) => problems.add_with(
            name.span,
            Problem::NameClash { name: name.value.clone() },
            *earlier,
            "this one becomes it too",
        ),
        None => {
            taken.insert(name.value.clone(), name.span);
        }
    }
    let Some(first) = reason.texts.first() else {
        problems.add(name.span, Problem::NothingInside { form: "reason" });
        return None;
    };
    let fields = places(first, problems)?;
    let mut texts = Vec::new();
    for text in &reason.texts {
        let own = places(text, problems)?;
        let order: Option<Vec<usize>> =
            fields.iter().map(|field| own.iter().position(|place| place == field)).collect();
        match order.filter(|_| own.len() == fields.len()) {
            Some(order) => texts.push((text.value.clone(), order)),
            None => problems.add_with(text.span, Problem::OtherPlaces, first.span, "the first text has other places"),
        }
    }
    let doc = reason.doc.as_ref().map(|doc| doc.value.clone());
    Some(Reason { name: name.value.clone(), code: error.code.value.clone(), places: fields, texts, doc })
}

/// The most places of one text.
const MOST_PLACES: usize = 16;

/// The names of what a text leaves open, written `<name>`.
fn places(text: &Spanned<String>, problems: &mut Diagnostics) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    // `<<` is the character itself.
    for part in text.value.replace("<<", "").split('<').skip(1) {
        if found.len() == MOST_PLACES {
            problems.add(text.span, Problem::TooMany { key: "<…>".to_owned(), max: MOST_PLACES });
            return None;
        }
        let name = part.split_once('>').map(|(name, _)| name);
        let valid = name.and_then(names::given_value_name).filter(|name| !found.contains(name));
        match valid {
            Some(name) => found.push(name),
            None => {
                problems
                    .add(text.span, Problem::BadPlace { text: part.split('>').next().unwrap_or_default().to_owned() });
                return None;
            }
        }
    }
    Some(found)
}
