//! Who wrote what a spec says of a method: the importer, as the copy that it keeps tells, or a person.

use crate::import::doubts;

/// Where the entry of a method and its types come from.
pub(crate) struct Origin {
    /// The entry and the types that lead from it, as they are in the spec.
    texts: Vec<String>,
    is_edited: bool,
}

impl Origin {
    /// Of the method under a key of a spec, of which `copies` are what the importer wrote last, by pages and by portals.
    pub(crate) fn of(key: &str, spec: &str, copies: &[String]) -> Self {
        let texts = doubts::texts(spec, key);
        let is_edited = !copies.iter().any(|copy| doubts::texts(copy, key) == texts);
        Self { texts, is_edited }
    }

    /// Whether a person wrote or changed it.
    pub(crate) fn is_edited(&self) -> bool {
        self.is_edited
    }

    /// Whether a doubt stands at a key; if none is named, at any.
    pub(crate) fn has_doubt(&self, key: Option<&str>) -> bool {
        doubts::stands_at(&self.texts, key)
    }
}
