//! In what a method as it is told differs from the method that a spec has: names of parameters, required marks, and kinds of
//! values.

use bitrix24_codegen::model::{Definition, Field, Method, Model, Presence, Record, Type};

/// The most differences that are told of one method.
const MOST: usize = 20;
/// How deep structs are compared.
const DEEPEST: usize = 4;

/// A method and the model that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Side<'m> {
    pub(crate) model: &'m Model,
    pub(crate) method: &'m Method,
}

/// The method of this name in REST 3.0 or before.
pub(crate) fn side<'m>(model: &'m Model, shown_name: &str) -> Option<Side<'m>> {
    let mut methods = model.families.iter().flat_map(|family| &family.methods);
    let is_it = |method: &&Method| super::draft::shown_name(&method.wire_name, method.rest3) == shown_name;
    methods.find(is_it).map(|method| Side { model, method })
}

/// The differences, each in a few words. `noun` is what the method is told by.
pub(crate) fn differences(spec: Side<'_>, told: Side<'_>, noun: &str) -> Vec<String> {
    let mut comparison = Comparison { spec: spec.model, told: told.model, noun, found: Vec::new() };
    comparison.records("params", &spec.method.record, &told.method.record, DEEPEST);
    let (there, here) = (&spec.method.result, &told.method.result);
    if there.wrapped_in == here.wrapped_in {
        // Answers leave out what was not asked for, so what they are made of is not compared.
        comparison.types("result", &there.ty, &here.ty, 0);
    } else if there.ty != Type::Any && here.ty != Type::Any {
        let place =
            |wrapper: &Option<String>| wrapper.as_ref().map_or("result".to_owned(), |at| format!("result.{at}"));
        let (there, here) = (place(&there.wrapped_in), place(&here.wrapped_in));
        comparison.found.push(format!("the {noun} has {here}, and the spec {there}"));
    }
    let more = comparison.found.len().saturating_sub(MOST);
    comparison.found.truncate(MOST);
    comparison.found.extend((more > 0).then(|| format!("and {more} more")));
    comparison.found
}

struct Comparison<'m, 'n> {
    spec: &'m Model,
    told: &'m Model,
    noun: &'n str,
    found: Vec<String>,
}

/// What a value is, as far as it is compared.
enum Class<'m> {
    Word(&'static str),
    List(&'m Type),
    Object(Option<&'m Record>),
    /// Anything, or one of several.
    Loose,
}

impl Comparison<'_, '_> {
    fn records(&mut self, path: &str, spec: &Record, told: &Record, depth: usize) {
        let find = |record: &'_ Record, name: &str| record.fields.iter().position(|field| field.wire_name == name);
        for field in &told.fields {
            let path = format!("{path}.{}", field.wire_name);
            match find(spec, &field.wire_name).and_then(|at| spec.fields.get(at)) {
                None if spec.open.is_some() => {}
                None => self.found.push(format!("the spec has no {path}")),
                Some(known) => self.fields(&path, known, field, depth),
            }
        }
        for field in spec.fields.iter().filter(|field| find(told, &field.wire_name).is_none() && told.open.is_none()) {
            self.found.push(format!("the {} has no {path}.{}", self.noun, field.wire_name));
        }
    }

    fn fields(&mut self, path: &str, spec: &Field, told: &Field, depth: usize) {
        let is_required = |field: &Field| matches!(field.presence, Presence::Required { .. });
        match (is_required(spec), is_required(told)) {
            (false, true) => self.found.push(format!("{path} is required by the {}", self.noun)),
            (true, false) => self.found.push(format!("{path} is not required by the {}", self.noun)),
            _ => {}
        }
        self.types(path, &spec.ty, &told.ty, depth);
    }

    fn types(&mut self, path: &str, spec: &Type, told: &Type, depth: usize) {
        match (class(self.spec, spec), class(self.told, told)) {
            (Class::Word(spec), Class::Word(told)) if spec == told => {}
            (Class::List(spec), Class::List(told)) => self.types(&format!("{path}[]"), spec, told, depth),
            (Class::Object(Some(spec)), Class::Object(Some(told))) => {
                if let Some(depth) = depth.checked_sub(1) {
                    self.records(path, spec, told, depth);
                }
            }
            (Class::Loose, _) | (_, Class::Loose) | (Class::Object(_), Class::Object(_)) => {}
            _ => self.found.push(format!("{path} is `{told}` in the {}, and `{spec}` in the spec", self.noun)),
        }
    }
}

fn class<'m>(model: &'m Model, ty: &'m Type) -> Class<'m> {
    match ty {
        Type::Text => Class::Word("text"),
        Type::Integer | Type::Timestamp | Type::Id(_) => Class::Word("integer"),
        Type::Double => Class::Word("number"),
        Type::Boolean(_) => Class::Word("flag"),
        Type::Date => Class::Word("day"),
        Type::DateTime => Class::Word("moment"),
        Type::File => Class::Word("file"),
        Type::Null => Class::Word("null"),
        Type::Any => Class::Loose,
        Type::List(item) => Class::List(item),
        Type::Optional(inner) => class(model, inner),
        Type::Map(..) => Class::Object(None),
        Type::Named(reference) => {
            let family = model.families.iter().find(|family| family.module == reference.module);
            let named = family.and_then(|family| family.types.iter().find(|ty| ty.name == reference.name));
            match named.map(|named| &named.definition) {
                // Aliases never lead round: the checker refuses those that would.
                Some(Definition::Alias(ty)) => class(model, ty),
                Some(Definition::Text(_) | Definition::Enumeration { numeric: false, .. }) => Class::Word("text"),
                Some(Definition::Integer(_) | Definition::Enumeration { numeric: true, .. }) => Class::Word("integer"),
                Some(Definition::Record(record)) => Class::Object(Some(record)),
                Some(Definition::Tuple(_) | Definition::Union(_)) | None => Class::Loose,
            }
        }
    }
}
