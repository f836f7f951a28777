//! What is doubtful about a method that a spec describes: the comments at its keys and at those of its types.

use super::base::names;
use super::outline::{Node, Outline};

/// The mark of a doubt.
const MARK: &str = "# doubt:";

/// How many doubts a file has about one of its methods and the types that lead from it.
pub(crate) fn of_method(text: &str, key: &str) -> usize {
    let outline = Outline::read(text);
    let Some(method) = outline.under("methods").iter().find(|node| node.key == key) else { return 0 };
    let mut texts = vec![method.says()];
    let mut left: Vec<&Node<'_>> = outline.under("types").iter().collect();
    let mut at = 0;
    while let Some(text) = texts.get(at).cloned() {
        let (named, others): (Vec<&Node<'_>>, Vec<&Node<'_>>) = left.into_iter().partition(|ty| names(&text, &ty.key));
        texts.extend(named.into_iter().map(|ty| ty.says()));
        left = others;
        at += 1;
    }
    texts.iter().map(|text| text.matches(MARK).count()).sum()
}
