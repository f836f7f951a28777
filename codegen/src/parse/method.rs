//! Methods.

use crate::ast::{Effect, ErrorDef, Example, Method, Pagination, ReasonDef, ResultDef, TypeExpr, TypeKind};
use crate::diagnostic::Diagnostics;
use crate::keys;
use crate::parse::reader::{Members, any_text, list, named, object, text};
use crate::parse::rule::parse_rules;
use crate::parse::tree::{Data, Node};
use crate::parse::types::{parse_deprecated, parse_param};
use crate::parse::words::type_expr;
use crate::source::Spanned;

pub(crate) fn parse_method(key: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<Method> {
    const EFFECTS: [(&str, Effect); 3] =
        [("read", Effect::Read), ("idempotent", Effect::Idempotent), ("once", Effect::Once)];
    let members = object(node, &keys::METHOD, key.span, problems)?;
    let doc = members.text("doc", problems);
    let broken = TypeExpr { kind: TypeKind::Broken, span: key.span };
    let access = members.word("access", &[("any", false), ("admin", true)], problems);
    let context = members.word("context", &[("any", false), ("application", true)], problems);
    let effect = members.word("effect", &EFFECTS, problems);
    let result = members.get("result").and_then(|node| parse_result(node, problems));
    let method = Method {
        key: key.clone(),
        page: members.text("page", problems),
        wire: members.text("wire", problems),
        rust: members.text("rust", problems),
        rest: members.count("rest", problems),
        scope: members.get("scope").map(|node| list(node, problems, text)),
        batch: members.get("batch").is_none() || members.flag("batch", problems),
        positional: members.flag("positional", problems),
        deprecated: parse_deprecated(&members, problems),
        pagination: parse_pagination(&members, problems),
        params: members.get("params").map(|node| named(node, problems, parse_param)).unwrap_or_default(),
        open: members.get("open").map(|node| type_expr(node, problems)),
        rules: parse_rules(&members, problems),
        errors: members.get("errors").map(|node| named(node, problems, parse_error)).unwrap_or_default(),
        errors_open: members.flag("errors_open", problems),
        examples: members.get("examples").map(|node| list(node, problems, parse_example)).unwrap_or_default(),
        // What is missing has its problem; any value does to look for more of them.
        doc: doc.unwrap_or_else(|| key.clone()),
        admin: access.is_some_and(|admin| admin.value),
        application: context.is_some_and(|application| application.value),
        effect: effect.map_or(Effect::Once, |effect| effect.value),
        result: result.unwrap_or(ResultDef { ty: broken, wrapped_in: None, nullable: false, doc: None }),
    };
    Some(method)
}

fn parse_result(node: &Node, problems: &mut Diagnostics) -> Option<ResultDef> {
    if !matches!(node.data, Data::Map(_)) {
        return Some(ResultDef { ty: type_expr(node, problems), wrapped_in: None, nullable: false, doc: None });
    }
    let members = object(node, &keys::RESULT, node.span, problems)?;
    Some(ResultDef {
        wrapped_in: members.text("wrapped_in", problems),
        nullable: members.flag("nullable", problems),
        doc: members.text("doc", problems),
        ty: type_expr(members.get("type")?, problems),
    })
}

fn parse_pagination(members: &Members<'_>, problems: &mut Diagnostics) -> Option<Pagination> {
    const STYLES: [(&str, &str); 5] =
        [("start", "start"), ("by_id", "by_id"), ("offset", "offset"), ("page", "page"), ("cursor", "cursor")];
    let node = members.get("pagination")?;
    let members = object(node, &keys::PAGINATION, node.span, problems)?;
    let mut text = |key: &str| members.text(key, problems);
    let (rows, id, param, limit, next) = (text("rows"), text("id"), text("param"), text("limit"), text("next"));
    let style = members.word("style", &STYLES, problems)?;
    Some(Pagination { style: style.map(str::to_owned), rows, id, param, limit, next })
}

fn parse_error(code: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<ErrorDef> {
    let members = object(node, &keys::ERROR, code.span, problems)?;
    Some(ErrorDef {
        code: code.clone(),
        doc: members.text("doc", problems),
        rust: members.text("rust", problems),
        status: members.count("status", problems),
        texts: members.any_texts("texts", problems),
        reasons: members.get("reasons").map(|node| named(node, problems, parse_reason)).unwrap_or_default(),
    })
}

fn parse_reason(name: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<ReasonDef> {
    if !matches!(node.data, Data::Map(_)) {
        return Some(ReasonDef { name: name.clone(), doc: None, texts: list(node, problems, any_text) });
    }
    let members = object(node, &keys::REASON, name.span, problems)?;
    let doc = members.text("doc", problems);
    Some(ReasonDef { name: name.clone(), doc, texts: members.any_texts("texts", problems) })
}

fn parse_example(node: &Node, problems: &mut Diagnostics) -> Option<Example> {
    let members = object(node, &keys::EXAMPLE, node.span, problems)?;
    Some(Example {
        doc: members.text("doc", problems),
        request: members.get("request")?.clone(),
        response: members.get("response").cloned(),
        error: members.get("error").cloned(),
    })
}
