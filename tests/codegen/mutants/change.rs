//! Every mistake that a person can make at one place of a spec.

use crate::codegen::tree::Tree;

use Sort::{Delete, Duplicate, Rename, Retype, Reword};

/// A mistake, by its name.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) sort: Sort,
    apply: Apply,
}

/// What a mistake does to a key. The first four are made at every key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Delete,
    Rename,
    Duplicate,
    /// The value is of another type, or of none.
    Retype,
    /// The value says something else.
    Reword,
}

enum Apply {
    /// To a value: another one in its place; `None` if the mistake cannot be made here.
    Value(fn(&Tree) -> Option<Tree>),
    /// To an entry of an object.
    Entry(fn(&mut Vec<(String, Tree)>, usize)),
    /// To an item of a list.
    Item(fn(&mut Vec<Tree>, usize)),
}

const fn value(sort: Sort, name: &'static str, apply: fn(&Tree) -> Option<Tree>) -> Change {
    Change { name, sort, apply: Apply::Value(apply) }
}

const fn entry(sort: Sort, name: &'static str, apply: fn(&mut Vec<(String, Tree)>, usize)) -> Change {
    Change { name, sort, apply: Apply::Entry(apply) }
}

const fn item(sort: Sort, name: &'static str, apply: fn(&mut Vec<Tree>, usize)) -> Change {
    Change { name, sort, apply: Apply::Item(apply) }
}

/// All mistakes.
pub(crate) const CHANGES: [Change; 31] = [
    entry(Delete, "name gone", |entries, at| drop(entries.remove(at))),
    entry(Rename, "name misspelt", |entries, at| entries[at].0 = misspelt(&entries[at].0)),
    entry(Rename, "name in capitals", |entries, at| entries[at].0 = entries[at].0.to_uppercase()),
    entry(Rename, "name of the one before", |entries, at| entries[at].0 = entries[at.saturating_sub(1)].0.clone()),
    entry(Duplicate, "name twice", |entries, at| entries.push(entries[at].clone())),
    item(Delete, "item gone", |items, at| drop(items.remove(at))),
    item(Duplicate, "item twice", |items, at| items.push(items[at].clone())),
    value(Retype, "nothing", |_| Some(plain(""))),
    value(Retype, "null", |_| Some(plain("null"))),
    value(Reword, "empty text", |_| Some(quoted(""))),
    value(Retype, "empty list", |_| Some(Tree::List(Vec::new()))),
    value(Retype, "empty object", |_| Some(Tree::Map(Vec::new()))),
    value(Retype, "in a list", |value| Some(Tree::List(vec![value.clone()]))),
    value(Retype, "in an object", |value| Some(Tree::Map(vec![("x".to_owned(), value.clone())]))),
    value(Retype, "list to object", |value| match value {
        Tree::List(items) => {
            Some(Tree::Map(items.iter().enumerate().map(|(at, item)| (format!("x{at}"), item.clone())).collect()))
        }
        _ => None,
    }),
    value(Retype, "list to its first", |value| value.items().first().cloned()),
    value(Retype, "object to list", |value| match value {
        Tree::Map(_) => Some(Tree::List(value.children().into_iter().cloned().collect())),
        _ => None,
    }),
    value(Retype, "object to names", |value| match value {
        Tree::Map(entries) => Some(Tree::List(entries.iter().map(|(name, _)| quoted(name)).collect())),
        _ => None,
    }),
    value(Retype, "object to text", |value| matches!(value, Tree::Map(_)).then(|| quoted("object"))),
    value(Reword, "misspelt", |value| value.text().map(|text| quoted(&misspelt(text)))),
    value(Reword, "in capitals", |value| value.text().map(|text| quoted(&text.to_uppercase()))),
    value(Reword, "with a blank", |value| value.text().map(|text| quoted(&format!("{text} ")))),
    value(Reword, "with a bracket", |value| value.text().map(|text| quoted(&format!("{text}[")))),
    value(Retype, "a list of it", |value| value.text().map(|text| quoted(&format!("{text}[]")))),
    value(Reword, "in quotes", |value| value.text().map(quoted)),
    value(Retype, "negative", |value| value.text().map(|_| plain("-1"))),
    value(Retype, "huge", |value| value.text().map(|_| plain("1e30"))),
    value(Retype, "a fraction", |value| value.text().map(|_| plain("0.5"))),
    value(Retype, "a flag", |value| value.text().map(|_| plain("true"))),
    value(Reword, "no flag", |value| value.text().map(|_| plain("maybe"))),
    value(Retype, "another type", |value| value.text().map(|_| plain("integer"))),
];

/// Whether a mistake can be made at a place, and changes something there.
pub(crate) fn fits(change: &Change, tree: &Tree, place: &[usize]) -> bool {
    let (Some((own, above)), Some(value)) = (place.split_last(), tree.at(place)) else {
        return false;
    };
    match change.apply {
        Apply::Value(apply) => apply(value).is_some_and(|new| new != *value),
        Apply::Entry(apply) => match tree.at(above) {
            Some(Tree::Map(entries)) => changes_names(apply, entries, *own),
            _ => false,
        },
        Apply::Item(_) => matches!(tree.at(above), Some(Tree::List(_))),
    }
}

/// Whether a mistake in an entry changes anything: a name in capitals can be written no larger.
fn changes_names(apply: fn(&mut Vec<(String, Tree)>, usize), entries: &[(String, Tree)], at: usize) -> bool {
    let names: Vec<(String, Tree)> = entries.iter().map(|(name, _)| (name.clone(), plain(""))).collect();
    let mut changed = names.clone();
    apply(&mut changed, at);
    changed != names
}

/// The spec with a mistake at one place, where it fits.
pub(crate) fn apply(change: &Change, tree: &Tree, place: &[usize]) -> Option<Tree> {
    let mut changed = tree.clone();
    let (own, above) = place.split_last()?;
    match (&change.apply, changed.at_mut(above)?) {
        (Apply::Entry(apply), Tree::Map(entries)) => apply(entries, *own),
        (Apply::Item(apply), Tree::List(items)) => apply(items, *own),
        (Apply::Value(apply), Tree::Map(entries)) => entries[*own].1 = apply(&entries[*own].1)?,
        (Apply::Value(apply), Tree::List(items)) => items[*own] = apply(&items[*own])?,
        _ => return None,
    }
    Some(changed)
}

fn plain(text: &str) -> Tree {
    Tree::Plain(text.to_owned())
}

fn quoted(text: &str) -> Tree {
    Tree::Quoted(text.to_owned())
}

/// A name or word with one letter too many, as a finger slips.
fn misspelt(text: &str) -> String {
    match text.char_indices().nth(1) {
        Some((at, c)) => format!("{}{c}{}", &text[..at], &text[at..]),
        None => format!("{text}x"),
    }
}
