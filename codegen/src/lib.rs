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

pub mod library;

mod check;
pub mod model;
mod names;
pub use names::{is_taken_type_name, is_wire_name, is_wire_param};
pub mod pattern;

mod emit;
pub use emit::proof;
pub mod render;

pub mod describe;
pub mod judge;
pub mod schema;
pub mod skeleton;
pub mod stages;

use diagnostic::Diagnostics;
use library::Library;
use model::Model;
use proc_macro2::TokenStream;
use render::Code;
use source::Source;

/// The Rust code that these specs describe, or everything that is wrong with them. The order of the sources does not
/// count.
pub fn generate(sources: &[Source]) -> Result<Code, Diagnostics> {
    write(&read(sources)?, sources)
}

/// The Rust code of a model that was read from these sources. Whatever goes wrong here is a mistake of the generator.
pub fn write(model: &Model, sources: &[Source]) -> Result<Code, Diagnostics> {
    write_with(1, model, sources)
}

/// The same, by so many threads. How many the machine has is not for this library to know.
pub fn write_with(threads: usize, model: &Model, sources: &[Source]) -> Result<Code, Diagnostics> {
    stages::files(stages::render_all(threads, model), model, sources)
}

/// The same code as modules for another crate, which uses the types of a library. `visibility` is that of the modules at
/// the root.
pub fn expand(sources: &[Source], library: &Library<'_>, visibility: &TokenStream) -> Result<TokenStream, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut files = parse::parse(sources, &mut problems);
    let mut all = sources.to_vec();
    library::add_used(library, &mut all, &mut files);
    let mut model = check::check(&files, &all, library, &mut problems);
    library::mark_ids(library, &mut model);
    problems.into_result(sources)?;
    Ok(render::modules(&emit::emit(&model), visibility))
}

/// What these specs describe, or everything that is wrong with them.
pub fn read(sources: &[Source]) -> Result<Model, Diagnostics> {
    stages::check(stages::parse(sources), sources)
}
