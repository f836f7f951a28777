//! A JSON document as a tree that forgets nothing: members in their order, also those that stand twice.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of the document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Flag(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// What is wrong with a document, behind the place in it: `:3:14` or `#/paths`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) place: String,
    pub(crate) message: String,
}

impl Fault {
    /// A fault at the end of these keys.
    pub(crate) fn at(keys: &[&str], message: impl Into<String>) -> Self {
        Self { place: pointer(keys), message: message.into() }
    }
}

/// The most faults of a kind that are told.
const MOST_FAULTS: usize = 20;

/// Reads the text. A member that stands twice is a fault: nobody can tell which of the two is meant.
pub(crate) fn read(bytes: &[u8]) -> Result<Node, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let root: Node = serde_json::from_slice(bytes).map_err(|error| {
        let place = format!(":{}:{}", error.line(), error.column());
        let message = error.to_string();
        // The place stands in front already.
        let end = message.rfind(" at line ").unwrap_or(message.len());
        vec![Fault { place, message: message.get(..end).unwrap_or_default().to_owned() }]
    })?;
    let mut faults = Vec::new();
    doubled(&root, &mut Vec::new(), &mut faults);
    if faults.is_empty() { Ok(root) } else { Err(faults) }
}

fn doubled<'a>(node: &'a Node, path: &mut Vec<&'a str>, faults: &mut Vec<Fault>) {
    match node {
        Node::Object(members) => {
            let mut seen = BTreeSet::new();
            for (key, value) in members {
                path.push(key);
                if !seen.insert(key) && faults.len() < MOST_FAULTS {
                    faults.push(Fault::at(path, "the key stands twice"));
                }
                doubled(value, path, faults);
                path.pop();
            }
        }
        Node::List(items) => items.iter().for_each(|item| doubled(item, path, faults)),
        _ => {}
    }
}

impl Node {
    /// The member of this name.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What stands at the end of these keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The members. An object without any is written as an empty list by PHP.
    pub(crate) fn members(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            Self::List(items) if items.is_empty() => Some(&[]),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Flag(true)
    }

    /// Whether it says nothing at all.
    pub(crate) fn is_blank(&self) -> bool {
        *self == Self::Null || self.members().is_some_and(<[_]>::is_empty)
    }
}

/// The place at the end of these keys, as RFC 6901 writes it.
fn pointer(keys: &[&str]) -> String {
    let steps = keys.iter().map(|key| format!("/{}", shown(key).replace('~', "~0").replace('/', "~1")));
    format!("#{}", steps.collect::<String>())
}

/// A key as a step of a pointer has it.
pub(crate) fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A name of the document in a doubt.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{}`", shown(name))
}

/// A name of the document inside a message or a comment.
pub(crate) fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    let plain = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { '?' };
    let mut out: String = name.chars().take(LONGEST).map(plain).collect();
    if name.chars().nth(LONGEST).is_some() {
        out.push_str("...");
    }
    out
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = members.next_entry()? {
            list.push(member);
        }
        Ok(Node::Object(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_what_is_empty_is_an_object_too() {
        let root = read(br#"{"b": 1, "a": [], "c": {"d": "text"}}"#).unwrap();
        let names: Vec<&str> = root.members().unwrap().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(root.get("a").unwrap().members(), Some(&[][..]));
        assert_eq!(root.at(&["c", "d"]).unwrap().text(), Some("text"));
    }

    #[test]
    fn faults_have_places() {
        let place = |text: &str| read(text.as_bytes()).unwrap_err().first().unwrap().clone();
        assert_eq!(place("{\"a\": {\n  \"b\": tru}}").place, ":2:11");
        assert_eq!(place("{\"a\": [").message, "EOF while parsing a list");
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert_eq!(place(&deep).message, "recursion limit exceeded");
        assert_eq!(read(b"\xff").unwrap_err().len(), 1);
        let twice = place(r#"{"paths": {"/x": {"a~b": 1, "a~b": 2}}}"#);
        assert_eq!((twice.place.as_str(), twice.message.as_str()), ("#/paths/~1x/a~0b", "the key stands twice"));
    }

    #[test]
    fn names_in_messages_are_short_and_seen() {
        assert_eq!(shown("a\u{1b}[31m\u{202e}b"), "a?[31m?b");
        assert_eq!(shown(&"x".repeat(100)).len(), 63);
    }
}
