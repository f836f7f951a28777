//! [`ast`](crate::ast) → [`model`](crate::model): resolves names, turns requirements into states, refuses what cannot be.
//!
//! Goes on after every problem, so that one run shows all of them; what it returns is of use only if there is none.

mod errors;
pub(crate) mod example;
mod families;
mod fields;
mod graph;
mod limits;
mod methods;
mod pages;
mod rules;
pub(crate) mod sample;
pub(crate) mod scope;
mod solve;
mod taken;
mod types;

use crate::ast::File;
use crate::check::scope::Scope;
use crate::diagnostic::Diagnostics;
use crate::library::Library;
use crate::model::Model;
use crate::source::Source;

/// What the files mean.
pub(crate) fn check(files: &[File], sources: &[Source], library: &Library<'_>, problems: &mut Diagnostics) -> Model {
    let registry = families::register(files, sources, library, problems);
    let mut model = Model::default();
    for (index, family) in registry.families.iter().enumerate() {
        let scope = Scope::new(&registry, index);
        let types = types::check_types(family, scope, problems);
        let methods = methods::check_methods(family, scope, problems);
        model.families.push(family.lower(types, methods));
    }
    model.system = errors::check_system(&registry, problems);
    families::refuse_module_clashes(&model, files, problems);
    graph::settle(&mut model, files, problems);
    pages::check_pages(&mut model, files, problems);
    example::check_examples(&mut model, files, problems);
    // A sample of a type that has no end would have none either.
    if problems.is_empty() {
        sample::fill(&mut model);
    }
    model.families.sort_by(|a, b| a.module.cmp(&b.module));
    model
}
