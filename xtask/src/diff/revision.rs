//! The specs of another time, as git has them.

use std::path::Path;
use std::process::Command;

use bitrix24_codegen::model::Model;

use crate::failure::Failure;
use crate::specs;

/// What the repository was.
pub(crate) struct Past {
    pub(crate) model: Model,
    /// The manifest of the workspace.
    pub(crate) manifest: String,
}

/// The repository at a revision. Its specs are put into a folder of their own by an index of their own, so neither the
/// working tree nor what is staged is touched.
pub(crate) fn read(revision: &str, root: &Path) -> Result<Past, Failure> {
    let commit = format!("{revision}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], None)?
        .ok_or_else(|| Failure::Unknown(format!("git knows no revision {revision:?}")))?;
    let commit = commit.trim_end();
    let folder = tempfile::tempdir().map_err(Failure::io("cannot make a folder in", &std::env::temp_dir()))?;
    let index = folder.path().join("index");
    let tree = format!("{commit}:./spec");
    let prefix = format!("--prefix={}/", folder.path().join("spec").display());
    git(root, &["read-tree", &tree], Some(&index))?
        .and(git(root, &["checkout-index", "--all", &prefix], Some(&index))?)
        .ok_or_else(|| Failure::Unknown(format!("{revision} has no folder spec")))?;
    let manifest = git(root, &["show", &format!("{commit}:./Cargo.toml")], None)?
        .ok_or_else(|| Failure::Unknown(format!("{revision} has no Cargo.toml")))?;
    let sources = specs::find(&folder.path().join("spec"), folder.path())?;
    match bitrix24_codegen::read(&sources) {
        Ok(model) => Ok(Past { model, manifest }),
        Err(problems) => {
            Err(Failure::OldSpecs { revision: revision.to_owned(), problems: Box::new(problems), sources })
        }
    }
}

/// What git prints, or nothing if it refuses.
fn git(root: &Path, arguments: &[&str], index: Option<&Path>) -> Result<Option<String>, Failure> {
    let mut command = Command::new("git");
    command.current_dir(root).args(arguments).envs(index.map(|index| ("GIT_INDEX_FILE", index)));
    let output = command.output().map_err(|error| Failure::Workplace(format!("cannot start git: {error}")))?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}
