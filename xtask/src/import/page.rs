//! A documentation page as blocks: headings, tables, listings and lines. Knows the dialect (YFM), and nothing of methods.

mod cell;
mod table;
mod text;

pub(crate) use cell::{Named, named};
pub(crate) use table::Table;
pub(crate) use text::{after_words, bullets, codes, flat, links, sentences};

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The text of the first heading.
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Debug)]
pub(crate) enum Block {
    Heading {
        level: usize,
        text: String,
        anchor: Option<String>,
    },
    Table(Table),
    /// A listing, and the tab that it stands under.
    Listing {
        tab: String,
        text: String,
    },
    /// A line of anything else, without its indentation; `> ` of quotes is kept.
    Line(String),
}

/// Reads a page. There is no text that is none.
pub(crate) fn read(text: &str) -> Page {
    let lines: Vec<&str> = text.lines().collect();
    let mut page = Page::default();
    let mut tab = String::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let trimmed = line.trim();
        if trimmed.starts_with("#|") {
            let (table, next) = table::read(&lines, at);
            page.blocks.push(Block::Table(table));
            at = next;
            continue;
        }
        if opens_listing(trimmed) {
            let (listing, next) = listing(&lines, at);
            page.blocks.push(Block::Listing { tab: tab.clone(), text: listing });
            at = next;
            continue;
        }
        if let Some(name) = trimmed.strip_prefix("- ").filter(|_| in_tabs(&lines, at)) {
            name.trim().clone_into(&mut tab);
        }
        if trimmed.starts_with("{% endlist") {
            tab.clear();
        }
        page.blocks.push(heading(trimmed).unwrap_or_else(|| Block::Line(trimmed.to_owned())));
        at += 1;
    }
    let title = page.blocks.iter().find_map(|block| match block {
        Block::Heading { level: 1, text, .. } => Some(text.clone()),
        _ => None,
    });
    page.title = title.unwrap_or_default();
    page
}

/// Whether a listing begins at this line.
fn opens_listing(line: &str) -> bool {
    line.strip_prefix("```").is_some_and(|rest| !rest.contains("```"))
}

/// The listing that begins at a line, and the line after it.
fn listing(lines: &[&str], start: usize) -> (String, usize) {
    let after = || lines.iter().enumerate().skip(start + 1);
    let fence = after().find(|(_, line)| line.contains("```"));
    let Some((end, line)) = fence else {
        // It has no end; no listing goes on over a heading.
        let end = after().find(|(_, line)| line.starts_with("## ")).map_or(lines.len(), |(at, _)| at);
        return (unindented(lines.get(start + 1..end).unwrap_or_default()), end);
    };
    let mut text = unindented(lines.get(start + 1..end).unwrap_or_default());
    // A fence with a language opens the next listing: this one has no end of its own.
    let opens = line.trim().strip_prefix("```").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if opens {
        return (text, end);
    }
    // The fence may be glued to the last line.
    text.push_str(line.split("```").next().unwrap_or_default().trim());
    (text, end + 1)
}

/// The lines without the indentation that all of them have.
fn unindented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        text.push_str(line.get(common..).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// Whether the nearest directive above is the beginning of a list of tabs.
fn in_tabs(lines: &[&str], at: usize) -> bool {
    let above = lines.get(..at).unwrap_or_default();
    let list = above.iter().rev().find(|line| {
        let line = line.trim();
        line.starts_with("{% list") || line.starts_with("{% endlist") || line.starts_with('#')
    });
    list.is_some_and(|line| line.trim().starts_with("{% list"))
}

fn heading(line: &str) -> Option<Block> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let text = line.get(level..).filter(|rest| (1..=6).contains(&level) && rest.starts_with(' '))?;
    let (text, anchor) = match text.split_once("{#") {
        Some((text, anchor)) => (text, Some(anchor.trim_end_matches(['}', ' ']).to_owned())),
        None => (text, None),
    };
    Some(Block::Heading { level, text: text.trim().to_owned(), anchor })
}
