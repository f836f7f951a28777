//! What several tests need.

pub(crate) mod cargo;
pub(crate) mod expect;
pub(crate) mod listen;
pub(crate) mod manifest;
pub(crate) mod server;

use bitrix24_codegen::source::{Source, imported_copies, is_spec};

/// The specs of the repository that were written by hand: those whose every word is held against the code.
pub(crate) fn specs() -> Vec<Source> {
    let folder = cargo::root().join("spec");
    let is_imported = |source: &Source| {
        let copies = source.path.strip_prefix("spec/").map(|below| imported_copies(below.as_ref()));
        copies.is_some_and(|copies| copies.iter().any(|copy| folder.join(copy).exists()))
    };
    let mut sources = all_specs();
    sources.retain(|source| !is_imported(source));
    sources
}

/// Those, and the imported ones.
pub(crate) fn all_specs() -> Vec<Source> {
    specs_below("spec")
}

/// The specs below a folder of the repository, in the order of their paths, as if the folder were `spec`.
pub(crate) fn specs_below(folder: &str) -> Vec<Source> {
    let folder = cargo::root().join(folder);
    let mut sources = Vec::new();
    collect(&folder, &folder, &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!sources.is_empty());
    sources
}

/// The specs that were written by hand, for the crate and for the tests, which show what else the language can say.
pub(crate) fn corpus() -> Vec<Source> {
    let mut sources = specs();
    sources.extend(specs_below("tests/codegen/ok"));
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn collect(root: &std::path::Path, folder: &std::path::Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, sources);
        } else if is_spec(path.strip_prefix(root).unwrap()) {
            let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            sources.push(Source::new(format!("spec/{shown}"), std::fs::read(&path).unwrap()));
        }
    }
}
