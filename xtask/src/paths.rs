//! Where things are.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The root of the repository: above the package that cargo runs, or else the nearest folder above that has specs and
/// this package.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    if let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR")
        && let Some(root) = Path::new(&package).parent()
    {
        return Ok(root.to_owned());
    }
    let here = std::env::current_dir().map_err(Failure::io("cannot tell the current folder", Path::new(".")))?;
    let is_root = |folder: &&Path| folder.join("spec").is_dir() && folder.join("xtask/Cargo.toml").is_file();
    let root = here.ancestors().find(is_root).map(Path::to_owned);
    root.ok_or_else(|| Failure::Workplace("run this inside the repository".to_owned()))
}

/// A path as messages show it: relative to the root where it is below, with `/` between folders.
pub(crate) fn shown(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/").replacen("//", "/", 1)
}
