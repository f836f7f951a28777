//! Spec files as text, and places inside them. Reads nothing from disk: whoever calls has done that.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// The file of a folder of specs that corrects the vendor's pages for the importer.
pub const FIXUPS: &str = "fixups.yaml";

/// Whether a file is a spec, by its path below the folder of the specs.
pub fn is_spec(below: &Path) -> bool {
    below.extension().is_some_and(|ending| ending == "yaml") && below != Path::new(FIXUPS)
}

/// Where the importer keeps its copies of a spec that it wrote: what pages told of it, and what documents of portals did.
/// All paths are below the folder of the specs; one that was written by hand has no copy.
pub fn imported_copies(spec: &Path) -> [PathBuf; 2] {
    ["base", "portal"].map(|ending| Path::new(".imported").join(spec.with_extension(ending)))
}

/// A spec file: its name and what stands in it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as messages print it, with `/` between folders, such as `spec/bizproc/activity.yaml`.
    pub path: String,
    /// The content; that it is UTF-8 is checked like everything else.
    pub bytes: Vec<u8>,
    /// Where the file belongs.
    pub home: Home,
}

/// Where a spec file belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// In a folder of specs, where its path says which family it is.
    Folder,
    /// Nowhere: it was named one by one, and the generated code calls it by this name.
    Alone(String),
    /// In the crate `bitrix24`, whose types others use by `bitrix24.` and the family's name.
    Library,
}

impl Source {
    /// The file `path` of a folder of specs with this content.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), home: Home::Folder }
    }

    /// The file `path`, which generated code calls `name`, with this content.
    pub fn alone(path: impl Into<String>, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { home: Home::Alone(name.into()), ..Self::new(path, bytes) }
    }
}

/// A piece of a spec file: which file, and from which byte to which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The index of the file among the sources.
    pub source: usize,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes of this piece.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The beginning of a file.
    pub fn file(source: usize) -> Self {
        Self { source, start: 0, end: 0 }
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, which stands at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// Line and column of a byte, both from 1; columns count characters.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}
