//! `cargo xtask list`.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::model::{Family, Method};

use crate::failure::Failure;
use crate::specs;

pub(crate) fn run(folder: Option<&Path>) -> Result<(), Failure> {
    let specs = specs::load(folder)?;
    let methods =
        specs.model.families.iter().flat_map(|family| family.methods.iter().map(move |method| (family, method)));
    let rows: Vec<(String, String, &str)> =
        methods.map(|(family, method)| (wire(method), function(family, method), first_sentence(&method.doc))).collect();
    let width = |column: fn(&(String, String, &str)) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let (first, second) = (width(|row| row.0.len()), width(|row| row.1.len()));
    let mut out = std::io::stdout().lock();
    for (wire, function, doc) in rows {
        // Whoever reads the first lines only, as `head` does, closes the pipe; that is no error.
        if writeln!(out, "{wire:first$}  {function:second$}  {doc}").is_err() {
            break;
        }
    }
    Ok(())
}

fn wire(method: &Method) -> String {
    if method.twin { format!("{} (REST 3.0)", method.wire_name) } else { method.wire_name.clone() }
}

/// The function by its path below `bitrix24::api`.
pub(crate) fn function(family: &Family, method: &Method) -> String {
    let twin = if method.twin { "v3::" } else { "" };
    format!("{}::{twin}{}", family.module.join("::"), method.name)
}

fn first_sentence(doc: &str) -> &str {
    doc.split_inclusive(". ").next().unwrap_or_default().trim()
}
