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

    /// As YAML, each name and each item on a line of its own.
    pub(crate) fn write(&self) -> String {
        let mut text = String::new();
        self.write_into(&mut text, 0, false);
        text
    }

    /// Writes the value after the `name:` or `-` that it belongs to. `inline` if it begins on that line.
    fn write_into(&self, text: &mut String, depth: usize, inline: bool) {
        match self {
            Self::Plain(word) => text.push_str(&format!("{word}\n")),
            // A text in JSON is one in YAML.
            Self::Quoted(word) => text.push_str(&format!("{}\n", serde_json::to_string(word).unwrap())),
            Self::List(items) if items.is_empty() => text.push_str("[]\n"),
            Self::Map(entries) if entries.is_empty() => text.push_str("{}\n"),
            Self::List(items) => {
                begin(text, depth, inline);
                for item in items {
                    text.push_str(&format!("{}- ", " ".repeat(depth)));
                    item.write_into(text, depth + 2, true);
                }
            }
            Self::Map(entries) => {
                begin(text, depth, inline);
                for (name, value) in entries {
                    text.push_str(&format!("{}{}: ", " ".repeat(depth), key(name)));
                    value.write_into(text, depth + 2, true);
                }
            }
        }
    }
}

fn begin(text: &mut String, depth: usize, inline: bool) {
    if inline && depth > 0 {
        text.push('\n');
    }
}

fn key(name: &str) -> String {
    if is_word(name) { name.to_owned() } else { serde_json::to_string(name).unwrap() }
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
