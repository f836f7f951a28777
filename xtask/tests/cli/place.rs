//! A workplace of its own for each test, and what a command did there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

/// A folder with specs, a folder for code, and nothing else.
pub(crate) struct Place {
    folder: TempDir,
}

pub(crate) const SPEC: &str = "family: acme.orders
doc: Orders of an invented shop.
docs: acme/
scope: [acme]

methods:
  add:
    doc: Places an order.
    page: add.html
    access: any
    context: any
    effect: once
    params:
      CODE: {type: string, required: true, doc: What is ordered.}
    result: integer
";

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        place.write("spec/acme/orders.yaml", SPEC);
        place
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs a command here, in the repository that the tests are of.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
    }

    /// Runs a command as if this place were the repository.
    pub(crate) fn run_at_home(&self, arguments: &[&str]) -> Ran {
        self.run_in(&self.path("xtask"), arguments)
    }

    fn run_in(&self, package: &Path, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", package).args(arguments);
        Ran::of(command.output().unwrap())
    }

    pub(crate) fn generate(&self) -> Ran {
        self.run(&["generate", "--spec", "spec", "--out", "src"])
    }

    pub(crate) fn check(&self) -> Ran {
        self.run(&["generate", "--check", "--spec", "spec", "--out", "src"])
    }

    /// Every file below a folder, with its text and the time of its last change.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<PathBuf, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, (String, SystemTime)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let changed = path.metadata().unwrap().modified().unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            files.insert(path, (text, changed));
        }
    }
}

pub(crate) struct Ran {
    code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text) || self.err.contains(text), "{text:?} in\n{}\n{}", self.out, self.err);
        self
    }
}
