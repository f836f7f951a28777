//! A family's file before and after an import, and whether all specs are sound with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bitrix24_codegen::source::Source;

use super::mend::Families;
use super::merge::{Conflicts, merge};
use super::{base, family, text_of};
use crate::failure::Failure;
use crate::paths;

/// A family's file before and after.
pub(crate) struct Sheet {
    pub(crate) path: PathBuf,
    pub(crate) before: Option<String>,
    pub(crate) after: String,
    /// What the importer would have written, to be kept for the next time.
    pub(crate) base: String,
    pub(crate) conflicts: Conflicts,
}

/// Files by their families.
pub(crate) type Sheets = BTreeMap<String, Sheet>;

/// The files with what is new in them.
pub(crate) fn sheets(families: &Families, folder: &Path) -> Result<Sheets, Failure> {
    let mut sheets = Sheets::new();
    for (family, drafts) in families {
        let path = family::path(folder, family);
        let before = text_of(&path)?;
        let last = text_of(&base::path(folder, family))?;
        let (now, _) = family::text(family, drafts);
        let base = base::with_rest(last.as_deref().unwrap_or_default(), &now);
        let (after, conflicts) = match (&before, &last) {
            (None, _) => (base.clone(), Conflicts::new()),
            (Some(there), Some(last)) => merge(last, &base, there),
            // What a person wrote about the file as a whole is in no conflict with what the importer would write.
            (Some(there), None) => merge("", &base::without_head(&base), there),
        };
        sheets.insert(family.clone(), Sheet { path, before, after, base, conflicts });
    }
    Ok(sheets)
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

/// The families that have problems, and the first of each; nothing if there is none.
fn faults(sheets: &Sheets, sources: &[Source], root: &Path) -> Option<BTreeMap<String, String>> {
    let changed = sheets.values().any(|sheet| sheet.before.as_deref() != Some(&sheet.after));
    if !changed {
        return None;
    }
    let families: BTreeMap<String, &String> =
        sheets.iter().map(|(family, sheet)| (paths::shown(&sheet.path, root), family)).collect();
    let others = sources.iter().filter(|source| !families.contains_key(&source.path)).cloned();
    let new = sheets.values().map(|sheet| Source::new(paths::shown(&sheet.path, root), sheet.after.clone()));
    let all: Vec<Source> = others.chain(new).collect();
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
