//! Lists: what the runtime must know to walk one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::path::{Place, ident};
use crate::model::{Method, Type};

/// The table of a list, if the method gives one.
pub(crate) fn emit_list(method: &Method, request: &Ident, place: &Place) -> Option<TokenStream> {
    let pagination = method.pagination.as_ref()?;
    let row = place.rust_type(&pagination.row.ty);
    let text = |member: &str, value: Option<&str>| {
        let (member, value) = (ident(member), value?);
        Some(quote!(#member: Some(#value),))
    };
    let flag = |member: &str, value: bool| {
        let member = ident(member);
        value.then(|| quote!(#member: true,))
    };
    let style = match pagination.style.as_str() {
        "start" => None,
        "by_id" => Some(quote!(style: private::Style::ById,)),
        "offset" => Some(quote!(style: private::Style::Offset,)),
        "page" => Some(quote!(style: private::Style::Page,)),
        _ => Some(quote!(style: private::Style::Cursor,)),
    };
    let rows = Some(&pagination.rows).filter(|rows| *rows != "result").map(|rows| quote!(rows: #rows,));
    let at = |path: &Option<String>| path.as_ref().map(|path| located(method, path));
    let (param, limit) = (at(&pagination.param).or_else(|| start(method)), at(&pagination.limit));
    let named = |name: &str| parameter(method, name, |ty| !ty.is_single() || ty.has_parts() || *ty == Type::Any);
    let (filter, order, select) = (named("filter"), named("order"), named("select"));
    let members = [
        style,
        rows,
        flag("keyed", pagination.row.keyed),
        flag("nullable", method.result.nullable),
        text("id", pagination.id.as_deref()),
        text("param", param.as_deref()),
        text("limit", limit.as_deref()),
        text("next", pagination.next.as_deref()),
        text("filter", filter.as_deref()),
        text("order", order.as_deref()),
        text("select", select.as_deref()),
    ];
    let members = members.into_iter().flatten();
    Some(quote! {
        impl private::List for #request {
            type Row = #row;

            fn paging(&self) -> private::Paging<'_> {
                private::Paging { #(#members)* ..private::Paging::START }
            }
        }
    })
}

/// Where `start` or `START` is, if the style knows it and the spec did not say.
fn start(method: &Method) -> Option<String> {
    let pagination =
        method.pagination.as_ref().filter(|pagination| matches!(pagination.style.as_str(), "start" | "by_id"));
    pagination.and_then(|_| parameter(method, "start", |_| true))
}

/// The parameter of this name, in whatever case the method has it.
fn parameter(method: &Method, name: &str, fits: impl Fn(&Type) -> bool) -> Option<String> {
    let mut fields = method.record.fields.iter();
    let field = fields.find(|field| field.wire_name.eq_ignore_ascii_case(name) && fits(&field.ty))?;
    Some(located(method, &field.wire_name))
}

/// The path of a parameter as it is sent: positional ones go by their places.
fn located(method: &Method, path: &str) -> String {
    let (first, below) = path.split_once('.').map_or((path, None), |(first, below)| (first, Some(below)));
    let place = method.record.fields.iter().position(|field| field.wire_name == first).filter(|_| method.positional);
    match (place, below) {
        (None, _) => path.to_owned(),
        (Some(place), None) => place.to_string(),
        (Some(place), Some(below)) => format!("{place}.{below}"),
    }
}
