//! `cargo xtask import`: specs from the vendor's documentation, and from what portals say of themselves.
//!
//! The stages: a page as blocks ([`page`]), what it says of its method ([`facts`]), the entry that a spec would have for it
//! ([`draft`]), with what pages have wrong put right ([`fixups`]); or the same entries from the document of a portal
//! ([`portal`]). Then, whoever told of it: without what the checker refuses ([`mend`]), as a family's file ([`family`]), with
//! what people have changed ([`merge`]). Each is a function from value to value; only this file writes.

pub(crate) mod base;
mod differ;
pub(crate) mod doubts;
pub(crate) mod draft;
mod drafts;
pub(crate) mod facts;
mod family;
mod fixups;
mod ground;
mod mend;
mod merge;
mod others;
mod outline;
mod page;
pub(crate) mod pages;
mod portal;
mod report;
mod sheet;
mod yaml;

use std::path::{Path, PathBuf};

use bitrix24_codegen::source::imported_copies;

use crate::failure::Failure;
use crate::generate::write;
use crate::{out, paths, specs};
use drafts::Described;
use report::{Fate, Report};

pub(crate) fn run(given: &[PathBuf], folder: Option<&Path>, dry_run: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let folder = folder.map_or_else(|| root.join("spec"), Path::to_owned);
    let sources = specs::find(&folder, &root)?;
    // On specs that have problems nothing could be told of what comes to them.
    let described: Described = match bitrix24_codegen::read(&sources) {
        _ if sources.is_empty() => Described::new(),
        Ok(model) => drafts::described(&model),
        Err(problems) => return Err(Failure::Specs { problems: Box::new(problems), sources }),
    };
    let fixups = fixups::read(&folder, &root)?;
    let (documents, pages): (Vec<PathBuf>, Vec<PathBuf>) =
        given.iter().cloned().partition(|path| portal::is_document(path));
    let portals = portal::read(&documents)?;
    let found = pages::read(&pages)?;
    let mut report = Report::of(found.pages, found.other_pages, documents.len());
    let drafted = drafts::drafts(found, &portals, &folder, &described, &fixups, &mut report)?;
    let sheets = sheet::sheets(&drafted.families, &drafted.grounds, &folder);
    let (sheets, left) = sheet::sound(sheets, &sources, &root);
    for (family, drafts) in &drafted.families {
        for (draft, doubts) in drafts.with_doubts() {
            let fate = match left.get(family) {
                Some(why) => Fate::Refused(why.clone()),
                None if doubts.is_empty() => Fate::Imported,
                None => Fate::Doubtful(doubts),
            };
            report.note(draft.shown_name(), fate);
        }
    }
    others::note(&drafted.others, &sheet::with(&sheets, &sources, &root), &mut report);
    let mut changes = Vec::new();
    for (family, sheet) in &sheets {
        for place in &sheet.conflicts {
            report.note(family.clone(), Fate::Conflict(place.clone()));
        }
        if sheet.before.as_deref() != Some(&sheet.after) {
            let change = if sheet.before.is_some() { "changed" } else { "new" };
            changes.push(format!("  {change:<10} {}", paths::shown(&sheet.path, &root)));
        }
        if !dry_run {
            keep(&sheet.path, &sheet.after)?;
            for (teller, base) in &sheet.bases {
                keep(&base::path(&folder, family, *teller), base)?;
            }
        }
    }
    let end = match (changes.is_empty(), dry_run) {
        (true, _) => "no spec changes",
        (false, true) => "a dry run: nothing was written",
        (false, false) => "Next: look at the diff and at its doubts, and run `cargo xtask check`.",
    };
    out::lines(changes.into_iter().chain(report.lines()).chain([end.to_owned()]))
}

/// Whether a spec of the repository, such as `spec/crm/deal.yaml`, was written by an import.
pub(crate) fn is_imported(spec: &str, root: &Path) -> bool {
    let copies = spec.strip_prefix("spec/").map(|below| imported_copies(Path::new(below)));
    copies.is_some_and(|copies| copies.iter().any(|copy| root.join("spec").join(copy).exists()))
}

/// Writes a file if it has another text.
fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    if std::fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    write::replace(path, text)
}

/// The text of a file, if there is one.
pub(crate) fn text_of(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("cannot read", path)(error)),
    }
}
