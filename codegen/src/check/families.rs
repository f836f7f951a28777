//! Families: which module each file becomes, and which types it declares.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::ast::{File, TypeForm};
use crate::diagnostic::{Diagnostics, Problem};
use crate::library::{LIBRARY, Library, SYSTEM};
use crate::model::{Family, Method, Model, NamedType, Shape};
use crate::names;
use crate::source::{Home, Source, Span};

/// How many calls are tried for all rules of a family together; real ones take a thousandth of it.
const MOST_TRIES: usize = 100_000;

/// All families of a set of specs.
pub(crate) struct Registry<'a> {
    /// In the order of the files.
    pub(crate) families: Vec<Entry<'a>>,
}

/// A family, as far as others must know it.
pub(crate) struct Entry<'a> {
    pub(crate) file: &'a File,
    home: Home,
    pub(crate) wire_name: String,
    pub(crate) module: Vec<String>,
    /// The families that its file uses, by index.
    pub(crate) uses: Vec<usize>,
    /// Whether it names families that are not there, and so has types that nobody knows.
    pub(crate) lacks_families: bool,
    /// Their sources, by index.
    used_sources: Vec<usize>,
    /// How many calls may still be tried to see what its rules come to.
    pub(crate) tries: Cell<usize>,
    /// The declared types: what they are made of, and where they are declared.
    pub(crate) types: BTreeMap<String, (Declared, Span)>,
}

/// A declared type as others see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// A type of its own.
    Own(Shape),
    /// Another name for the type at this place of the file's list.
    Alias(usize),
    /// A type whose declaration has problems; nothing more is said about its uses.
    Broken,
}

pub(crate) fn register<'a>(
    files: &'a [File],
    sources: &[Source],
    library: &Library<'_>,
    problems: &mut Diagnostics,
) -> Registry<'a> {
    let mut seen: BTreeMap<Vec<String>, Span> = BTreeMap::new();
    let families = files.iter().map(|file| {
        let source = sources.get(file.source);
        let home = source.map_or(Home::Folder, |source| source.home.clone());
        let module = module_path(file, &home, source.map_or("", |source| &source.path), problems);
        if let Some(earlier) = seen.insert(module.clone(), file.family.span).filter(|_| !module.is_empty()) {
            let problem = Problem::DuplicateFamily { family: file.family.value.clone() };
            problems.add_with(file.family.span, problem, earlier, "the same module comes from here");
        }
        if let Some(docs) = file.docs.as_ref().filter(|docs| !names::is_address(&docs.value)) {
            problems.add(docs.span, Problem::BadPage { page: docs.value.clone(), of_file: true });
        }
        let uses = used_families(file, files, library, problems);
        let used_sources = uses.iter().map(|index| files[*index].source).collect();
        Entry {
            file,
            home,
            wire_name: file.family.value.clone(),
            module,
            lacks_families: uses.len() < file.uses.len(),
            uses,
            used_sources,
            tries: Cell::new(MOST_TRIES),
            types: declared_types(file, problems),
        }
    });
    Registry { families: families.collect() }
}

fn used_families(file: &File, files: &[File], library: &Library<'_>, problems: &mut Diagnostics) -> Vec<usize> {
    let mut uses = Vec::new();
    for name in &file.uses {
        match files.iter().position(|other| other.family.value == name.value) {
            Some(index) => uses.push(index),
            None => {
                let mut known: Vec<String> = files.iter().map(|other| other.family.value.clone()).collect();
                known.extend(library.specs.iter().map(|(family, _)| format!("{LIBRARY}.{family}")));
                known.sort();
                known.dedup();
                let known = known.iter().map(String::as_str).filter(|_| problems.may_suggest(name.span));
                let problem = Problem::unknown_family(&name.value, known);
                problems.add(name.span, problem);
            }
        }
    }
    uses
}

/// The path of the module; empty if the name cannot be one.
fn module_path(file: &File, home: &Home, path: &str, problems: &mut Diagnostics) -> Vec<String> {
    let family = &file.family;
    let segments: Vec<&str> = family.value.split('.').collect();
    let module: Vec<String> = segments.iter().filter_map(|segment| names::module(segment)).collect();
    if !names::is_wire_name(&family.value) || module.len() != segments.len() {
        problems.add(family.span, Problem::BadFamily { family: family.value.clone() });
        return Vec::new();
    }
    let expected = format!("{}.yaml", segments.join("/"));
    if *home == Home::Folder && path != expected && !path.ends_with(&format!("/{expected}")) {
        problems.add(family.span, Problem::FamilyNotPath { family: family.value.clone(), expected });
        return Vec::new();
    }
    module
}

fn declared_types(file: &File, problems: &mut Diagnostics) -> BTreeMap<String, (Declared, Span)> {
    let mut types = BTreeMap::new();
    for (index, ty) in file.types.iter().enumerate() {
        let name = &ty.name;
        if names::given_type_name(&name.value).is_none() {
            problems.add(name.span, Problem::BadTypeName { name: name.value.clone() });
        } else if names::is_taken_type_name(&name.value) {
            problems.add(name.span, Problem::TakenName { name: name.value.clone(), by_rust: false });
        }
        let declared = match &ty.form {
            TypeForm::Alias { limits, .. } if limits.is_none() => Declared::Alias(index),
            TypeForm::Alias { .. } => Declared::Own(Shape::Checked),
            TypeForm::Struct { .. } => Declared::Own(Shape::Record),
            TypeForm::Enum { .. } => Declared::Own(Shape::Enumeration),
            TypeForm::Tuple(_) | TypeForm::Union(_) => Declared::Own(Shape::Plain),
            TypeForm::Broken => Declared::Broken,
        };
        types.insert(name.value.clone(), (declared, name.span));
    }
    types
}

/// What the first segment cannot be: a generated module, or a cargo feature that is no scope.
const RESERVED: &[&str] = &["ids", "default", "full", "blocking", "macros", LIBRARY];

/// Refuses families whose module would meet something else in its parent.
pub(crate) fn refuse_module_clashes(model: &Model, files: &[File], problems: &mut Diagnostics) {
    for family in model.own_families() {
        let Some((name, parent)) = family.module.split_last() else {
            continue;
        };
        let params = |method: &Method| *name == method.params_module() || (*name == "v3" && method.twin);
        let fields = |ty: &NamedType| ty.params_module().is_some_and(|module| *name == module);
        let in_parent = |other: &Family| {
            other.module == parent && (other.methods.iter().any(params) || other.types.iter().any(fields))
        };
        let first = family.module.first().filter(|segment| RESERVED.contains(&segment.as_str()));
        let reserved = first.or_else(|| family.module.iter().find(|segment| *segment == "private"));
        if reserved.is_some() || model.families.iter().any(in_parent) {
            let file = files.iter().find(|file| file.source == family.source);
            let at = file.map_or(Span::file(family.source), |file| file.family.span);
            problems.add(
                at,
                Problem::ModuleClash { name: reserved.unwrap_or(name).clone(), by_method: reserved.is_none() },
            );
        }
    }
}

impl Entry<'_> {
    /// Where the spec stands, whatever the folder is called.
    pub(crate) fn spec(&self) -> String {
        match &self.home {
            Home::Alone(name) => name.clone(),
            Home::Folder | Home::Library => format!("spec/{}.yaml", self.wire_name.replace('.', "/")),
        }
    }

    /// Whether this is the place of the errors that any method can answer with: the client knows them by its name.
    pub(crate) fn may_have_system_errors(&self) -> bool {
        match self.home {
            Home::Folder => self.wire_name == SYSTEM,
            Home::Library => true,
            Home::Alone(_) => false,
        }
    }

    /// The family of the model.
    pub(crate) fn lower(&self, types: Vec<NamedType>, methods: Vec<Method>) -> Family {
        let (file, used_sources) = (self.file, self.used_sources.clone());
        Family {
            wire_name: self.wire_name.clone(),
            module: self.module.clone(),
            spec: self.spec(),
            source: file.source,
            library: self.home == Home::Library,
            uses: used_sources,
            doc: file.doc.value.clone(),
            url: file.docs.as_ref().map(|docs| docs_url(&docs.value, "")),
            types,
            methods,
        }
    }
}

/// The address of a docs page: `page` below `docs`.
pub(crate) fn docs_url(docs: &str, page: &str) -> String {
    format!("https://apidocs.bitrix24.com/{docs}{page}")
}
