//! The lines of a skeleton: a key each, and at its end what it says.

use crate::keys::{Key, Keys, Shape, UNFILLED};

/// How far the keys stand from the left, and how much further what is inside of them.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) indent: usize,
    pub(super) step: usize,
}

/// All keys of a table but some. Those that are required or `given` stand as they are, with the given value or with
/// `???`; the others are comments.
pub(super) fn lines(table: &'static Keys, given: &[(&str, &str)], without: &[&str], layout: Layout) -> String {
    let keys = table.keys.iter().filter(|key| !without.contains(&key.name));
    let written: Vec<(String, String)> = keys.flat_map(|key| entry(key, given, layout)).collect();
    let documented = written.iter().filter(|(_, says)| !says.is_empty());
    let column = documented.map(|(text, _)| text.chars().count()).max().unwrap_or(0);
    let line = |(text, says): &(String, String)| match says.as_str() {
        "" => format!("{text}\n"),
        says => format!("{text:column$}  # {says}\n"),
    };
    written.iter().map(line).collect()
}

/// A key with what it says; under it, if it holds names or objects, one of them.
fn entry(key: &'static Key, given: &[(&str, &str)], layout: Layout) -> Vec<(String, String)> {
    let given = given.iter().find(|(name, _)| *name == key.name).map(|(_, value)| *value);
    let mark = if key.required || given.is_some() { "" } else { "# " };
    let before = format!("{}{mark}", " ".repeat(layout.indent));
    let inside = match &key.shape {
        Shape::Named(form, value, _) => Some(format!("{}: {}", form.sample, sample(value))),
        Shape::List(Shape::Object(table)) => match members(table).as_slice() {
            [member] => Some(format!("- {member}")),
            members => Some(format!("- {{{}}}", members.join(", "))),
        },
        _ => None,
    };
    match (inside, given.filter(|value| !value.is_empty())) {
        (_, Some(value)) => vec![(format!("{before}{}: {value}", key.name), says(key))],
        (None, None) => vec![(format!("{before}{}: {}", key.name, sample(&key.shape)), says(key))],
        (Some(inside), None) => vec![
            (format!("{before}{}:", key.name), says(key)),
            (format!("{before}{}{inside}", " ".repeat(layout.step)), String::new()),
        ],
    }
}

/// The words that a key takes, and what it is for.
fn says(key: &Key) -> String {
    let words = key.words().join(" | ");
    if words.is_empty() { key.doc.to_owned() } else { format!("{words}. {}", key.doc) }
}

/// A value on one line, with `???` for what is not known.
fn sample(shape: &'static Shape) -> String {
    match shape {
        Shape::List(item) => format!("[{}]", sample(item)),
        Shape::Several(item) => format!("[{0}, {0}]", sample(item)),
        Shape::Named(form, value, _) => format!("{{{}: {}}}", form.sample, sample(value)),
        Shape::Object(table) => format!("{{{}}}", members(table).join(", ")),
        Shape::Either(shapes) => shapes.first().map_or_else(String::new, sample),
        Shape::Text
        | Shape::Name(_)
        | Shape::Flag
        | Shape::Count
        | Shape::Between(..)
        | Shape::Number
        | Shape::Word(_)
        | Shape::Type
        | Shape::Null
        | Shape::Scalar
        | Shape::Any => UNFILLED.to_owned(),
    }
}

fn members(table: &'static Keys) -> Vec<String> {
    usual(table).iter().map(|key| format!("{}: {}", key.name, sample(&key.shape))).collect()
}

/// The keys that an object usually has: those that it must have and the first of a choice, or else its first.
fn usual(table: &'static Keys) -> Vec<&'static Key> {
    let usual: Vec<&Key> =
        table.keys.iter().filter(|key| key.required || key.usual || table.choice.first() == Some(&key.name)).collect();
    if usual.is_empty() { table.keys.iter().take(1).collect() } else { usual }
}
