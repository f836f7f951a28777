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
    let git = |arguments: &[&str], index: Option<&Path>, refusal: &str| git(root, arguments, index, refusal);
    let commit = format!("{revision}^{{commit}}");
    let unknown = format!("git knows no revision {revision:?}");
    let commit = git(&["rev-parse", "--verify", "--end-of-options", &commit], None, &unknown)?;
    let commit = commit.trim_end();
    let folder = tempfile::tempdir().map_err(Failure::io("cannot make a folder in", &std::env::temp_dir()))?;
    let index = folder.path().join("index");
    let without = format!("{revision} has no specs to compare with");
    git(&["read-tree", &format!("{commit}:./spec")], Some(&index), &without)?;
    let prefix = format!("--prefix={}/", folder.path().join("spec").display());
    git(&["checkout-index", "--all", &prefix], Some(&index), &without)?;
    let manifest = git(&["show", &format!("{commit}:./Cargo.toml")], None, &format!("{revision} has no Cargo.toml"))?;
    let sources = specs::find(&folder.path().join("spec"), folder.path())?;
    match bitrix24_codegen::read(&sources) {
        Ok(model) => Ok(Past { model, manifest }),
        Err(problems) => {
            Err(Failure::OldSpecs { revision: revision.to_owned(), problems: Box::new(problems), sources })
        }
    }
}

/// What git prints. If it refuses, that is said in our words and in its own.
fn git(root: &Path, arguments: &[&str], index: Option<&Path>, refusal: &str) -> Result<String, Failure> {
    let mut command = Command::new("git");
    command.current_dir(root).args(arguments).envs(index.map(|index| ("GIT_INDEX_FILE", index)));
    let output = command.output().map_err(|error| Failure::Workplace(format!("cannot start git: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::Unknown(format!("{refusal}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}
