//! `cargo xtask generate`: from the specs to the files of the client.

mod drift;
mod features;
mod library;
mod write;

use std::path::{Path, PathBuf};

use bitrix24_codegen::model::Model;
use bitrix24_codegen::render::Code;

use crate::failure::{Failure, counted};
use crate::specs::Specs;
use crate::{paths, specs};

pub(crate) fn run(folder: Option<&Path>, out: Option<&Path>, check: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let Specs { sources, model } = specs::load(folder)?;
    let code = bitrix24_codegen::write(&model, &sources)
        .map_err(|problems| Failure::Specs { problems: Box::new(problems), sources: sources.clone() })?;
    let into = out.map_or_else(|| root.join("generated-client/src"), Path::to_owned);
    let changes = drift::compare(&code, &into)?;
    // A tree that goes elsewhere stands alone.
    let companions = if out.is_none() { companions(&root, &code, &model)? } else { Vec::new() };
    if check {
        return report(&changes, &companions, &root);
    }
    write::apply(&changes, &into)?;
    for companion in &companions {
        write::replace(&companion.path, &companion.text)?;
        println!("  {:9}  {}", companion.what, paths::shown(&companion.path, &root));
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

/// A file beside the generated tree that follows from the specs too.
struct Companion {
    /// What of it does.
    what: &'static str,
    path: PathBuf,
    text: String,
}

/// Those that are not what the specs say.
fn companions(root: &Path, code: &Code, model: &Model) -> Result<Vec<Companion>, Failure> {
    let manifest = root.join("generated-client/Cargo.toml");
    let features = features::updated(&code.features, &manifest)?;
    let library = root.join(library::PATH);
    let all = [
        Companion { what: "features", path: manifest, text: features },
        Companion { what: "library", path: library, text: library::text(model) },
    ];
    let differs =
        |companion: &Companion| std::fs::read(&companion.path).ok().as_deref() != Some(companion.text.as_bytes());
    Ok(all.into_iter().filter(differs).collect())
}

/// Says how the files differ, and fails if they do.
fn report(changes: &[drift::Change], companions: &[Companion], root: &Path) -> Result<(), Failure> {
    for change in changes {
        println!("  {}: {}", change.reason, paths::shown(&change.path, root));
    }
    for companion in companions {
        println!("  {}: {}", companion.what, paths::shown(&companion.path, root));
    }
    let count = changes.len() + companions.len();
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
