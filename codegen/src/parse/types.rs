//! Named types, and the fields that structs and methods share.

use crate::ast::{BooleanWire, Deprecated, EnumValue, Limits, Param, Part, TypeDef, TypeExpr, TypeForm, TypeKind};
use crate::diagnostic::{Diagnostics, Problem};
use crate::keys;
use crate::parse::reader::{Members, all_named, named, object, text, wrong};
use crate::parse::rule::parse_rules;
use crate::parse::tree::{Data, Node};
use crate::parse::words::type_expr;
use crate::source::Spanned;

/// The keys of which a type has exactly one.
const FORMS: [&str; 5] = ["type", "struct", "enum", "tuple", "union"];
/// The keys that belong to one form, with that form.
const BELONGINGS: [(&str, &str); 8] = [
    ("non_empty", "type"),
    ("pattern", "type"),
    ("min", "type"),
    ("max", "type"),
    ("max_items", "type"),
    ("open", "struct"),
    ("rules", "struct"),
    ("of", "enum"),
];

pub(crate) fn parse_type(name: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> TypeDef {
    let broken = || TypeDef { name: name.clone(), doc: name.clone(), form: TypeForm::Broken };
    let Some(members) = object(node, &keys::TYPE, name.span, problems) else {
        return broken();
    };
    let doc = members.text("doc", problems).unwrap_or_else(|| name.clone());
    let form = parse_form(name, &members, problems).unwrap_or(TypeForm::Broken);
    TypeDef { name: name.clone(), doc, form }
}

fn parse_form(name: &Spanned<String>, members: &Members<'_>, problems: &mut Diagnostics) -> Option<TypeForm> {
    let given: Vec<&'static str> = FORMS.into_iter().filter(|form| members.get(form).is_some()).collect();
    let [form] = given.as_slice() else {
        let at = given.get(1).and_then(|second| members.key_span(second)).unwrap_or(name.span);
        problems.add(at, Problem::NotOneForm { given: given.clone() });
        return None;
    };
    for (key, home) in BELONGINGS {
        if let Some(span) = members.key_span(key).filter(|_| home != *form) {
            problems.add(span, Problem::KeyOfOtherForm { key, home, form });
        }
    }
    let node = members.get(form)?;
    let expected = match *form {
        "struct" => "an object with the parameters",
        "enum" => "an object with the values and a doc text of each",
        "tuple" => "an object with a name and a type of each place",
        "union" => "an object with a name and a type of each form",
        _ => "",
    };
    if !expected.is_empty() && !matches!(node.data, Data::Map(_)) {
        return wrong(node, expected, problems);
    }
    match *form {
        "type" => Some(TypeForm::Alias { ty: type_expr(node, problems), limits: parse_limits(members, problems) }),
        "struct" => {
            let fields = named(node, problems, parse_param);
            let open = members.get("open").map(|node| type_expr(node, problems));
            Some(TypeForm::Struct { fields, open, rules: parse_rules(members, problems) })
        }
        "enum" => {
            let numeric = members.word("of", &[("string", false), ("integer", true)], problems);
            let numeric = numeric.is_some_and(|numeric| numeric.value);
            Some(TypeForm::Enum { numeric, values: named(node, problems, parse_value) })
        }
        "tuple" => Some(TypeForm::Tuple(all_named(node, problems, parse_part))),
        _ => Some(TypeForm::Union(all_named(node, problems, parse_part))),
    }
}

fn parse_part(name: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Part {
    let bare = |ty: TypeExpr| Part { name: name.clone(), ty, doc: None, wire: None };
    if !matches!(node.data, Data::Map(_)) {
        return bare(type_expr(node, problems));
    }
    let broken = TypeExpr { kind: TypeKind::Broken, span: name.span };
    let Some(members) = object(node, &keys::PART, name.span, problems) else {
        return bare(broken);
    };
    Part {
        doc: members.text("doc", problems),
        wire: members.word("wire", &WIRES, problems),
        ..bare(members.get("type").map_or(broken, |node| type_expr(node, problems)))
    }
}

/// How a boolean travels, by its word.
pub(crate) const WIRES: [(&str, BooleanWire); 3] =
    [("YN", BooleanWire::YesNo), ("bool", BooleanWire::TrueFalse), ("01", BooleanWire::OneZero)];

fn parse_value(wire: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<EnumValue> {
    if !matches!(node.data, Data::Map(_)) {
        return Some(EnumValue { wire: wire.clone(), doc: text(node, problems)?, rust: None });
    }
    let members = object(node, &keys::VALUE, wire.span, problems)?;
    let rust = members.text("rust", problems);
    Some(EnumValue { wire: wire.clone(), doc: members.text("doc", problems)?, rust })
}

pub(crate) fn parse_param(name: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<Param> {
    let members = object(node, &keys::PARAM, name.span, problems)?;
    let broken = TypeExpr { kind: TypeKind::Broken, span: name.span };
    Some(Param {
        wire_name: name.clone(),
        doc: members.text("doc", problems),
        required: members.flag("required", problems),
        rust: members.text("rust", problems),
        wire: members.word("wire", &WIRES, problems),
        default: members.get("default").cloned(),
        constant: members.get("const").cloned(),
        secret: members.flag("secret", problems),
        clearable: members.flag_span("clearable", problems),
        nullable: members.flag_span("nullable", problems),
        deprecated: parse_deprecated(&members, problems),
        limits: parse_limits(&members, problems),
        ty: members.get("type").map_or(broken, |node| type_expr(node, problems)),
    })
}

fn parse_limits(members: &Members<'_>, problems: &mut Diagnostics) -> Limits {
    Limits {
        non_empty: members.flag_span("non_empty", problems),
        pattern: members.text("pattern", problems),
        min: members.number("min", problems),
        max: members.number("max", problems),
        max_items: members.count("max_items", problems),
    }
}

pub(crate) fn parse_deprecated(members: &Members<'_>, problems: &mut Diagnostics) -> Option<Deprecated> {
    let node = members.get("deprecated")?;
    let members = object(node, &keys::DEPRECATED, node.span, problems)?;
    Some(Deprecated { instead: members.text("use", problems), doc: members.text("doc", problems) })
}
