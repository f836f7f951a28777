//! Methods: their names, and everything about them that is no requirement.

use crate::ast::{self, BooleanWire, Effect};
use crate::check::errors::check_errors;
use crate::check::families::{Entry, docs_url};
use crate::check::fields::{Subject, check_record, deprecation};
use crate::check::scope::Scope;
use crate::check::taken::Taken;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Method, Outcome, Pagination, Rows, Type};
use crate::names;
use crate::source::Spanned;

/// The methods that a file declares.
pub(crate) fn check_methods(family: &Entry<'_>, scope: Scope<'_>, problems: &mut Diagnostics) -> Vec<Method> {
    let mut taken = Taken::by_types(family.file, problems);
    let keys: Vec<&str> = family.file.methods.iter().map(|method| method.key.value.as_str()).collect();
    let methods = family.file.methods.iter();
    methods.filter_map(|method| check_method(family, method, &keys, scope, &mut taken, problems)).collect()
}

fn check_method(
    family: &Entry<'_>,
    method: &ast::Method,
    keys: &[&str],
    scope: Scope<'_>,
    taken: &mut Taken,
    problems: &mut Diagnostics,
) -> Option<Method> {
    let (segment, rest3) = generation(method, problems);
    // A REST 3.0 method stands aside only if its REST 2 twin is there.
    let twin = method.key.value.contains('@') && keys.contains(&segment);
    let name = function_name(method, segment, problems)?;
    let request = request_name(&name);
    let at = method.rust.as_ref().map_or(method.key.span, |rust| rust.span);
    taken.claim_method(&name, &request, twin, at, problems);
    let origin = format!("{}, {}", family.spec(), method.key.value);
    let wire_name = wire_name(family, method, segment, problems);
    let by_generation = if rest3 { BooleanWire::TrueFalse } else { BooleanWire::YesNo };
    let wire = family.file.wire.as_ref().map_or(by_generation, |wire| wire.value);
    let subject = Subject { name: &wire_name, member: "parameter", origin: &origin, has_client: true, wire, scope };
    let open = method.open.as_ref().map(|open| scope.resolve_part(open, true, wire, problems));
    let constant = method.params.iter().find(|param| param.constant.is_some());
    if let Some(constant) = constant.filter(|_| method.positional) {
        problems.add(constant.wire_name.span, Problem::OpenPositional);
    }
    if let Some(open) = method.open.as_ref().filter(|_| method.positional) {
        problems.add(open.span, Problem::OpenPositional);
    }
    let record = check_record(&subject, &method.params, open, &method.rules, problems);
    let docs = family.file.docs.as_ref().map_or("", |docs| docs.value.as_str());
    Some(Method {
        key: method.key.value.clone(),
        twin,
        rest3,
        doc: method.doc.value.clone(),
        url: method.page.as_ref().and_then(|page| check_page(docs, page, problems)),
        scope: scopes(method.scope.as_ref().unwrap_or(&family.file.scope), problems),
        admin: method.admin,
        application: method.application,
        effect: method.effect,
        batch: method.batch,
        positional: method.positional,
        deprecated: method.deprecated.as_ref().map(deprecation),
        pagination: method.pagination.as_ref().map(|pagination| check_pagination(method, pagination, problems)),
        record,
        result: check_result(&method.result, scope, wire, problems),
        errors: check_errors(method, problems),
        examples: Vec::new(),
        sample: Vec::new(),
        name,
        request,
        origin,
        wire_name,
    })
}

/// The name of a method's request. What Rust has a meaning for already, such as `Send`, is one with `Request` behind it.
fn request_name(function: &str) -> String {
    let name = names::camel(function.trim_end_matches('_')).unwrap_or_default();
    if names::is_taken_type_name(&name) { format!("{name}Request") } else { name }
}

/// The address of a page, which is given below that of the file.
fn check_page(docs: &str, page: &Spanned<String>, problems: &mut Diagnostics) -> Option<String> {
    if !names::is_address(&page.value) {
        problems.add(page.span, Problem::BadPage { page: page.value.clone(), of_file: false });
        return None;
    }
    Some(docs_url(docs, &page.value))
}

/// The key without its `@3`, and whether this is a REST 3.0 method.
fn generation<'a>(method: &'a ast::Method, problems: &mut Diagnostics) -> (&'a str, bool) {
    let rest = method.rest.as_ref();
    if let Some(rest) = rest.filter(|rest| !matches!(rest.value, 2 | 3)) {
        problems.add(rest.span, Problem::BadGeneration);
    }
    let rest3 = rest.is_some_and(|rest| rest.value == 3);
    match method.key.value.split_once('@') {
        None => (&method.key.value, rest3),
        Some((segment, "3")) if rest3 => (segment, true),
        Some((segment, _)) => {
            problems.add(method.key.span, Problem::KeyGeneration);
            (segment, rest3)
        }
    }
}

fn function_name(method: &ast::Method, segment: &str, problems: &mut Diagnostics) -> Option<String> {
    if !names::is_wire_segment(segment) {
        problems.add(method.key.span, Problem::BadMethodKey { key: method.key.value.clone() });
        return None;
    }
    let name = match &method.rust {
        Some(rust) => names::given_value_name(&rust.value),
        None => names::snake(segment),
    };
    if name.is_none() {
        let (at, given) = method.rust.as_ref().map_or((method.key.span, segment), |rust| (rust.span, &rust.value));
        problems.add(at, Problem::BadValueName { name: given.to_owned() });
    }
    name
}

fn wire_name(family: &Entry<'_>, method: &ast::Method, segment: &str, problems: &mut Diagnostics) -> String {
    let Some(wire) = &method.wire else {
        return match family.wire_name.as_str() {
            // Methods of one segment have no family of their own.
            "root" => segment.to_owned(),
            wire_name => format!("{wire_name}.{segment}"),
        };
    };
    if !names::is_wire_name(&wire.value) {
        problems.add(wire.span, Problem::BadWireName { name: wire.value.clone() });
    }
    wire.value.clone()
}

fn check_result(result: &ast::ResultDef, scope: Scope<'_>, wire: BooleanWire, problems: &mut Diagnostics) -> Outcome {
    Outcome {
        ty: scope.resolve(&result.ty, wire, problems),
        nullable: result.nullable,
        wrapped_in: result.wrapped_in.as_ref().map(|member| member.value.clone()),
        doc: result.doc.as_ref().map(|doc| doc.value.clone()),
    }
}

fn check_pagination(method: &ast::Method, pagination: &ast::Pagination, problems: &mut Diagnostics) -> Pagination {
    if method.effect != Effect::Read {
        problems.add(pagination.style.span, Problem::PagedWrite);
    }
    if pagination.style.value == "by_id" && pagination.id.is_none() {
        problems.add(pagination.style.span, Problem::NoRowId);
    }
    let wrapper = method.result.wrapped_in.as_ref().map(|path| format!("result.{}", path.value));
    let inside = wrapper.unwrap_or_else(|| "result".to_owned());
    let rows = pagination.rows.as_ref().map_or(inside.as_str(), |rows| rows.value.as_str());
    if let Some(written) =
        pagination.rows.as_ref().filter(|_| rows != inside && !rows.starts_with(&format!("{inside}.")))
    {
        problems.add(written.span, Problem::RowsElsewhere { inside: inside.clone() });
    }
    let params: Vec<&str> = method.params.iter().map(|param| param.wire_name.value.as_str()).collect();
    for path in [&pagination.param, &pagination.limit].into_iter().flatten() {
        let first = path.value.split('.').next().unwrap_or_default();
        if !params.contains(&first) {
            problems.add(path.span, Problem::unknown_param(first, params.iter().copied()));
        }
    }
    if pagination.style.value == "cursor"
        && (pagination.param.is_none() || pagination.id.is_none() && pagination.next.is_none())
    {
        problems.add(pagination.style.span, Problem::NoCursor);
    }
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Pagination {
        style: pagination.style.value.clone(),
        rows: rows.to_owned(),
        id: text(&pagination.id),
        param: text(&pagination.param),
        limit: text(&pagination.limit),
        next: text(&pagination.next),
        // Found when all types are known.
        row: Rows { ty: Type::Any, keyed: false },
    }
}

/// The permissions; one of the file's is looked at once for each method, and its problem is told once all the same.
fn scopes(list: &[Spanned<String>], problems: &mut Diagnostics) -> Vec<String> {
    for scope in list.iter().filter(|scope| !names::is_scope(&scope.value)) {
        problems.add(scope.span, Problem::BadScope { scope: scope.value.clone() });
    }
    list.iter().map(|scope| scope.value.clone()).collect()
}
