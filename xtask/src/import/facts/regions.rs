//! The sections of a page, and what each is about.

use crate::import::page::{Block, Page, Table};

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// What comes before the parameters.
    Head,
    Params,
    Calls,
    Answer,
    Errors,
    /// What comes after everything.
    End,
}

/// A heading and what stands under it.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) region: Region,
    pub(crate) heading: &'a str,
    pub(crate) anchor: Option<&'a str>,
    pub(crate) blocks: &'a [Block],
}

impl<'a> Section<'a> {
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'a Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(line.as_str()),
            _ => None,
        })
    }
}

/// The sections in their order.
pub(crate) fn regions(page: &Page) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut region = Region::Head;
    let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
    for blocks in page.blocks.chunk_by(|_, next| !is_heading(next)) {
        let (heading, anchor, blocks) = match blocks {
            [Block::Heading { level, text, anchor }, rest @ ..] => {
                region = region_of(*level, text, region);
                (text.as_str(), anchor.as_deref(), rest)
            }
            all => ("", None, all),
        };
        sections.push(Section { region, heading, anchor, blocks });
    }
    sections
}

/// The region that a heading begins or continues.
fn region_of(level: usize, heading: &str, before: Region) -> Region {
    let heading = heading.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if level == 1 {
        return Region::Head;
    }
    if level == 2 && says(&["continue", "see also", "learn more"]) {
        return Region::End;
    }
    if level > 3 || before == Region::End {
        return before;
    }
    let may_begin = |region: Region| level == 2 || before == region || before as usize + 1 == region as usize;
    if says(&["error code", "error handling", "possible error"]) || heading == "errors" {
        Region::Errors
    } else if says(&["response", "returned", "return value", "return data"]) && may_begin(Region::Answer) {
        Region::Answer
    } else if level == 2 && says(&["example"]) {
        Region::Calls
    } else if before == Region::Head {
        // Whatever a page calls its parameters, they come first.
        Region::Params
    } else {
        before
    }
}
