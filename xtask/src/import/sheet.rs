//! A family's file before and after an import, and whether all specs are sound with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bitrix24_codegen::source::Source;

use super::base::{self, Teller};
use super::family::{self, Drafts};
use super::ground::{Ground, Grounds};
use super::mend::Families;
use super::merge::{Conflicts, merge};
use crate::paths;

/// A family's file before and after.
pub(crate) struct Sheet {
    pub(crate) path: PathBuf,
    pub(crate) before: Option<String>,
    pub(crate) after: String,
    /// What the importer would have written by each teller, to be kept for the next time.
    pub(crate) bases: Vec<(Teller, String)>,
    pub(crate) conflicts: Conflicts,
}

/// Files by their families.
pub(crate) type Sheets = BTreeMap<String, Sheet>;

/// The files with what is new in them.
pub(crate) fn sheets(families: &Families, grounds: &Grounds, folder: &Path) -> Sheets {
    let none = Ground::default();
    let sheet = |(family, drafts): (&String, &Drafts)| {
        let ground = grounds.get(family).unwrap_or(&none);
        (family.clone(), sheet(family, drafts, ground, family::path(folder, family)))
    };
    families.iter().map(sheet).collect()
}

fn sheet(family: &str, drafts: &Drafts, ground: &Ground, path: PathBuf) -> Sheet {
    let mut after = ground.there.clone();
    let (mut bases, mut conflicts) = (Vec::new(), Conflicts::new());
    for teller in Teller::ALL {
        let last = ground.base(teller);
        let base = match drafts.methods.iter().any(|(by, _)| *by == teller) {
            true => base::with_rest(last.unwrap_or_default(), &drafts.text_by(family, teller)),
            // A file that is gone is written anew, whoever told what was in it.
            false if ground.there.is_none() && last.is_some() => last.unwrap_or_default().to_owned(),
            false => continue,
        };
        let (merged, found) = match (&after, last.filter(|_| ground.there.is_some())) {
            (None, _) => (base.clone(), Conflicts::new()),
            (Some(there), Some(last)) => merge(last, &base, there),
            // What a person wrote about the file as a whole is in no conflict with what the importer would write.
            (Some(there), None) => merge("", &base::without_head(&base), there),
        };
        after = Some(merged);
        conflicts.extend(found);
        bases.push((teller, base));
    }
    Sheet { path, before: ground.there.clone(), after: after.unwrap_or_default(), bases, conflicts }
}

/// The files with which all specs are sound, and why the others stay as they are.
pub(crate) fn sound(mut sheets: Sheets, sources: &[Source], root: &Path) -> (Sheets, BTreeMap<String, String>) {
    let mut left = BTreeMap::new();
    while let Some(faults) = faults(&sheets, sources, root) {
        for (family, why) in faults {
            sheets.remove(&family);
            left.entry(family).or_insert(why);
        }
    }
    (sheets, left)
}

/// All specs with these files.
pub(crate) fn with(sheets: &Sheets, sources: &[Source], root: &Path) -> Vec<Source> {
    let new: Vec<Source> =
        sheets.values().map(|sheet| Source::new(paths::shown(&sheet.path, root), sheet.after.clone())).collect();
    let is_old = |source: &&Source| !new.iter().any(|new| new.path == source.path);
    let others: Vec<Source> = sources.iter().filter(is_old).cloned().collect();
    others.into_iter().chain(new).collect()
}

/// The families that have problems, and the first of each; nothing if there is none.
fn faults(sheets: &Sheets, sources: &[Source], root: &Path) -> Option<BTreeMap<String, String>> {
    let changed = sheets.values().any(|sheet| sheet.before.as_deref() != Some(&sheet.after));
    if !changed {
        return None;
    }
    let families: BTreeMap<String, &String> =
        sheets.iter().map(|(family, sheet)| (paths::shown(&sheet.path, root), family)).collect();
    let all = with(sheets, sources, root);
    let problems = bitrix24_codegen::read(&all).err()?;
    let mut faults = BTreeMap::new();
    for problem in problems.iter() {
        let source = all.get(problem.span.source);
        if let Some(family) = source.and_then(|source| families.get(&source.path)) {
            faults.entry((*family).clone()).or_insert_with(|| problem.problem.message());
        }
    }
    if faults.is_empty() {
        // A spec by hand does not go with what is new, and nothing tells with which part of it.
        let why = "the specs that are there do not go with it";
        faults.extend(sheets.keys().map(|family| (family.clone(), why.to_owned())));
    }
    Some(faults)
}
