//! What the server takes if a parameter is absent, where the text says it in so many words.

use super::values::unquoted;
use crate::import::page::{after_words, sentences};

const PHRASES: [&str; 5] = ["default value", "by default", "defaults to", "default", "default is"];

/// What may stand between the phrase and the value.
const BETWEEN: [&str; 9] = ["is", "—", "–", "-", ":", ",", "=", "equals", "to"];

/// The value.
pub(crate) fn default(text: &str) -> Option<String> {
    sentences(text).iter().find_map(|sentence| in_sentence(sentence)).or_else(|| marked(text))
}

fn in_sentence(sentence: &str) -> Option<String> {
    let mut rest = after_words(sentence, &PHRASES)?.trim_start();
    while let Some(after) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    let (value, after) = rest.strip_prefix('`')?.split_once('`')?;
    // A default that depends on something is none that could be written down.
    let depends = [" if ", " when ", " where ", " for "].iter().any(|word| after.to_lowercase().starts_with(word))
        || after.contains(" otherwise");
    let value = value.trim();
    let is_formula = value.contains(['(', '+', '{', '#', '<', '*']) || value.contains("..");
    (!depends && !is_formula).then(|| unquoted(value))
}

/// The one item of a list that is marked as the default.
fn marked(text: &str) -> Option<String> {
    let items = text.lines().map(str::trim).filter(|line| line.starts_with("- `"));
    let marks = ["(default)", "(by default)", "— default", ", default"];
    let mut found = items.filter(|line| marks.iter().any(|mark| line.to_lowercase().contains(mark)));
    let line = found.next()?;
    let (value, _) = line.strip_prefix("- `")?.split_once('`')?;
    found.next().is_none().then(|| unquoted(value))
}
