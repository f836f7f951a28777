//! Named types, and the fields that structs and methods share.

use crate::ast::{BooleanWire, Deprecated, EnumValue, Limits, Param, Part, TypeDef, TypeExpr, TypeForm, TypeKind};
use crate::diagnostic::{Diagnostics, Problem};
use crate::keys;
use crate::parse::reader::{Members, all_named, named, object, text, wrong};
use crate::parse::rule::parse_rules;
use crate::parse::tree::{Data, Node};
use crate::parse::words::type_expr;
use crate::source::Spanned;

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
    let given: Vec<&'static str> =
        keys::TYPE.choice.iter().copied().filter(|form| members.key_span(form).is_some()).collect();
    let [form] = given.as_slice() else {
        let at = given.get(1).and_then(|second| members.key_span(second)).unwrap_or(name.span);
        problems.add(at, Problem::NotOneForm { given: given.clone() });
        return None;
    };
    for key in keys::TYPE.keys {
        let home = key.belongs_to.filter(|home| home != form);
        if let Some((home, span)) = home.zip(members.key_span(key.name)) {
            problems.add(span, Problem::KeyOfOtherForm { key: key.name, home, form });
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
        // A value without its words is a value all the same; what is wrong with them has been said.
        let doc = text(node, problems).unwrap_or_else(|| wire.clone());
        return Some(EnumValue { wire: wire.clone(), doc, rust: None });
    }
    let members = object(node, &keys::VALUE, wire.span, problems)?;
    let doc = members.text("doc", problems).unwrap_or_else(|| wire.clone());
    Some(EnumValue { wire: wire.clone(), doc, rust: members.text("rust", problems) })
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
