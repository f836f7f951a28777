//! Turns descriptions of Bitrix24 REST methods into typed Rust. A pure library: files come in as text and go out as text.
//!
//! The stages, in order; each is a function from value to value, and after `check` nothing can fail any more:
//!
//! 1. `parse`: YAML → `ast`, the spec as written, with places
//! 2. `check`: `ast` → [`model`], the spec as meant; all problems are found here and before
//! 3. `emit`: [`model`] → tokens
//! 4. `render`: tokens → files

pub mod source;

pub mod diagnostic;

pub mod keys;

mod ast;
mod parse;

mod check;
pub mod model;
mod names;
pub mod pattern;

mod emit;
pub use emit::proof;
pub mod render;

pub mod describe;
pub mod schema;
pub mod skeleton;

use diagnostic::Diagnostics;
use model::Model;
use render::Code;
use source::Source;

/// The Rust code that these specs describe, or everything that is wrong with them. The order of the sources does not
/// count.
pub fn generate(sources: &[Source]) -> Result<Code, Diagnostics> {
    let model = read(sources)?;
    render::files(&emit::emit(&model), &model, sources)
}

/// What these specs describe, or everything that is wrong with them.
pub fn read(sources: &[Source]) -> Result<Model, Diagnostics> {
    let mut problems = Diagnostics::default();
    let files = parse::parse(sources, &mut problems);
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let model = check::check(&files, &paths, &mut problems);
    if problems.is_empty() {
        return Ok(model);
    }
    problems.sort(sources);
    Err(problems)
}
