//! What the docs say of a method.

use crate::emit::docs::{always, code, item, link, prose, sentence, wrap};
use crate::emit::path::Place;
use crate::model::{Effect, Method, Pagination, Record, Setter, SetterKind, Type};

/// Everything that there is to know about a method before it is called.
pub(crate) fn method(method: &Method, place: &Place) -> Vec<String> {
    let said = method.doc.trim_end_matches('.') == format!("Calls `{}`", method.wire_name);
    let mut lines = if said { Vec::new() } else { wrap(&sentence(&method.doc)) };
    if !said {
        lines.push(String::new());
    }
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
    let optional = if method.record.rules.is_empty() { "Optional" } else { "Optional, but for the rules below" };
    for (word, required) in [("Required", true), (optional, false)] {
        let setters = setter_links(method, required);
        if !setters.is_empty() {
            lines.extend(item(&format!("{word}: {}", setters.join(", "))));
        }
    }
    lines.extend(method.record.constants.iter().flat_map(|constant| item(&always(constant))));
    lines.extend(method.record.rules.iter().flat_map(|rule| item(&prose(rule))));
    lines.extend(item(&gives(method, place)));
    let walk = "[`Client::list`](::bitrix24::Client::list) walks them";
    let pages = method.pagination.as_ref().map(|pagination| format!("Pages: {}; {walk}", pages(pagination)));
    lines.extend(pages.iter().flat_map(|pages| item(pages)));
    let reasons = if method.errors.reasons.is_empty() {
        String::new()
    } else {
        format!("; [`{}ErrorReason`] tells the causes of one code apart", method.request)
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
fn gives(method: &Method, place: &Place) -> String {
    let nullable = if method.result.nullable { ", or nothing" } else { "" };
    let doc = method.result.doc.as_ref().map(|doc| format!(". {}", sentence(doc))).unwrap_or_default();
    format!("Gives: {}{nullable}{doc}", in_words(&method.result.ty, place))
}

/// A type in words, with links to the named ones.
pub(crate) fn in_words(ty: &Type, place: &Place) -> String {
    let link = |name: &str| {
        let path: String = place.rust_type(ty).to_string().split_whitespace().collect();
        if path == name { format!("[`{name}`]") } else { format!("[`{name}`]({path})") }
    };
    match ty {
        Type::Null => "nothing".to_owned(),
        Type::Any => "a [`Value`](::bitrix24::Value)".to_owned(),
        Type::List(item) => format!("a list of {}", in_words(item, place)),
        Type::Optional(item) => format!("{} or null", in_words(item, place)),
        Type::Map(key, value) => format!("a map from {} to {}", in_words(key, place), in_words(value, place)),
        Type::Id(id) => link(&id.name),
        Type::Named(reference) => link(&reference.name),
        Type::Date | Type::DateTime | Type::Timestamp | Type::File => {
            let name = place.rust_type(ty).to_string().replace("private :: ", "");
            format!("[`{name}`](::bitrix24::{name})")
        }
        Type::Text | Type::Integer | Type::Double | Type::Boolean(_) => code(&place.rust_type(ty).to_string()),
    }
}

fn pages(pagination: &Pagination) -> String {
    let rows = code(&pagination.rows);
    let named = |otherwise: &str| match &pagination.param {
        Some(param) => code(param),
        None if otherwise == "start" => code(otherwise),
        None => otherwise.to_owned(),
    };
    let by = match pagination.style.as_str() {
        "start" => format!("{} skips rows, and each answer tells the next", named("start")),
        "by_id" => "the next one begins after the last identifier".to_owned(),
        "offset" => format!("{} skips rows", named("the offset")),
        "page" => format!("{} counts them", named("the number of the page")),
        _ => {
            let from = match (&pagination.next, &pagination.id) {
                (Some(next), _) => format!("{} of the last answer", code(next)),
                (None, Some(id)) => format!("{} of the last row", code(id)),
                (None, None) => "the last answer".to_owned(),
            };
            format!("{} takes {from}", named("a parameter"))
        }
    };
    let limit = pagination.limit.as_ref().map(|limit| format!(", {} says how many", code(limit))).unwrap_or_default();
    format!("{by}{limit}; rows in {rows}")
}

/// The setters as links; those that give one field a known value stand in parentheses behind its plain one.
fn setter_links(method: &Method, required: bool) -> Vec<String> {
    let link = |setter: &Setter| format!("[`{0}`]({1}Builder::{0})", setter.name, method.request);
    let record = &method.record;
    let mut groups: Vec<(Option<usize>, Vec<String>)> = Vec::new();
    for setter in record.setters.iter().filter(|setter| is_required(record, setter) == required) {
        if matches!(setter.kind, SetterKind::AnyGiven { .. }) {
            continue;
        }
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

fn repeated(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "changes nothing",
        Effect::Idempotent => "leaves the same state",
        Effect::Once => "does it again, or fails because it was done",
    }
}
