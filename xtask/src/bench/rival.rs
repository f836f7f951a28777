//! `cargo xtask bench rival`: what progenitor makes of the same methods, and what that costs, beside this generator.

use std::path::Path;
use std::process::Stdio;

use bitrix24_codegen::source::Source;

use crate::bench::api::{self, Api};
use crate::bench::cargo::{Checked, check, fetch};
use crate::bench::edit::edited;
use crate::bench::usage::{self, Usage, Whose};
use crate::bench::{compile, generate, plain};
use crate::cargo::{cargo, output};
use crate::failure::Failure;
use crate::out;

/// The release that is measured.
const VERSION: &str = "0.15.1";

/// What a generator is judged by.
struct Figures {
    lines: usize,
    /// Of the processor, to generate.
    generate: f64,
    check: Usage,
    /// After one more parameter, with what the compiler kept of the run before.
    again: Usage,
}

pub(crate) fn run(rounds: usize) -> Result<(), Failure> {
    installed()?;
    let api = api::real()?;
    let methods: usize = api.scopes.values().sum();
    let folder = compile::folder()?;
    out::lines([format!("{methods} methods, the best of {rounds} rounds; progenitor generates and is checked once")])?;
    let ours = ours(&api, &folder, rounds)?;
    let theirs = theirs(&api, &folder.with_file_name("rival"))?;
    out::lines(report(&theirs, &ours, methods))
}

fn ours(api: &Api, folder: &Path, rounds: usize) -> Result<Figures, Failure> {
    let code = compile::generated(&api.sources)?;
    compile::write(&code, folder)?;
    check(folder, "")?;
    let check = told(Checked::new(folder, "full").best(rounds)?)?;
    let again = told(compile::again(&api.sources, &code, folder)?.map(|(_, usage)| usage))?;
    let generate = generate::seconds(api, rounds)?;
    Ok(Figures { lines: compile::lines(&code, "full"), generate, check, again })
}

fn theirs(api: &Api, folder: &Path) -> Result<Figures, Failure> {
    let generate = progenitor(&api.sources, folder)?;
    let path = folder.join("src/lib.rs");
    let text = std::fs::read_to_string(&path).map_err(Failure::io("cannot read", &path))?;
    fetch(folder)?;
    check(folder, "")?;
    let check = told(Checked::new(folder, "").best(1)?)?;
    // What the compiler keeps comes from a run of its own.
    let checked = Checked { incremental: true, ..Checked::new(folder, "") };
    checked.best(1)?;
    let (_, edited) = edited(&api.sources).ok_or_else(|| Failure::Workplace("no spec has parameters".to_owned()))?;
    progenitor(&edited, folder)?;
    Ok(Figures { lines: text.lines().count(), generate, check, again: told(checked.once()?)? })
}

/// Generates a crate from the specs, and gives the seconds of the processor that this took.
fn progenitor(sources: &[Source], folder: &Path) -> Result<f64, Failure> {
    let model = bitrix24_codegen::read(sources).map_err(Failure::specs(sources))?;
    let document = folder.with_extension("json");
    compile::put(&document, &plain::document(&model).to_string())?;
    let before = used()?;
    let mut command = cargo();
    command.args(["progenitor", "-i"]).arg(&document).arg("-o").arg(folder).args(["-n", "rival", "-v", "0.1.0"]);
    let output = output(command.stdout(Stdio::null()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Step(format!("progenitor refuses {}:\n{}", document.display(), said.trim_end())));
    }
    let seconds = used()? - before;
    // A workspace of its own, so that cargo does not look for it in this one.
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).map_err(Failure::io("cannot read", &manifest))?;
    if !text.contains("[workspace]") {
        compile::put(&manifest, &format!("{text}\n[workspace]\n"))?;
    }
    Ok(seconds)
}

/// An error that says what to do if progenitor is not there.
fn installed() -> Result<(), Failure> {
    let output = output(cargo().args(["install", "--list"]))?;
    let list = String::from_utf8_lossy(&output.stdout);
    let found = list.lines().find_map(|line| line.strip_prefix("cargo-progenitor v")?.strip_suffix(':'));
    if found == Some(VERSION) {
        return Ok(());
    }
    let found = found.map_or("none".to_owned(), |version| format!("version {version}"));
    let install = format!("cargo install cargo-progenitor --version {VERSION} --locked");
    Err(Failure::Workplace(format!("progenitor {VERSION} is measured, and {found} is installed: `{install}`")))
}

fn used() -> Result<f64, Failure> {
    Ok(told(usage::of(Whose::Children))?.seconds)
}

fn told(usage: Option<Usage>) -> Result<Usage, Failure> {
    usage.ok_or_else(|| Failure::Workplace("this system does not tell what a process has used".to_owned()))
}

fn report(theirs: &Figures, ours: &Figures, methods: usize) -> Vec<String> {
    let per_method = |figures: &Figures| ratio(figures.lines, methods);
    let row = |what: &str, unit: &str, theirs: f64, ours: f64| {
        format!("  {what:34} {theirs:>9.2} {unit:2} {ours:>9.2} {unit:2} {:>6.2}", ours / theirs)
    };
    vec![
        format!("  {:34} {:>12} {:>12} {:>6}", "", "progenitor", "bitrix24", "ratio"),
        row("lines for a method", "", per_method(theirs), per_method(ours)),
        row("generating, CPU", "s", theirs.generate, ours.generate),
        row("`cargo check`, CPU", "s", theirs.check.seconds, ours.check.seconds),
        row("... most memory", "GB", theirs.check.gigabytes, ours.check.gigabytes),
        row("again after an edit, CPU", "s", theirs.again.seconds, ours.again.seconds),
        row("... most memory", "GB", theirs.again.gigabytes, ours.again.gigabytes),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "a count of lines is far below what a double holds")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
