//! A family's file, made of the drafts of its methods.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::draft::{Draft, type_name};
use super::yaml::{Entry, Places, Yaml, entry, print};

/// The file of a family.
pub(crate) fn path(folder: &Path, family: &str) -> PathBuf {
    folder.join(format!("{}.yaml", family.replace('.', "/")))
}

/// The text of the file, and the place of everything in it.
pub(crate) fn text(family: &str, drafts: &[Draft]) -> (String, Places) {
    let up = "../".repeat(family.matches('.').count());
    let mut text = format!("# yaml-language-server: $schema={up}schema.json\n");
    let mut places = Places::new();
    let head = vec![
        entry("family", Yaml::text(family)),
        entry("doc", Yaml::text(&format!("The methods `{family}.*`, imported from the documentation of the API."))),
        entry("docs", Yaml::text("api-reference/")),
    ];
    let types: Vec<Entry> = drafts.iter().flat_map(|draft| draft.types.iter().cloned()).collect();
    let methods = drafts.iter().map(|draft| draft.method.clone()).collect();
    let types = (!types.is_empty()).then(|| vec![entry("types", Yaml::Map(types))]);
    for part in [Some(head), types, Some(vec![entry("methods", Yaml::Map(methods))])].into_iter().flatten() {
        if !places.is_empty() {
            text.push('\n');
        }
        let (printed, inside) = print(&part);
        let at = text.len();
        places.extend(inside.into_iter().map(|(range, path)| (range.start + at..range.end + at, path)));
        text.push_str(&printed);
    }
    (text, places)
}

/// The names that the generated code of these methods has beside their types.
pub(crate) fn taken<'a>(keys: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    const MADE: [&str; 6] = ["", "Builder", "Optional", "ErrorKind", "ErrorReason", "Request"];
    let segments = keys.map(|key| key.split('@').next().unwrap_or_default());
    segments.flat_map(|segment| MADE.map(|suffix| type_name([segment]) + suffix)).collect()
}
