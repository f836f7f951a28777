//! The changes as entries of CHANGELOG.md, in the form of Keep a Changelog.

use crate::diff::change::{Change, Noun, Subject, Verdict, What};

/// The section that entries go to.
const UNRELEASED: &str = "## [Unreleased]";

/// The headings of a section, in their order.
const HEADINGS: [&str; 5] = ["Added", "Changed", "Deprecated", "Removed", "Fixed"];

/// The changelog with an entry for each change that users can meet; one that stands there is not written again. `Err`
/// says why it cannot be written.
pub(crate) fn with(text: &str, subjects: &[Subject]) -> Result<String, String> {
    let entries = subjects.iter().flat_map(entries).collect::<Vec<(&str, String)>>();
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| *line == UNRELEASED).ok_or(format!("there is no line `{UNRELEASED}`"))?;
    let is_end = |line: &&str| line.starts_with("## ") || line.starts_with('[') && line.contains("]: ");
    let end = lines[start + 1..].iter().position(is_end).map_or(lines.len(), |length| start + 1 + length);
    let mut section: Vec<String> = lines[start + 1..end].iter().map(|&line| line.to_owned()).collect();
    for (heading, entry) in entries {
        if !section.contains(&entry) {
            let at = place(&mut section, heading);
            section.insert(at, entry);
        }
    }
    // Between this section and the next.
    while section.last().is_some_and(String::is_empty) {
        section.pop();
    }
    section.extend((end < lines.len()).then(String::new));
    let before = lines[..=start].iter().map(|&line| line.to_owned());
    let after = lines[end..].iter().map(|&line| line.to_owned());
    Ok(before.chain(section).chain(after).map(|line| line + "\n").collect())
}

/// The line below the last entry under a heading of the section, which is made if it is not there.
fn place(section: &mut Vec<String>, heading: &str) -> usize {
    let named =
        |line: &str| line.strip_prefix("### ").and_then(|name| HEADINGS.iter().position(|known| *known == name));
    let title = format!("### {heading}");
    let start = section.iter().position(|line| *line == title).unwrap_or_else(|| {
        let later = section.iter().position(|line| named(line) > named(&title));
        let at = later.unwrap_or_else(|| {
            while section.last().is_some_and(String::is_empty) {
                section.pop();
            }
            section.push(String::new());
            section.len()
        });
        section.splice(at..at, [title.clone(), String::new(), String::new()]);
        if at == 0 {
            section.insert(0, String::new());
        }
        at + usize::from(at == 0)
    });
    let entries = &section[start + 1..];
    let length = entries.iter().position(|line| line.starts_with("### ")).unwrap_or(entries.len());
    let last = entries[..length].iter().rposition(|line| !line.is_empty());
    // An empty list begins behind the empty line below its heading.
    start + 1 + last.map_or(1, |last| last + 1)
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
