//! The drafts of all methods that pages describe and no person did, by their families.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bitrix24_codegen::model::Model;

use super::draft::{draft, family_and_key};
use super::fixups::Fixups;
use super::mend::{Families, mend};
use super::outline::Outline;
use super::pages::{Documented, Found};
use super::report::{Fate, Report};
use super::{base, family, text_of};
use crate::failure::Failure;

/// Where pages stand, below the documentation; that of the files which the importer makes.
const DOCS: &str = "api-reference/";

/// The methods that have a spec: name, and whether it is of REST 3.0.
pub(crate) type Described = BTreeSet<(String, bool)>;

pub(crate) fn described(model: &Model) -> Described {
    let methods = model.families.iter().flat_map(|family| &family.methods);
    methods.map(|method| (method.wire_name.clone(), method.rest3)).collect()
}

/// The drafts, with what is put right and without what the checker refuses.
pub(crate) fn drafts(
    found: Found,
    folder: &Path,
    described: &Described,
    fixups: &Fixups,
    report: &mut Report,
) -> Result<Families, Failure> {
    for (what, why) in found.refused {
        report.note(what, Fate::Refused(why));
    }
    let mut groups: BTreeMap<String, Vec<Documented>> = BTreeMap::new();
    for documented in found.methods {
        let (family, _) = family_and_key(&documented.facts.name, documented.facts.rest3);
        groups.entry(family.to_owned()).or_default().push(documented);
    }
    let mut families = Families::new();
    for (family, mut group) in groups {
        let there = text_of(&family::path(folder, &family))?.unwrap_or_default();
        let last = text_of(&base::path(folder, &family))?.unwrap_or_default();
        let imported = base::methods(&last);
        group.retain(|documented| {
            let (name, rest3) = (documented.facts.name.clone(), documented.facts.rest3);
            let key = family_and_key(&name, rest3).1;
            let by_hand = described.contains(&(name.clone(), rest3)) && !imported.contains(&key);
            if by_hand {
                report.note(name, Fate::ByHand);
            }
            !by_hand
        });
        group.sort_by(|a, b| (&a.facts.name, a.facts.rest3).cmp(&(&b.facts.name, b.facts.rest3)));
        let taken = taken(&there, &last, &group);
        let docs = docs(&there);
        let draft = |documented: &Documented| {
            let address = documented.address.as_deref().map(|address| format!("{DOCS}{address}"));
            let page = address.as_deref().and_then(|address| address.strip_prefix(docs.as_str()));
            draft(&documented.facts, page, &taken)
        };
        if !group.is_empty() {
            families.insert(family, group.iter().map(draft).collect());
        }
    }
    fixups.apply(&mut families)?;
    for (name, why) in mend(&mut families) {
        report.note(name, Fate::Refused(why));
    }
    Ok(families)
}

/// The names that types of the importer must not have in a file: those of its methods' requests, and of types by hand.
fn taken(there: &str, last: &str, group: &[Documented]) -> BTreeSet<String> {
    let new = group.iter().map(|documented| family_and_key(&documented.facts.name, documented.facts.rest3).1);
    let keys: Vec<String> = base::methods(there).into_iter().chain(new).collect();
    let imported = base::types(last);
    let by_hand = base::types(there).into_iter().filter(|name| !imported.contains(name));
    family::taken(keys.iter().map(|key| key.as_str())).into_iter().chain(by_hand).collect()
}

/// The `docs` of a file that is there, or that of the files which the importer makes.
fn docs(there: &str) -> String {
    let outline = Outline::read(there);
    let value = outline.get("docs").and_then(|node| node.line.strip_prefix("docs:"));
    let value = value.map(|value| value.split(" #").next().unwrap_or_default().trim());
    value.unwrap_or(DOCS).to_owned()
}
