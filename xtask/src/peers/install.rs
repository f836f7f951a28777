//! Fetches the clients by the ordinary tools, into folders that are kept until what is asked for changes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::failure::Failure;

/// A client that can be called.
pub(super) struct Client {
    /// The interpreter.
    pub(super) program: PathBuf,
    /// What it is to run.
    pub(super) script: PathBuf,
}

/// Why a client is not there.
#[derive(Debug)]
pub(super) enum Setback {
    /// A tool or a package is missing on this machine.
    Missing(String),
    /// Something that should work does not.
    Failure(Failure),
}

impl From<Failure> for Setback {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// A virtual environment with what `requirements.txt` names.
pub(super) fn python(scripts: &Path, folder: &Path, name: &str) -> Result<Client, Setback> {
    let (tool, version) = ["python3", "python"]
        .into_iter()
        .find_map(|tool| Some((tool, version(tool)?)))
        .ok_or_else(|| Setback::Missing("there is no python3 on this machine".to_owned()))?;
    let program = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let requirements = scripts.join("requirements.txt");
    kept(folder, &version, &[&requirements], || {
        let made = run(Command::new(tool).args(["-m", "venv"]).arg(folder))?;
        if !made.status.success() {
            return Err(Setback::Missing(format!("{tool} cannot make a virtual environment (its module venv)")));
        }
        let mut pip = Command::new(&program);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        let fetched = run(pip.arg(&requirements))?;
        if fetched.status.success() { Ok(()) } else { Err(not_fetched("pip", lines(&fetched.stderr).last())) }
    })?;
    Ok(Client { program, script: scripts.join(name).with_extension("py") })
}

/// `node_modules` as `package-lock.json` says. Node looks for packages beside the script, so the script goes there.
pub(super) fn node(scripts: &Path, folder: &Path, name: &str) -> Result<Client, Setback> {
    let missing = |tool: &str| Setback::Missing(format!("there is no {tool} on this machine"));
    let node = version("node").ok_or_else(|| missing("node"))?;
    let npm = version("npm").ok_or_else(|| missing("npm"))?;
    let files = [".npmrc", "package.json", "package-lock.json"].map(|file| scripts.join(file));
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    kept(folder, &format!("{node} {npm}"), &files, || {
        for file in &files {
            copy(file, folder)?;
        }
        let fetched = run(Command::new("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))?;
        if fetched.status.success() { Ok(()) } else { Err(not_fetched("npm", lines(&fetched.stderr).first())) }
    })?;
    let script = copy(&scripts.join(name).with_extension("mjs"), folder)?;
    Ok(Client { program: PathBuf::from("node"), script })
}

/// Makes a folder with `make`, unless it was made by the same tool for the same files.
fn kept(folder: &Path, tool: &str, files: &[&Path], make: impl FnOnce() -> Result<(), Setback>) -> Result<(), Setback> {
    let mut wanted = format!("{tool}\n");
    for file in files {
        wanted += &std::fs::read_to_string(file).map_err(Failure::io("cannot read", file))?;
    }
    // Written last: a folder without it was not finished.
    let stamp = folder.join("made-for.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Failure::io("cannot remove", folder))?;
    }
    std::fs::create_dir_all(folder).map_err(Failure::io("cannot make", folder))?;
    make()?;
    std::fs::write(&stamp, wanted).map_err(Failure::io("cannot write", &stamp))?;
    Ok(())
}

/// What a tool says its version is; none if there is no such tool.
fn version(tool: &str) -> Option<String> {
    let output = Command::new(tool).arg("--version").output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn run(command: &mut Command) -> Result<Output, Failure> {
    let program = PathBuf::from(command.get_program());
    command.output().map_err(Failure::io("cannot start", &program))
}

fn not_fetched(tool: &str, line: Option<&String>) -> Setback {
    let line = line.map_or("it does not say why", String::as_str);
    Setback::Missing(format!("{tool} cannot fetch the packages: {line}"))
}

fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn copy(file: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let copied = folder.join(file.file_name().unwrap_or(OsStr::new("script")));
    std::fs::copy(file, &copied).map_err(Failure::io("cannot copy", file))?;
    Ok(copied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_anew_when_what_is_wanted_changes() {
        let place = tempfile::tempdir().unwrap();
        let (folder, file) = (place.path().join("made"), place.path().join("requirements.txt"));
        std::fs::write(&file, "a==1").unwrap();
        let times = std::cell::Cell::new(0);
        let make = |tool: &str, works: bool| {
            kept(&folder, tool, &[&file], || {
                times.set(times.get() + 1);
                if works { Ok(()) } else { Err(Setback::Missing("a".to_owned())) }
            })
            .is_ok()
        };
        assert!(!make("1", false));
        assert!(make("1", true) && make("1", true));
        assert_eq!(times.get(), 2, "a failed attempt counts for nothing, a good one is kept");
        assert!(make("2", true));
        assert_eq!(times.get(), 3, "another tool");
        std::fs::write(folder.join("left"), "").unwrap();
        std::fs::write(&file, "a==2").unwrap();
        assert!(make("2", true));
        assert_eq!((times.get(), folder.join("left").exists()), (4, false), "another version, and nothing stays");
    }
}
