//! The first cell of a row of parameters: name, star and type.

use super::text::codes;

/// What the first cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// Whether it bears the star of what must be given.
    pub(crate) starred: bool,
    /// The types, one or several of which the value is one.
    pub(crate) types: Vec<String>,
}

/// The marks that are set for the star, the longer first.
const STARS: [&str; 4] = ["^\\*^", "^*^", "\\*", "*"];

/// Reads the cell; nothing if it begins with no name.
pub(crate) fn named(cell: &str) -> Option<Named> {
    let cell = cell.trim();
    let (name, mut rest) = if let Some(bold) = cell.strip_prefix("**") {
        // `****` ends the name and bears a star of its own; a name that is a star stands escaped.
        bold_name(bold)?
    } else if let Some(code) = cell.strip_prefix('`') {
        let (name, rest) = code.split_once('`')?;
        (name.to_owned(), rest)
    } else {
        let end = cell.find(|c: char| c.is_whitespace() || "[*^\\".contains(c)).unwrap_or(cell.len());
        let (name, rest) = cell.split_at(end);
        (name.to_owned(), rest)
    };
    let mut name = name.replace("\\|", "|").replace("\\_", "_").trim().trim_matches('`').to_owned();
    let mut starred = false;
    while let Some(mark) = STARS.iter().find(|mark| name.len() > mark.len() && name.ends_with(*mark)) {
        let is_wildcard = name.ends_with("_*") || name.ends_with("_\\*");
        if is_wildcard {
            name = name.replace("\\*", "*");
            break;
        }
        starred = true;
        name = name.strip_suffix(mark).unwrap_or_default().trim_end().to_owned();
    }
    while let Some(after) = STARS.iter().find_map(|mark| rest.trim_start_matches(' ').strip_prefix(mark)) {
        starred = true;
        rest = after;
    }
    let name = name.trim_end_matches(['.', ':']).to_owned() + if name.ends_with("...") { "..." } else { "" };
    let is_name = !name.is_empty() && name.chars().all(|c| !c.is_control());
    is_name.then(|| Named { name, starred, types: types(rest) })
}

/// The bold name and what follows it; names that are bold one by one, with an escaped bar in between, are one name.
fn bold_name(bold: &str) -> Option<(String, &str)> {
    let (name, mut rest) = bold.split_once("**")?;
    let mut name = name.to_owned();
    while let Some((more, after)) = rest.strip_prefix("\\|**").and_then(|next| next.split_once("**")) {
        name = format!("{name}|{more}");
        rest = after;
    }
    Some((name, rest))
}

/// The words of the type, which stand as code, linked or not. Bars separate them, inside the code or between.
fn types(rest: &str) -> Vec<String> {
    let mut types = Vec::new();
    for code in codes(rest) {
        for word in code.split('|') {
            let word = word.trim().trim_end_matches('\\').trim();
            if !word.is_empty() && !types.iter().any(|known| known == word) {
                types.push(word.to_owned());
            }
        }
    }
    types
}
