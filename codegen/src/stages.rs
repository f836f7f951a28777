//! The stages one by one, for whoever measures them. What goes from one to the next stays closed, and so free to change.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::ast::File;
use crate::diagnostic::Diagnostics;
use crate::emit::{self, Module};
use crate::library::Library;
use crate::model::Model;
use crate::render::{self, Code, Page};
use crate::source::Source;
use crate::{check, parse};

/// What the files say.
#[derive(Debug)]
pub struct Parsed {
    files: Vec<File>,
    problems: Diagnostics,
}

/// A module as tokens.
#[derive(Debug)]
pub struct Emitted(Module);

/// A module as text.
#[derive(Debug)]
pub struct Rendered(Page);

/// Reads the files. What is wrong with them is told by [`check`](check()), with what it finds itself.
pub fn parse(sources: &[Source]) -> Parsed {
    let mut problems = Diagnostics::default();
    Parsed { files: parse::parse(sources, &mut problems), problems }
}

/// What the files mean, or everything that is wrong with them.
pub fn check(parsed: Parsed, sources: &[Source]) -> Result<Model, Diagnostics> {
    let Parsed { files, mut problems } = parsed;
    let model = check::check(&files, sources, &Library::NONE, &mut problems);
    problems.into_result(sources)?;
    Ok(model)
}

/// The modules that a model becomes, one after the other: the tokens of all together would be hundreds of megabytes.
pub fn emit(model: &Model) -> impl Iterator<Item = Emitted> {
    (0..emit::count(model)).filter_map(|at| emit::emit_one(model, at)).map(Emitted)
}

/// A module as text.
pub fn render(module: Emitted) -> Rendered {
    Rendered(render::page(module.0))
}

/// The files of all modules, in whatever order they come.
pub fn files(modules: Vec<Rendered>, model: &Model, sources: &[Source]) -> Result<Code, Diagnostics> {
    let mut pages: Vec<Page> = modules.into_iter().map(|module| module.0).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    render::files(&pages, model, sources)
}

/// Emits and renders in so many threads. The modules know nothing of each other, so the result is the same.
pub(crate) fn render_all(threads: usize, model: &Model) -> Vec<Rendered> {
    let next = AtomicUsize::new(0);
    let work = || {
        let module = || emit::emit_one(model, next.fetch_add(1, Ordering::Relaxed)).map(Emitted);
        std::iter::from_fn(module).map(render).collect::<Vec<Rendered>>()
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut modules = work();
        for thread in others {
            // What a thread panics with is a mistake of the generator, and goes on as it would without threads.
            modules.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        modules
    })
}
