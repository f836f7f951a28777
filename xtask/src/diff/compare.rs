//! Two models, method by method and type by type.

use bitrix24_codegen::model::{Family, Id, Method, Model, NamedType};

use crate::diff::change::{Change, Noun, Part, Subject, What};
use crate::diff::pairs::{Key, Pair, pair};
use crate::diff::{errors, method, named};
use crate::list;

/// A named type and where it stands.
struct Home<'a> {
    family: &'a Family,
    ty: &'a NamedType,
}

impl Home<'_> {
    fn path(&self) -> String {
        self.family.module.iter().chain([&self.ty.name]).map(String::as_str).collect::<Vec<&str>>().join("::")
    }
}

/// What has changed, in the order of the families; what is gone stands behind what is there.
pub(crate) fn compare(old: &Model, new: &Model) -> Vec<Subject> {
    let mut subjects = compare_methods(old, new);
    subjects.extend(compare_types(old, new));
    subjects.push(subject("system errors", errors::compare_system(old.system.as_ref(), new.system.as_ref())));
    subjects.push(subject("identifiers", compare_ids(old, new)));
    subjects.extend(compare_families(old, new));
    subjects.retain(|subject| !subject.changes.is_empty());
    subjects
}

fn subject(name: impl Into<String>, changes: Vec<Change>) -> Subject {
    let (docs, mut changes): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.what == What::Docs);
    // One line says that the docs have changed, whatever they are about.
    changes.extend(docs.into_iter().next().map(|change| Part::new(Noun::Docs, "", change.part.rust).is(What::Docs)));
    Subject { name: name.into(), changes }
}

/// A method and the family that it stands in.
type Located<'a> = (&'a Family, &'a Method);

fn compare_methods(old: &Model, new: &Model) -> Vec<Subject> {
    let keys: [Key<Located<'_>>; 2] = [|(_, method)| Some(wire(method)), |it| Some(function(it))];
    let (old, new): (Vec<Located<'_>>, Vec<Located<'_>>) = (list::methods(old).collect(), list::methods(new).collect());
    let pairs = pair(&old, &new, &keys).into_iter().map(|pair| {
        let part = |it: &Located<'_>| Part::new(Noun::Method, "", format!("{}(..)", function(it)));
        match pair {
            Pair::New(new) => subject(wire(new.1), vec![part(new).is(What::Added)]),
            Pair::Old(old) => subject(wire(old.1), vec![part(old).is(What::Removed)]),
            Pair::Both(old, new) => {
                let moved = What::renamed(&function(old), &function(new)).map(|what| part(new).is(what));
                let changes = method::compare(old.1, new.1, &function(new));
                subject(wire(new.1), moved.into_iter().chain(changes).collect())
            }
        }
    });
    pairs.collect()
}

/// The function below `bitrix24::api`.
fn function((family, method): &Located<'_>) -> String {
    list::function(family, method)
}

/// The name of a method; its generation is part of it, because each has a method of that name.
fn wire(method: &Method) -> String {
    let generation = if method.rest3 { " (REST 3.0)" } else { "" };
    format!("{}{generation}", method.wire_name)
}

fn compare_types(old: &Model, new: &Model) -> Vec<Subject> {
    let key: Key<Home<'_>> = |home| Some(home.path());
    let (old, new) = (types(old), types(new));
    let pairs = pair(&old, &new, &[key]).into_iter().map(|pair| {
        let whole =
            |home: &Home<'_>, what| subject(home.path(), vec![Part::new(Noun::Type, "", &home.ty.name).is(what)]);
        match pair {
            Pair::New(new) => whole(new, What::Added),
            Pair::Old(old) => whole(old, What::Removed),
            Pair::Both(old, new) => subject(new.path(), named::compare(old.ty, new.ty)),
        }
    });
    pairs.collect()
}

fn types(model: &Model) -> Vec<Home<'_>> {
    let families = model.families.iter();
    families.flat_map(|family| family.types.iter().map(move |ty| Home { family, ty })).collect()
}

/// The types of identifiers.
fn compare_ids(old: &Model, new: &Model) -> Vec<Change> {
    let key: Key<Id> = |id| Some(id.object.clone());
    let changes = pair(&old.ids, &new.ids, &[key]).into_iter().filter_map(|pair| {
        let part = |id: &Id| Part::new(Noun::Id, &id.object, format!("ids::{}", id.name));
        match pair {
            Pair::New(new) => Some(part(new).is(What::Added)),
            Pair::Old(old) => Some(part(old).is(What::Removed)),
            Pair::Both(old, new) => What::renamed(&old.name, &new.name).map(|what| part(new).is(what)),
        }
    });
    changes.collect()
}

/// What the families say of themselves; that one came or went is told of its methods and types.
fn compare_families(old: &Model, new: &Model) -> Vec<Subject> {
    let key: Key<Family> = |family| Some(family.wire_name.clone());
    let pairs = pair(&old.families, &new.families, &[key]).into_iter().filter_map(|pair| match pair {
        Pair::Both(old, new) if (&old.doc, &old.url) != (&new.doc, &new.url) => {
            let docs = Part::new(Noun::Docs, "", "").is(What::Docs);
            Some(subject(format!("the family {}", new.wire_name), vec![docs]))
        }
        _ => None,
    });
    pairs.collect()
}
