//! From nodes to values: one function for each [`Shape`](crate::keys::Shape) that a key can have.
//!
//! Each notes a problem where the shape is another, and gives `None`.

use crate::diagnostic::{Diagnostics, Problem};
use crate::keys::{Keys, UNFILLED};
use crate::parse::tree::{Data, Entry, Node};
use crate::source::{Span, Spanned};

/// An object whose keys are known.
pub(crate) struct Members<'a> {
    entries: &'a [Entry],
    keys: &'static Keys,
}

/// The members of an object. Unknown keys and missing required ones are noted here, so that nobody forgets it.
pub(crate) fn object<'a>(
    node: &'a Node,
    keys: &'static Keys,
    at: Span,
    problems: &mut Diagnostics,
) -> Option<Members<'a>> {
    let Data::Map(entries) = &node.data else {
        problems.add(
            node.span,
            Problem::WrongShape { expected: format!("an object with the keys of {}", keys.kind), found: found(node) },
        );
        return None;
    };
    for Entry { key, value } in entries {
        if let Some(known) = keys.get(&key.value) {
            if let Some(at) = unfilled(value) {
                problems.add(at, Problem::NotFilledIn { key: known.name, doc: known.doc, words: known.words() });
            }
            continue;
        }
        // `{doc: Where to, for a courier}` reads on after the comma as a key without a value.
        let is_text = key.value.contains(' ') && found(value) == "nothing";
        problems.add(
            key.span,
            if is_text { Problem::CutText { text: key.value.clone() } } else { Problem::unknown_key(keys, &key.value) },
        );
    }
    for key in keys.keys.iter().filter(|key| key.required) {
        if !entries.iter().any(|entry| entry.key.value == key.name) {
            let problem = Problem::MissingKey { kind: keys.kind, key: key.name, doc: key.doc, words: key.words() };
            problems.add(at, problem);
        }
    }
    Some(Members { entries, keys })
}

impl<'a> Members<'a> {
    /// The value of `key`, if it is there and filled in.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.keys.get(key).is_some(), "{key} is in the table of {}", self.keys.kind);
        self.entry(key).map(|entry| &entry.value).filter(|value| unfilled(value).is_none())
    }

    /// The place of `key`, if it is there.
    pub(crate) fn key_span(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|entry| entry.key.span)
    }

    pub(crate) fn text(&self, key: &str, problems: &mut Diagnostics) -> Option<Spanned<String>> {
        let required = self.keys.get(key).is_some_and(|known| known.required);
        match &self.get(key)?.data {
            Data::Scalar { text, .. } if required && text.trim().is_empty() => {
                problems.add(self.get(key)?.span, Problem::EmptyText { optional: false });
                None
            }
            _ => text(self.get(key)?, problems),
        }
    }

    /// A flag; `false` if it is not there.
    pub(crate) fn flag(&self, key: &str, problems: &mut Diagnostics) -> bool {
        self.get(key).and_then(|node| flag(node, problems)).unwrap_or(false)
    }

    /// The place of a flag that is there and set.
    pub(crate) fn flag_span(&self, key: &str, problems: &mut Diagnostics) -> Option<Span> {
        let set = self.flag(key, problems);
        self.key_span(key).filter(|_| set)
    }

    pub(crate) fn texts(&self, key: &str, problems: &mut Diagnostics) -> Vec<Spanned<String>> {
        self.get(key).map(|node| list(node, problems, text)).unwrap_or_default()
    }

    /// Texts that may be empty, in quotes.
    pub(crate) fn any_texts(&self, key: &str, problems: &mut Diagnostics) -> Vec<Spanned<String>> {
        self.get(key).map(|node| list(node, problems, any_text)).unwrap_or_default()
    }

    pub(crate) fn count(&self, key: &str, problems: &mut Diagnostics) -> Option<Spanned<u64>> {
        let node = self.get(key)?;
        number(node, "a whole number", problems, |text| text.parse().ok())
    }

    pub(crate) fn number(&self, key: &str, problems: &mut Diagnostics) -> Option<Spanned<f64>> {
        let node = self.get(key)?;
        number(node, "a number", problems, |text| text.parse().ok().filter(|number: &f64| number.is_finite()))
    }

    /// One of the words that `meanings` lists.
    pub(crate) fn word<T: Copy>(
        &self,
        key: &str,
        meanings: &[(&'static str, T)],
        problems: &mut Diagnostics,
    ) -> Option<Spanned<T>> {
        debug_assert!(
            self.keys.get(key).is_some_and(|known| known.words().iter().eq(meanings.iter().map(|(word, _)| word))),
            "the words of {key} are those of the table of {}",
            self.keys.kind
        );
        let word = self.text(key, problems)?;
        let meaning = meanings.iter().find(|(known, _)| *known == word.value);
        if meaning.is_none() {
            let known = meanings.iter().map(|(known, _)| *known);
            problems.add(word.span, Problem::unknown_word(&format!("value of `{key}`"), &word.value, known));
        }
        meaning.map(|(_, meaning)| Spanned::new(*meaning, word.span))
    }

    fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

/// A text. An empty one is refused: where nothing is to be said, the key is left out.
pub(crate) fn text(node: &Node, problems: &mut Diagnostics) -> Option<Spanned<String>> {
    match &node.data {
        Data::Scalar { text, .. } if text.trim().is_empty() => {
            problems.add(node.span, Problem::EmptyText { optional: true });
            None
        }
        Data::Scalar { text, .. } if text == UNFILLED => not_filled_in(node, problems),
        Data::Scalar { text, .. } => Some(Spanned::new(text.clone(), node.span)),
        _ => wrong(node, "a text", problems),
    }
}

fn not_filled_in<T>(node: &Node, problems: &mut Diagnostics) -> Option<T> {
    problems.add(node.span, Problem::NotFilledIn { key: "", doc: "", words: &[] });
    None
}

/// A text that may be empty, if it has quotes to say so.
pub(crate) fn any_text(node: &Node, problems: &mut Diagnostics) -> Option<Spanned<String>> {
    match &node.data {
        Data::Scalar { text, .. } if text == UNFILLED => not_filled_in(node, problems),
        Data::Scalar { plain: true, text: written } if written.is_empty() => text(node, problems),
        Data::Scalar { text, .. } => Some(Spanned::new(text.clone(), node.span)),
        _ => wrong(node, "a text", problems),
    }
}

/// The place of what is still to be filled in: the value itself, or an item of it.
fn unfilled(node: &Node) -> Option<Span> {
    match &node.data {
        Data::Scalar { text, .. } => (text == UNFILLED).then_some(node.span),
        Data::List(items) => items.iter().find_map(unfilled),
        Data::Map(_) => None,
    }
}

pub(crate) fn flag(node: &Node, problems: &mut Diagnostics) -> Option<bool> {
    match &node.data {
        Data::Scalar { text, plain: true } if text == "true" => Some(true),
        Data::Scalar { text, plain: true } if text == "false" => Some(false),
        _ => wrong(node, "`true` or `false`, in these words", problems),
    }
}

/// The items of a list, each as `read` has it; what `read` refuses is left out.
pub(crate) fn list<T>(
    node: &Node,
    problems: &mut Diagnostics,
    read: impl Fn(&Node, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    match &node.data {
        Data::List(items) => items.iter().filter_map(|item| read(item, problems)).collect(),
        _ => wrong::<Vec<T>>(node, "a list", problems).unwrap_or_default(),
    }
}

/// The members of an object whose keys are names, each as `read` has it.
pub(crate) fn named<T>(
    node: &Node,
    problems: &mut Diagnostics,
    mut read: impl FnMut(&Spanned<String>, &Node, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    match &node.data {
        Data::Map(entries) => entries.iter().filter_map(|entry| read(&entry.key, &entry.value, problems)).collect(),
        _ => wrong::<Vec<T>>(node, "an object", problems).unwrap_or_default(),
    }
}

/// The members of an object whose keys are names, where `read` has something for each.
pub(crate) fn all_named<T>(
    node: &Node,
    problems: &mut Diagnostics,
    read: impl Fn(&Spanned<String>, &Node, &mut Diagnostics) -> T,
) -> Vec<T> {
    named(node, problems, |name, node, problems| Some(read(name, node, problems)))
}

fn number<T>(
    node: &Node,
    expected: &str,
    problems: &mut Diagnostics,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Spanned<T>> {
    let number = match &node.data {
        Data::Scalar { text, plain: true } => read(text),
        _ => None,
    };
    match number {
        Some(number) => Some(Spanned::new(number, node.span)),
        None => wrong(node, expected, problems),
    }
}

/// Notes that `node` has another shape than the expected one.
pub(crate) fn wrong<T>(node: &Node, expected: &str, problems: &mut Diagnostics) -> Option<T> {
    problems.add(node.span, Problem::WrongShape { expected: expected.to_owned(), found: found(node) });
    None
}

fn found(node: &Node) -> &'static str {
    match &node.data {
        Data::Scalar { text, .. } if text.is_empty() => "nothing",
        Data::Scalar { .. } => "a text",
        Data::List(_) => "a list",
        Data::Map(_) => "an object",
    }
}
