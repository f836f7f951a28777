//! A spec as a tree that a test can change and write again.

use serde_yaml::Value;

/// A value of a spec.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A text without quotes: a number, a flag, a word.
    Plain(String),
    /// A text in quotes.
    Quoted(String),
    List(Vec<Tree>),
    /// Names and values; a name may come twice, which is a mistake that a test can make.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// What a spec says.
    pub(crate) fn read(text: &[u8]) -> Self {
        Self::from(&serde_yaml::from_slice::<Value>(text).unwrap())
    }

    /// The value of a name, if this is a map that has it.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(text) | Self::Quoted(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The values inside, in their order.
    pub(crate) fn children(&self) -> Vec<&Self> {
        match self {
            Self::List(items) => items.iter().collect(),
            Self::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }

    /// The value at a place, which is the way to it: the places of its ancestors among their siblings, and its own.
    pub(crate) fn at(&self, place: &[usize]) -> Option<&Self> {
        place.iter().try_fold(self, |tree, at| match tree {
            Self::List(items) => items.get(*at),
            Self::Map(entries) => entries.get(*at).map(|(_, value)| value),
            _ => None,
        })
    }

    /// The same to be changed.
    pub(crate) fn at_mut(&mut self, place: &[usize]) -> Option<&mut Self> {
        place.iter().try_fold(self, |tree, at| match tree {
            Self::List(items) => items.get_mut(*at),
            Self::Map(entries) => entries.get_mut(*at).map(|(_, value)| value),
            _ => None,
        })
    }

    /// As YAML, each name and each item on a line of its own.
    pub(crate) fn write(&self) -> String {
        let mut text = String::new();
        self.write_into(&mut text, 0);
        text
    }

    /// Writes the value after the `name:` or `-` that it belongs to.
    fn write_into(&self, text: &mut String, depth: usize) {
        let blanks = " ".repeat(depth);
        // The root has nothing before it.
        let begin = if depth > 0 { "\n" } else { "" };
        match self {
            Self::Plain(word) => text.extend([word, "\n"]),
            Self::Quoted(word) => text.extend([quoted(word).as_str(), "\n"]),
            Self::List(items) if items.is_empty() => text.push_str("[]\n"),
            Self::Map(entries) if entries.is_empty() => text.push_str("{}\n"),
            Self::List(items) => {
                text.push_str(begin);
                for item in items {
                    text.extend([blanks.as_str(), "- "]);
                    item.write_into(text, depth + 2);
                }
            }
            Self::Map(entries) => {
                text.push_str(begin);
                for (name, value) in entries {
                    let name = if is_word(name) { name.clone() } else { quoted(name) };
                    text.extend([blanks.as_str(), name.as_str(), ": "]);
                    value.write_into(text, depth + 2);
                }
            }
        }
    }
}

/// A text in JSON is one in YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Whether a text needs no quotes to stay the text that it is.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

impl From<&Value> for Tree {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Plain("null".to_owned()),
            Value::Bool(flag) => Self::Plain(flag.to_string()),
            Value::Number(number) => Self::Plain(number.to_string()),
            Value::String(text) if is_word(text) && !["null", "true", "false"].contains(&text.as_str()) => {
                Self::Plain(text.clone())
            }
            Value::String(text) => Self::Quoted(text.clone()),
            Value::Sequence(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Mapping(entries) => {
                let name = |key: &Value| Self::from(key).text().unwrap_or_default().to_owned();
                Self::Map(entries.iter().map(|(key, value)| (name(key), Self::from(value))).collect())
            }
            Value::Tagged(tagged) => Self::from(&tagged.value),
        }
    }
}
