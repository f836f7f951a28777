//! The spec files on disk.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bitrix24_codegen::model::{Family, Method, Model};
use bitrix24_codegen::source::{Source, is_spec};

use crate::failure::Failure;
use crate::paths;

/// The specs of a folder, and what they mean.
pub(crate) struct Specs {
    pub(crate) sources: Vec<Source>,
    pub(crate) model: Model,
}

/// Methods by their name on the wire and whether they are of REST 3.0, each with its family.
pub(crate) type Methods<'a> = BTreeMap<(&'a str, bool), (&'a Family, &'a Method)>;

impl Specs {
    pub(crate) fn methods(&self) -> Methods<'_> {
        let methods =
            self.model.families.iter().flat_map(|family| family.methods.iter().map(move |method| (family, method)));
        methods.map(|(family, method)| ((method.wire_name.as_str(), method.rest3), (family, method))).collect()
    }

    /// The text of a family's file.
    pub(crate) fn text(&self, family: &Family) -> Cow<'_, str> {
        self.sources.get(family.source).map(|source| String::from_utf8_lossy(&source.bytes)).unwrap_or_default()
    }
}

/// The specs of `folder`, or of the repository.
pub(crate) fn load(folder: Option<&Path>) -> Result<Specs, Failure> {
    let sources = read(folder)?;
    match bitrix24_codegen::read(&sources) {
        Ok(model) => Ok(Specs { sources, model }),
        Err(problems) => Err(Failure::Specs { problems: Box::new(problems), sources }),
    }
}

/// The specs of `folder` that have no problem, and whether there are others, which are named on standard error. For commands
/// that only tell: a spec that is not finished must not keep anybody from reading the others.
pub(crate) fn load_readable(folder: Option<&Path>) -> Result<(Specs, bool), Failure> {
    let mut sources = read(folder)?;
    let of = folder.map(|folder| format!(" with `--spec {}`", folder.display())).unwrap_or_default();
    let mut left_out = false;
    loop {
        let problems = match bitrix24_codegen::read(&sources) {
            Ok(model) => return Ok((Specs { sources, model }, left_out)),
            Err(problems) => problems,
        };
        let with_problem: BTreeSet<usize> = problems.iter().map(|problem| problem.span.source).collect();
        if with_problem.len() == sources.len() {
            return Err(Failure::Specs { problems: Box::new(problems), sources });
        }
        // What uses one of them is a problem of the next round.
        for at in with_problem.into_iter().rev() {
            let path = sources.remove(at).path;
            eprintln!(
                "{path} is left out: it has problems, or uses a spec that has; `cargo xtask check`{of} shows them"
            );
            left_out = true;
        }
    }
}

/// The spec files of `folder`, or of the repository, in the order of their paths.
pub(crate) fn read(folder: Option<&Path>) -> Result<Vec<Source>, Failure> {
    let folder = self::folder(folder)?;
    let sources = find(&folder, &paths::root()?)?;
    if sources.is_empty() {
        return Err(Failure::Workplace(format!("there is no spec in {}; specs end in `.yaml`", folder.display())));
    }
    Ok(sources)
}

/// The folder itself, or that of the repository.
pub(crate) fn folder(folder: Option<&Path>) -> Result<PathBuf, Failure> {
    folder.map_or_else(|| Ok(paths::root()?.join("spec")), |folder| Ok(folder.to_owned()))
}

/// The spec files of `folder`, in the order of their paths, if there are any.
pub(crate) fn find(folder: &Path, root: &Path) -> Result<Vec<Source>, Failure> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.retain(|file| is_spec(file.strip_prefix(folder).unwrap_or(file)));
    files.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).map_err(Failure::io("cannot read", &path))?;
        Ok(Source::new(paths::shown(&path, root), bytes))
    };
    files.into_iter().map(read).collect()
}

/// The `.yaml` files below a folder. Links to folders are not followed, so there is no circle.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(Failure::io("cannot read the folder", folder))?;
    for entry in entries {
        let entry = entry.map_err(Failure::io("cannot read the folder", folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(Failure::io("cannot read", &path))?;
        if kind.is_dir() {
            collect(&path, files)?;
        } else {
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("yaml") => files.push(path),
                Some("yml") => {
                    let message = format!("{} would be overlooked: specs end in `.yaml`", path.display());
                    return Err(Failure::Workplace(message));
                }
                _ => {}
            }
        }
    }
    Ok(())
}
