//! Docs: from the spec's words and facts to lines, and from lines to attributes.

mod markdown;

pub(crate) use markdown::{code, link, loose, prose, wrap};

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Definition, Effect, ErrorCode, Family, Field, Method, NamedType, Presence, Record, Setter, SetterKind, TextLimits,
    Vacancy, ValueRule,
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

/// What a module is about.
pub(crate) fn family(family: &Family) -> Vec<String> {
    let mut lines = wrap(&sentence(&family.doc));
    if let Some(url) = &family.url {
        lines.push(String::new());
        lines.push(link(url));
    }
    lines
}

/// Everything that there is to know about a method before it is called.
pub(crate) fn method(method: &Method) -> Vec<String> {
    let mut lines = wrap(&sentence(&method.doc));
    lines.push(String::new());
    let generation = if method.rest3 { " (REST 3.0)" } else { "" };
    let page = method.url.as_ref().map(|url| format!(" · {}", link(url))).unwrap_or_default();
    lines.push(format!("Calls {}{generation}{page}", code(&method.wire_name)));
    lines.push(String::new());
    lines.push(format!("- Access: {}", if method.admin { "an administrator" } else { "any user" }));
    lines.push(format!("- Authorization: {}", authorization(method)));
    let scope: Vec<String> = method.scope.iter().map(|scope| code(scope)).collect();
    if !scope.is_empty() {
        lines.push(format!("- Scope: {}", scope.join(" or ")));
    }
    lines.push(format!("- Repeated: {}", repeated(method.effect)));
    for (word, required) in [("Required", true), ("Optional", false)] {
        let setters = setter_links(method, required);
        if !setters.is_empty() {
            lines.extend(item(&format!("{word}: {}", setters.join(", "))));
        }
    }
    lines.extend(method.record.rules.iter().flat_map(|rule| item(&prose(rule))));
    lines.extend(item(&gives(method)));
    let reasons = if method.errors.reasons.is_empty() {
        String::new()
    } else {
        format!(", of which some come for an [`{}ErrorReason`]", method.request)
    };
    lines.extend(item(&format!("Fails with: [`{}ErrorKind`]{reasons}", method.request)));
    if !method.batch {
        lines.push("- Not allowed in a batch".to_owned());
    }
    lines
}

fn authorization(method: &Method) -> &'static str {
    if method.application {
        "an application's token, so a `&Client<Application>`, or a `&Client` that lets the server decide"
    } else {
        "a webhook or an application's token, so any `&Client`"
    }
}

/// What a successful call gives.
fn gives(method: &Method) -> String {
    let nullable = if method.result.nullable { ", or nothing" } else { "" };
    let doc = method.result.doc.as_ref().map(|doc| format!(": {}", sentence(doc))).unwrap_or_default();
    format!("Gives: {}{nullable}{doc}", code(&crate::describe::result_type(&method.result.ty)))
}

/// The setters as links; those that give one field a known value stand in parentheses behind its plain one.
fn setter_links(method: &Method, required: bool) -> Vec<String> {
    let link = |setter: &Setter| format!("[`{0}`]({1}Builder::{0})", setter.name, method.request);
    let record = &method.record;
    let mut groups: Vec<(Option<usize>, Vec<String>)> = Vec::new();
    for setter in record.setters.iter().filter(|setter| is_required(record, setter) == required) {
        let field = match &setter.kind {
            SetterKind::Value { field } | SetterKind::Preset { field, clears: None, .. } => Some(*field),
            _ => None,
        };
        match groups.iter_mut().find(|(of, _)| field.is_some() && *of == field) {
            Some((_, links)) => links.push(link(setter)),
            None => groups.push((field, vec![link(setter)])),
        }
    }
    let joined = |(_, links): (Option<usize>, Vec<String>)| match links.split_first() {
        Some((plain, known)) if !known.is_empty() => format!("{plain} (or {})", known.join(", ")),
        _ => links.concat(),
    };
    groups.into_iter().map(joined).collect()
}

/// Whether a setter gives a parameter that must be given whatever else is.
fn is_required(record: &Record, setter: &Setter) -> bool {
    setter.moves.iter().any(|step| record.slots.get(step.slot).is_some_and(|slot| slot.carries.is_some()))
}

/// An item of a list over as many lines as it takes.
fn item(text: &str) -> Vec<String> {
    let lines = wrap(text).into_iter().enumerate();
    lines.map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " })).collect()
}

fn repeated(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "changes nothing",
        Effect::Idempotent => "leaves the same state",
        Effect::Once => "does it again, or fails because it was done",
    }
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
        if !record.rules.is_empty() {
            lines.push(String::new());
        }
        lines.extend(record.rules.iter().flat_map(|rule| item(&prose(rule))));
    }
    lines
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
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// What an error's variant says.
pub(crate) fn error(error: &ErrorCode) -> Vec<String> {
    let shown = if error.code.is_empty() { "An empty code".to_owned() } else { code(&error.code) };
    let status = error.status.map(|status| format!(" (status {status})")).unwrap_or_default();
    match &error.doc {
        Some(doc) => wrap(&format!("{shown}{status}: {}", sentence(doc))),
        None => wrap(&format!("{shown}{status}")),
    }
}
