//! `cargo xtask bench compile`: what the generated code costs the compiler, as a crate of its own that depends on the
//! client. Of the crate alone: its dependencies are checked before.

use std::path::{Path, PathBuf};

use bitrix24_codegen::render::Code;
use bitrix24_codegen::source::Source;

use crate::bench::api::Api;
use crate::bench::cargo::{Checked, check};
use crate::bench::edit::edited;
use crate::bench::usage::Usage;
use crate::failure::Failure;
use crate::{out, paths};

/// The most that the whole API may cost.
const ALL: Usage = Usage { seconds: 8.0, gigabytes: 1.2 };
/// The most that one scope may.
const SCOPE: Usage = Usage { seconds: 1.0, gigabytes: f64::INFINITY };

pub(crate) fn run(api: &Api, rounds: usize) -> Result<(), Failure> {
    let code = generated(&api.sources)?;
    let folder = folder()?;
    write(&code, &folder)?;
    check(&folder, "")?;
    out::lines([
        format!("`cargo check` of {}, best of {rounds} rounds", paths::shown(&folder, &paths::root()?)),
        format!("  {:12} {:>8} {:>8} {:>10} {:>11}  of the target", "features", "methods", "lines", "CPU", "memory"),
    ])?;
    out::lines([row(&folder, rounds, &code, ("", 0), None)?])?;
    let scopes = || api.scopes.iter().map(|(name, methods)| (name.as_str(), *methods));
    for scope in [scopes().min_by_key(|scope| scope.1), scopes().max_by_key(|scope| scope.1)].into_iter().flatten() {
        out::lines([row(&folder, rounds, &code, scope, Some(SCOPE))?])?;
    }
    out::lines([row(&folder, rounds, &code, ("full", api.scopes.values().sum()), Some(ALL))?])?;
    out::lines(match again(&api.sources, &code, &folder)? {
        Some((path, usage)) => vec![format!(
            "full once more, after a parameter was added to {path}, incrementally: {:.2} s, {:.2} GB",
            usage.seconds, usage.gigabytes
        )],
        None => Vec::new(),
    })
}

/// The code of these specs.
pub(crate) fn generated(sources: &[Source]) -> Result<Code, Failure> {
    bitrix24_codegen::generate(sources).map_err(Failure::specs(sources))
}

/// What it costs to check everything again after an edit of one spec, and of which; nothing if no spec can be edited, or
/// if the system does not tell.
pub(crate) fn again(sources: &[Source], code: &Code, folder: &Path) -> Result<Option<(String, Usage)>, Failure> {
    let Some((path, edited)) = edited(sources) else { return Ok(None) };
    let after = generated(&edited)?;
    let checked = Checked { incremental: true, ..Checked::new(folder, "full") };
    checked.best(1)?;
    let changed = after.files.iter().filter(|file| !code.files.iter().any(|old| old.text == file.text));
    for file in changed {
        put(&folder.join("src").join(&file.path), &file.text)?;
    }
    Ok(checked.once()?.map(|usage| (path, usage)))
}

/// What a feature with this number of methods costs.
fn row(
    folder: &Path,
    rounds: usize,
    code: &Code,
    (feature, methods): (&str, usize),
    target: Option<Usage>,
) -> Result<String, Failure> {
    let name = if feature.is_empty() { "none" } else { feature };
    let start = format!("  {name:12} {methods:>8} {:>8}", lines(code, feature));
    let Some(Usage { seconds, gigabytes }) = Checked::new(folder, feature).best(rounds)? else {
        return Ok(format!("{start} not measured: this system does not tell what a process has used"));
    };
    let ratio = target.map(|target| {
        let memory = gigabytes / target.gigabytes;
        let memory = if memory > 0.0 { format!(" and {memory:.2}") } else { String::new() };
        format!("{:.2}{memory}", seconds / target.seconds)
    });
    Ok(format!("{start} {seconds:>8.2} s {gigabytes:>8.2} GB  {}", ratio.unwrap_or_default()))
}

/// Where cargo builds, beside everything else that it builds here.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(Failure::io("cannot find", Path::new("this program")))?;
    let target = program.ancestors().nth(2).map(Path::to_owned);
    Ok(target.unwrap_or_default().join("bench"))
}

/// The lines of Rust that stand behind a feature, or behind none.
pub(crate) fn lines(code: &Code, feature: &str) -> usize {
    let of_feature = |path: &str| {
        let scope = path.trim_start_matches("generated/").split(['/', '.']).next().unwrap_or_default();
        let gated = code.features.iter().any(|feature| feature.name == scope);
        scope != "system" && (!gated || feature == "full" || feature == scope)
    };
    code.files.iter().filter(|file| of_feature(&file.path)).map(|file| file.text.lines().count()).sum()
}

/// The crate. The system errors have their place in the client alone.
pub(crate) fn write(code: &Code, folder: &Path) -> Result<(), Failure> {
    let root = paths::root()?;
    let sources = folder.join("src");
    if sources.exists() {
        std::fs::remove_dir_all(&sources).map_err(Failure::io("cannot remove", &sources))?;
    }
    let features = code.features.iter().map(|feature| format!("{} = {:?}\n", feature.name, feature.needs));
    let all: Vec<&String> = code.features.iter().map(|feature| &feature.name).collect();
    let manifest = format!(
        "[package]\nname = \"bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nbitrix24 = {{ path = {}, default-features = false }}\n\n\
         # As for whoever depends on the client by its version or by git.\n[profile.dev]\nincremental = false\n\n\
         [features]\n{}full = {all:?}\n",
        toml_edit::Value::from(root.join("generated-client").to_string_lossy().into_owned()),
        features.collect::<String>(),
    );
    let lock = root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&lock).map_err(Failure::io("cannot read", &lock))?;
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("Cargo.lock"), &lock)?;
    put(&sources.join("lib.rs"), "pub mod generated;\n")?;
    for file in code.files.iter().filter(|file| file.path != "generated/system.rs") {
        put(&sources.join(&file.path), &file.text.replace("pub mod system;\n", ""))?;
    }
    Ok(())
}

pub(crate) fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(Failure::io("cannot make the folder", folder))?;
    std::fs::write(path, text).map_err(Failure::io("cannot write", path))
}
