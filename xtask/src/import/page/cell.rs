//! The first cell of a row of parameters: name, star and type.

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

/// Types that a cell may have without a name.
const TYPES: [&str; 8] = ["null", "object", "array", "string", "integer", "boolean", "false", "true"];

/// Reads the cell; nothing if it begins with no name.
pub(crate) fn named(cell: &str) -> Option<Named> {
    let cell = cell.trim();
    let (name, mut rest) = if let Some(bold) = cell.strip_prefix("**") {
        // `****` ends the name and bears a star of its own; a name that is a star stands escaped.
        bold_name(bold)?
    } else if let Some(code) = cell.strip_prefix('`') {
        let (name, rest) = code.split_once('`')?;
        // A cell with a type only names nothing.
        if TYPES.contains(&name) {
            return None;
        }
        (name.to_owned(), rest)
    } else if cell.starts_with('[') {
        return None;
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
    // What stands in brackets behind a name explains it.
    let name = name.split(" (").next().unwrap_or_default();
    let name = name.trim_end_matches(['.', ':']).to_owned() + if name.ends_with("...") { "..." } else { "" };
    let name = if name == "\\" { "*".to_owned() } else { name };
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

/// The words of the type, which stand as code, linked or not, before any other text. Bars or `or` separate them.
fn types(rest: &str) -> Vec<String> {
    let mut types = Vec::new();
    let mut rest = rest.trim_start();
    loop {
        if let Some((_, after)) =
            rest.strip_prefix('(').filter(|_| !types.is_empty()).and_then(|link| link.split_once(')'))
        {
            rest = after;
        } else if let Some(after) = BETWEEN.iter().find_map(|mark| rest.strip_prefix(mark)) {
            rest = after;
        } else if rest.starts_with('`') {
            let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
            let Some((code, after)) = rest.get(ticks..).and_then(|code| code.split_once(&"`".repeat(ticks))) else {
                break;
            };
            add_words(code, &mut types);
            rest = after;
        } else {
            break;
        }
        rest = rest.trim_start();
    }
    types
}

/// What stands between the types of a cell.
const BETWEEN: [&str; 7] = ["\\|", "|", "or ", ",", "/", "[", "]"];

fn add_words(code: &str, types: &mut Vec<String>) {
    for word in code.split('|') {
        let word = word.trim().trim_end_matches('\\').trim();
        if !word.is_empty() && !types.iter().any(|known| known == word) {
            types.push(word.to_owned());
        }
    }
}
