//! What is to be left out for a problem, and how.

use bitrix24_codegen::diagnostic::Problem;

use crate::import::draft::type_name;
use crate::import::yaml::{Entry, Yaml, entry};

/// What to do about a problem. Paths begin below the method or the type.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Leave out what stands there.
    Drop(Vec<String>),
    /// Take any value.
    Any(Vec<String>),
    /// Give it another name in Rust.
    Rename(Vec<String>),
    /// Take any value of the type instead of those that are listed.
    Unlist,
    /// There would be too little left.
    Refuse,
}

/// Keys that say nothing about what is sent.
const ASIDE: [&str; 14] = [
    "default",
    "wire",
    "nullable",
    "deprecated",
    "pagination",
    "page",
    "scope",
    "open",
    "positional",
    "status",
    "texts",
    "pattern",
    "min",
    "max",
];

/// Objects whose keys are names.
const NAMED: [&str; 3] = ["params", "struct", "errors"];

pub(super) fn remedy(problem: &Problem, path: &[String]) -> Remedy {
    let inside = path.get(2..).unwrap_or_default();
    let is_name = matches!(
        problem,
        Problem::NameClash { .. }
            | Problem::NeedsRustName { .. }
            | Problem::TakenName { .. }
            | Problem::BadValueName { .. }
            | Problem::BadTypeName { .. }
    );
    let upto = |at: usize| inside.get(..=at).unwrap_or_default().to_vec();
    for (at, key) in inside.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| inside.get(before)).map_or("", |key| key.as_str());
        let last = at + 1 == inside.len();
        match key.as_str() {
            "response" if before.parse::<usize>().is_ok() => return Remedy::Drop(upto(at)),
            _ if before == "examples" && inside.get(at + 1).is_none_or(|next| next != "response") => {
                return Remedy::Drop(upto(at));
            }
            _ if before == "rules" => return Remedy::Drop(upto(at)),
            "enum" if !is_name || inside.len() == at + 1 => return Remedy::Unlist,
            _ if before == "enum" => {
                return if inside.iter().any(|key| key == "rust") { Remedy::Unlist } else { Remedy::Rename(upto(at)) };
            }
            _ if NAMED.contains(&before) && is_name && !inside.iter().any(|key| key == "rust") => {
                return Remedy::Rename(upto(at));
            }
            _ if NAMED.contains(&before) && (last || is_name) => return Remedy::Drop(upto(at)),
            "rules" | "examples" if last => return Remedy::Drop(upto(at)),
            "type" | "result" => return Remedy::Any(upto(at)),
            "union" => return Remedy::Unlist,
            key if ASIDE.contains(&key) && (at == 0 || !NAMED.contains(&before)) => return Remedy::Drop(upto(at)),
            _ => {}
        }
    }
    Remedy::Refuse
}

/// Does it to a method or a type, and notes the doubt. False if it cannot be done.
pub(super) fn apply(remedy: &Remedy, target: &mut Entry, message: &str) -> bool {
    match remedy {
        Remedy::Refuse => false,
        Remedy::Drop(path) => drop_at(target, path, &format!("left out: {message}")),
        Remedy::Any(path) => any_at(target, path, &format!("any: {message}")),
        Remedy::Rename(path) => rename_at(target, path),
        Remedy::Unlist => unlist(target, message),
    }
}

/// Takes any value of a type that too little would be left of.
pub(super) fn forget(target: &mut Entry, message: &str) {
    if let Yaml::Map(members) = &mut target.value {
        members.retain(|member| member.key == "doc");
        members.push(entry("type", Yaml::text("any")));
    }
    target.doubts = vec![format!("any: {message}")];
}

/// The entry at the end of a path, or the last entry on the way to an item.
fn entry_at<'a>(target: &'a mut Entry, path: &[String]) -> Option<&'a mut Entry> {
    // Doubts about items stand at the list.
    let Some((first, rest)) = path.split_first().filter(|_| matches!(target.value, Yaml::Map(_))) else {
        return Some(target);
    };
    let Yaml::Map(entries) = &mut target.value else { return None };
    entry_at(entries.iter_mut().find(|entry| entry.key == *first)?, rest)
}

fn drop_at(target: &mut Entry, path: &[String], doubt: &str) -> bool {
    let Some((last, parents)) = path.split_last() else { return false };
    let Some(parent) = target.value.get_mut(parents) else { return false };
    let dropped = match parent {
        Yaml::Map(entries) => {
            let before = entries.len();
            entries.retain(|entry| entry.key != *last);
            entries.len() < before
        }
        Yaml::List(items) => match last.parse::<usize>().ok().filter(|at| *at < items.len()) {
            Some(at) => {
                items.remove(at);
                true
            }
            None => false,
        },
        Yaml::Scalar(_) => false,
    };
    let now_empty = matches!(parent, Yaml::List(items) if items.is_empty());
    if !dropped {
        return false;
    }
    if now_empty {
        return drop_at(target, parents, doubt);
    }
    // Inside of an object that has a line, the doubt stands at the line.
    let at = if parents.len() > 1 && parents.first().is_some_and(|key| key == "examples") {
        parents.get(..1).unwrap_or_default()
    } else {
        parents
    };
    note(target, at, doubt)
}

fn any_at(target: &mut Entry, path: &[String], doubt: &str) -> bool {
    let Some(value) = target.value.get_mut(path) else { return false };
    let any = Yaml::Scalar("any".to_owned());
    if *value == any {
        return false;
    }
    *value = any;
    let at = match path.split_last() {
        Some((last, parents)) if last == "type" => parents,
        _ => path,
    };
    note(target, at, doubt)
}

fn rename_at(target: &mut Entry, path: &[String]) -> bool {
    let Some((name, parents)) = path.split_last() else { return false };
    let is_setter = parents.last().is_some_and(|key| key == "params" || key == "struct");
    let rust = if is_setter {
        let lower: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        format!("{}_value", lower.trim_matches('_'))
    } else {
        type_name([name.as_str(), "value"])
    };
    let Some(value) = target.value.get_mut(path) else { return false };
    let given = entry("rust", Yaml::text(&rust));
    match value {
        Yaml::Map(entries) => entries.push(given),
        doc => *doc = Yaml::Map(vec![entry("doc", doc.clone()), given]),
    }
    true
}

/// Makes a type of listed values or of several forms one of any.
fn unlist(target: &mut Entry, message: &str) -> bool {
    let Yaml::Map(members) = &mut target.value else { return false };
    let numeric = members.iter().any(|member| member.key == "of");
    let listed = members.iter().any(|member| member.key == "enum");
    let before = members.len();
    members.retain(|member| !["enum", "of", "union"].contains(&member.key.as_str()));
    if members.len() == before {
        return false;
    }
    let ty = match (listed, numeric) {
        (true, true) => "integer",
        (true, false) => "string",
        _ => "any",
    };
    members.push(entry("type", Yaml::text(ty)));
    target.doubts.push(format!("left out: {message}"));
    true
}

fn note(target: &mut Entry, path: &[String], doubt: &str) -> bool {
    if let Some(entry) = entry_at(target, path)
        && !entry.doubts.iter().any(|known| known == doubt)
    {
        entry.doubts.push(doubt.to_owned());
    }
    true
}
