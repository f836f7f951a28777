//! What the checker refuses in a draft is left out of it, and becomes a doubt; a draft of which too little would be left
//! is refused. So nothing that is written can break the specs.

mod remedy;

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::diagnostic::Diagnostic;
use bitrix24_codegen::source::Source;

use super::family::{Drafts, Part};
use super::yaml::Places;
use remedy::{Remedy, apply, forget, remedy};

/// The drafts of each family.
pub(crate) type Families = BTreeMap<String, Drafts>;

/// A method that could not be kept, and why.
pub(crate) type Refusal = (String, String);

/// More than any page needs; what is still refused after so many attempts is given up.
const MOST_ROUNDS: usize = 40;

/// Leaves out what is refused until nothing is.
pub(crate) fn mend(families: &mut Families) -> Vec<Refusal> {
    let mut refused = Vec::new();
    // What is drafted knows no other family, so one that has no problem need not be looked at again.
    let mut names: Vec<String> = families.keys().cloned().collect();
    for round in 0..=MOST_ROUNDS {
        let text = |name: &String| families.get(name).map(|drafts| drafts.text(name)).unwrap_or_default();
        let texts: Vec<(String, Places)> = names.iter().map(text).collect();
        let sources: Vec<Source> = names.iter().zip(&texts).map(|(name, (text, _))| source(name, text)).collect();
        let Err(problems) = bitrix24_codegen::read(&sources) else {
            // Whether examples are complete is told only of specs without any other problem, so all are looked at again.
            if names.len() == families.len() {
                return refused;
            }
            names = families.keys().cloned().collect();
            continue;
        };
        let mut touched = BTreeSet::new();
        for problem in problems.iter() {
            let Some((name, (_, places))) = names.get(problem.span.source).zip(texts.get(problem.span.source)) else {
                continue;
            };
            let Some(drafts) = families.get_mut(name) else { continue };
            let path = innermost(problem, places);
            let Some(part) = drafts.part(&path) else {
                // A problem of the file as a whole is one of all that is in it.
                let all = drafts.methods.drain(..);
                refused.extend(all.map(|(_, draft)| (draft.shown_name(), problem.problem.message())));
                continue;
            };
            // What is left out moves what follows it, so each draft is mended at one place at a time.
            if touched.contains(&(name.clone(), part)) {
                continue;
            }
            let found = if round == MOST_ROUNDS { Remedy::Refuse } else { remedy(&problem.problem, &path) };
            let message = problem.problem.message();
            let target = drafts.entry_mut(part, &path);
            if !target.is_some_and(|target| apply(&found, target, &message)) {
                match part {
                    Part::Shared(at) => drafts.shared.get_mut(at).into_iter().for_each(|ty| forget(ty, &message)),
                    Part::Method(at) => {
                        let (_, draft) = drafts.methods.remove(at);
                        refused.push((draft.shown_name(), message));
                        // The numbers of the drafts behind it have changed.
                        touched.extend((0..=drafts.methods.len()).map(|at| (name.clone(), Part::Method(at))));
                    }
                }
            }
            touched.insert((name.clone(), part));
        }
        families.retain(|_, drafts| !drafts.methods.is_empty());
        let mended: BTreeSet<String> = touched.into_iter().map(|(name, _)| name).collect();
        names = mended.into_iter().filter(|name| families.contains_key(name)).collect();
    }
    refused
}

fn source(family: &str, text: &str) -> Source {
    Source::new(format!("spec/{}.yaml", family.replace('.', "/")), text)
}

/// The path of the smallest entry or item around a problem.
fn innermost(problem: &Diagnostic, places: &Places) -> Vec<String> {
    let at = problem.span.start;
    let around = places.iter().filter(|(range, _)| range.contains(&at));
    around.min_by_key(|(range, _)| range.len()).map(|(_, path)| path.clone()).unwrap_or_default()
}
