//! Named types.

use std::collections::BTreeMap;

use crate::ast::{self, BooleanWire, EnumValue as EnumValueDef, Limits, Method, TypeDef, TypeExpr, TypeForm};
use crate::check::families::Entry;
use crate::check::fields::{Subject, check_record, holds_boolean};
use crate::check::limits::value_rule;
use crate::check::scope::{Scope, variant_name};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Definition, EnumValue, NamedType, Part, Type, ValueRule};
use crate::names;
use crate::source::{Span, Spanned};

/// The types that a file declares.
pub(crate) fn check_types(family: &Entry<'_>, scope: Scope<'_>, problems: &mut Diagnostics) -> Vec<NamedType> {
    let mut types = Vec::new();
    let rest3 = |method: &Method| method.rest.as_ref().is_some_and(|rest| rest.value == 3);
    let methods = &family.file.methods;
    let by_methods =
        if !methods.is_empty() && methods.iter().all(rest3) { BooleanWire::TrueFalse } else { BooleanWire::YesNo };
    let wire = family.file.wire.as_ref().map_or(by_methods, |wire| wire.value);
    for ty in &family.file.types {
        let origin = format!("{}, {}", family.spec(), ty.name.value);
        if let Some(definition) = check_type(ty, &origin, scope, wire, problems) {
            let (name, doc) = (ty.name.value.clone(), ty.doc.value.clone());
            types.push(NamedType { name, doc, origin, sent: false, received: false, told_apart: false, definition });
        }
    }
    types
}

fn check_type(
    ty: &TypeDef,
    origin: &str,
    scope: Scope<'_>,
    wire: BooleanWire,
    problems: &mut Diagnostics,
) -> Option<Definition> {
    let at = ty.name.span;
    match &ty.form {
        TypeForm::Broken => None,
        TypeForm::Alias { ty, limits } => alias(ty, limits, scope, wire, problems),
        TypeForm::Struct { fields, open, rules } => {
            let (name, member) = (ty.name.value.as_str(), "field");
            let subject = Subject { name, member, origin, has_client: false, wire, scope };
            let open = open.as_ref().map(|open| scope.resolve_part(open, true, wire, problems));
            require_some(fields.is_empty() && open.is_none(), "struct", at, problems);
            Some(Definition::Record(check_record(&subject, fields, open, rules, problems)))
        }
        TypeForm::Enum { numeric, values } => {
            require_some(values.is_empty(), "enum", at, problems);
            Some(Definition::Enumeration { numeric: *numeric, values: enum_values(*numeric, values, problems) })
        }
        TypeForm::Tuple(parts) => {
            require_some(parts.is_empty(), "tuple", at, problems);
            let name = |name: &Spanned<String>| names::given_value_name(&name.value);
            Some(Definition::Tuple(check_parts(parts, true, name, bad_value_name, scope, wire, problems)))
        }
        TypeForm::Union(parts) => {
            require_some(parts.is_empty(), "union", at, problems);
            let name = |name: &Spanned<String>| names::given_type_name(&name.value).filter(|name| name != "Other");
            let parts = check_parts(parts, false, name, bad_type_name, scope, wire, problems);
            Some(Definition::Union(parts))
        }
    }
}

/// Another name, or with constraints a type of its own.
fn alias(
    ty: &TypeExpr,
    limits: &Limits,
    scope: Scope<'_>,
    wire: BooleanWire,
    problems: &mut Diagnostics,
) -> Option<Definition> {
    let resolved = scope.resolve(ty, wire, problems);
    if limits.is_none() {
        return Some(Definition::Alias(resolved));
    }
    if ty.is_broken() {
        return None;
    }
    match value_rule(&resolved, limits, problems) {
        ValueRule::Text(limits) => Some(Definition::Text(limits)),
        ValueRule::Integer(range) => Some(Definition::Integer(range)),
        ValueRule::None => None,
        ValueRule::Double(_) | ValueRule::Items { .. } => {
            let at = limits.first().unwrap_or(ty.span);
            problems.add(at, Problem::LimitOnAlias);
            None
        }
    }
}

fn enum_values(numeric: bool, values: &[EnumValueDef], problems: &mut Diagnostics) -> Vec<EnumValue> {
    // `Other` is where the values are kept that the list does not have.
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    let mut list = Vec::new();
    for value in values {
        let at = value.rust.as_ref().map_or(value.wire.span, |rust| rust.span);
        if numeric && value.wire.value.parse::<i64>().is_err() {
            problems.add(value.wire.span, Problem::NotWhole);
        }
        let Some(name) = variant_name(value) else {
            let problem = match &value.rust {
                Some(rust) => bad_type_name(rust.value.clone()),
                None => Problem::NeedsRustName { name: value.wire.value.clone() },
            };
            problems.add(at, problem);
            continue;
        };
        if name == "Other" {
            problems.add(at, Problem::TakenName { name: name.clone(), by_rust: true });
        } else if let Some(earlier) = names.insert(name.clone(), at) {
            problems.add_with(at, Problem::NameClash { name: name.clone() }, earlier, "this one becomes it too");
        }
        list.push(EnumValue { name, wire_name: value.wire.value.clone(), doc: value.doc.value.clone() });
    }
    list
}

fn check_parts(
    parts: &[ast::Part],
    items: bool,
    valid: impl Fn(&Spanned<String>) -> Option<String>,
    problem: impl Fn(String) -> Problem,
    scope: Scope<'_>,
    wire: BooleanWire,
    problems: &mut Diagnostics,
) -> Vec<Part> {
    let mut list = Vec::new();
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for ast::Part { name, ty, doc, wire: own } in parts {
        let wire = own.as_ref().map_or(wire, |own| own.value);
        let resolved = scope.resolve_part(ty, items, wire, problems);
        if let Some(own) = own.as_ref().filter(|_| !holds_boolean(&resolved) && !ty.is_broken()) {
            problems.add(own.span, Problem::WireMisfit);
        }
        match valid(name) {
            Some(valid) => {
                if let Some(earlier) = taken.insert(valid.clone(), name.span) {
                    let problem = Problem::NameClash { name: valid.clone() };
                    problems.add_with(name.span, problem, earlier, "this one becomes it too");
                }
                let from = !list.iter().any(|other: &Part| made_from_one(&other.ty, &resolved));
                let doc = doc.as_ref().map(|doc| doc.value.clone());
                list.push(Part { name: valid, ty: resolved, doc, builder: None, from });
            }
            None => problems.add(name.span, problem(name.value.clone())),
        }
    }
    list
}

/// Whether both types are made from the same Rust values, so that only one of them can have a `From`.
fn made_from_one(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Boolean(_), Type::Boolean(_)) | (Type::List(_) | Type::Map(..), Type::List(_) | Type::Map(..)) => true,
        // `id<crm_deal>` and `id<crmDeal>` are one type in Rust.
        (Type::Id(a), Type::Id(b)) => a.name == b.name,
        (a, b) => a == b,
    }
}

fn bad_value_name(name: String) -> Problem {
    Problem::BadValueName { name }
}

fn bad_type_name(name: String) -> Problem {
    Problem::BadTypeName { name }
}

fn require_some(empty: bool, form: &'static str, at: Span, problems: &mut Diagnostics) {
    if empty {
        problems.add(at, Problem::NothingInside { form });
    }
}
