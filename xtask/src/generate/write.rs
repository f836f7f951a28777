//! Files on disk: each is written whole or not at all.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::generate::drift::{Change, Reason};

/// Makes the changes; none of them if one would overwrite a file that was not generated.
pub(crate) fn apply(changes: &[Change], into: &Path) -> Result<(), Failure> {
    if let Some(change) = changes.iter().find(|change| change.reason == Reason::NotOurs) {
        return Err(Failure::NotOurs(change.path.clone()));
    }
    for change in changes {
        match &change.text {
            Some(text) => replace(&change.path, text)?,
            None => remove(&change.path, into)?,
        }
    }
    Ok(())
}

/// Puts `text` in the place of a file: written beside it first, then renamed, so that nobody ever sees half of it.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(Failure::io("cannot make the folder", folder))?;
    let failed = || Failure::io("cannot write", path);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file: NamedTempFile = builder.prefix(".generate-").tempfile_in(folder).map_err(failed())?;
    file.write_all(text.as_bytes()).map_err(failed())?;
    file.as_file().sync_all().map_err(failed())?;
    file.persist(path).map_err(|error| failed()(error.error))?;
    Ok(())
}

/// Removes a file, and the folders above it that it leaves empty.
fn remove(path: &Path, into: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(Failure::io("cannot remove", path))?;
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != into) {
        // A folder that is not empty stays.
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
