//! Specs as text: entries in their order, each with its doubts, and the place where each came to stand.

mod scalar;

use std::ops::Range;

use serde_json::Value;

pub(crate) use scalar::text;

/// A value of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// As it is written.
    Scalar(String),
    List(Vec<Yaml>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) value: Yaml,
    /// What the importer is not sure of; a comment at the key.
    pub(crate) doubts: Vec<String>,
}

/// Where an entry or an item stands in the text: keys, and numbers of items.
pub(crate) type Places = Vec<(Range<usize>, Vec<String>)>;

/// Objects under these keys have a line for each member, so that a change is a change of one line.
const TALL: [&str; 8] = ["types", "methods", "params", "struct", "enum", "errors", "examples", "rules"];

/// The longest line that an object is put on.
const WIDTH: usize = 120;

pub(crate) fn entry(key: &str, value: Yaml) -> Entry {
    Entry { key: key.to_owned(), value, doubts: Vec::new() }
}

/// An entry whose value is a word of the language.
pub(crate) fn word(key: &str, word: &str) -> Entry {
    entry(key, Yaml::Scalar(word.to_owned()))
}

impl Yaml {
    /// A text, in quotes where it would be read as something else.
    pub(crate) fn text(value: &str) -> Self {
        Self::Scalar(text(value))
    }

    pub(crate) fn texts<'a>(values: impl IntoIterator<Item = &'a String>) -> Self {
        Self::List(values.into_iter().map(|value| Self::text(value)).collect())
    }

    /// What an example has.
    pub(crate) fn json(value: &Value) -> Self {
        match value {
            Value::String(value) => Self::text(value),
            Value::Array(items) => Self::List(items.iter().map(Self::json).collect()),
            Value::Object(members) => {
                Self::Map(members.iter().map(|(key, value)| entry(key, Self::json(value))).collect())
            }
            scalar => Self::Scalar(scalar.to_string()),
        }
    }

    pub(crate) fn get_mut(&mut self, path: &[String]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        match self {
            Self::Map(entries) => entries.iter_mut().find(|entry| entry.key == *first)?.value.get_mut(rest),
            Self::List(items) => items.get_mut(first.parse::<usize>().ok()?)?.get_mut(rest),
            Self::Scalar(_) => None,
        }
    }

    pub(crate) fn member(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    pub(crate) fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        match self {
            Self::Map(entries) => entries.iter_mut().find(|entry| entry.key == key),
            _ => None,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }
}

/// The text of entries, and the places of all that is in them.
pub(crate) fn print(entries: &[Entry]) -> (String, Places) {
    let mut printer = Printer::default();
    printer.entries(entries, 0, false);
    (printer.out, printer.places)
}

#[derive(Default)]
struct Printer {
    out: String,
    places: Places,
    path: Vec<String>,
}

impl Printer {
    fn entries(&mut self, entries: &[Entry], indent: usize, in_example: bool) {
        for entry in entries {
            self.indent(indent);
            self.entry(entry, indent, in_example);
        }
    }

    fn indent(&mut self, indent: usize) {
        self.out.push_str(&" ".repeat(indent));
    }

    /// An entry from its key on, with the end of its line.
    fn entry(&mut self, entry: &Entry, indent: usize, in_example: bool) {
        let start = self.out.len();
        let parent = self.path.last().cloned().unwrap_or_default();
        self.path.push(entry.key.clone());
        self.out.push_str(&text(&entry.key));
        self.out.push(':');
        let doubts: String =
            if entry.doubts.is_empty() { String::new() } else { format!("  # doubt: {}", entry.doubts.join("; ")) };
        let tall =
            !in_example && (TALL.contains(&entry.key.as_str()) || ["types", "methods"].contains(&parent.as_str()));
        let flat = matches!(entry.value, Yaml::Scalar(_)) || entry.value.is_empty();
        if flat || !tall && self.column() + flow(&entry.value).len() < WIDTH {
            self.out.push(' ');
            self.flow(&entry.value);
            self.out.push_str(&doubts);
            self.out.push('\n');
        } else {
            self.out.push_str(&doubts);
            self.out.push('\n');
            let in_example = in_example || matches!(entry.key.as_str(), "request" | "response");
            self.block(&entry.value, indent + 2, in_example);
        }
        self.leave(start);
    }

    fn block(&mut self, value: &Yaml, indent: usize, in_example: bool) {
        match value {
            Yaml::Map(entries) => self.entries(entries, indent, in_example),
            Yaml::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.indent(indent);
                    let start = self.out.len();
                    self.path.push(at.to_string());
                    self.out.push_str("- ");
                    self.item(item, indent + 2, in_example);
                    self.leave(start);
                }
            }
            Yaml::Scalar(_) => {}
        }
    }

    /// An item behind its dash, with the end of its line.
    fn item(&mut self, item: &Yaml, indent: usize, in_example: bool) {
        match item {
            Yaml::Map(entries)
                if !entries.is_empty()
                    && (!in_example && is_example(item) || self.column() + flow(item).len() >= WIDTH) =>
            {
                for (at, entry) in entries.iter().enumerate() {
                    if at > 0 {
                        self.indent(indent);
                    }
                    self.entry(entry, indent, in_example);
                }
            }
            Yaml::List(items) if !items.is_empty() && self.column() + flow(item).len() >= WIDTH => {
                // A list right behind a dash begins on a line of its own.
                self.out.push('\n');
                self.block(item, indent, in_example);
            }
            _ => {
                self.flow(item);
                self.out.push('\n');
            }
        }
    }

    fn flow(&mut self, value: &Yaml) {
        match value {
            Yaml::Scalar(text) => self.out.push_str(text),
            Yaml::List(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.out.push_str(if at == 0 { "" } else { ", " });
                    let start = self.out.len();
                    self.path.push(at.to_string());
                    self.flow(item);
                    self.leave(start);
                }
                self.out.push(']');
            }
            Yaml::Map(entries) => {
                self.out.push('{');
                for (at, entry) in entries.iter().enumerate() {
                    self.out.push_str(if at == 0 { "" } else { ", " });
                    let start = self.out.len();
                    self.path.push(entry.key.clone());
                    self.out.push_str(&text(&entry.key));
                    self.out.push_str(": ");
                    self.flow(&entry.value);
                    self.leave(start);
                }
                self.out.push('}');
            }
        }
    }

    fn leave(&mut self, start: usize) {
        self.places.push((start..self.out.len(), self.path.clone()));
        self.path.pop();
    }

    fn column(&self) -> usize {
        self.out.len() - self.out.rfind('\n').map_or(0, |at| at + 1)
    }
}

/// The value on one line.
pub(crate) fn flow(value: &Yaml) -> String {
    let mut printer = Printer::default();
    printer.flow(value);
    printer.out
}

fn is_example(item: &Yaml) -> bool {
    item.member("request").is_some()
}
