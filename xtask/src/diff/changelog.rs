//! The changes as entries of CHANGELOG.md, in the form of Keep a Changelog.

use crate::diff::change::{Change, Noun, Subject, Verdict, What};

/// The section that entries go to.
const UNRELEASED: &str = "## [Unreleased]";

/// The headings of a section, in their order.
const HEADINGS: [&str; 5] = ["Added", "Changed", "Deprecated", "Removed", "Fixed"];

/// The changelog with an entry for each change that users can meet; one that stands there is not written again. `Err`
/// says why it cannot be written.
pub(crate) fn with(text: &str, subjects: &[Subject]) -> Result<String, String> {
    let lines: Vec<&str> = text.lines().collect();
    let title = lines.iter().position(|line| *line == UNRELEASED).ok_or(format!("there is no line `{UNRELEASED}`"))?;
    let (before, rest) = lines.split_at(title + 1);
    // The next version, or the addresses of the versions.
    let is_end = |line: &&str| line.starts_with("## ") || line.starts_with('[') && line.contains("]: ");
    let (section, after) = rest.split_at(rest.iter().position(is_end).unwrap_or(rest.len()));
    let mut blocks = blocks(section);
    for (heading, entry) in subjects.iter().flat_map(entries) {
        add(&mut blocks, heading, entry);
    }
    let mut all: Vec<String> = before.iter().map(|&line| line.to_owned()).collect();
    for Block { heading, lines } in blocks {
        all.extend(heading.into_iter().flat_map(|heading| [String::new(), format!("{HEADING}{heading}")]));
        all.extend((!lines.is_empty()).then(String::new));
        all.extend(lines);
    }
    all.extend((!after.is_empty()).then(String::new));
    all.extend(after.iter().map(|&line| line.to_owned()));
    Ok(all.join("\n") + "\n")
}

const HEADING: &str = "### ";

/// What stands under a heading, or before the first.
struct Block {
    heading: Option<String>,
    lines: Vec<String>,
}

fn blocks(section: &[&str]) -> Vec<Block> {
    let mut blocks = vec![Block { heading: None, lines: Vec::new() }];
    for line in section {
        match (line.strip_prefix(HEADING), blocks.last_mut()) {
            (Some(heading), _) => blocks.push(Block { heading: Some(heading.to_owned()), lines: Vec::new() }),
            (None, Some(block)) if !line.is_empty() || !block.lines.is_empty() => block.lines.push((*line).to_owned()),
            (None, _) => {}
        }
    }
    for block in &mut blocks {
        let end = block.lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        block.lines.truncate(end);
    }
    blocks
}

/// Puts an entry to the end of its block, which is made where the order of the headings has it.
fn add(blocks: &mut Vec<Block>, heading: &str, entry: String) {
    if blocks.iter().any(|block| block.lines.contains(&entry)) {
        return;
    }
    let rank = |heading: &str| HEADINGS.iter().position(|known| *known == heading);
    let found = blocks.iter().position(|block| block.heading.as_deref() == Some(heading));
    let at = found.unwrap_or_else(|| {
        let is_later = |block: &Block| block.heading.as_deref().and_then(rank) > rank(heading);
        let at = blocks.iter().position(is_later).unwrap_or(blocks.len());
        blocks.insert(at, Block { heading: Some(heading.to_owned()), lines: Vec::new() });
        at
    });
    blocks[at].lines.push(entry);
}

/// The entries of a subject, each with its heading. A new type is not told: it comes with what uses it.
fn entries(subject: &Subject) -> impl Iterator<Item = (&'static str, String)> {
    let is_told = |Change { part, what }: &&Change| {
        let comes_along = *what == What::Added && matches!(part.noun, Noun::Type | Noun::Id);
        *what != What::Docs && !comes_along
    };
    let told = subject.changes.iter().filter(is_told);
    told.map(|change| (heading(change), entry(subject, change)))
}

fn entry(subject: &Subject, change: &Change) -> String {
    let breaking = if change.what.verdict() == Verdict::Breaking { "**Breaking:** " } else { "" };
    format!("- {breaking}`{}`: {change}.", subject.name)
}

fn heading(change: &Change) -> &'static str {
    match change.what {
        What::Added | What::AddedRequired => "Added",
        What::Removed => "Removed",
        What::Deprecated(_) => "Deprecated",
        What::Behaviour(_) | What::WireName { .. } | What::Sent { .. } => "Fixed",
        _ => "Changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::Part;

    fn subjects() -> [Subject; 1] {
        let parameter = |name: &str| Part::new(Noun::Parameter, name, format!(".{}(..)", name.to_lowercase()));
        let changes = vec![
            parameter("CODE").is(What::Added),
            parameter("TEXT").is(What::Removed),
            parameter("SIZE").is(What::Deprecated("nobody asks".to_owned())),
            Part::new(Noun::Docs, "", "").is(What::Docs),
            Part::new(Noun::Id, "user", "ids::UserId").is(What::Added),
        ];
        [Subject { name: "acme.add".to_owned(), changes }]
    }

    const ADDED: &str = "- `acme.add`: parameter `CODE` is new: `.code(..)`.";
    const DEPRECATED: &str = "- `acme.add`: parameter `SIZE` is deprecated: nobody asks.";
    const REMOVED: &str = "- **Breaking:** `acme.add`: parameter `TEXT` is gone, and `.text(..)` with it.";

    #[test]
    fn each_entry_stands_once_under_its_heading() {
        let cases = [
            (
                "# Changelog\n\n## [Unreleased]\n".to_owned(),
                format!(
                    "# Changelog\n\n## [Unreleased]\n\n### Added\n\n{ADDED}\n\n### Deprecated\n\n{DEPRECATED}\n\n\
                     ### Removed\n\n{REMOVED}\n"
                ),
            ),
            (
                "## [Unreleased]\n\n### Added\n\n- Mine,\n  in two lines.\n\n### Removed\n\n- More.\n\n## [0.1.0]\n\n### Added\n\n- All.\n"
                    .to_owned(),
                format!(
                    "## [Unreleased]\n\n### Added\n\n- Mine,\n  in two lines.\n{ADDED}\n\n### Deprecated\n\n{DEPRECATED}\n\n\
                     ### Removed\n\n- More.\n{REMOVED}\n\n## [0.1.0]\n\n### Added\n\n- All.\n"
                ),
            ),
            (
                format!("## [Unreleased]\n\n### Removed\n\n{REMOVED}\n\n### Fixed\n\n- A bug.\n\n[Unreleased]: https://acme.example/\n"),
                format!(
                    "## [Unreleased]\n\n### Added\n\n{ADDED}\n\n### Deprecated\n\n{DEPRECATED}\n\n\
                     ### Removed\n\n{REMOVED}\n\n### Fixed\n\n- A bug.\n\n[Unreleased]: https://acme.example/\n"
                ),
            ),
        ];
        for (before, after) in cases {
            assert_eq!(with(&before, &subjects()).unwrap(), after);
            assert_eq!(with(&after, &subjects()).unwrap(), after);
        }
        assert!(with("# Changelog\n", &subjects()).is_err());
    }
}
