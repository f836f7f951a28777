//! What became of each page or method, a line each, and how many of each kind there are.

use std::collections::{BTreeMap, BTreeSet};

use super::base::Teller;
use crate::failure::counted;

/// What became of a page or a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Imported,
    /// What the importer is not sure of.
    Doubtful(Vec<String>),
    /// A person described it; what is told differs in this.
    ByHand(Vec<String>),
    /// It was imported by another; what is told differs in this.
    By(Teller, Vec<String>),
    /// What both the page and a person changed.
    Conflict(String),
    Refused(String),
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<(String, Fate)>,
    pages: usize,
    /// Pages that document no single method.
    others: usize,
    documents: usize,
}

impl Report {
    pub(crate) fn of(pages: usize, others: usize, documents: usize) -> Self {
        Self { lines: Vec::new(), pages, others, documents }
    }

    pub(crate) fn note(&mut self, what: impl Into<String>, fate: Fate) {
        self.lines.push((what.into(), fate));
    }

    /// The lines, by name, and the totals.
    pub(crate) fn lines(mut self) -> Vec<String> {
        self.lines.sort();
        let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
        let mut out = Vec::new();
        for (what, fate) in &self.lines {
            let (word, why) = match fate {
                Fate::Imported => ("imported", String::new()),
                Fate::Doubtful(doubts) => ("doubtful", format!(": {}", shortened(doubts))),
                Fate::ByHand(differences) => ("by hand", left(differences)),
                Fate::By(Teller::Pages, differences) => ("by page", left(differences)),
                Fate::By(Teller::Portal, differences) => ("by portal", left(differences)),
                Fate::Conflict(place) => {
                    ("conflict", format!(": {place}: page and spec have both changed; the spec was kept"))
                }
                Fate::Refused(why) => ("refused", format!(": {why}")),
            };
            *totals.entry(word).or_default() += 1;
            out.push(format!("  {word:<10} {what}{why}"));
        }
        let of = |word: &str| totals.get(word).copied().unwrap_or_default();
        let pages = (self.pages > 0 || self.documents == 0).then(|| counted(self.pages, "page"));
        let documents = (self.documents > 0).then(|| counted(self.documents, "document"));
        let read: Vec<String> = pages.into_iter().chain(documents).collect();
        let by_others = of("by page") + of("by portal");
        let by_others = if by_others > 0 { format!(", {by_others} by another source") } else { String::new() };
        out.push(format!(
            "{}: {} imported ({} of them with doubts), {} by hand{by_others}, {} refused, {}; {} of no single method",
            read.join(" and "),
            of("imported") + of("doubtful"),
            of("doubtful"),
            of("by hand"),
            of("refused"),
            counted(of("conflict"), "conflict"),
            self.others,
        ));
        out
    }
}

/// The most doubts of a line.
const MOST: usize = 50;

fn shortened(doubts: &[String]) -> String {
    let all = distinct(doubts.to_vec());
    let more = all.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("and {more} more"));
    all.into_iter().take(MOST).chain(more).collect::<Vec<String>>().join("; ")
}

/// That a method stays what it is, and what is told of it besides.
fn left(differences: &[String]) -> String {
    let told = if differences.is_empty() { String::new() } else { format!("; {}", differences.join("; ")) };
    format!(": left as it is{told}")
}

/// The doubts without those that were told before.
pub(crate) fn distinct(mut doubts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    doubts.retain(|doubt| seen.insert(doubt.clone()));
    doubts
}
