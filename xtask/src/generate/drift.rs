//! What differs between the generated code and the files, and why.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use bitrix24_codegen::render::{Code, Header};

use crate::failure::Failure;

/// A file that has to change.
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    pub(crate) reason: Reason,
    /// The new text; none if the file has to go.
    pub(crate) text: Option<String>,
}

/// Why a file has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Missing,
    SpecChanged,
    GeneratorChanged,
    EditedByHand,
    /// By hand, and there is something new to write too.
    EditedAndChanged,
    Orphan,
    NotOurs,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::SpecChanged => "spec changed",
            Self::GeneratorChanged => "generator changed",
            Self::EditedByHand => "edited by hand",
            Self::EditedAndChanged => "edited by hand, and its spec changed",
            Self::Orphan => "orphan, no spec stands behind it",
            Self::NotOurs => "not generated, but in the way",
        })
    }
}

impl Change {
    /// What was done about it.
    pub(crate) fn done(&self) -> &'static str {
        match self.reason {
            Reason::Missing => "new",
            Reason::Orphan => "removed",
            Reason::EditedByHand => "restored",
            Reason::SpecChanged | Reason::GeneratorChanged | Reason::EditedAndChanged | Reason::NotOurs => "changed",
        }
    }

    pub(crate) fn is_removal(&self) -> bool {
        self.text.is_none()
    }
}

/// The files below `into` that are not what the code says, in the order of their paths.
pub(crate) fn compare(code: &Code, into: &Path) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    let mut expected = BTreeSet::new();
    for file in &code.files {
        let path = into.join(&file.path);
        if let Some(reason) = reason(&path, &file.text)? {
            changes.push(Change { path: path.clone(), reason, text: Some(file.text.clone()) });
        }
        expected.insert(path);
    }
    let mut found = Vec::new();
    rust_files(&into.join("generated"), &mut found)?;
    for path in found.into_iter().filter(|path| !expected.contains(path)) {
        let text = std::fs::read(&path).map_err(Failure::io("cannot read", &path))?;
        if Header::read(&String::from_utf8_lossy(&text)).is_some() {
            changes.push(Change { path, reason: Reason::Orphan, text: None });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Why the file at `path` is not `wanted`; `None` if it is.
fn reason(path: &Path, wanted: &str) -> Result<Option<Reason>, Failure> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Some(Reason::Missing)),
        Err(error) => return Err(Failure::io("cannot read", path)(error)),
    };
    if bytes == wanted.as_bytes() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    let Some((old, body)) = Header::read(&text) else {
        return Ok(Some(Reason::NotOurs));
    };
    let new = Header::read(wanted).map(|(header, _)| header);
    let same_spec = new.is_some_and(|new| new.spec_hash == old.spec_hash && new.spec == old.spec);
    Ok(Some(match (old.is_of(body), same_spec) {
        (false, true) => Reason::EditedByHand,
        (false, false) => Reason::EditedAndChanged,
        (true, false) => Reason::SpecChanged,
        (true, true) => Reason::GeneratorChanged,
    }))
}

/// Whether a file has just this text; a file that is not there has none.
pub(crate) fn is_text(path: &Path, wanted: &str) -> Result<bool, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes == wanted.as_bytes()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::io("cannot read", path)(error)),
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::io("cannot read the folder", folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(Failure::io("cannot read the folder", folder))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(Failure::io("cannot read", &entry.path()))?);
        if kind.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
