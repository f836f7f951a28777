//! Every mistake that a person can make at one place of a spec.

use crate::codegen::tree::Tree;

/// A mistake, by its name.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    apply: Apply,
}

enum Apply {
    /// To a value: another one in its place; `None` if the mistake cannot be made here.
    Value(fn(&Tree) -> Option<Tree>),
    /// To an entry of an object.
    Entry(fn(&mut Vec<(String, Tree)>, usize)),
    /// To an item of a list.
    Item(fn(&mut Vec<Tree>, usize)),
}

const fn value(name: &'static str, apply: fn(&Tree) -> Option<Tree>) -> Change {
    Change { name, apply: Apply::Value(apply) }
}

const fn entry(name: &'static str, apply: fn(&mut Vec<(String, Tree)>, usize)) -> Change {
    Change { name, apply: Apply::Entry(apply) }
}

const fn item(name: &'static str, apply: fn(&mut Vec<Tree>, usize)) -> Change {
    Change { name, apply: Apply::Item(apply) }
}

/// All mistakes.
pub(crate) const CHANGES: [Change; 31] = [
    entry("name gone", |entries, at| drop(entries.remove(at))),
    entry("name misspelt", |entries, at| entries[at].0 = misspelt(&entries[at].0)),
    entry("name in capitals", |entries, at| entries[at].0 = entries[at].0.to_uppercase()),
    entry("name of the one before", |entries, at| entries[at].0 = entries[at.saturating_sub(1)].0.clone()),
    entry("name twice", |entries, at| entries.push(entries[at].clone())),
    item("item gone", |items, at| drop(items.remove(at))),
    item("item twice", |items, at| items.push(items[at].clone())),
    value("nothing", |_| Some(plain(""))),
    value("null", |_| Some(plain("null"))),
    value("empty text", |_| Some(quoted(""))),
    value("empty list", |_| Some(Tree::List(Vec::new()))),
    value("empty object", |_| Some(Tree::Map(Vec::new()))),
    value("in a list", |value| Some(Tree::List(vec![value.clone()]))),
    value("in an object", |value| Some(Tree::Map(vec![("x".to_owned(), value.clone())]))),
    value("list to object", |value| match value {
        Tree::List(items) => {
            Some(Tree::Map(items.iter().enumerate().map(|(at, item)| (format!("x{at}"), item.clone())).collect()))
        }
        _ => None,
    }),
    value("list to its first", |value| value.items().first().cloned()),
    value("object to list", |value| match value {
        Tree::Map(_) => Some(Tree::List(value.children().into_iter().cloned().collect())),
        _ => None,
    }),
    value("object to names", |value| match value {
        Tree::Map(entries) => Some(Tree::List(entries.iter().map(|(name, _)| quoted(name)).collect())),
        _ => None,
    }),
    value("object to text", |value| matches!(value, Tree::Map(_)).then(|| quoted("object"))),
    value("misspelt", |value| value.text().map(|text| quoted(&misspelt(text)))),
    value("in capitals", |value| value.text().map(|text| quoted(&text.to_uppercase()))),
    value("with a blank", |value| value.text().map(|text| quoted(&format!("{text} ")))),
    value("with a bracket", |value| value.text().map(|text| quoted(&format!("{text}[")))),
    value("a list of it", |value| value.text().map(|text| quoted(&format!("{text}[]")))),
    value("in quotes", |value| value.text().map(quoted)),
    value("negative", |value| value.text().map(|_| plain("-1"))),
    value("huge", |value| value.text().map(|_| plain("1e30"))),
    value("a fraction", |value| value.text().map(|_| plain("0.5"))),
    value("a flag", |value| value.text().map(|_| plain("true"))),
    value("no flag", |value| value.text().map(|_| plain("maybe"))),
    value("another type", |value| value.text().map(|_| plain("integer"))),
];

/// Whether a mistake can be made at a place, and changes something there.
pub(crate) fn fits(change: &Change, tree: &Tree, place: &[usize]) -> bool {
    let (Some((_, above)), Some(value)) = (place.split_last(), tree.at(place)) else {
        return false;
    };
    match change.apply {
        Apply::Value(apply) => apply(value).is_some_and(|new| new != *value),
        Apply::Entry(_) => matches!(tree.at(above), Some(Tree::Map(_))),
        Apply::Item(_) => matches!(tree.at(above), Some(Tree::List(_))),
    }
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
