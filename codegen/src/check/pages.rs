//! The rows of lists: what a page is made of, as the type of the result says.

use crate::ast::File;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Definition, Model, NamedType, Rows, Type};
use crate::source::Span;

/// Finds the type of every list's rows, and refuses lists whose rows stand at no list.
pub(crate) fn check_pages(model: &mut Model, files: &[File], problems: &mut Diagnostics) {
    let mut found = Vec::new();
    for (at, family) in model.families.iter().enumerate() {
        for (place, method) in family.methods.iter().enumerate() {
            let Some(pagination) = &method.pagination else { continue };
            // Where the rows stand elsewhere, that is the problem, and it was told.
            let inside = method.result.place();
            let Some(below) = pagination.rows.strip_prefix(&inside) else { continue };
            let steps: Vec<&str> = below.split('.').skip(1).collect();
            match rows(model, &method.result.ty, &steps) {
                Some(rows) => found.push((at, place, rows)),
                None => {
                    let span = place_of(files, family.source, &method.key);
                    problems.add(span.unwrap_or(Span::file(family.source)), Problem::NoRows);
                }
            }
        }
    }
    for (at, place, rows) in found {
        let method = model.families.get_mut(at).and_then(|family| family.methods.get_mut(place));
        if let Some(pagination) = method.and_then(|method| method.pagination.as_mut()) {
            pagination.row = rows;
        }
    }
}

/// The rows at a place below a type.
fn rows(model: &Model, ty: &Type, steps: &[&str]) -> Option<Rows> {
    let mut ty = ty;
    for step in steps {
        ty = match ty {
            Type::Any => return Some(Rows { ty: Type::Any, keyed: false }),
            Type::Map(_, value) => value,
            Type::Named(_) => {
                let Definition::Record(record) = &named(model, ty)?.definition else { return None };
                let field = record.fields.iter().find(|field| field.wire_name == *step);
                field.map(|field| &field.ty).or(record.open.as_ref())?
            }
            _ => return None,
        };
    }
    match ty {
        Type::Any => Some(Rows { ty: Type::Any, keyed: false }),
        Type::List(item) => Some(Rows { ty: (**item).clone(), keyed: false }),
        Type::Map(_, value) => Some(Rows { ty: (**value).clone(), keyed: true }),
        _ => None,
    }
}

fn named<'a>(model: &'a Model, ty: &Type) -> Option<&'a NamedType> {
    let Type::Named(reference) = ty else { return None };
    let family = model.families.iter().find(|family| family.module == reference.module)?;
    family.types.iter().find(|ty| ty.name == reference.name)
}

fn place_of(files: &[File], source: usize, key: &str) -> Option<Span> {
    let file = files.iter().find(|file| file.source == source)?;
    let method = file.methods.iter().find(|method| method.key.value == key)?;
    let pagination = method.pagination.as_ref()?;
    Some(pagination.rows.as_ref().map_or(pagination.style.span, |rows| rows.span))
}
