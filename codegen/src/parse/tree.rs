//! YAML as a tree with places, built from a parser's events without recursion.
//!
//! Takes the part of YAML that a spec needs. Refused up front: anchors and aliases, tags, merge keys, several documents,
//! keys that are no text, control characters, deep nesting, large files. A plain scalar stays the text that it is:
//! `Y`, `no` and `0x1F` mean nothing else here.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{Diagnostics, Problem, is_unseen};
use crate::source::{Source, Span, Spanned};

/// The largest spec file; the largest one of the whole API is a tenth of it.
const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting; what the language needs is eight, and examples bring their own.
const MAX_DEPTH: usize = 40;
/// Of a file that is no text, so many invisible characters tell as much as all.
const FEW_CHARACTERS: usize = 20;

/// What to do instead of making one place of a file mean what stands in another.
const OUT: &str = "write the value out where it is needed, or name a type under `types:`";

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) data: Data,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// The text; `plain` if it stands without quotes and could be meant as a number or the like.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

/// The tree of a file, or `None` with the problems noted.
pub(crate) fn read(index: usize, source: &Source, problems: &mut Diagnostics) -> Option<Node> {
    let text = check_bytes(index, source, problems)?;
    let places = Places::new(index, text);
    let mut builder = Builder { places: &places, problems, open: Vec::new(), root: None, documents: 0 };
    for event in Parser::new_from_str(places.text) {
        let (event, span) = match event {
            Ok((event, span)) => (event, span),
            Err(error) => {
                builder.refuse_syntax(&error);
                return None;
            }
        };
        let start = places.byte(span.start.index());
        let end = places.byte(span.end.index());
        builder.take(event, start, end)?;
    }
    let root = builder.root;
    if root.is_none() {
        problems.add(Span::file(index), Problem::EmptyFile);
    }
    root
}

fn check_bytes<'a>(index: usize, source: &'a Source, problems: &mut Diagnostics) -> Option<&'a str> {
    if source.bytes.len() > MAX_BYTES {
        problems.add(Span::file(index), Problem::TooLarge { bytes: source.bytes.len(), max: MAX_BYTES });
        return None;
    }
    let text = match str::from_utf8(&source.bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            problems.add(Span { source: index, start: at, end: at }, Problem::NotUtf8);
            return None;
        }
    };
    let mut clean = true;
    for (at, c) in text.char_indices().filter(|(_, c)| is_forbidden(*c)).take(FEW_CHARACTERS) {
        let span = Span { source: index, start: at, end: at + c.len_utf8() };
        problems.add(span, Problem::ControlCharacter { character: c });
        clean = false;
    }
    clean.then_some(text)
}

/// Characters that are not seen, or that change how the text around them is seen.
fn is_forbidden(c: char) -> bool {
    is_unseen(c) && !matches!(c, '\n' | '\r' | '\t')
}

/// From the parser's character numbers to bytes.
struct Places<'a> {
    index: usize,
    text: &'a str,
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(index: usize, text: &'a str) -> Self {
        let ascii = text.is_ascii();
        let bytes = if ascii { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { index, text, bytes }
    }

    fn byte(&self, character: usize) -> usize {
        let end = self.text.len();
        if self.bytes.is_empty() { character.min(end) } else { self.bytes.get(character).copied().unwrap_or(end) }
    }

    /// The place from one byte to another. Where it would be empty, it is the character at it or the last one before, so
    /// that every problem marks something.
    fn span(&self, start: usize, end: usize) -> Span {
        if end > start {
            return Span { source: self.index, start, end };
        }
        let (before, after) = (self.text.get(..start).unwrap_or_default(), self.text.get(start..).unwrap_or_default());
        let visible = |c: &char| *c == '\t' || !c.is_whitespace();
        let here = after.chars().next().filter(visible).map(|c| (start, c));
        let near = here.or_else(|| before.trim_end().char_indices().next_back());
        let (start, length) = near.map_or((start, 0), |(at, c)| (at, c.len_utf8()));
        Span { source: self.index, start, end: start + length }
    }

    /// The place of a scalar. The parser's end of a quoted one takes in what follows it, so there only the quote at its
    /// start is marked; of a scalar over several lines, only the first is.
    fn scalar(&self, start: usize, end: usize, plain: bool) -> Span {
        let text = self.text.get(start..end).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        let length = match line.chars().next() {
            Some(quote @ ('"' | '\'')) if !plain => line[1..].find(quote).map_or(1, |at| at + 2),
            _ => line.len(),
        };
        self.span(start, start + length)
    }
}

impl Places<'_> {
    /// Whether a list or an object that begins here is written in brackets.
    fn is_bracket(&self, span: Span) -> bool {
        self.text.get(span.range()).is_some_and(|text| text.starts_with(['{', '[']))
    }
}

struct Builder<'a, 'p> {
    places: &'a Places<'a>,
    problems: &'p mut Diagnostics,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    span: Span,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Spanned<String>>, first: BTreeMap<String, Span> },
}

impl Builder<'_, '_> {
    /// Takes one event; `None` when reading on makes no sense.
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Option<()> {
        let span = self.places.span(start, end);
        match event {
            Event::Alias(_) => self.refuse(span, "an alias", OUT),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.refuse(span, "a second document", "put it into a file of its own")
                } else {
                    Some(())
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some())?;
                let plain = style == ScalarStyle::Plain;
                let span = self.places.scalar(start, end, plain);
                self.scalar(text.into_owned(), plain, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some())?;
                self.begin(span, Items::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some())?;
                self.begin(span, Items::Map { entries: Vec::new(), key: None, first: BTreeMap::new() })
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Some(()),
        }
    }

    fn scalar(&mut self, text: String, plain: bool, span: Span) -> Option<()> {
        if let Some(character) = text.chars().find(|c| is_forbidden(*c)) {
            self.problems.add(span, Problem::ControlCharacter { character });
        }
        if let Some(Open { items: Items::Map { key: key @ None, first, .. }, .. }) = self.open.last_mut() {
            if text == "<<" && plain {
                return self.refuse(span, "a merge key", OUT);
            }
            match first.get(&text) {
                Some(earlier) => {
                    let problem = Problem::DuplicateKey { key: text.clone() };
                    self.problems.add_with(span, problem, *earlier, "first given here");
                }
                None => {
                    first.insert(text.clone(), span);
                }
            }
            *key = Some(Spanned::new(text, span));
            return Some(());
        }
        self.place(Node { data: Data::Scalar { text, plain }, span });
        Some(())
    }

    fn begin(&mut self, span: Span, items: Items) -> Option<()> {
        if let Some(Open { items: Items::Map { key: None, .. }, .. }) = self.open.last() {
            return self.refuse(span, "a key that is no text", "write the key as a text");
        }
        if self.open.len() == MAX_DEPTH {
            self.problems.add(span, Problem::TooDeep { max: MAX_DEPTH });
            return None;
        }
        self.open.push(Open { span, items });
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let Open { span, items } = self.open.pop()?;
        let data = match items {
            Items::List(items) => Data::List(items),
            Items::Map { entries, .. } => Data::Map(entries),
        };
        // A block has no bracket to mark, but a first key.
        let span = match &data {
            Data::Map(entries) if !self.places.is_bracket(span) => entries.first().map_or(span, |entry| entry.key.span),
            _ => span,
        };
        self.place(Node { data, span });
        Some(())
    }

    /// Puts a finished value where it belongs; the value of a repeated key is dropped, its problem is noted.
    fn place(&mut self, mut node: Node) {
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map { entries, key, first }) => {
                if let Some(key) = key.take()
                    && first.get(&key.value) == Some(&key.span)
                {
                    // Nothing cannot be marked; what it is the value of can.
                    if matches!(&node.data, Data::Scalar { text, plain: true } if text.is_empty()) {
                        node.span = key.span;
                    }
                    entries.push(Entry { key, value: node });
                }
            }
        }
    }

    fn refuse_extras(&mut self, span: Span, anchor: usize, tagged: bool) -> Option<()> {
        if anchor != 0 {
            return self.refuse(span, "an anchor", OUT);
        }
        if tagged { self.refuse(span, "a tag", "leave it away: every key says what its value is") } else { Some(()) }
    }

    fn refuse(&mut self, span: Span, what: &'static str, instead: &'static str) -> Option<()> {
        self.problems.add(span, Problem::NotInSpecs { what, instead });
        None
    }

    fn refuse_syntax(&mut self, error: &ScanError) {
        let at = self.places.byte(error.marker().index());
        // Of a tab, the parser says where the line before it ends.
        let tab = error.info().contains("tab").then(|| self.places.text[at..].find("\n\t")).flatten();
        let at = tab.map_or(at, |tab| at + tab + 1);
        self.problems.add(self.places.span(at, at), Problem::Yaml { message: error.info().to_owned() });
    }
}
