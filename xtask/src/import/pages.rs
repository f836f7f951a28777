//! The pages of a checkout of the documentation, and what each is about.

use std::path::{Path, PathBuf};

use super::facts::{self, Facts, Reading};
use super::page;
use crate::failure::Failure;

/// A page that documents a method.
pub(crate) struct Documented {
    pub(crate) facts: Facts,
    /// The page below that of the API's reference, as its address ends; `None` if it stands elsewhere.
    pub(crate) address: Option<String>,
    pub(crate) file: PathBuf,
}

/// What was found in the pages of some paths.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) methods: Vec<Documented>,
    /// Pages of a method that cannot be read: the method or the file, and why.
    pub(crate) refused: Vec<(String, String)>,
    pub(crate) pages: usize,
    pub(crate) other_pages: usize,
}

/// Reads the pages at and below these paths.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Found, Failure> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    files.sort();
    files.dedup();
    let mut found = Found { pages: files.len(), ..Found::default() };
    for file in files {
        let bytes = std::fs::read(&file).map_err(Failure::io("cannot read", &file))?;
        let Ok(text) = String::from_utf8(bytes) else {
            found.refused.push((file.display().to_string(), "the page is not UTF-8".to_owned()));
            continue;
        };
        match facts::read(&page::read(&text)) {
            Reading::Other => found.other_pages += 1,
            Reading::Refused { name, why } => {
                let what = name.unwrap_or_else(|| file.display().to_string());
                found.refused.push((what, why));
            }
            Reading::Method(facts) => {
                let same = |known: &&Documented| known.facts.name == facts.name && known.facts.rest3 == facts.rest3;
                match found.methods.iter().find(same) {
                    Some(known) => {
                        let why = format!("{} documents it too", known.file.display());
                        found.refused.push((format!("{} of {}", facts.name, file.display()), why));
                    }
                    None => found.methods.push(Documented { facts: *facts, address: address(&file), file }),
                }
            }
        }
    }
    Ok(found)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(Failure::io("cannot read the folder", path))?;
    for entry in entries {
        let path = entry.map_err(Failure::io("cannot read the folder", path))?.path();
        if path.is_dir() || path.extension().is_some_and(|ending| ending == "md") {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// `…/api-reference/crm/deals/crm-deal-add.md` → `crm/deals/crm-deal-add.html`
fn address(file: &Path) -> Option<String> {
    let parts: Vec<String> = file.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let at = parts.iter().rposition(|part| part == "api-reference")?;
    let below = parts.get(at + 1..)?.join("/");
    Some(format!("{}.html", below.strip_suffix(".md")?))
}
