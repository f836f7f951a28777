//! A synthetic API of any size, made of the specs that there are: the same methods under other names, in other families.
//!
//! It is the same in every run, and nothing of it is checked in.

use std::collections::BTreeMap;

use bitrix24_codegen::source::Source;

use crate::bench::choose::choose;
use crate::bench::corpus::{self, path_of};
use crate::bench::scope::Scope;
use crate::bench::shape::{self, Facts};
use crate::failure::Failure;
use crate::specs;

/// The number of methods of the whole API, nearly.
pub(crate) const METHODS: usize = 1600;

/// The large scopes of the API with the number of their methods.
const LARGE: [(&str, usize); 11] = [
    ("crm", 429),
    ("catalog", 149),
    ("task", 148),
    ("sale", 124),
    ("landing", 103),
    ("im", 69),
    ("imbot", 62),
    ("imopenlines", 49),
    ("booking", 38),
    ("disk", 38),
    ("bizproc", 21),
];
/// The others have 441 methods together.
const SMALL: usize = 20;
const OF_SMALL: usize = 22;

/// An API to measure.
pub(crate) struct Api {
    pub(crate) sources: Vec<Source>,
    /// The number of methods in each scope.
    pub(crate) scopes: BTreeMap<String, usize>,
    /// How a synthetic one compares with the whole API, line by line.
    pub(crate) shape: Vec<String>,
}

/// The API with this number of methods.
pub(crate) fn make(methods: usize) -> Result<Api, Failure> {
    let corpus = corpus::read()?;
    let model = bitrix24_codegen::read(&corpus.sources).map_err(Failure::specs(&corpus.sources))?;
    let facts = shape::facts(&model);
    let originals: Vec<(&(String, String), &Facts)> = facts.iter().collect();
    let figures: Vec<&Facts> = originals.iter().map(|(_, facts)| *facts).collect();
    let chosen = choose(&figures, methods);
    let mut scopes = scopes();
    for &at in &chosen {
        let (family, key) = originals[at].0;
        // The scope that lacks most of its share comes next.
        let next = scopes.iter_mut().min_by(|(a, of_a), (b, of_b)| (a.methods * *of_b).cmp(&(b.methods * *of_a)));
        if let Some((scope, _)) = next {
            scope.add(&corpus, family, key);
        }
    }
    let for_all = corpus.files.keys().filter(|family| corpus.is_for_all(family)).map(|family| path_of(family));
    let for_all: Vec<String> = for_all.collect();
    let shared = corpus.sources.iter().filter(|source| for_all.contains(&source.path)).cloned();
    Ok(Api {
        sources: shared.chain(scopes.iter().flat_map(|(scope, _)| scope.sources(&corpus))).collect(),
        scopes: scopes.iter().map(|(scope, _)| (scope.name.clone(), scope.methods)).collect(),
        shape: shape::table(&chosen.iter().map(|at| figures[*at]).collect::<Vec<_>>()),
    })
}

/// The specs that there are.
pub(crate) fn real() -> Result<Api, Failure> {
    let specs = specs::load(None)?;
    let mut scopes: BTreeMap<String, usize> = BTreeMap::new();
    for family in specs.model.families.iter().filter(|family| !family.methods.is_empty()) {
        *scopes.entry(family.module[0].clone()).or_default() += family.methods.len();
    }
    Ok(Api { sources: specs.sources, scopes, shape: Vec::new() })
}

/// The scopes, with how many methods each has in the whole API.
fn scopes() -> Vec<(Scope, usize)> {
    let large = LARGE.map(|(name, methods)| (Scope::new(name), methods));
    large.into_iter().chain((1..=SMALL).map(|at| (Scope::new(&format!("small{at}")), OF_SMALL))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_it_is_accepted_and_the_same_again() {
        let api = make(METHODS / 10).unwrap();
        let model = bitrix24_codegen::read(&api.sources).unwrap_or_else(|problems| {
            panic!("{}", problems.render(&api.sources, bitrix24_codegen::diagnostic::Style::Plain))
        });
        let methods: usize = model.families.iter().map(|family| family.methods.len()).sum();
        assert_eq!((methods, api.scopes.values().sum()), (METHODS / 10, METHODS / 10));
        let scopes: std::collections::BTreeSet<&String> =
            model.families.iter().map(|family| &family.module[0]).collect();
        assert!(api.scopes.keys().all(|scope| scopes.contains(scope)), "{scopes:?}");
        let code = bitrix24_codegen::write(&model, &api.sources).unwrap();
        assert!(code == bitrix24_codegen::write_with(3, &model, &api.sources).unwrap(), "threads make a difference");
        let texts = |api: &Api| api.sources.iter().map(|source| (source.path.clone(), source.bytes.clone())).collect();
        let (first, second): (Vec<_>, Vec<_>) = (texts(&api), texts(&make(METHODS / 10).unwrap()));
        assert_eq!(first, second);
    }
}
