//! How much of each thing a spec may have. The bounds are far beyond what the API has; they keep the time and the memory
//! that a hostile spec takes in proportion to its size.

use crate::diagnostic::{Diagnostics, Problem};
use crate::parse::tree::{Data, Entry, Node};

/// The most items of a list and entries of an object; of what the table does not name.
const MOST: usize = 1000;
/// The same where things multiply, or where Rust has a bound of its own: tuples are written by a trait that ends at 16.
const MOST_OF: [(&str, usize); 8] = [
    ("params", 500),
    ("struct", 500),
    ("rules", 64),
    ("union", 64),
    ("scope", 64),
    ("use", 64),
    ("examples", 64),
    ("tuple", 16),
];

/// The longest names and texts that stand in many places of the code, in bytes.
const LONGEST_NAME: usize = 300;
const LONGEST_OF: [(&str, usize); 4] = [("docs", 300), ("page", 300), ("pattern", 300), ("scope", 300)];

/// The keys whose value has names that the spec chooses; they are no keys of the language.
const OF_NAMES: [&str; 10] =
    ["methods", "types", "params", "struct", "enum", "tuple", "union", "errors", "reasons", "system_errors"];
/// The keys whose value is the API's own JSON.
const OF_JSON: [&str; 4] = ["request", "response", "error", "default"];

/// Refuses what is too much and leaves it out, so that the stages after this one need not wonder.
pub(crate) fn keep_within(root: &mut Node, problems: &mut Diagnostics) {
    walk("", root, problems);
}

/// Looks at the value of a key of the language, or at an item of its list.
fn walk(key: &str, node: &mut Node, problems: &mut Diagnostics) {
    if OF_JSON.contains(&key) {
        return;
    }
    let most = MOST_OF.iter().find(|(name, _)| *name == key).map_or(MOST, |(_, most)| *most);
    match &mut node.data {
        Data::Scalar { text, .. } => {
            let longest = LONGEST_OF.iter().find(|(name, _)| *name == key);
            if let Some((_, max)) = longest.filter(|(_, max)| text.len() > *max) {
                problems.add(node.span, Problem::TooLong { what: "text", max: *max });
                text.truncate(text.floor_char_boundary(*max));
            }
        }
        Data::List(items) => {
            if let Some(first) = items.get(most) {
                problems.add(first.span, Problem::TooMany { key: key.to_owned(), max: most });
                items.truncate(most);
            }
            for item in items {
                walk(key, item, problems);
            }
        }
        Data::Map(entries) => {
            if let Some(first) = entries.get(most) {
                problems.add(first.key.span, Problem::TooMany { key: key.to_owned(), max: most });
                entries.truncate(most);
            }
            if OF_NAMES.contains(&key) {
                walk_names(entries, problems);
            } else {
                walk_keys(entries, problems);
            }
        }
    }
}

fn walk_keys(entries: &mut [Entry], problems: &mut Diagnostics) {
    for Entry { key, value } in entries {
        walk(&key.value, value, problems);
    }
}

/// Looks at names and at what has them, which may be called like a key and is none.
fn walk_names(entries: &mut Vec<Entry>, problems: &mut Diagnostics) {
    entries.retain(|Entry { key, .. }| {
        let short = key.value.len() <= LONGEST_NAME;
        if !short {
            problems.add(key.span, Problem::TooLong { what: "name", max: LONGEST_NAME });
        }
        short
    });
    for Entry { value, .. } in entries {
        match &mut value.data {
            Data::Map(entries) => walk_keys(entries, problems),
            _ => walk("", value, problems),
        }
    }
}
