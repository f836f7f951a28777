//! Where the specs are: beside the file that calls the macro.

use std::path::{Component, Path, PathBuf};

use bitrix24_codegen::source::Source;
use proc_macro2::Span;
use syn::LitStr;

use crate::gather::gather;

/// A spec that was found.
pub(crate) struct Spec {
    pub(crate) source: Source,
    /// Where the call names it.
    pub(crate) literal: Span,
    /// The path by which the compiler can watch it.
    pub(crate) absolute: String,
}

/// Reads the specs, or says of each that is not there where it was looked for.
pub(crate) fn read(paths: &[LitStr], calling_file: Option<&Path>) -> syn::Result<Vec<Spec>> {
    let folder = folder(calling_file);
    gather(paths.iter().map(|path| read_one(path, &folder)))
}

fn read_one(literal: &LitStr, folder: &Path) -> syn::Result<Spec> {
    let written = literal.value();
    let path = tidy(&folder.join(&written));
    let failed = |error: std::io::Error| {
        let text = format!(
            "cannot read {}: {error}; the path `{written}` is taken from the folder of the calling file",
            path.display()
        );
        syn::Error::new(literal.span(), text)
    };
    let bytes = std::fs::read(&path).map_err(failed)?;
    let absolute = std::path::absolute(&path).map_err(failed)?;
    let Some(absolute) = absolute.to_str() else {
        return Err(syn::Error::new(literal.span(), "the compiler can only watch files whose path is UTF-8"));
    };
    let shown = path.to_string_lossy().replace('\\', "/");
    let name = written.trim_start_matches("./").replace('\\', "/");
    Ok(Spec { source: Source::alone(shown, name, bytes), literal: literal.span(), absolute: absolute.to_owned() })
}

/// The folder of the calling file. Where no file is known, as in some editors, the package's folder of sources.
fn folder(calling_file: Option<&Path>) -> PathBuf {
    match calling_file.and_then(Path::parent) {
        Some(folder) => folder.to_owned(),
        None => {
            std::env::var_os("CARGO_MANIFEST_DIR").map(|package| Path::new(&package).join("src")).unwrap_or_default()
        }
    }
}

/// The path without `.`, and without `..` where that is sure: after a folder that is named.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}
