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

/// The specs of the repository and those of the tests, which show what else the language can say.
pub(crate) fn corpus() -> Vec<Source> {
    let mut sources = specs();
    let own = cargo::root().join("tests/codegen/ok");
    let mut more = Vec::new();
    collect(&own, &mut more);
    assert!(!more.is_empty());
    for source in &mut more {
        source.path = source.path.replace("tests/codegen/ok/", "spec/");
    }
    sources.extend(more);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// A generated file for a crate of its own, where a module stands behind no feature.
pub(crate) fn ungated(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("#[cfg(feature")).collect();
    lines.join("\n") + "\n"
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
