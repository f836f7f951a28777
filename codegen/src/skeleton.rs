//! The beginning of a spec for a method that has none: `???` where something must be filled in, and every other key as a
//! comment with what it says. Made from the tables in [`keys`](crate::keys), so it names all there is.

mod insert;
mod lines;

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::keys::{FILE, METHOD};
use crate::names;
use crate::parse::tree::{self, Data, Entry, Node};
use crate::source::{Source, line_and_column};
use lines::{Layout, lines};

/// A method that is to be described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodName {
    /// All but the last segment, or `root`.
    family: String,
    segment: String,
    rest3: bool,
}

/// A file with a method that it did not have before.
#[derive(Clone, Debug)]
pub struct Added {
    /// The whole text.
    pub text: String,
    /// The line that the method begins at, from 1.
    pub line: usize,
}

/// Why a method was not added.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The file cannot be read.
    Unreadable(Diagnostics),
    /// Something stands in the way, at this line.
    InTheWay {
        /// The line, from 1.
        line: usize,
        /// What stands there, and what to do.
        message: String,
    },
}

impl MethodName {
    /// Reads a name as it stands on the wire, `crm.deal.get`, or with `@3` at its end for REST 3.0.
    pub fn parse(name: &str) -> Option<Self> {
        let (wire_name, rest3) = name.strip_suffix("@3").map_or((name, false), |wire_name| (wire_name, true));
        let (family, segment) = wire_name.rsplit_once('.').unwrap_or(("root", wire_name));
        let segments = || wire_name.split('.').all(names::is_wire_segment);
        // The family `root` is that of methods without one, so no name begins with it.
        let root = wire_name.split('.').nth(1).is_some() && family == "root";
        (segments() && !root).then(|| Self { family: family.to_owned(), segment: segment.to_owned(), rest3 })
    }

    /// The file that describes it, below the folder of the specs.
    pub fn path(&self) -> String {
        format!("{}.yaml", self.family.replace('.', "/"))
    }

    /// What stands under `methods:` for it.
    pub fn key(&self) -> String {
        if self.rest3 { format!("{}@3", self.segment) } else { self.segment.clone() }
    }

    /// The place of its description, if these specs have one: the index of the file, and the line. Files that cannot be
    /// read have none.
    pub fn described(&self, sources: &[Source]) -> Option<(usize, usize)> {
        sources.iter().enumerate().find_map(|(index, source)| {
            let root = tree::read(index, source, &mut Diagnostics::default())?;
            let family = text(&root, "family").unwrap_or_default();
            let methods = member(&root, "methods").map_or(&[][..], entries);
            let found = methods.iter().find(|method| self.is(family, method))?;
            Some((index, line(source, found.key.span.start)))
        })
    }

    fn is(&self, family: &str, method: &Entry) -> bool {
        let (segment, marked) = match method.key.value.split_once('@') {
            Some((segment, _)) => (segment, true),
            None => (method.key.value.as_str(), false),
        };
        let rest3 = marked || text(&method.value, "rest") == Some("3");
        let same = match text(&method.value, "wire") {
            Some(wire) => wire == self.to_string(),
            None => family == self.family && segment == self.segment,
        };
        same && rest3 == self.rest3
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.family.as_str() {
            "root" => f.write_str(&self.segment),
            family => write!(f, "{family}.{}", self.segment),
        }
    }
}

/// A file with nothing but this method.
pub fn file(name: &MethodName) -> String {
    let up = "../".repeat(name.family.matches('.').count());
    let schema = format!("# yaml-language-server: $schema={up}schema.json\n");
    let given = [("family", name.family.as_str()), ("doc", ""), ("docs", ""), ("scope", "")];
    let without = ["methods", "system_errors"];
    let head = lines(&FILE, &given, &without, Layout { indent: 0, step: 2 });
    format!("{schema}{head}\nmethods:\n{}", method(name, Layout { indent: 2, step: 2 }))
}

/// A file with this method at the end of its `methods:`, and every other byte as it was.
pub fn added(name: &MethodName, source: &Source) -> Result<Added, Refusal> {
    let mut problems = Diagnostics::default();
    let root = tree::read(0, source, &mut problems);
    let Some(root) = root.filter(|_| problems.is_empty()) else {
        return Err(Refusal::Unreadable(problems));
    };
    let text = str::from_utf8(&source.bytes).unwrap_or_default();
    if self::text(&root, "family") != Some(&name.family) {
        let at = member(&root, "family").map_or(0, |family| family.span.start);
        let message = format!("the family is not `{}`, as the path of the file says", name.family);
        return Err(Refusal::InTheWay { line: line(source, at), message });
    }
    let methods = member(&root, "methods").map_or(&[][..], entries);
    if let Some(taken) = methods.iter().find(|method| method.key.value == name.key()) {
        let other =
            if name.rest3 { "another method" } else { "another method or REST 3.0, whose key would be `name@3`" };
        let message = format!("the key `{}` stands for {other}", name.key());
        return Err(Refusal::InTheWay { line: line(source, taken.key.span.start), message });
    }
    match insert::insert(text, &root, &name.key(), |layout| method(name, layout)) {
        Ok((text, at)) => Ok(Added { line: line_and_column(&text, at).0, text }),
        Err((at, message)) => Err(Refusal::InTheWay { line: line(source, at), message }),
    }
}

/// The entry of a method, with its key.
fn method(name: &MethodName, layout: Layout) -> String {
    let given: &[(&str, &str)] = if name.rest3 { &[("rest", "3")] } else { &[] };
    let inside = Layout { indent: layout.indent + layout.step, ..layout };
    format!("{}{}:\n{}", " ".repeat(layout.indent), name.key(), lines(&METHOD, given, &[], inside))
}

fn entries(node: &Node) -> &[Entry] {
    if let Data::Map(entries) = &node.data { entries } else { &[] }
}

fn member<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    entries(node).iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &member(node, key)?.data {
        Data::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn line(source: &Source, at: usize) -> usize {
    line_and_column(str::from_utf8(&source.bytes).unwrap_or_default(), at).0
}
