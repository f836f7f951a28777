//! What there is of a family before an import: its file, and what the importer wrote last time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::base::{self, Teller};
use super::{family, text_of};
use crate::failure::Failure;

/// The texts of a family.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    pub(crate) there: Option<String>,
    bases: BTreeMap<Teller, Base>,
}

/// What the importer wrote last time by one teller.
#[derive(Debug)]
struct Base {
    text: String,
    methods: BTreeSet<String>,
}

/// The grounds of all families that an import has to do with.
pub(crate) type Grounds = BTreeMap<String, Ground>;

/// Who described a method first, and so is the only one to change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Imported(Teller),
    Hand,
}

impl Ground {
    pub(crate) fn read(folder: &Path, family: &str) -> Result<Self, Failure> {
        let mut ground = Self { there: text_of(&family::path(folder, family))?, bases: BTreeMap::new() };
        for teller in Teller::ALL {
            let text = text_of(&base::path(folder, family, teller))?;
            let base = text.map(|text| Base { methods: base::methods(&text).into_iter().collect(), text });
            ground.bases.extend(base.map(|base| (teller, base)));
        }
        Ok(ground)
    }

    /// What the file says, if there is one.
    pub(crate) fn text(&self) -> &str {
        self.there.as_deref().unwrap_or_default()
    }

    /// What the importer wrote last time by one teller.
    pub(crate) fn base(&self, teller: Teller) -> Option<&str> {
        self.bases.get(&teller).map(|base| base.text.as_str())
    }

    /// Who described the method under a key, if anybody did.
    pub(crate) fn owner(&self, key: &str, is_described: bool) -> Option<Owner> {
        let teller = self.bases.iter().find(|(_, base)| base.methods.contains(key));
        teller.map(|(teller, _)| Owner::Imported(*teller)).or(is_described.then_some(Owner::Hand))
    }

    /// The names that types by a teller must not have: those of requests, and of types by anybody else.
    pub(crate) fn taken(&self, teller: Teller, new: &[String]) -> BTreeSet<String> {
        let there = base::methods(self.text());
        let keys = there.iter().chain(new).map(|key| key.as_str());
        let own = self.base(teller).map(base::types).unwrap_or_default();
        let by_others = base::types(self.text()).into_iter().filter(|name| !own.contains(name));
        let last_by_others = self.bases.iter().filter(|(other, _)| **other != teller);
        let last_by_others = last_by_others.flat_map(|(_, base)| base::types(&base.text));
        family::taken(keys).into_iter().chain(by_others).chain(last_by_others).collect()
    }
}
