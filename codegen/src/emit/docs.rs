//! Docs: from the spec's words and facts to lines, and from lines to attributes.

mod markdown;
mod method;

pub(crate) use markdown::{code, link, loose, prose, wrap};
pub(crate) use method::{in_words, method};

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Constant, Definition, ErrorCode, Family, Field, NamedType, Presence, TextLimits, Vacancy, ValueRule,
};

/// One `#[doc]` a line, so that they print as `///`.
pub(crate) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {}", loose(line)) });
    quote!(#(#[doc = #lines])*)
}

/// A sentence: the text with a full stop, unless it ends with something alike.
pub(crate) fn sentence(text: &str) -> String {
    let text = prose(text.trim());
    if text.ends_with(['.', '!', '?', ':']) { text } else { format!("{text}.") }
}

/// A type's name as code with its article.
pub(crate) fn a(name: impl std::fmt::Display) -> String {
    let name = name.to_string();
    // `Url` and `User` begin with a consonant when they are spoken.
    format!("{} `{name}`", if name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" })
}

/// A text with a capital letter at its beginning.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// What a module is about.
pub(crate) fn family(family: &Family) -> Vec<String> {
    let mut lines = wrap(&sentence(&family.doc));
    if let Some(url) = &family.url {
        lines.push(String::new());
        lines.push(link(url));
    }
    lines
}

/// An item of a list over as many lines as it takes.
fn item(text: &str) -> Vec<String> {
    let lines = wrap(text).into_iter().enumerate();
    lines.map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " })).collect()
}

/// What a field says.
pub(crate) fn field(field: &Field) -> Vec<String> {
    let mut text = code(&field.wire_name);
    if matches!(field.presence, Presence::Required { .. }) {
        text.push_str(", required");
    }
    if let Some(doc) = &field.doc {
        text = format!("{text}: {}", sentence(doc));
    } else {
        text.push('.');
    }
    if let Some(default) = &field.default {
        text = format!("{text} Default: {}.", code(default));
    }
    if let Some(limits) = limits(&field.rule) {
        text = format!("{text} {limits}.");
    }
    if field.vacancy == Vacancy::Clearable {
        text.push_str(" An empty value clears it.");
    }
    if let Some(note) = &field.deprecated {
        text = format!("{text} Deprecated: {}", sentence(note));
    }
    wrap(&text)
}

/// What a named type is, and what its values must keep.
pub(crate) fn named_type(ty: &NamedType) -> Vec<String> {
    let rule = match &ty.definition {
        Definition::Text(limits) => ValueRule::Text(limits.clone()),
        Definition::Integer(range) => ValueRule::Integer(*range),
        _ => ValueRule::None,
    };
    let mut lines = wrap(&sentence(&ty.doc));
    if let Some(limits) = limits(&rule) {
        lines.push(String::new());
        lines.extend(wrap(&format!("{limits}.")));
    }
    if let Definition::Record(record) = &ty.definition {
        if !record.rules.is_empty() || !record.constants.is_empty() {
            lines.push(String::new());
        }
        lines.extend(record.constants.iter().flat_map(|constant| item(&always(constant))));
        lines.extend(record.rules.iter().flat_map(|rule| item(&prose(rule))));
    }
    lines
}

/// What a member that always has one value says.
fn always(constant: &Constant) -> String {
    let doc = constant.doc.as_ref().map(|doc| format!(". {}", sentence(doc))).unwrap_or_default();
    format!("{} is always {}{doc}", code(&constant.wire_name), code(&constant.text()))
}

/// The constraints of a text, each in a few words.
fn text_limits(limits: &TextLimits) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(limits.non_empty.then(|| "not empty".to_owned()));
    parts.extend(limits.min.map(|min| format!("at least {min} characters")));
    parts.extend(limits.max.map(|max| format!("at most {max} characters")));
    parts.extend(limits.pattern.as_ref().map(|pattern| format!("matches {}", code(&pattern.source))));
    parts
}

/// A constraint in a few words.
pub(crate) fn limits(rule: &ValueRule) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    match rule {
        ValueRule::None => {}
        ValueRule::Text(limits) => parts = text_limits(limits),
        ValueRule::Integer(range) => {
            parts.extend(range.min.map(|min| format!("at least {min}")));
            parts.extend(range.max.map(|max| format!("at most {max}")));
        }
        ValueRule::Double(range) => {
            parts.extend(range.min.map(|min| format!("at least {min}")));
            parts.extend(range.max.map(|max| format!("at most {max}")));
        }
        ValueRule::Items { non_empty, max } => {
            parts.extend(non_empty.then(|| "not empty".to_owned()));
            parts.extend(max.map(|max| format!("at most {max} items")));
        }
    }
    (!parts.is_empty()).then(|| capitalized(&parts.join(", ")))
}

/// What an error's variant says.
pub(crate) fn error(error: &ErrorCode) -> Vec<String> {
    let shown = error_code(&error.code);
    let status = error.status.map(|status| format!(" (status {status})")).unwrap_or_default();
    match &error.doc {
        Some(doc) => wrap(&format!("{shown}{status}: {}", sentence(doc))),
        None => wrap(&format!("{shown}{status}")),
    }
}

/// An error's code, which may be empty.
pub(crate) fn error_code(text: &str) -> String {
    if text.is_empty() { "An empty code".to_owned() } else { code(text) }
}
