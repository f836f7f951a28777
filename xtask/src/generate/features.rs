//! The cargo features of the client: one for each scope that has specs.

use std::path::Path;

use bitrix24_codegen::render::Feature;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::failure::Failure;

/// The manifest with the features that it lacks; `None` if it has all of them.
pub(crate) fn missing(features: &[Feature], manifest: &Path) -> Result<Option<String>, Failure> {
    let text = std::fs::read_to_string(manifest).map_err(Failure::io("cannot read", manifest))?;
    let broken = |message: &str| Failure::Workplace(format!("{}: {message}", manifest.display()));
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| broken(&error.to_string()))?;
    let table = document.entry("features").or_insert(Item::Table(Table::new()));
    let table = table.as_table_mut().ok_or_else(|| broken("`features` is no table"))?;
    let mut changed = false;
    for feature in features {
        let needs: Array = feature.needs.iter().map(String::as_str).collect();
        let has = table.get(&feature.name).and_then(Item::as_array);
        if has.is_none_or(|has| names(has) != names(&needs)) {
            table.insert(&feature.name, Item::Value(Value::Array(needs)));
            changed = true;
        }
    }
    Ok(changed.then(|| document.to_string()))
}

fn names(array: &Array) -> Vec<&str> {
    array.iter().filter_map(Value::as_str).collect()
}
