//! The specs that a portal serves: those of the crate `bitrix24`, and more.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bitrix24_codegen::diagnostic::Style;
use bitrix24_codegen::model::Model;
use bitrix24_codegen::source::{Source, is_spec};

use crate::error::StartError;
use crate::library::SPECS;

/// What the specs say: the built-in ones, with these beside them or in their place.
pub(crate) fn model(more: &[(String, String)], folders: &[PathBuf]) -> Result<Arc<Model>, StartError> {
    static BUILT_IN: OnceLock<Arc<Model>> = OnceLock::new();
    if more.is_empty() && folders.is_empty() {
        if let Some(model) = BUILT_IN.get() {
            return Ok(Arc::clone(model));
        }
        let model = Arc::new(read(built_in())?);
        return Ok(Arc::clone(BUILT_IN.get_or_init(|| model)));
    }
    let mut sources = built_in();
    for folder in folders {
        collect(folder, folder, &mut sources)?;
    }
    for (path, text) in more {
        put(&mut sources, Source::new(format!("spec/{path}"), text.as_bytes()));
    }
    read(sources).map(Arc::new)
}

fn built_in() -> Vec<Source> {
    SPECS.iter().map(|(path, text)| Source::new(*path, *text)).collect()
}

fn read(mut sources: Vec<Source>) -> Result<Model, StartError> {
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    bitrix24_codegen::read(&sources).map_err(|problems| StartError::Specs(problems.render(&sources, Style::Plain)))
}

fn put(sources: &mut Vec<Source>, source: Source) {
    sources.retain(|other| other.path != source.path);
    sources.push(source);
}

/// The `.yaml` files below a folder. Links to folders are not followed, so there is no circle.
fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<(), StartError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| StartError::Read { path, source }
    };
    for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        if entry.file_type().map_err(failed(&path))?.is_dir() {
            collect(root, &path, sources)?;
        } else if is_spec(path.strip_prefix(root).unwrap_or(&path)) {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let bytes = std::fs::read(&path).map_err(failed(&path))?;
            put(sources, Source::new(format!("spec/{}", parts.join("/")), bytes));
        }
    }
    Ok(())
}
