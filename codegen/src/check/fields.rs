//! Parameters and fields: their types, names and constraints; then their requirements, in `rules`.

use std::collections::BTreeMap;

use crate::ast::{BooleanWire, Deprecated, Param, Rule};
use crate::check::limits::value_rule;
use crate::check::rules;
use crate::check::scope::Scope;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Field, Presence, Record, Type, Vacancy, ValueRule};
use crate::names;
use crate::parse::tree::{Data, Node};
use crate::source::{Span, Spanned};

/// What a record belongs to, as far as messages and defaults need it.
pub(crate) struct Subject<'a> {
    /// The method's wire name or the type's name.
    pub(crate) name: &'a str,
    /// `parameter` or `field`.
    pub(crate) member: &'static str,
    /// Where it is declared, such as `spec/bizproc/activity.yaml, log`.
    pub(crate) origin: &'a str,
    /// Whether it takes further fields, which have a setter and a field named `other`.
    pub(crate) open: bool,
    /// How its booleans travel, unless they say otherwise.
    pub(crate) wire: BooleanWire,
    /// The names that its types are written in.
    pub(crate) scope: Scope<'a>,
}

/// The fields with their builder.
pub(crate) fn check_record(
    subject: &Subject<'_>,
    params: &[Param],
    list: &[Rule],
    problems: &mut Diagnostics,
) -> Record {
    let mut names = BTreeMap::new();
    let mut fields = Vec::new();
    for param in params {
        let name = field_name(param, problems);
        claim(subject, &mut names, &name, param, problems);
        fields.push(check_field(subject, param, name, problems));
    }
    rules::plan(subject, params, fields, list, names, problems)
}

/// The names that a builder has, with the places that ask for them.
pub(crate) type Names = BTreeMap<String, Span>;

fn claim(subject: &Subject<'_>, names: &mut Names, name: &str, param: &Param, problems: &mut Diagnostics) {
    let at = param.rust.as_ref().map_or(param.wire_name.span, |rust| rust.span);
    if subject.open && name == "other" {
        problems.add(at, Problem::TakenName { name: name.to_owned(), by_rust: true });
        return;
    }
    claim_name(names, name, at, problems);
}

/// Notes a clash if the name is taken.
pub(crate) fn claim_name(names: &mut Names, name: &str, at: Span, problems: &mut Diagnostics) {
    // Without a name there is a problem already.
    if name.is_empty() {
        return;
    }
    if names::BUILDER.contains(&name) || name.starts_with("with_") || name.starts_with("any_given_") {
        problems.add(at, Problem::TakenName { name: name.to_owned(), by_rust: true });
    } else if names.get(name) == Some(&at) {
        problems.add(at, Problem::NameClash { name: name.to_owned() });
    } else if let Some(earlier) = names.get(name) {
        problems.add_with(at, Problem::NameClash { name: name.to_owned() }, *earlier, "this one becomes it too");
    } else {
        names.insert(name.to_owned(), at);
    }
}

/// The setter's name; an empty one if there is none, which is noted.
fn field_name(param: &Param, problems: &mut Diagnostics) -> String {
    if param.wire_name.value.is_empty() {
        problems.add(param.wire_name.span, Problem::EmptyText { optional: false });
        return String::new();
    }
    if !names::is_wire_param(&param.wire_name.value) {
        problems.add(param.wire_name.span, Problem::BadWireParam { name: param.wire_name.value.clone() });
        return String::new();
    }
    let (name, problem) = match &param.rust {
        Some(rust) => {
            (names::given_value_name(&rust.value), (rust.span, Problem::BadValueName { name: rust.value.clone() }))
        }
        None => {
            let wire = &param.wire_name;
            (names::snake(&wire.value), (wire.span, Problem::NeedsRustName { name: wire.value.clone() }))
        }
    };
    name.unwrap_or_else(|| {
        problems.add(problem.0, problem.1);
        String::new()
    })
}

fn check_field(subject: &Subject<'_>, param: &Param, name: String, problems: &mut Diagnostics) -> Field {
    let wire = param.wire.as_ref().map_or(subject.wire, |wire| wire.value);
    let ty = subject.scope.resolve_part(&param.ty, wire, problems);
    if let Some(wire) = param.wire.as_ref().filter(|_| !holds_boolean(&ty) && !param.ty.is_broken()) {
        problems.add(wire.span, Problem::WireMisfit);
    }
    let vacancy = vacancy(param, problems);
    if let Some(default) = param.default.as_ref().filter(|_| param.required) {
        problems.add(default.span, Problem::RequiredDefault);
    }
    let rule = if param.ty.is_broken() { ValueRule::None } else { value_rule(&ty, &param.limits, problems) };
    Field {
        origin: format!("{}.{}", subject.origin, param.wire_name.value),
        name,
        wire_name: param.wire_name.value.clone(),
        doc: param.doc.as_ref().map(|doc| doc.value.clone()),
        default: param.default.as_ref().map(shown),
        presence: Presence::Optional,
        secret: param.secret,
        deprecated: param.deprecated.as_ref().map(deprecation),
        ty,
        vacancy,
        boxed: false,
        rule,
    }
}

fn vacancy(param: &Param, problems: &mut Diagnostics) -> Vacancy {
    let (vacancy, span) = match (param.clearable, param.nullable) {
        (None, None) => return Vacancy::None,
        (Some(_), Some(span)) => {
            problems.add(span, Problem::TwoVacancies);
            return Vacancy::None;
        }
        (Some(span), None) => (Vacancy::Clearable, span),
        (None, Some(span)) => (Vacancy::Nullable, span),
    };
    if param.required {
        problems.add(span, Problem::RequiredVacancy);
        return Vacancy::None;
    }
    vacancy
}

fn holds_boolean(ty: &Type) -> bool {
    match ty {
        Type::Boolean(_) => true,
        Type::List(item) => holds_boolean(item),
        Type::Map(_, value) => holds_boolean(value),
        _ => false,
    }
}

/// A deprecation as one sentence.
pub(crate) fn deprecation(deprecated: &Deprecated) -> String {
    let instead = deprecated.instead.as_ref().map(|instead| format!("use `{}`", instead.value));
    let doc = deprecated.doc.as_ref().map(|doc| doc.value.trim().to_owned());
    match (instead, doc) {
        (Some(instead), Some(doc)) => format!("{instead}; {doc}"),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => "the vendor advises against it".to_owned(),
    }
}

/// A value as the docs show it: as short as it is written.
fn shown(node: &Node) -> String {
    match &node.data {
        Data::Scalar { text, plain: true } => text.clone(),
        Data::Scalar { text, plain: false } => format!("{text:?}"),
        _ => crate::parse::json(node).to_string(),
    }
}

/// The field of this wire name, by index.
pub(crate) fn position(params: &[Param], name: &Spanned<String>, problems: &mut Diagnostics) -> Option<usize> {
    let found = params.iter().position(|param| param.wire_name.value == name.value);
    if found.is_none() {
        let known = params.iter().map(|param| param.wire_name.value.as_str());
        let problem = Problem::unknown_param(&name.value, known.filter(|_| problems.may_suggest(name.span)));
        problems.add(name.span, problem);
    }
    found
}
