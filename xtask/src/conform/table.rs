//! What the tables of a page say about a place in one of its examples.

use serde_json::Value;

use crate::import::facts::{Facts, Field, Fields};

use super::trial::Kind;

/// What the tables say.
pub(crate) enum Told<'a> {
    /// A row is about it; so many lists lie between the row and the place.
    Row(&'a Field, usize),
    /// A table says what is there, and it is not.
    Unlisted,
    /// Nothing.
    Nothing,
}

/// The row that all of a request, or of an answer, would have.
pub(crate) fn root(facts: &Facts, kind: Kind) -> Field {
    match kind {
        Kind::Request => {
            Field { types: vec!["object".to_owned()], inside: Some(facts.params.clone()), ..Field::default() }
        }
        _ => Field { types: facts.answer.types.clone(), inside: facts.answer.fields.clone(), ..Field::default() },
    }
}

/// Follows a path from a row.
pub(crate) fn told<'a>(root: &'a Field, path: &[String]) -> Told<'a> {
    let (mut field, mut lists) = (root, 0);
    for (at, name) in path.iter().enumerate() {
        let is_last = at + 1 == path.len();
        match field.inside.as_ref().map(|inside| (inside, row(inside, name, is_last))) {
            Some((_, Some(inner))) => (field, lists) = (inner, 0),
            _ if name.bytes().all(|byte| byte.is_ascii_digit()) => lists += 1,
            // What a table says of one object is said of all that stand under keys of their own.
            Some(_) if !is_last => {}
            Some((inside, _)) if !inside.open => return Told::Unlisted,
            _ => return Told::Nothing,
        }
    }
    Told::Row(field, lists)
}

/// The row of a name. On the way to a place, a name in other letters is still the way.
fn row<'a>(fields: &'a Fields, name: &str, exactly: bool) -> Option<&'a Field> {
    let other = || fields.list.iter().find(|field| !exactly && field.name.eq_ignore_ascii_case(name));
    fields.get(name).or_else(other)
}

/// The table that says what is inside of a place.
pub(crate) fn inside<'a>(told: &Told<'a>) -> Option<&'a Fields> {
    match told {
        Told::Row(field, _) => field.inside.as_ref(),
        _ => None,
    }
}

/// Whether a value is of one of the types that a row names, read as a person would; nothing if they do not tell.
pub(crate) fn fits(field: &Field, lists: usize, value: &Value) -> Option<bool> {
    let told: Option<Vec<bool>> = field.types.iter().map(|ty| fits_word(&item(ty, lists)?, value)).collect();
    told.filter(|told| !told.is_empty()).map(|told| told.contains(&true))
}

/// The type of what lists of a type have in them.
fn item(ty: &str, lists: usize) -> Option<String> {
    (0..lists).try_fold(ty.trim().to_lowercase(), |ty, _| ty.strip_suffix("[]").map(str::to_owned))
}

fn fits_word(word: &str, value: &Value) -> Option<bool> {
    let text = value.as_str();
    let is_whole = value.is_i64() || text.is_some_and(|text| text.parse::<i64>().is_ok());
    if let Some(item) = word.strip_suffix("[]") {
        let Value::Array(items) = value else { return Some(false) };
        return items.iter().map(|value| fits_word(item, value)).try_fold(true, |all, one| Some(all && one?));
    }
    Some(match word {
        "string" | "text" | "char" => text.is_some() || value.is_number() || value.is_boolean(),
        "integer" | "int" => is_whole,
        "double" | "float" | "number" => value.is_number() || text.is_some_and(|text| text.parse::<f64>().is_ok()),
        "boolean" | "bool" => {
            value.is_boolean()
                || matches!(value.as_i64(), Some(0 | 1))
                || text.is_some_and(|text| ["Y", "N", "1", "0", "true", "false"].contains(&text))
        }
        // How a portal writes a moment depends on its settings.
        "date" | "datetime" => text.is_some(),
        "timestamp" => is_whole || text.is_some(),
        "object" => value.is_object(),
        // PHP has one word for both.
        "array" => value.is_array() || value.is_object(),
        "null" => value.is_null(),
        _ => return None,
    })
}
