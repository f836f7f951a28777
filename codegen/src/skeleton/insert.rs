//! Where a method belongs in a file that a person keeps. Nothing else in the file changes, and that is proved by reading
//! it again; where the proof fails, the person has to do it.

use crate::diagnostic::Diagnostics;
use crate::parse::tree::{self, Data, Entry, Node};
use crate::skeleton::lines::Layout;
use crate::source::Source;

/// A byte, and what there is to say about it.
type Objection = (usize, String);

/// The text with a method at the end of `methods:`, which `write` writes in a layout; and where it begins.
pub(super) fn insert(
    text: &str,
    root: &Node,
    key: &str,
    write: impl FnOnce(Layout) -> String,
) -> Result<(String, usize), Objection> {
    let Data::Map(top) = &root.data else {
        return Err((0, "the file is no object".to_owned()));
    };
    if let Some(entry) = top.iter().find(|entry| column(text, entry.key.span.start) != Some(0)) {
        let message = "the file's keys do not begin at the left of a line; write them so".to_owned();
        return Err((entry.key.span.start, message));
    }
    let methods = top.iter().position(|entry| entry.key.value == "methods");
    let (at, block) = match methods {
        Some(index) => {
            let end = top.get(index + 1).map_or(text.len(), |next| next.key.span.start);
            let layout = layout(text, &top[index])?;
            let block = write(layout);
            (last_inside(text, top[index].key.span.start, end), block)
        }
        None => (text.len(), format!("methods:\n{}", write(Layout { indent: 2, step: 2 }))),
    };
    let inserted = between(&text[..at], &block, &text[at..]);
    if let Some(at) = proved(&inserted, top, key) {
        return Ok((inserted, at));
    }
    let place = methods.map_or(text.len(), |index| top[index].key.span.start);
    Err((place, "it is not certain where the method would begin; write it by hand".to_owned()))
}

/// How the methods stand that are there.
fn layout(text: &str, methods: &Entry) -> Result<Layout, Objection> {
    let usual = Layout { indent: 2, step: 2 };
    let first = match &methods.value.data {
        Data::Scalar { text, plain: true } if text.is_empty() => return Ok(usual),
        Data::Map(entries) => entries.first(),
        _ => None,
    };
    let placed = first.and_then(|first| Some((first, column(text, first.key.span.start)?)));
    let Some((first, indent)) = placed else {
        let message = "`methods` is not written one method a line; write it so".to_owned();
        return Err((methods.key.span.start, message));
    };
    let inside = match &first.value.data {
        Data::Map(entries) => entries.first().and_then(|inside| column(text, inside.key.span.start)),
        _ => None,
    };
    let step = inside.and_then(|inside| inside.checked_sub(indent)).filter(|step| *step > 0);
    Ok(Layout { indent, step: step.unwrap_or(usual.step) })
}

/// How far from the left a byte stands; `None` if something else stands before it.
fn column(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    line.bytes().all(|byte| byte == b' ').then_some(line.len())
}

/// The end of the last line that stands further right than a file's keys, so that a comment about what follows stays with
/// that; or of the first line.
fn last_inside(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    let mut last = None;
    for line in text[start..end].split_inclusive('\n') {
        at += line.len();
        let inside = line.starts_with(' ') && !line.trim().is_empty();
        if inside || last.is_none() {
            last = Some(at);
        }
    }
    last.unwrap_or(end)
}

/// A block between two pieces of text, with a blank line on either side, in the file's own line ends.
fn between(before: &str, block: &str, after: &str) -> String {
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let block = block.replace('\n', end);
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    // Right under `methods:` no line is needed.
    let first = text.lines().last().is_some_and(|line| line.starts_with("methods:"));
    if !first && !text.lines().last().unwrap_or_default().trim().is_empty() {
        text.push_str(end);
    }
    text.push_str(&block);
    if after.lines().next().is_some_and(|line| !line.trim().is_empty()) {
        text.push_str(end);
    }
    text.push_str(after);
    text
}

/// Where the method begins, if the new text says what the old one did and has the method at the end.
fn proved(text: &str, before: &[Entry], key: &str) -> Option<usize> {
    let mut problems = Diagnostics::default();
    let root = tree::read(0, &Source::new("", text), &mut problems);
    let Some(Node { data: Data::Map(after), .. }) = root.filter(|_| problems.is_empty()) else {
        return None;
    };
    let is_methods = |entry: &&Entry| entry.key.value == "methods";
    let rest =
        |entries: &[Entry]| -> Vec<Entry> { entries.iter().filter(|entry| !is_methods(entry)).cloned().collect() };
    let methods = |entries: &[Entry]| match entries.iter().find(is_methods).map(|entry| &entry.value.data) {
        Some(Data::Map(methods)) => methods.clone(),
        _ => Vec::new(),
    };
    let (old, mut new) = (methods(before), methods(&after));
    let added = new.pop().filter(|added| added.key.value == key && matches!(added.value.data, Data::Map(_)))?;
    (all_same(&rest(before), &rest(&after)) && all_same(&old, &new)).then_some(added.key.span.start)
}

fn all_same(before: &[Entry], after: &[Entry]) -> bool {
    let same = |(a, b): (&Entry, &Entry)| a.key.value == b.key.value && is_same(&a.value, &b.value);
    before.len() == after.len() && before.iter().zip(after).all(same)
}

/// Whether two values are the same, wherever they stand. No deeper than the reader lets them be.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar { text: a, plain: plain_a }, Data::Scalar { text: b, plain: plain_b }) => {
            a == b && plain_a == plain_b
        }
        (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Data::Map(a), Data::Map(b)) => all_same(a, b),
        _ => false,
    }
}
