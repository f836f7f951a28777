//! `cargo xtask list`.

use std::path::Path;

use bitrix24_codegen::model::{Family, Method, Model};

use crate::failure::Failure;
use crate::{out, specs};

pub(crate) fn run(folder: Option<&Path>) -> Result<(), Failure> {
    let (specs, _) = specs::load_readable(folder)?;
    let rows: Vec<(String, String, &str)> = methods(&specs.model)
        .map(|(family, method)| (wire(method), function(family, method), first_sentence(&method.doc)))
        .collect();
    let width = |column: fn(&(String, String, &str)) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let (first, second) = (width(|row| row.0.len()), width(|row| row.1.len()));
    out::lines(rows.iter().map(|(wire, function, doc)| format!("{wire:first$}  {function:second$}  {doc}")))
}

/// All methods, in the order of the families, each with its own.
pub(crate) fn methods(model: &Model) -> impl Iterator<Item = (&Family, &Method)> {
    model.families.iter().flat_map(|family| family.methods.iter().map(move |method| (family, method)))
}

fn wire(method: &Method) -> String {
    if method.twin { format!("{} (REST 3.0)", method.wire_name) } else { method.wire_name.clone() }
}

/// The function by its path below `bitrix24::api`.
pub(crate) fn function(family: &Family, method: &Method) -> String {
    let twin = if method.twin { "v3::" } else { "" };
    format!("{}::{twin}{}", family.module.join("::"), method.name)
}

/// What a text says first.
pub(crate) fn first_sentence(text: &str) -> &str {
    text.split_inclusive(". ").next().unwrap_or_default().trim()
}
