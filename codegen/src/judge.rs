//! Whether calls and answers that stand in no spec fit what the specs say of a method.
//!
//! They are read as the examples of specs are, by the same functions; only where they come from is unknown here.

use serde_json::Value;

use crate::ast::Example;
use crate::check::example::{check_example, check_response};
use crate::check::sample::Types;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Call, ErrorCode, Method, Model, System};
use crate::parse::tree::{Data, Entry, Node};
use crate::source::{Span, Spanned};

/// Something about a value that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where in the value: the names of members and the numbers of items on the way.
    pub path: Vec<String>,
    /// What is wrong there.
    pub problem: Problem,
}

/// What the methods of a model take and give.
pub struct Judge<'a> {
    types: Types<'a>,
    system: Option<&'a System>,
}

impl<'a> Judge<'a> {
    /// A judge by this model.
    pub fn of(model: &'a Model) -> Self {
        Self { types: Types::of(model), system: model.system.as_ref() }
    }

    /// The setter calls that send just these parameters, or why there are none.
    pub fn request(&self, method: &Method, request: &Value) -> Result<Vec<Call>, Vec<Misfit>> {
        let request = Numbered::default().node(request);
        let mut problems = Diagnostics::default();
        self.types.begin_anew();
        let example = Example { doc: None, request, response: None, error: None };
        let read = check_example(method, &example, &self.types, true, &mut problems);
        misfits(&problems, &example.request).map(|()| read.calls)
    }

    /// Whether the method's result reads the `result` of this answer.
    pub fn response(&self, method: &Method, result: &Value) -> Result<(), Vec<Misfit>> {
        let result = Numbered::default().node(result);
        let mut problems = Diagnostics::default();
        self.types.begin_anew();
        check_response(&method.result, &result, &self.types, &mut problems);
        misfits(&problems, &result)
    }

    /// The variant that an error becomes: one of the method that knows the text, or a system error with the code, which
    /// may say anything.
    pub fn error(&self, method: &'a Method, code: &str, text: Option<&str>) -> Option<&'a ErrorCode> {
        let knows = |error: &&ErrorCode| {
            text.is_none_or(|text| error.texts.is_empty() || error.texts.iter().any(|known| says(known, text)))
        };
        let own = method.errors.list.iter().filter(knows);
        let shared = self.system.into_iter().flat_map(|system| &system.errors).map(|error| &error.code);
        own.chain(shared).find(|error| error.code == code)
    }
}

/// Whether a text of a spec, in which `<name>` stands for anything and `<<` for the character, says this.
fn says(known: &str, text: &str) -> bool {
    // No text of a spec has this character, so it can stand for `<<` while the places are looked for.
    let known = known.trim().replace("<<", "\0");
    let mut parts = known.split('<').map(|part| part.replace('\0', "<"));
    let first = parts.next().unwrap_or_default();
    let literals: Vec<String> =
        parts.map(|part| part.split_once('>').map_or_else(String::new, |(_, literal)| literal.to_owned())).collect();
    let Some(mut rest) = text.trim().strip_prefix(first.as_str()) else { return false };
    let Some((last, between)) = literals.split_last() else { return rest.is_empty() };
    for literal in between {
        let Some((_, after)) = rest.split_once(literal.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

fn misfits(problems: &Diagnostics, value: &Node) -> Result<(), Vec<Misfit>> {
    let misfit = |span: Span, problem: &Problem| Misfit {
        path: path(value, span.start).unwrap_or_default(),
        problem: problem.clone(),
    };
    let found: Vec<Misfit> = problems.iter().map(|found| misfit(found.span, &found.problem)).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Makes the tree of a value that no text stands behind: the place of each node is its number.
#[derive(Default)]
struct Numbered {
    next: usize,
}

impl Numbered {
    fn node(&mut self, value: &Value) -> Node {
        let span = Span { source: 0, start: self.next, end: self.next };
        self.next += 1;
        let data = match value {
            Value::String(text) => Data::Scalar { text: text.clone(), plain: false },
            Value::Array(items) => Data::List(items.iter().map(|item| self.node(item)).collect()),
            Value::Object(members) => {
                let entry = |(key, value): (&String, &Value)| {
                    let value = self.node(value);
                    Entry { key: Spanned::new(key.clone(), value.span), value }
                };
                Data::Map(members.iter().map(entry).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Data::Scalar { text: value.to_string(), plain: true },
        };
        Node { data, span }
    }
}

/// The way to the node with this number.
fn path(node: &Node, number: usize) -> Option<Vec<String>> {
    if node.span.start == number {
        return Some(Vec::new());
    }
    let parts: Vec<(String, &Node)> = match &node.data {
        Data::Scalar { .. } => Vec::new(),
        Data::List(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Data::Map(entries) => entries.iter().map(|entry| (entry.key.value.clone(), &entry.value)).collect(),
    };
    // Nodes are numbered in their order, so the one looked for is inside the last that does not come after it.
    let (name, inside) = parts.into_iter().rfind(|(_, part)| part.span.start <= number)?;
    let mut rest = path(inside, number)?;
    rest.insert(0, name);
    Some(rest)
}
