//! What is doubtful about a method that a spec describes: the comments at its keys and at those of its types.

use super::base::names;
use super::outline::{Node, Outline, key_of};

/// The mark of a doubt.
const MARK: &str = "# doubt:";

/// How many doubts a file has about one of its methods and the types that lead from it.
pub(crate) fn of_method(text: &str, key: &str) -> usize {
    texts(text, key).iter().map(|text| text.matches(MARK).count()).sum()
}

/// The doubts that a file has about one of its methods and the types that lead from it: the key, and what is doubtful.
pub(crate) fn in_method(text: &str, key: &str) -> Vec<(String, String)> {
    let texts = texts(text, key);
    let lines = texts.iter().flat_map(|text| text.lines());
    let doubt = |line: &str| line.split_once(MARK).map(|(at, doubt)| (key_of(at), doubt.trim().to_owned()));
    lines.filter_map(doubt).collect()
}

/// What a file says of one of its methods: the entry and the types that lead from it.
pub(crate) fn texts(text: &str, key: &str) -> Vec<String> {
    let outline = Outline::read(text);
    let Some(method) = outline.under("methods").iter().find(|node| node.key == key) else { return Vec::new() };
    let mut texts = vec![method.says()];
    let mut left: Vec<&Node<'_>> = outline.under("types").iter().collect();
    let mut at = 0;
    while let Some(text) = texts.get(at).cloned() {
        let (named, others): (Vec<&Node<'_>>, Vec<&Node<'_>>) = left.into_iter().partition(|ty| names(&text, &ty.key));
        texts.extend(named.into_iter().map(|ty| ty.says()));
        left = others;
        at += 1;
    }
    texts
}

/// Whether a doubt stands at a key; if none is named, at any.
pub(crate) fn stands_at(texts: &[String], key: Option<&str>) -> bool {
    let is_at = |line: &str| key.is_none_or(|key| key_of(line) == key);
    texts.iter().flat_map(|text| text.lines()).any(|line| line.contains(MARK) && is_at(line))
}
