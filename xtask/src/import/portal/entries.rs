//! How members are written.

use super::schema::{Kind, Member};
use super::types::Typed;
use crate::import::draft::preset;
use crate::import::report::distinct;
use crate::import::yaml::{Entry, Yaml, entry, word};

/// What means the same in every method of REST 3.0, whatever the document says of it.
pub(super) fn uniform(member: &Member) -> Option<&'static str> {
    match (member.name.as_str(), &member.schema.kind) {
        // Conditions, and groups of them.
        ("filter", Kind::List(None)) => Some("any[]"),
        // A struct would not keep the order of the fields, which is that of sorting.
        ("order", Kind::Object(fields)) if fields.iter().all(|field| field.schema.kind == Kind::Text) => {
            Some("map<string, string>")
        }
        _ => None,
    }
}

/// The entry of a member.
pub(super) fn written(member: &Member, typed: Typed, rust: Option<String>, is_sent: bool) -> Entry {
    let required = member.required && is_sent;
    let mut entries = vec![entry("type", Yaml::text(&typed.ty))];
    entries.extend(required.then(|| word("required", "true")));
    entries.extend(rust.map(|rust| word("rust", &rust)));
    let default = member.schema.default.as_deref().filter(|_| !required && is_sent);
    entries.extend(default.and_then(|default| preset(default, &typed.ty)).map(|default| entry("default", default)));
    entries.extend((typed.nullable && !required && is_sent && typed.ty != "any").then(|| word("nullable", "true")));
    entries.extend(member.deprecated.then(|| entry("deprecated", Yaml::Map(Vec::new()))));
    Entry { key: member.name.clone(), value: Yaml::Map(entries), doubts: distinct(typed.doubts) }
}

/// The word for what is made of nothing else.
pub(super) fn simple(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Double => "double",
        Kind::Flag => "boolean",
        Kind::Day => "date",
        Kind::Moment => "datetime",
        _ => "any",
    }
}
