//! What several tests need.

pub(crate) mod cargo;
pub(crate) mod expect;
pub(crate) mod manifest;
pub(crate) mod server;

use bitrix24_codegen::source::Source;

/// The specs of the repository.
pub(crate) fn specs() -> Vec<Source> {
    let mut sources = Vec::new();
    collect(&cargo::root().join("spec"), &mut sources);
    assert!(!sources.is_empty());
    sources
}

fn collect(folder: &std::path::Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let shown = path.strip_prefix(cargo::root()).unwrap().to_string_lossy().replace('\\', "/");
            sources.push(Source::new(shown, std::fs::read(&path).unwrap()));
        }
    }
}
