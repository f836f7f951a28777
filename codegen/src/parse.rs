//! Text → [`ast`](crate::ast). The only stage that knows YAML.

mod bounds;
mod file;
mod method;
mod reader;
mod rule;
pub(crate) mod tree;
mod types;
pub(crate) mod words;

use serde_json::Value;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::parse::tree::{Data, Node};
use crate::source::Source;

/// A value of an example as JSON. A plain scalar is what it would be in JSON, and a text otherwise.
pub(crate) fn json(node: &Node) -> Value {
    match &node.data {
        Data::Scalar { text, plain: true } => scalar(text),
        Data::Scalar { text, plain: false } => Value::String(text.clone()),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Map(entries) => entries.iter().map(|entry| (entry.key.value.clone(), json(&entry.value))).collect(),
    }
}

fn scalar(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Null | Value::Bool(_) | Value::Number(_))) => value,
        _ if text.is_empty() || text == "~" => Value::Null,
        _ => Value::String(text.to_owned()),
    }
}

/// What the file at this index says, if it says at least which family it is.
pub(crate) fn parse_one(index: usize, source: &Source, problems: &mut Diagnostics) -> Option<ast::File> {
    let mut root = tree::read(index, source, problems)?;
    bounds::keep_within(&mut root, problems);
    file::parse_file(index, &root, problems)
}

/// What the files say, as far as it can be read; everything else becomes a problem.
pub(crate) fn parse(sources: &[Source], problems: &mut Diagnostics) -> Vec<ast::File> {
    let mut files = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        files.extend(parse_one(index, source, problems));
    }
    // From here on, the order in which the sources came does not count.
    let path = |file: &ast::File| sources.get(file.source).map(|source| source.path.as_str());
    files.sort_by(|a, b| path(a).cmp(&path(b)));
    files
}
