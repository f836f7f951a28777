//! `cargo xtask generate`: from the specs to the files of the client.

pub(crate) mod drift;
pub(crate) mod features;
mod library;
pub(crate) mod write;

use std::path::{Path, PathBuf};

use bitrix24_codegen::model::Model;
use bitrix24_codegen::render::Code;
use bitrix24_codegen::source::Source;

use crate::failure::{Failure, counted};
use crate::specs::Specs;
use crate::{paths, specs};

pub(crate) fn run(folder: Option<&Path>, out: Option<&Path>, check: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let Specs { sources, model } = specs::load(folder)?;
    let code = bitrix24_codegen::write_with(threads(), &model, &sources).map_err(Failure::specs(&sources))?;
    let into = out.map_or_else(|| root.join("generated-client/src"), Path::to_owned);
    let changes = drift::compare(&code, &into)?;
    let own_specs = folder.is_none().then_some(sources.as_slice());
    let besides = besides(&code, &model, own_specs, out.is_none(), &root)?;
    if check {
        return report(&changes, &besides, &root);
    }
    write::apply(&changes, &into)?;
    for Beside { what, path, text } in &besides {
        write::replace(path, text)?;
        println!("  {what:9}  {}", paths::shown(path, &root));
    }
    for change in &changes {
        println!("  {:9}  {}", change.done(), paths::shown(&change.path, &root));
    }
    let written = changes.iter().filter(|change| !change.is_removal()).count();
    let others =
        if besides.is_empty() { String::new() } else { format!("; {} written", counted(besides.len(), "other file")) };
    println!(
        "{} from {}: {written} written, {} unchanged{others}",
        counted(code.files.len(), "file"),
        counted(sources.len(), "spec"),
        code.files.len() - written,
    );
    Ok(())
}

/// A file of the repository that is not generated code but follows from the specs or their language.
struct Beside {
    what: &'static str,
    path: PathBuf,
    text: String,
}

/// Those of them that have to change. A tree that goes elsewhere has no manifest for the features, and specs from
/// elsewhere have no schema.
fn besides(
    code: &Code,
    model: &Model,
    own_specs: Option<&[Source]>,
    own_tree: bool,
    root: &Path,
) -> Result<Vec<Beside>, Failure> {
    let mut besides = Vec::new();
    if own_tree {
        let path = root.join("generated-client/Cargo.toml");
        let text = features::updated(&code.features, &path)?;
        if !drift::is_text(&path, &text)? {
            besides.push(Beside { what: "features", path, text });
        }
    }
    if let Some(sources) = own_specs.filter(|_| own_tree) {
        let schema = ("schema", "spec/schema.json", bitrix24_codegen::schema::schema());
        let library = ("library", library::PATH, library::text(model));
        let portal = ("portal", library::MOCK_PATH, library::mock_text(sources));
        for (what, path, text) in [schema, library, portal] {
            let path = root.join(path);
            if !drift::is_text(&path, &text)? {
                besides.push(Beside { what, path, text });
            }
        }
    }
    Ok(besides)
}

/// The threads that the machine has.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Says how the files differ, and fails if they do.
fn report(changes: &[drift::Change], besides: &[Beside], root: &Path) -> Result<(), Failure> {
    for change in changes {
        println!("  {}: {}", change.reason, paths::shown(&change.path, root));
    }
    for Beside { what, path, .. } in besides {
        println!("  {what}: {}", paths::shown(path, root));
    }
    let count = changes.len() + besides.len();
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
