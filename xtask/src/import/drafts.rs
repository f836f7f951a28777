//! The drafts of all methods that pages and documents tell of, by their families. A method belongs to whoever described it
//! first: what others tell of it is only held against the spec.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bitrix24_codegen::model::Model;

use super::base::Teller;
use super::draft::{Draft, draft, family_and_key};
use super::family::{DOCS, Drafts};
use super::fixups::Fixups;
use super::ground::{Ground, Grounds, Owner};
use super::mend::{Families, mend};
use super::outline::Outline;
use super::pages::{Documented, Found};
use super::portal::{self, Portals};
use super::report::{Fate, Report};
use super::yaml::Entry;
use crate::failure::Failure;

/// The methods that have a spec: name, and whether it is of REST 3.0.
pub(crate) type Described = BTreeSet<(String, bool)>;

pub(crate) fn described(model: &Model) -> Described {
    let methods = model.families.iter().flat_map(|family| &family.methods);
    methods.map(|method| (method.wire_name.clone(), method.rest3)).collect()
}

/// What comes of pages and documents.
#[derive(Default)]
pub(crate) struct Drafted {
    /// What is to be written.
    pub(crate) families: Families,
    /// What is told of methods that belong to another.
    pub(crate) others: Others,
    pub(crate) grounds: Grounds,
}

/// Methods that belong to another, each with its owner, and what is told of them.
#[derive(Default)]
pub(crate) struct Others {
    pub(crate) families: Families,
    pub(crate) owners: Vec<(String, Teller, Owner)>,
}

/// The drafts, with what is put right and without what the checker refuses.
pub(crate) fn drafts(
    found: Found,
    portals: &Portals,
    folder: &Path,
    described: &Described,
    fixups: &Fixups,
    report: &mut Report,
) -> Result<Drafted, Failure> {
    for (what, why) in found.refused.into_iter().chain(portals.refused.iter().cloned()) {
        report.note(what, Fate::Refused(why));
    }
    let names = found.methods.iter().map(|documented| documented.facts.name.as_str());
    let mut drafted = Drafted { grounds: grounds(names.chain(portals.names()), folder)?, ..Drafted::default() };
    let mut groups: BTreeMap<String, Vec<Documented>> = BTreeMap::new();
    for documented in found.methods {
        let (family, _) = family_and_key(&documented.facts.name, documented.facts.rest3);
        groups.entry(family.to_owned()).or_default().push(documented);
    }
    for (family, group) in groups {
        let Some(ground) = drafted.grounds.get(&family) else { continue };
        let drafts = of_pages(group, ground);
        drafted.divide(&family, Teller::Pages, drafts, &[], described);
    }
    fixups.apply(&mut drafted.families)?;
    portal::drafts(portals, &mut drafted, described, report);
    for families in [&mut drafted.families, &mut drafted.others.families] {
        for (name, why) in mend(families) {
            report.note(name, Fate::Refused(why));
        }
    }
    Ok(drafted)
}

impl Drafted {
    /// Keeps drafts apart: of methods that are nobody's or the teller's own, and of those that belong to another.
    pub(crate) fn divide(
        &mut self,
        family: &str,
        teller: Teller,
        drafts: Vec<Draft>,
        shared: &[Entry],
        described: &Described,
    ) {
        let none = Ground::default();
        let ground = self.grounds.get(family).unwrap_or(&none);
        let new = self.families.get(family).map(|drafts| drafts.keys()).unwrap_or_default();
        let owner = |draft: &Draft| {
            let is_described = described.contains(&(draft.name.clone(), draft.rest3));
            // Of one run, pages come first.
            let owner = ground.owner(&draft.method.key, is_described);
            owner.or_else(|| new.contains(&draft.method.key).then_some(Owner::Imported(Teller::Pages)))
        };
        let (mut own, mut others) = (Drafts::default(), Drafts::default());
        for draft in drafts {
            match owner(&draft).filter(|owner| *owner != Owner::Imported(teller)) {
                None => own.methods.push((teller, draft)),
                Some(owner) => {
                    self.others.owners.push((draft.shown_name(), teller, owner));
                    others.methods.push((teller, draft));
                }
            }
        }
        for (mut drafts, families) in [(own, &mut self.families), (others, &mut self.others.families)] {
            if !drafts.methods.is_empty() {
                let there = families.entry(family.to_owned()).or_default();
                there.methods.append(&mut drafts.methods);
                there.shared.extend(shared.iter().cloned());
            }
        }
    }
}

/// What there is of the families of these methods.
fn grounds<'a>(names: impl Iterator<Item = &'a str>, folder: &Path) -> Result<Grounds, Failure> {
    let families: BTreeSet<&str> = names.map(|name| family_and_key(name, false).0).collect();
    families.into_iter().map(|family| Ok((family.to_owned(), Ground::read(folder, family)?))).collect()
}

/// The drafts of a family's pages.
fn of_pages(mut group: Vec<Documented>, ground: &Ground) -> Vec<Draft> {
    group.sort_by(|a, b| (&a.facts.name, a.facts.rest3).cmp(&(&b.facts.name, b.facts.rest3)));
    let key = |documented: &Documented| family_and_key(&documented.facts.name, documented.facts.rest3).1;
    let keys: Vec<String> = group.iter().map(key).collect();
    let taken = ground.taken(Teller::Pages, &keys);
    let docs = docs(ground.text());
    let draft = |documented: &Documented| {
        let address = documented.address.as_deref().map(|address| format!("{DOCS}{address}"));
        let page = address.as_deref().and_then(|address| address.strip_prefix(docs.as_str()));
        draft(&documented.facts, page, &taken)
    };
    group.iter().map(draft).collect()
}

/// The `docs` of a file that is there, or that of the files which the importer makes.
fn docs(there: &str) -> String {
    let outline = Outline::read(there);
    let value = outline.get("docs").and_then(|node| node.line.strip_prefix("docs:"));
    let value = value.map(|value| value.split(" #").next().unwrap_or_default().trim());
    value.unwrap_or(DOCS).to_owned()
}
