//! `parse_str`: how a query string or a form becomes nested arrays.
//!
//! Nothing here recurses deeper than [`NESTING`], and nothing looks at a byte more often than a few times, so no text is
//! too hard to read.

use std::collections::BTreeMap;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::value::{integer, to_json};

/// `max_input_vars`, as the vendor's own servers have it. What comes beyond is dropped.
const VARIABLES: usize = 10_000;

/// `max_input_nesting_level`: a variable with more brackets is dropped, and so is what was there under its name.
const NESTING: usize = 64;

/// The parameters of a query string or of a form, names and values percent-encoded.
pub(crate) fn parse_query(query: &[u8]) -> Value {
    let mut variables = Variables::default();
    for pair in until_nul(query).split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        if variables.count == VARIABLES {
            break;
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default());
        let value = decoded(halves.next().unwrap_or_default());
        variables.register(&name, Value::String(readable(&value)));
    }
    variables.finish()
}

/// Variables that are given one after the other, by names with brackets.
#[derive(Default)]
pub(crate) struct Variables {
    root: Array,
    count: usize,
}

impl Variables {
    /// Sets `a[b][]` and the like. The name is plain here: fields of `multipart/form-data` are not percent-encoded.
    pub(crate) fn register(&mut self, name: &[u8], value: Value) {
        if self.count == VARIABLES {
            return;
        }
        self.count += 1;
        match Name::parse(name) {
            Name::Nothing => {}
            Name::TooDeep { top } => self.root.remove(&top),
            Name::Path { top, keys } => self.root.insert(top, keys, value),
        }
    }

    pub(crate) fn finish(self) -> Value {
        self.root.finish()
    }
}

/// A key in brackets; none is `[]`, the next free index.
type Key = Option<String>;

/// The name of a variable, taken apart.
enum Name {
    /// Not a name: the variable is dropped.
    Nothing,
    TooDeep {
        top: String,
    },
    Path {
        top: String,
        keys: Vec<Key>,
    },
}

impl Name {
    fn parse(name: &[u8]) -> Self {
        // PHP's names are C strings, so a zero byte ends them. Only spaces are skipped at the start, no other blanks.
        let name = until_nul(name);
        let spaces = name.iter().take_while(|byte| **byte == b' ').count();
        let (_, name) = name.split_at(spaces);
        let mut parts = name.splitn(2, |byte| *byte == b'[');
        let top = mangled(parts.next().unwrap_or_default());
        if top.is_empty() {
            return Self::Nothing;
        }
        let mut keys = Vec::new();
        let mut rest = parts.next();
        while let Some(inside) = rest {
            if keys.len() == NESTING {
                return Self::TooDeep { top };
            }
            match bracket(inside) {
                Some((key, after)) => {
                    keys.push(key);
                    // What stands between a bracket that is closed and the end is ignored: `a[b]c` is `a[b]`.
                    rest = after.strip_prefix(b"[");
                }
                // The first bracket belongs to the name when it is never closed; a later one is ignored.
                None if keys.is_empty() => return Self::Path { top: format!("{top}_{}", mangled(inside)), keys },
                None => break,
            }
        }
        Self::Path { top, keys }
    }
}

/// What stands before the closing bracket, and what after it.
fn bracket(inside: &[u8]) -> Option<(Key, &[u8])> {
    // One blank in a bracket is still no key; two are a key of two blanks.
    let blank = usize::from(inside.first().is_some_and(|byte| byte.is_ascii_whitespace() || *byte == 0x0b));
    let (_, searched) = inside.split_at(blank);
    let close = searched.iter().position(|byte| *byte == b']')?;
    let (key, after) = inside.split_at(blank + close);
    let key = (close > 0).then(|| readable(key));
    Some((key, after.strip_prefix(b"]").unwrap_or_default()))
}

/// A name as PHP's variables can have it.
fn mangled(name: &[u8]) -> String {
    readable(name).chars().map(|c| if matches!(c, ' ' | '.' | '[') { '_' } else { c }).collect()
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).collect()
}

/// PHP keeps bytes as they are; JSON cannot say them, so what is no UTF-8 becomes U+FFFD.
fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// A PHP array that is being built.
#[derive(Default)]
struct Array {
    /// In the order of their first appearance. What was removed leaves a gap, so that no removal moves the others.
    elements: Vec<Option<(String, Element)>>,
    places: BTreeMap<String, usize>,
    /// The largest index so far; the next one is one more.
    largest: Option<i64>,
}

enum Element {
    Leaf(Value),
    Array(Array),
}

impl Array {
    fn insert(&mut self, top: String, keys: Vec<Key>, value: Value) {
        let mut array = self;
        let mut key = Some(top);
        for next in keys {
            let Some(element) = array.element(key) else { return };
            if let Element::Leaf(_) = element {
                *element = Element::Array(Self::default());
            }
            let Element::Array(inner) = element else { return };
            array = inner;
            key = next;
        }
        if let Some(element) = array.element(key) {
            *element = Element::Leaf(value);
        }
    }

    /// The element with this key, which is made if it is not there; none when there is no index left.
    fn element(&mut self, key: Key) -> Option<&mut Element> {
        let (key, index) = match key {
            Some(key) => {
                let index = integer(&key);
                (key, index)
            }
            None => {
                let index = self.largest.map_or(Some(0), |largest| largest.checked_add(1))?;
                (index.to_string(), Some(index))
            }
        };
        self.largest = self.largest.max(index);
        let place = *self.places.entry(key.clone()).or_insert_with(|| {
            self.elements.push(Some((key, Element::Leaf(Value::Null))));
            self.elements.len() - 1
        });
        self.elements.get_mut(place)?.as_mut().map(|(_, element)| element)
    }

    fn remove(&mut self, key: &str) {
        if let Some(gap) = self.places.remove(key).and_then(|place| self.elements.get_mut(place)) {
            *gap = None;
        }
    }

    fn finish(self) -> Value {
        let elements = self.elements.into_iter().flatten();
        let map: Map<_, _> = elements
            .map(|(key, element)| match element {
                Element::Leaf(value) => (key, value),
                Element::Array(array) => (key, array.finish()),
            })
            .collect();
        to_json(map)
    }
}
