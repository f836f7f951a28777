//! `cargo xtask conform`: what pages show of their methods, held against what the specs say of them.
//!
//! Each request, answer and error of a page is a trial ([`trial`]). Where one fails, the page's own tables ([`table`]) and
//! the copy that the importer keeps ([`origin`]) tell why ([`cause`]).

mod cause;
mod origin;
mod table;
mod tally;
mod trial;

use std::path::{Path, PathBuf};

use bitrix24_codegen::judge::{Judge, Misfit};

use crate::failure::{Failure, counted};
use crate::import::draft::shown_name;
use crate::import::pages::{self, Documented};
use crate::import::{base, text_of};
use crate::{out, specs};
use cause::{Cause, cause};
use origin::Origin;
use tally::Tally;
use trial::{Trial, trials};

pub(crate) fn run(pages: &[PathBuf], folder: Option<&Path>, summary: bool) -> Result<(), Failure> {
    let specs = specs::load(folder)?;
    let folder = specs::folder(folder)?;
    let methods = specs.methods();
    let judge = Judge::of(&specs.model);
    let found = pages::read(pages)?;
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for documented in &found.methods {
        let facts = &documented.facts;
        let Some((family, method)) = methods.get(&(facts.name.as_str(), facts.rest3)) else { continue };
        let trials = trials(facts, method, &judge);
        trials.iter().for_each(|trial| tally.trial(trial));
        if trials.iter().all(Trial::fits) {
            continue;
        }
        let copy = text_of(&base::path(&folder, &family.wire_name))?;
        let origin = Origin::of(&method.key, &specs.text(family), copy.as_deref());
        for (trial, misfit) in trials.iter().flat_map(|trial| trial.misfits.iter().map(move |misfit| (trial, misfit))) {
            let cause = cause(facts, trial, misfit, &origin);
            tally.cause(cause);
            lines.push(line(cause, trial, documented, misfit));
        }
    }
    lines.sort();
    // A page of a method that has a spec was to be judged.
    let is_known = |name: &str| [false, true].iter().any(|rest3| methods.contains_key(&(name, *rest3)));
    let unread: Vec<_> = found.refused.iter().filter(|(name, _)| is_known(name)).collect();
    let shown = lines.into_iter().filter(|_| !summary);
    out::lines(
        shown.chain(unread.iter().map(|(name, why)| format!("  unread      {name}: {why}"))).chain(tally.lines()),
    )?;
    if unread.is_empty() {
        return Ok(());
    }
    Err(Failure::Workplace(format!("{} could not be read", counted(unread.len(), "page"))))
}

/// A failure: cause, method, place, what is wrong, and the page.
fn line(cause: Cause, trial: &Trial<'_>, documented: &Documented, misfit: &Misfit) -> String {
    let page = documented.address.clone().unwrap_or_else(|| documented.file.display().to_string());
    let name = shown_name(&documented.facts.name, documented.facts.rest3);
    let place: Vec<&str> = std::iter::once(trial.kind.word()).chain(misfit.path.iter().map(String::as_str)).collect();
    format!("  {:<11} {name}: {}: {} ({page})", cause.word(), place.join("."), misfit.problem.message())
}
