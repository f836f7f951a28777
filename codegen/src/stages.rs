//! The stages one by one, for whoever measures them. What goes from one to the next stays closed, and so free to change.

use crate::ast::File;
use crate::diagnostic::Diagnostics;
use crate::emit::{self, Module};
use crate::library::Library;
use crate::model::Model;
use crate::render::{self, Code};
use crate::source::Source;
use crate::{check, parse};

/// What the files say.
#[derive(Debug)]
pub struct Parsed {
    files: Vec<File>,
    problems: Diagnostics,
}

/// The code as tokens.
#[derive(Debug)]
pub struct Emitted {
    modules: Vec<Module>,
}

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

/// The code that a model becomes.
pub fn emit(model: &Model) -> Emitted {
    Emitted { modules: emit::emit(model) }
}

/// The code as files.
pub fn render(emitted: &Emitted, model: &Model, sources: &[Source]) -> Result<Code, Diagnostics> {
    render::files(&emitted.modules, model, sources)
}
