//! The values that a parameter is limited to, where the text lists them in one of the ways that the pages have.

use super::fields::is_scalar;
use crate::import::page::{after_words, bullets, codes, flat, sentences};

/// What comes before the values.
const PHRASES: [&str; 17] = [
    "values:",
    "possible values",
    "possible value options",
    "allowed values",
    "available values",
    "acceptable values",
    "accepted values",
    "valid values",
    "permitted values",
    "supported values",
    "can take values",
    "can take the values",
    "can take the following values",
    "can have values",
    "can have the following values",
    "one of the values",
    "takes the values",
];

/// What says that the list is of something else, or is not all there is.
const OTHERWISE: [&str; 9] =
    ["prefix", "for example", "such as", "keys", "sorting", "sort ", "filter", "basic values", "and others"];

/// The values; none if the text lists none, or if one of them is a pattern.
pub(crate) fn values(name: &str, text: &str, types: &[String]) -> Vec<String> {
    let is_closed = types.iter().all(|ty| is_scalar(ty) && !ty.ends_with("[]") || ty.contains("enum"));
    if !is_closed {
        return Vec::new();
    }
    let is_list = |line: &str| line.trim_end().ends_with(':') && announces(line);
    let mut items = bullets(text, is_list);
    if items.is_empty() && opens_with_list(text) {
        items = bullets(text, |line| !line.trim().is_empty());
    }
    let values = if items.is_empty() {
        inline(name, text)
    } else {
        items.iter().map(|item| item_values(item)).collect::<Option<Vec<_>>>().map(|lists| lists.concat())
    };
    let mut values = values.unwrap_or_default();
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    let numbers = types.iter().any(|ty| ty == "integer" || ty == "int");
    let fit = |value: &String| !numbers || value.parse::<i64>().is_ok();
    if values.iter().all(|value| is_value(value) && fit(value)) { values } else { Vec::new() }
}

/// Whether the text begins with a line that a list of codes with their meanings follows, whatever the line says.
fn opens_with_list(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_lowercase();
    let other =
        ["format", "where", "template", "example", "following", "parameters", "fields", "prefix", "macro", "keys"];
    let items = bullets(text, |line| !line.trim().is_empty());
    let is_value =
        |item: &String| item.starts_with('`') && [" — ", " – ", " - "].iter().any(|dash| item.contains(dash));
    first.ends_with(':')
        && !other.iter().any(|word| first.contains(word))
        && items.len() > 1
        && items.iter().all(is_value)
}

fn announces(line: &str) -> bool {
    // An item is about something that it names itself.
    if line.trim_start().starts_with("- ") {
        return false;
    }
    let line = flat(line).to_lowercase();
    let of_other = after_words(&line, &PHRASES)
        .is_some_and(|rest| rest.trim_start().starts_with("for `") || rest.trim_start().starts_with("of `"));
    let stands =
        |phrase: &&str| if **phrase == *"values:" { line.starts_with(*phrase) } else { line.contains(*phrase) };
    PHRASES.iter().any(stands) && !OTHERWISE.iter().any(|word| line.contains(word)) && !of_other
}

/// The values of an item: the codes before its dash, or the word there.
fn item_values(item: &str) -> Option<Vec<String>> {
    let dash = [" — ", " – ", " - ", ": "].iter().filter_map(|dash| item.find(dash)).min();
    let before = item.get(..dash.unwrap_or(item.len()))?.trim();
    let spans = codes(before);
    let ranges = before.contains("…") || before.contains("...") || before.contains("`–`") || before.contains("` to `");
    if ranges {
        return None;
    }
    if !spans.is_empty() {
        return Some(spans.into_iter().map(unquoted).collect());
    }
    let word = before.trim_end_matches(['.', ';', ',']).trim_matches('*');
    (!word.is_empty() && !word.contains(char::is_whitespace)).then(|| vec![unquoted(word)])
}

/// Values in a sentence: `Possible values: a, b or c`, each perhaps with its meaning after a dash.
fn inline(name: &str, text: &str) -> Option<Vec<String>> {
    let sentences = sentences(text);
    let at = sentences.iter().position(|sentence| announces(sentence))?;
    // "The `align` parameter …" before it says whose the values are.
    let before = at.checked_sub(1).and_then(|before| sentences.get(before));
    if before.is_some_and(|before| before.starts_with("The `") && codes(before).first() != Some(&name)) {
        return None;
    }
    let sentence = sentences.get(at)?;
    let rest = after_words(sentence, &PHRASES)?
        .trim_start_matches([':', ' ', '—', '-'])
        .trim_start_matches("are ")
        .trim_start();
    let mut values = Vec::new();
    let mut rest = rest;
    while rest.starts_with('`') {
        let ticks = "`".repeat(rest.bytes().take_while(|byte| *byte == b'`').count());
        let (value, after) = rest.strip_prefix(&ticks)?.split_once(&ticks)?;
        // A span may hold several.
        values.extend(value.split('|').map(unquoted));
        let after = after.trim_start();
        // A meaning ends at the next value.
        let meaning = ["—", "–", "-", "(", "="].iter().any(|dash| after.starts_with(dash));
        rest = if meaning { after.find(", `").map_or("", |at| after.get(at..).unwrap_or_default()) } else { after };
        rest = rest.trim_start_matches([',', ';', '/', ' ']);
        for word in ["or ", "and "] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
    }
    (values.len() > 1).then_some(values)
}

pub(crate) fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['\'', '"'].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(value).to_owned()
}

/// Whether this is one value rather than a pattern of values.
fn is_value(value: &str) -> bool {
    let pattern =
        value.contains(['{', '<', '#', '*', '[', '=', '(', '|']) || value.contains("..") || value.contains("XXX");
    !value.is_empty() && !pattern && value.len() <= 60
}
