//! `cargo xtask conform`: what pages show of their methods, held against what the specs say of them.
//!
//! Each request, answer and error of a page is a trial ([`trial`]). Where one fails, the page's own tables ([`table`]) and
//! the copy that the importer keeps ([`origin`]) tell why ([`mod@cause`]).

mod cause;
mod origin;
mod table;
mod tally;
mod trial;

use std::path::{Path, PathBuf};

use bitrix24_codegen::judge::{Judge, Misfit};

use crate::failure::{Failure, counted};
use crate::import::base::{self, Teller};
use crate::import::draft::shown_name;
use crate::import::pages::{self, Documented};
use crate::import::text_of;
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
    let mut failures = Vec::new();
    for documented in &found.methods {
        let facts = &documented.facts;
        let Some((family, method)) = methods.get(&(facts.name.as_str(), facts.rest3)) else { continue };
        let trials = trials(facts, method, &judge);
        for trial in &trials {
            tally.trial(trial);
        }
        if !trials.iter().all(Trial::fits) {
            let mut copies = Vec::new();
            for teller in Teller::ALL {
                copies.extend(text_of(&base::path(&folder, &family.wire_name, teller))?);
            }
            let origin = Origin::of(&method.key, &specs.text(family), &copies);
            failures.extend(self::failures(documented, &trials, &origin));
        }
    }
    failures.sort();
    for (cause, _) in &failures {
        tally.cause(*cause);
    }
    let lines = failures.into_iter().filter(|_| !summary).map(|(_, line)| line);
    out::lines(lines.chain(tally.lines()))?;
    // A page of a method that has a spec was to be judged.
    let is_known = |name: &str| [false, true].iter().any(|rest3| methods.contains_key(&(name, *rest3)));
    let unread = found.refused.iter().filter(|(name, _)| is_known(name));
    let unread: Vec<String> = unread.map(|(name, why)| format!("{name}: {why}")).collect();
    match unread.len() {
        0 => Ok(()),
        count => {
            Err(Failure::Workplace(format!("{}\n{} could not be read", unread.join("\n"), counted(count, "page"))))
        }
    }
}

/// What fails of a page: the cause, and a line with it, the method, the place, what is wrong there, and the page.
fn failures(documented: &Documented, trials: &[Trial<'_>], origin: &Origin) -> Vec<(Cause, String)> {
    let facts = &documented.facts;
    let page = documented.address.clone().unwrap_or_else(|| documented.file.display().to_string());
    let name = shown_name(&facts.name, facts.rest3);
    let failure = |(trial, misfit): (&Trial<'_>, &Misfit)| {
        let cause = cause(facts, trial, misfit, origin);
        let place: Vec<&str> =
            std::iter::once(trial.kind.word()).chain(misfit.path.iter().map(|name| name.as_str())).collect();
        let message = misfit.problem.message();
        (cause, format!("  {:<11} {name}: {}: {message} ({page})", cause.word(), place.join(".")))
    };
    let misfits = trials.iter().flat_map(|trial| trial.misfits.iter().map(move |misfit| (trial, misfit)));
    misfits.map(failure).collect()
}
