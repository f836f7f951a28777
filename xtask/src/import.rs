//! `cargo xtask import`: specs from the vendor's documentation.
//!
//! The stages, each a function from value to value: a page as blocks ([`page`]), what it says of its method ([`facts`]),
//! the entry that a spec would have for it ([`draft`]), without what the checker refuses ([`mend`]), as a family's file
//! ([`family`]), with what people have changed ([`merge`]). Only this file reads and writes specs.

mod base;
mod draft;
mod facts;
mod family;
mod mend;
mod merge;
mod outline;
mod page;
pub(crate) mod pages;
mod report;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bitrix24_codegen::skeleton::MethodName;
use bitrix24_codegen::source::Source;

use crate::failure::Failure;
use crate::generate::write;
use crate::{out, paths, specs};
use facts::Facts;
use mend::Families;
use pages::{Documented, Found};
use report::{Fate, Report};

/// Where pages stand, below the documentation; that of the files which the importer makes.
const DOCS: &str = "api-reference/";

/// A family's file before and after.
struct Sheet {
    path: PathBuf,
    before: Option<String>,
    after: String,
    base: String,
}

pub(crate) fn run(pages: &[PathBuf], folder: Option<&Path>, dry_run: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let folder = folder.map_or_else(|| root.join("spec"), Path::to_owned);
    let sources = specs::find(&folder, &root)?;
    if !sources.is_empty() {
        // On specs that have problems nothing could be told of what comes to them.
        bitrix24_codegen::read(&sources)
            .map_err(|problems| Failure::Specs { problems: Box::new(problems), sources: sources.clone() })?;
    }
    let found = pages::read(pages)?;
    let mut report = Report::of(found.pages, found.other_pages);
    let (methods, doubts) = drafts(found, &folder, &sources, &mut report)?;
    let sheets = sheets(&methods, &folder, &mut report)?;
    let (sheets, broken) = sound(sheets, &sources, &root);
    for (family, drafts) in &methods {
        for draft in drafts {
            let fate = match (broken.get(family), doubts.get(&(draft.name.clone(), draft.rest3))) {
                (Some(why), _) => Fate::Refused(why.clone()),
                (None, Some(doubts)) if !doubts.is_empty() => Fate::Doubtful(doubts.clone()),
                (None, _) => Fate::Imported,
            };
            report.note(shown(&draft.name, draft.rest3), fate);
        }
    }
    let mut written = Vec::new();
    for (family, sheet) in &sheets {
        if sheet.before.as_deref() != Some(&sheet.after) {
            written.push(format!(
                "  {:<10} {}",
                if sheet.before.is_some() { "changed" } else { "new" },
                paths::shown(&sheet.path, &root)
            ));
        }
        if !dry_run {
            keep(&sheet.path, &sheet.after)?;
            keep(&base::path(&folder, family), &sheet.base)?;
        }
    }
    let nothing = written.is_empty().then(|| "no spec changes".to_owned());
    let dry = dry_run.then(|| "this was a dry run: nothing was written".to_owned());
    out::lines(written.into_iter().chain(report.lines()).chain(nothing).chain(dry))
}

/// Writes a file if it has another text.
fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    if std::fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    write::replace(path, text)
}

fn shown(name: &str, rest3: bool) -> String {
    if rest3 { format!("{name}@3") } else { name.to_owned() }
}

/// What the importer doubts about each method.
type Doubts = BTreeMap<(String, bool), Vec<String>>;

/// The drafts of all methods that nobody described by hand, with their doubts.
fn drafts(found: Found, folder: &Path, sources: &[Source], report: &mut Report) -> Result<(Families, Doubts), Failure> {
    for (what, why) in found.refused {
        report.note(what, Fate::Refused(why));
    }
    let mut groups: BTreeMap<String, Vec<Documented>> = BTreeMap::new();
    for documented in found.methods {
        let Facts { name, rest3, .. } = &documented.facts;
        let (family, key) = draft::family_and_key(name, *rest3);
        let imported = base::methods(&before(&base::path(folder, family))?.unwrap_or_default());
        let described = MethodName::parse(&shown(name, *rest3)).map(|name| name.described(sources).is_some());
        match described {
            None => report.note(shown(name, *rest3), Fate::Refused("it is no method's name".to_owned())),
            Some(true) if !imported.contains(&key) => report.note(shown(name, *rest3), Fate::ByHand),
            Some(_) => groups.entry(family.to_owned()).or_default().push(documented),
        }
    }
    let mut families = Families::new();
    for (family, mut group) in groups {
        group.sort_by(|a, b| (&a.facts.name, a.facts.rest3).cmp(&(&b.facts.name, b.facts.rest3)));
        let there = before(&folder.join(format!("{}.yaml", family.replace('.', "/"))))?.unwrap_or_default();
        let taken = taken(&there, &before(&base::path(folder, &family))?.unwrap_or_default(), &group);
        let docs = docs(&there);
        let draft = |documented: &Documented| {
            let address = documented.address.as_deref().map(|address| format!("{DOCS}{address}"));
            let page = address.as_deref().and_then(|address| address.strip_prefix(docs.as_str()));
            draft::draft(&documented.facts, page, &taken)
        };
        families.insert(family, group.iter().map(draft).collect());
    }
    for (name, why) in mend::mend(&mut families) {
        report.note(name, Fate::Refused(why));
    }
    let drafts = families.values().flatten();
    let doubts = drafts.map(|draft| ((draft.name.clone(), draft.rest3), draft.doubts())).collect();
    Ok((families, doubts))
}

/// The names that types of the importer must not have in a file.
fn taken(there: &str, base: &str, group: &[Documented]) -> BTreeSet<String> {
    let keys = base::methods(there);
    let new = group.iter().map(|documented| draft::family_and_key(&documented.facts.name, documented.facts.rest3).1);
    let keys: Vec<String> = keys.into_iter().chain(new).collect();
    let mut taken = family::taken(keys.iter().map(|key| key.as_str()));
    let imported = base::types(base);
    taken.extend(base::types(there).into_iter().filter(|name| !imported.contains(name)));
    taken
}

/// The `docs` of a file that is there, or that of the files which the importer makes.
fn docs(there: &str) -> String {
    let outline = outline::Outline::read(there);
    let line = outline
        .get("docs")
        .map(|node| node.line.trim_start_matches("docs:").split(" #").next().unwrap_or_default().trim());
    line.unwrap_or(DOCS).to_owned()
}

/// The text of a file, if there is one.
fn before(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("cannot read", path)(error)),
    }
}

/// The files with what is new in them.
fn sheets(families: &Families, folder: &Path, report: &mut Report) -> Result<BTreeMap<String, Sheet>, Failure> {
    let mut sheets = BTreeMap::new();
    for (family, drafts) in families {
        let path = folder.join(format!("{}.yaml", family.replace('.', "/")));
        let there = before(&path)?;
        let base = before(&base::path(folder, family))?;
        let (now, _) = family::text(family, drafts);
        let theirs = base::with_rest(base.as_deref().unwrap_or_default(), &now);
        let after = match &there {
            None => theirs.clone(),
            Some(ours) => {
                let (after, conflicts) = match &base {
                    Some(base) => merge::merge(base, &theirs, ours),
                    // What a person wrote about the file as a whole is no conflict with what the importer would write.
                    None => merge::merge("", &base::without_head(&theirs), ours),
                };
                for place in conflicts {
                    report.note(family.clone(), Fate::Conflict(place));
                }
                after
            }
        };
        sheets.insert(family.clone(), Sheet { path, before: there, after, base: theirs });
    }
    Ok(sheets)
}

/// The sheets with which all specs are sound, and why others are left as they are.
fn sound(
    mut sheets: BTreeMap<String, Sheet>,
    sources: &[Source],
    root: &Path,
) -> (BTreeMap<String, Sheet>, BTreeMap<String, String>) {
    let mut broken = BTreeMap::new();
    loop {
        let names: BTreeMap<String, &String> =
            sheets.iter().map(|(family, sheet)| (paths::shown(&sheet.path, root), family)).collect();
        let others = sources.iter().filter(|source| !names.contains_key(&source.path)).cloned();
        let new = sheets.values().map(|sheet| Source::new(paths::shown(&sheet.path, root), sheet.after.clone()));
        let all: Vec<Source> = others.chain(new).collect();
        let Err(problems) = bitrix24_codegen::read(&all) else { return (sheets, broken) };
        let mut at_fault: Vec<(String, String)> = Vec::new();
        for problem in problems.iter() {
            let path = all.get(problem.span.source).map_or("", |source| source.path.as_str());
            at_fault.extend(names.get(path).map(|family| ((*family).clone(), problem.problem.message())));
        }
        if at_fault.is_empty() {
            // A spec by hand does not go with what is new, and nobody can say with which part of it.
            at_fault.extend(
                sheets.keys().map(|family| (family.clone(), "the specs that are there do not go with it".to_owned())),
            );
        }
        for (family, why) in at_fault {
            sheets.remove(&family);
            broken.entry(family).or_insert(why);
        }
    }
}
