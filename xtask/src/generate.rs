//! `cargo xtask generate`: from the specs to the files of the client.

mod drift;
mod features;
mod write;

use std::path::Path;

use crate::failure::{Failure, counted};
use crate::{paths, specs};

pub(crate) fn run(folder: Option<&Path>, out: Option<&Path>, check: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let sources = specs::read(folder)?;
    let code = match bitrix24_codegen::generate(&sources) {
        Ok(code) => code,
        Err(problems) => return Err(Failure::Specs { problems: Box::new(problems), sources }),
    };
    let into = out.map_or_else(|| root.join("generated-client/src"), Path::to_owned);
    let changes = drift::compare(&code, &into)?;
    // The features belong to the client's manifest; a tree that goes elsewhere has none.
    let manifest = out.is_none().then(|| root.join("generated-client/Cargo.toml"));
    let features =
        manifest.as_deref().map(|manifest| features::changed(&code.features, manifest)).transpose()?.flatten();
    if check {
        return report(&changes, features.is_some(), &root);
    }
    write::apply(&changes, &into)?;
    if let Some((manifest, text)) = manifest.zip(features) {
        write::replace(&manifest, &text)?;
        println!("  features   {}", paths::shown(&manifest, &root));
    }
    for change in &changes {
        println!("  {:9}  {}", change.done(), paths::shown(&change.path, &root));
    }
    let written = changes.iter().filter(|change| !change.is_removal()).count();
    println!(
        "{} from {}: {written} written, {} unchanged",
        counted(code.files.len(), "file"),
        counted(sources.len(), "spec"),
        code.files.len() - written,
    );
    Ok(())
}

/// Says how the files differ, and fails if they do.
fn report(changes: &[drift::Change], features: bool, root: &Path) -> Result<(), Failure> {
    for change in changes {
        println!("  {}: {}", change.reason, paths::shown(&change.path, root));
    }
    if features {
        println!("  features: generated-client/Cargo.toml");
    }
    let count = changes.len() + usize::from(features);
    if count == 0 {
        println!("the generated code is what the specs say");
        return Ok(());
    }
    Err(Failure::Drift(format!("{} not what the specs say; run `cargo xtask generate`", are(count))))
}

fn are(count: usize) -> String {
    if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checked_in_code_is_what_the_specs_say() {
        super::run(None, None, true).expect("run `cargo xtask generate`");
    }
}
