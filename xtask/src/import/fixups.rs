//! `fixups.yaml`: what pages have wrong, corrected in the drafts before anything is checked. Each entry says what it
//! expects of the page, so that one which the vendor has overtaken is noticed.

mod change;

use std::path::Path;

use bitrix24_codegen::source::FIXUPS;
use serde::Deserialize;
use serde_json::Value;

use super::mend::Families;
use super::text_of;
use crate::failure::Failure;
use crate::paths;
use change::change;

/// An entry of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixup {
    /// The method by its name, with `@3` behind it in REST 3.0.
    method: String,
    /// The keys that lead to the place in the method's entry, or from `types` on to one in its types.
    path: String,
    /// What the page makes of that place; nothing if it has no such key.
    says: Option<Value>,
    /// What is right; nothing if the key is to go.
    should: Option<Value>,
    because: String,
    /// Where that can be read, below <https://apidocs.bitrix24.com/>.
    link: String,
}

/// The entries of a folder's file, each with its place.
pub(crate) struct Fixups(Vec<(String, Fixup)>);

/// Reads the file, if there is one.
pub(crate) fn read(folder: &Path, root: &Path) -> Result<Fixups, Failure> {
    let path = folder.join(FIXUPS);
    let text = text_of(&path)?.unwrap_or_default();
    let shown = paths::shown(&path, root);
    let entries: Option<Vec<Fixup>> =
        serde_yaml::from_str(&text).map_err(|error| Failure::Fixups(vec![format!("{shown}: {error}")]))?;
    let entries = entries.unwrap_or_default();
    let places = lines(&text).into_iter().map(|line| format!("{shown}:{line}"));
    // In a file without dashes, all entries are somewhere in it.
    let places = places.chain(std::iter::repeat_with(|| shown.clone()));
    let fixups: Vec<(String, Fixup)> = places.zip(entries).collect();
    let faults: Vec<String> =
        fixups.iter().filter_map(|(place, fixup)| Some(format!("{place}: {}", fixup.fault()?))).collect();
    if faults.is_empty() { Ok(Fixups(fixups)) } else { Err(Failure::Fixups(faults)) }
}

/// The lines at which the items of the outermost list begin.
fn lines(text: &str) -> Vec<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let dashes: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with('-')).collect();
    let outermost = dashes.first().map_or(0, |(_, line)| indent(line));
    dashes.iter().filter(|(_, line)| indent(line) == outermost).map(|(at, _)| at + 1).collect()
}

impl Fixup {
    /// What is wrong with the entry itself.
    fn fault(&self) -> Option<&'static str> {
        let is_below = !self.link.is_empty() && !self.link.starts_with('/') && !self.link.contains("://");
        match () {
            () if self.says.is_none() && self.should.is_none() => Some("one of `says` and `should` must be there"),
            () if self.because.trim().is_empty() => Some("`because` is empty"),
            () if !is_below => Some("`link` is a page below https://apidocs.bitrix24.com/"),
            () => None,
        }
    }
}

impl Fixups {
    /// Corrects the drafts. An entry that expects something else of a page that is there is a failure; of pages that are
    /// not there nothing can be said.
    pub(crate) fn apply(&self, families: &mut Families) -> Result<(), Failure> {
        let mut faults = Vec::new();
        for (place, fixup) in &self.0 {
            let drafts = families.values_mut().flat_map(|drafts| &mut drafts.methods).map(|(_, draft)| draft);
            for draft in drafts.filter(|draft| draft.shown_name() == fixup.method) {
                let done = change(draft, &fixup.path, fixup.says.as_ref(), fixup.should.as_ref());
                faults.extend(done.err().map(|why| format!("{place}: {}, {}: {why}", fixup.method, fixup.path)));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Failure::Fixups(faults)) }
    }
}
