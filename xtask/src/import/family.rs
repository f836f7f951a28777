//! A family's file, made of the drafts of its methods.

mod shared;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::base::Teller;
use super::draft::{Draft, type_name};
use super::yaml::{Entry, Places, Yaml, entry, print};
use shared::Shared;

/// The folder of the documentation that files of the importer name, below which pages stand.
pub(crate) const DOCS: &str = "api-reference/";

/// The file of a family.
pub(crate) fn path(folder: &Path, family: &str) -> PathBuf {
    folder.join(format!("{}.yaml", family.replace('.', "/")))
}

/// A part of a family's file, by its place among the drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// A method, or a type of its own.
    Method(usize),
    /// A type that several methods may lead to.
    Shared(usize),
}

/// What comes to a family.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drafts {
    /// The methods, each with who tells of it.
    pub(crate) methods: Vec<(Teller, Draft)>,
    /// Types that several methods of a portal's document may lead to.
    pub(crate) shared: Vec<Entry>,
}

impl Drafts {
    /// The keys of the methods.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        self.methods.iter().map(|(_, draft)| draft.method.key.clone()).collect()
    }

    /// The names of all types.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = String> {
        let own = self.methods.iter().flat_map(|(_, draft)| &draft.types);
        own.chain(&self.shared).map(|ty| ty.key.clone())
    }

    /// The methods, each with all that is doubtful about it and about the types that it leads to.
    pub(crate) fn with_doubts(&self) -> impl Iterator<Item = (&Draft, Vec<String>)> {
        let shared = Shared::of(&self.shared);
        self.methods.iter().map(move |(_, draft)| {
            let mut doubts = draft.doubts();
            doubts.extend(shared.doubts(std::iter::once(&draft.method).chain(&draft.types)));
            (draft, doubts)
        })
    }

    /// The part that a path leads into.
    pub(crate) fn part(&self, path: &[String]) -> Option<Part> {
        let [kind, name, ..] = path else { return None };
        let is_it = |entry: &Entry| entry.key == *name;
        let method = |has: &dyn Fn(&Draft) -> bool| self.methods.iter().position(|(_, draft)| has(draft));
        match kind.as_str() {
            "methods" => method(&|draft| is_it(&draft.method)).map(Part::Method),
            "types" => {
                let shared = || self.shared.iter().position(is_it).map(Part::Shared);
                method(&|draft| draft.types.iter().any(is_it)).map(Part::Method).or_else(shared)
            }
            _ => None,
        }
    }

    /// What a path leads to inside of a part: the method, or one of the types.
    pub(crate) fn entry_mut(&mut self, part: Part, path: &[String]) -> Option<&mut Entry> {
        let (kind, name) = path.first().zip(path.get(1))?;
        match part {
            Part::Shared(at) => self.shared.get_mut(at),
            Part::Method(at) => {
                let (_, draft) = self.methods.get_mut(at)?;
                if kind == "methods" {
                    Some(&mut draft.method)
                } else {
                    draft.types.iter_mut().find(|ty| ty.key == *name)
                }
            }
        }
    }

    /// The text of the family's file, and the place of everything in it.
    pub(crate) fn text(&self, family: &str) -> (String, Places) {
        self.text_of(family, Teller::Pages, |_| true)
    }

    /// The same of what one teller tells.
    pub(crate) fn text_by(&self, family: &str, teller: Teller) -> String {
        self.text_of(family, teller, |by| by == teller).0
    }

    fn text_of(&self, family: &str, head: Teller, is_wanted: impl Fn(Teller) -> bool) -> (String, Places) {
        let from = match head {
            Teller::Pages => "the documentation of the API",
            Teller::Portal => "the document of a portal",
        };
        let up = "../".repeat(family.matches('.').count());
        let mut text = format!("# yaml-language-server: $schema={up}schema.json\n");
        let mut places = Places::new();
        let head = vec![
            entry("family", Yaml::text(family)),
            entry("doc", Yaml::text(&format!("The methods `{family}.*`, imported from {from}."))),
            entry("docs", Yaml::text(DOCS)),
        ];
        let drafts = || self.methods.iter().filter(|(teller, _)| is_wanted(*teller)).map(|(_, draft)| draft);
        let shared = self.shared.iter().filter(|_| is_wanted(Teller::Portal));
        let types: Vec<Entry> = drafts().flat_map(|draft| &draft.types).chain(shared).cloned().collect();
        let methods = drafts().map(|draft| draft.method.clone()).collect();
        let types = (!types.is_empty()).then(|| vec![entry("types", Yaml::Map(types))]);
        for part in [Some(head), types, Some(vec![entry("methods", Yaml::Map(methods))])].into_iter().flatten() {
            if !places.is_empty() {
                text.push('\n');
            }
            let (printed, inside) = print(&part);
            let at = text.len();
            places.extend(inside.into_iter().map(|(range, path)| (range.start + at..range.end + at, path)));
            text.push_str(&printed);
        }
        (text, places)
    }
}

/// The names that the generated code of these methods has beside their types.
pub(crate) fn taken<'a>(keys: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    const MADE: [&str; 6] = ["", "Builder", "Optional", "ErrorKind", "ErrorReason", "Request"];
    let segments = keys.map(|key| key.split('@').next().unwrap_or_default());
    segments.flat_map(|segment| MADE.map(|suffix| type_name([segment]) + suffix)).collect()
}
