//! What becomes of methods that belong to another: they stay as they are, and the report says in what they differ from
//! what was told.

use bitrix24_codegen::model::Model;
use bitrix24_codegen::source::Source;

use super::base::Teller;
use super::differ::{differences, side};
use super::drafts::Others;
use super::ground::Owner;
use super::report::{Fate, Report};

/// Notes each of them. `specs` are those that there will be.
pub(crate) fn note(others: &Others, specs: &[Source], report: &mut Report) {
    if others.owners.is_empty() {
        return;
    }
    let told: Vec<Source> = others
        .families
        .iter()
        .map(|(family, drafts)| Source::new(format!("spec/{}.yaml", family.replace('.', "/")), drafts.text(family).0))
        .collect();
    let models = bitrix24_codegen::read(specs).ok().zip(bitrix24_codegen::read(&told).ok());
    for (name, teller, owner) in &others.owners {
        let found = match (teller, owner) {
            // Whoever describes a method by hand knows its page.
            (Teller::Pages, Owner::Hand) => Vec::new(),
            _ => models.as_ref().map(|models| compared(models, name, *teller)).unwrap_or_default(),
        };
        let fate = match owner {
            Owner::Hand => Fate::ByHand(found),
            Owner::Imported(by) => Fate::By(*by, found),
        };
        report.note(name.clone(), fate);
    }
}

fn compared((specs, told): &(Model, Model), name: &str, teller: Teller) -> Vec<String> {
    let sides = side(specs, name).zip(side(told, name));
    sides.map(|(spec, told)| differences(spec, told, teller.noun())).unwrap_or_default()
}
