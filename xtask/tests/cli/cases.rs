//! Inputs of imports that are files, each with the report and the specs that it becomes in a `.yaml` beside it.
//! `BLESS=1` writes those anew.

use std::path::{Path, PathBuf};

use crate::place::{Place, Ran};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(name)
}

/// The inputs in a folder, by their ending, in the order of their names.
pub(crate) fn inputs(folder: &str, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(self::folder(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|own| own == ending)).collect();
    assert!(!files.is_empty());
    files.sort();
    files
}

/// The text of an input.
pub(crate) fn input(folder: &str, file: &str) -> String {
    std::fs::read_to_string(self::folder(folder).join(file)).unwrap()
}

/// The specs below `mine` of a place, without the copies that the importer keeps.
pub(crate) fn specs(place: &Place) -> String {
    let files = place.files("mine").into_iter();
    let files = files.filter(|(path, _)| path.extension().is_some_and(|ending| ending == "yaml"));
    files.map(|(_, (text, _))| text).collect()
}

/// Holds the report of an import and the specs of its place against what stands beside the input.
#[track_caller]
pub(crate) fn compare(input: &Path, place: &Place, ran: &Ran) {
    let report = ran.out.lines().filter(|line| !line.starts_with("  new ") && !line.starts_with("Next:"));
    let report: Vec<String> = report.map(|line| format!("# {}\n", line.trim_end())).collect();
    let found = report.concat() + &specs(place);
    let expected = input.with_extension("yaml");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expected, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(found, expected, "{}", input.display());
}
