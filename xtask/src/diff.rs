//! `cargo xtask diff`: what changed between two states of the specs, and what that is to the users of the crate.

mod change;
mod changelog;
mod compare;
mod errors;
mod limits;
mod method;
mod named;
mod pairs;
mod record;
mod requirements;
mod revision;
#[cfg(test)]
mod tests;
mod types;
mod version;
mod words;

use std::path::Path;

use crate::diff::change::{Subject, Verdict};
use crate::failure::{Failure, counted};
use crate::generate::write;
use crate::{out, paths, specs};

/// Compares the specs of a revision with those of the working tree.
pub(crate) fn run(since: &str, into_changelog: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let past = revision::read(since, &root)?;
    let now = specs::load(Some(&root.join("spec")))?;
    let subjects = compare::compare(&past.model, &now.model);
    if into_changelog {
        return write_changelog(&root.join("CHANGELOG.md"), &subjects);
    }
    let version = version::of_manifest(&past.manifest)?;
    let verdict = subjects.iter().map(Subject::verdict).max();
    let end = match verdict {
        None => format!("no spec says anything else than at {since}"),
        Some(verdict) => {
            let next = version::next(&version, verdict);
            format!("{}: {verdict}, so {version} becomes {next}", counts(&subjects))
        }
    };
    out::lines(subjects.iter().flat_map(text).chain([end]))
}

/// A subject and its changes, the gravest first.
fn text(subject: &Subject) -> Vec<String> {
    let mut changes: Vec<&change::Change> = subject.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.what.verdict()));
    let lines = changes.into_iter().map(|change| format!("  {:8}  {change}", change.what.verdict()));
    std::iter::once(subject.name.clone()).chain(lines).chain([String::new()]).collect()
}

/// `3 changes (1 breaking, 2 minor, 0 patch)`
fn counts(subjects: &[Subject]) -> String {
    let verdicts: Vec<Verdict> =
        subjects.iter().flat_map(|subject| &subject.changes).map(|change| change.what.verdict()).collect();
    let of = |verdict: Verdict| format!("{} {verdict}", verdicts.iter().filter(|other| **other == verdict).count());
    let kinds = [Verdict::Breaking, Verdict::Minor, Verdict::Patch].map(of);
    format!("{} ({})", counted(verdicts.len(), "change"), kinds.join(", "))
}

fn write_changelog(path: &Path, subjects: &[Subject]) -> Result<(), Failure> {
    let before = std::fs::read_to_string(path).map_err(Failure::io("cannot read", path))?;
    let after = changelog::with(&before, subjects)
        .map_err(|message| Failure::Workplace(format!("{}: {message}", path.display())))?;
    if after == before {
        return out::lines(["CHANGELOG.md has every entry already"]);
    }
    write::replace(path, &after)?;
    out::lines(["CHANGELOG.md has an entry for each change"])
}
