//! `cargo xtask check`: the problems of the specs, and nothing else.

use std::path::Path;

use crate::failure::{Failure, counted};
use crate::specs;

pub(crate) fn run(folder: Option<&Path>) -> Result<(), Failure> {
    let specs = specs::load(folder)?;
    // What the model allows must also render; a problem there is a bug, and this is the command that looks for them.
    let code = bitrix24_codegen::write_with(crate::generate::threads(), &specs.model, &specs.sources)
        .map_err(Failure::specs(&specs.sources))?;
    let methods = specs.model.families.iter().map(|family| family.methods.len()).sum();
    println!(
        "no problem in {} with {}, which make {}",
        counted(specs.sources.len(), "spec"),
        counted(methods, "method"),
        counted(code.files.len(), "file"),
    );
    Ok(())
}
