//! Parameters and fields: their types, names and constraints; then their requirements, in `rules`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ast::{BooleanWire, Deprecated, Param, Rule};
use crate::check::limits::value_rule;
use crate::check::rules;
use crate::check::scope::Scope;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Constant, Field, Presence, Record, Type, Vacancy, ValueRule};
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
    /// Whether it is sent by a client, and so has a kind of authorization.
    pub(crate) has_client: bool,
    /// How its booleans travel, unless they say otherwise.
    pub(crate) wire: BooleanWire,
    /// The names that its types are written in.
    pub(crate) scope: Scope<'a>,
}

/// The fields with their builder.
pub(crate) fn check_record(
    subject: &Subject<'_>,
    params: &[Param],
    open: Option<Type>,
    list: &[Rule],
    problems: &mut Diagnostics,
) -> Record {
    let mut names = Names::new(subject.has_client, open.is_some());
    let mut fields = Vec::new();
    let mut constants = Vec::new();
    let (constant, params): (Vec<&Param>, Vec<&Param>) = params.iter().partition(|param| param.constant.is_some());
    for param in constant {
        constants.extend(check_constant(subject, param, problems));
    }
    for &param in &params {
        let name = field_name(param, problems);
        let at = param.rust.as_ref().map_or(param.wire_name.span, |rust| rust.span);
        names.claim(&name, at, problems);
        fields.push(check_field(subject, param, name, problems));
    }
    let record = rules::plan(subject, &params, fields, list, names, problems);
    Record { constants, open, ..record }
}

/// The names of a builder's methods.
pub(crate) struct Names {
    /// With the places that ask for them.
    taken: BTreeMap<String, Span>,
    reserved: Vec<&'static str>,
    /// Whether `with_…` is kept for options of a call.
    has_options: bool,
}

impl Names {
    fn new(has_client: bool, is_open: bool) -> Self {
        let mut reserved = vec!["any_given", "build", "extra_", "param"];
        reserved.extend(has_client.then_some("send"));
        reserved.extend(is_open.then_some("other"));
        Self { taken: BTreeMap::new(), reserved, has_options: has_client }
    }

    /// Takes a name, or notes that it is taken.
    pub(crate) fn claim(&mut self, name: &str, at: Span, problems: &mut Diagnostics) {
        // Without a name there is a problem already.
        if name.is_empty() {
            return;
        }
        let option = self.has_options && name.starts_with("with_");
        if self.reserved.contains(&name) || option || name.starts_with("any_given_") {
            problems.add(at, Problem::TakenName { name: name.to_owned(), by_rust: true });
        } else if self.taken.get(name) == Some(&at) {
            problems.add(at, Problem::NameClash { name: name.to_owned() });
        } else if let Some(earlier) = self.taken.get(name) {
            problems.add_with(at, Problem::NameClash { name: name.to_owned() }, *earlier, "this one becomes it too");
        } else {
            self.taken.insert(name.to_owned(), at);
        }
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
    let ty = subject.scope.resolve_part(&param.ty, false, wire, problems);
    if let Some(wire) = param.wire.as_ref().filter(|_| !holds_boolean(&ty) && !param.ty.is_broken()) {
        problems.add(wire.span, Problem::WireMisfit);
    }
    if ty == Type::Null {
        problems.add(param.ty.span, Problem::NullPart);
    }
    let vacancy = vacancy(param, problems);
    if let Some(default) = param.default.as_ref().filter(|_| param.required) {
        problems.add(default.span, Problem::RequiredDefault);
    }
    if let Some(default) = &param.default {
        check_default(subject, &ty, default, problems);
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

/// A default stands in the docs; where it is plainly none of the type, it is a mistake.
fn check_default(subject: &Subject<'_>, ty: &Type, default: &Node, problems: &mut Diagnostics) {
    let text = match &default.data {
        Data::Scalar { text, .. } => text.as_str(),
        _ if ty.is_single() && !matches!(ty, Type::Any | Type::Named(_)) => "",
        _ => return,
    };
    let expected = match ty {
        Type::Integer | Type::Id(_) if text.parse::<i64>().is_err() => "a whole number".to_owned(),
        Type::Double if text.parse::<f64>().is_err() => "a number".to_owned(),
        Type::Boolean(_) if !["Y", "N", "true", "false", "1", "0"].contains(&text) => "yes or no".to_owned(),
        Type::Named(reference) => match subject.scope.enum_values(reference) {
            Some(values) if values.iter().all(|(wire, _)| wire != text) => format!("a listed `{}`", reference.name),
            _ => return,
        },
        _ => return,
    };
    problems.add(default.span, Problem::BadDefault { expected });
}

/// A member that is no parameter, because it always has one value.
fn check_constant(subject: &Subject<'_>, param: &Param, problems: &mut Diagnostics) -> Option<Constant> {
    let node = param.constant.as_ref()?;
    let wire = param.wire.as_ref().map_or(subject.wire, |wire| wire.value);
    let ty = subject.scope.resolve(&param.ty, wire, problems);
    let unfit = [param.clearable, param.nullable, param.limits.first(), param.default.as_ref().map(|node| node.span)];
    if param.required || unfit.iter().any(Option::is_some) {
        problems.add(param.wire_name.span, Problem::ConstantMisfit);
    }
    let value = match &node.data {
        Data::Scalar { text, .. } => constant_value(&ty, text),
        _ => None,
    };
    if !names::is_wire_param(&param.wire_name.value) || param.wire_name.value.is_empty() {
        problems.add(param.wire_name.span, Problem::BadWireParam { name: param.wire_name.value.clone() });
    }
    if value.is_none() && !param.ty.is_broken() {
        problems.add(node.span, Problem::BadConstant);
    }
    let doc = param.doc.as_ref().map(|doc| doc.value.clone());
    let value = value?;
    let read_as = match (&ty, value.as_str()) {
        (Type::Boolean(_), _) if matches!(&value, Value::Bool(true)) || value == 1 || value == "Y" => "Y".to_owned(),
        (Type::Boolean(_), _) => "N".to_owned(),
        (_, Some(text)) => text.to_owned(),
        (_, None) => value.to_string(),
    };
    Some(Constant { wire_name: param.wire_name.value.clone(), value, read_as, doc })
}

fn constant_value(ty: &Type, text: &str) -> Option<Value> {
    let flag = |yes: &str, no: &str| if text == yes { Some(true) } else { (text == no).then_some(false) };
    Some(match ty {
        Type::Text => text.into(),
        Type::Integer => text.parse::<i64>().ok()?.into(),
        Type::Boolean(BooleanWire::TrueFalse) => flag("true", "false")?.into(),
        Type::Boolean(BooleanWire::YesNo) => flag("Y", "N").map(|_| text)?.into(),
        Type::Boolean(BooleanWire::OneZero) => i64::from(flag("1", "0")?).into(),
        _ => return None,
    })
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

/// Whether a boolean is sent for it, or several.
pub(crate) fn holds_boolean(ty: &Type) -> bool {
    match ty {
        Type::Boolean(_) => true,
        Type::List(item) | Type::Optional(item) => holds_boolean(item),
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
pub(crate) fn position(params: &[&Param], name: &Spanned<String>, problems: &mut Diagnostics) -> Option<usize> {
    let found = params.iter().position(|param| param.wire_name.value == name.value);
    if found.is_none() {
        let known = params.iter().map(|param| param.wire_name.value.as_str());
        let problem = Problem::unknown_param(&name.value, known.filter(|_| problems.may_suggest(name.span)));
        problems.add(name.span, problem);
    }
    found
}
