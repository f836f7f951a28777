//! The cargo features of the client: one for each scope that has specs, and `full` for all of them.

use std::path::Path;

use bitrix24_codegen::render::Feature;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::failure::Failure;

/// The feature that turns on every scope. What it lists was generated, so what it lists and no spec has is removed.
const ALL: &str = "full";

/// The manifest with the features of these specs.
pub(crate) fn updated(features: &[Feature], manifest: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(manifest).map_err(Failure::io("cannot read", manifest))?;
    with(features, &text).map_err(|message| Failure::Workplace(format!("{}: {message}", manifest.display())))
}

/// The scopes that a manifest has a feature for.
pub(crate) fn scopes(manifest: &Path) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(manifest).map_err(Failure::io("cannot read", manifest))?;
    let document: DocumentMut =
        text.parse().map_err(|error| Failure::Workplace(format!("{}: {error}", manifest.display())))?;
    Ok(document.get("features").and_then(Item::as_table).map(|table| names(table, ALL)).unwrap_or_default())
}

fn with(features: &[Feature], manifest: &str) -> Result<String, String> {
    let mut document: DocumentMut = manifest.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let table = document.entry("features").or_insert(Item::Table(Table::new()));
    let table = table.as_table_mut().ok_or("`features` is no table")?;
    let scopes: Vec<&str> = features.iter().map(|feature| feature.name.as_str()).collect();
    let vanished: Vec<String> = names(table, ALL).into_iter().filter(|name| !scopes.contains(&name.as_str())).collect();
    for scope in &vanished {
        table.remove(scope);
    }
    let lists = table.iter_mut().filter_map(|(_, item)| item.as_array_mut());
    for list in lists {
        let before = list.len();
        list.retain(|name| name.as_str().is_none_or(|name| !vanished.iter().any(|scope| scope == name)));
        if list.len() != before {
            list.fmt();
        }
    }
    for feature in features {
        set(table, &feature.name, feature.needs.iter().map(String::as_str));
    }
    set(table, ALL, scopes.into_iter());
    Ok(document.to_string())
}

/// Makes a feature turn on just these others.
fn set<'a>(table: &mut Table, feature: &str, needs: impl Iterator<Item = &'a str>) {
    let needs: Array = needs.collect();
    let wanted: Vec<&str> = needs.iter().filter_map(Value::as_str).collect();
    if !table.contains_key(feature) || names(table, feature) != wanted {
        table.insert(feature, Item::Value(Value::Array(needs)));
    }
}

fn names(table: &Table, feature: &str) -> Vec<String> {
    let list = table.get(feature).and_then(Item::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(name: &str, needs: &[&str]) -> Feature {
        Feature { name: name.to_owned(), needs: needs.iter().map(|&need| need.to_owned()).collect() }
    }

    #[test]
    fn scopes_come_and_go_and_the_rest_stays() {
        let before = "[features]\ndefault = [\"tasks\", \"crm\"]\n# Kept.\nblocking = []\n\ncrm = []\n";
        let with_tasks = with(&[feature("crm", &[]), feature("tasks", &["crm"])], before).unwrap();
        let after =
            "[features]\ndefault = [\"tasks\", \"crm\"]\n# Kept.\nblocking = []\n\ncrm = []\ntasks = [\"crm\"]\n";
        assert_eq!(with_tasks, format!("{after}full = [\"crm\", \"tasks\"]\n"));
        assert_eq!(with(&[feature("crm", &[]), feature("tasks", &["crm"])], &with_tasks).unwrap(), with_tasks);
        let without = with(&[feature("crm", &[])], &with_tasks).unwrap();
        assert_eq!(without, "[features]\ndefault = [\"crm\"]\n# Kept.\nblocking = []\n\ncrm = []\nfull = [\"crm\"]\n");
    }

    #[test]
    fn a_manifest_that_is_none_is_said_to_be() {
        assert!(with(&[], "[features").is_err());
        assert_eq!(with(&[], "features = 1\n"), Err("`features` is no table".to_owned()));
    }
}
