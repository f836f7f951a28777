//! What became of each page, a line each, and how many of each kind there are.

use std::collections::BTreeMap;

use crate::failure::counted;

/// What became of a page or a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Imported,
    /// What the importer is not sure of.
    Doubtful(Vec<String>),
    ByHand,
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
}

impl Report {
    pub(crate) fn of(pages: usize, others: usize) -> Self {
        Self { lines: Vec::new(), pages, others }
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
                Fate::Doubtful(doubts) => ("doubtful", format!(": {}", distinct(doubts).join("; "))),
                Fate::ByHand => ("by hand", ": left as it is".to_owned()),
                Fate::Conflict(place) => {
                    ("conflict", format!(": {place}: page and spec have both changed; the spec was kept"))
                }
                Fate::Refused(why) => ("refused", format!(": {why}")),
            };
            *totals.entry(word).or_default() += 1;
            out.push(format!("  {word:<10} {what}{why}"));
        }
        let of = |word: &str| totals.get(word).copied().unwrap_or_default();
        out.push(format!(
            "{}: {} imported ({} of them with doubts), {} by hand, {} refused, {}; {} of no single method",
            counted(self.pages, "page"),
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

fn distinct(doubts: &[String]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for doubt in doubts {
        if !seen.contains(doubt) {
            seen.push(doubt.clone());
        }
    }
    seen
}
