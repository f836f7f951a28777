//! The specs of the crate `bitrix24`, for specs outside of it that use its types.

use std::collections::BTreeSet;

use crate::ast::File;
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::parse;
use crate::source::{Home, Source, Spanned};

/// What the names of the library's families begin with, and so the first segment of their modules.
pub(crate) const LIBRARY: &str = "bitrix24";

/// The family of the errors that any method can answer with.
pub(crate) const SYSTEM: &str = "system";

/// What the crate `bitrix24` has.
#[derive(Clone, Copy, Debug)]
pub struct Library<'a> {
    /// Families that have types for others to use, and no methods: name and spec.
    pub specs: &'a [(&'a str, &'a str)],
    /// The objects whose identifiers have a type there.
    pub ids: &'a [&'a str],
}

impl Library<'_> {
    /// No library: the specs are those of the crate itself.
    pub(crate) const NONE: Library<'static> = Library { specs: &[], ids: &[] };
}

/// Reads the library's specs that these files use, directly or by one another, and adds them to both lists.
pub(crate) fn add_used(library: &Library<'_>, sources: &mut Vec<Source>, files: &mut Vec<File>) {
    let used = |file: &File| {
        let names = file.uses.iter().filter_map(|name| name.value.split_once('.'));
        names.filter(|(first, _)| *first == LIBRARY).map(|(_, family)| family.to_owned()).collect::<Vec<String>>()
    };
    let mut wanted: Vec<String> = files.iter().flat_map(used).chain([SYSTEM.to_owned()]).collect();
    let mut read = BTreeSet::new();
    while let Some(family) = wanted.pop() {
        let Some((_, spec)) = library.specs.iter().find(|(name, _)| *name == family) else {
            continue;
        };
        if !read.insert(family.clone()) {
            continue;
        }
        let source = Source { home: Home::Library, ..Source::new(format!("bitrix24/{family}.yaml"), *spec) };
        // The library was checked when it was built; what it has no problem with, this has none with either.
        if let Some(mut file) = parse::parse_one(sources.len(), &source, &mut Diagnostics::default()) {
            file.family = prefixed(file.family);
            file.uses = file.uses.into_iter().map(prefixed).collect();
            wanted.extend(used(&file));
            files.push(file);
        }
        sources.push(source);
    }
}

/// The types that the library has already.
pub(crate) fn mark_ids(library: &Library<'_>, model: &mut Model) {
    for id in &mut model.ids {
        id.library = library.ids.contains(&id.object.as_str());
    }
}

fn prefixed(name: Spanned<String>) -> Spanned<String> {
    name.map(|name| format!("{LIBRARY}.{name}"))
}
