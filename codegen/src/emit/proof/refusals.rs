//! Proof that what the documentation says of errors is what the code says of them: an answer for each documented text.

use quote::quote;

use super::{at, methods};
use crate::emit::literal::chain;
use crate::emit::path::{Place, ident};
use crate::model::{Call, ErrorCode, Method, Model};
use crate::render::one_line;

/// An error answer that the documentation lists, and what the code must say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The method's wire name.
    pub method: String,
    /// Whether it is a REST 3.0 method, whose error answers have another shape.
    pub rest3: bool,
    /// A complete request, an expression on one line that gives a `Result`.
    pub build: String,
    /// The HTTP status, where the documentation gives one.
    pub status: Option<u16>,
    /// The code on the wire.
    pub code: String,
    /// The server's text, where the documentation gives one: a template with `<places>`.
    pub text: Option<String>,
    /// The name of the variant that the code stands for.
    pub kind: String,
    /// The name of the cause that the text stands for.
    pub reason: Option<String>,
    /// Whether the method tells causes apart.
    pub reasoned: bool,
}

/// Every documented error of a model: one answer for each text, and one for a code without texts.
pub fn refusals(model: &Model) -> Vec<Refusal> {
    let of_method = |(place, method): (_, &Method)| {
        let request = ident(&method.request);
        let calls: &[Call] = method.examples.first().map_or(&method.sample, |example| &example.calls);
        let calls = chain(calls, &Place::outside());
        let build = one_line(&quote!(#place #request::builder() #calls .build()));
        method.errors.list.iter().flat_map(|code| rows(method, code, &build)).collect::<Vec<_>>()
    };
    methods(model).map(|(family, method)| (at(family, method), method)).flat_map(of_method).collect()
}

fn rows(method: &Method, code: &ErrorCode, build: &str) -> Vec<Refusal> {
    let row = |text: Option<&String>| Refusal {
        method: method.wire_name.clone(),
        rest3: method.rest3,
        build: build.to_owned(),
        status: code.status,
        code: code.code.clone(),
        text: text.cloned(),
        kind: code.name.clone(),
        reason: text.and_then(|text| reason(method, code, text)),
        reasoned: !method.errors.reasons.is_empty(),
    };
    if code.texts.is_empty() { vec![row(None)] } else { code.texts.iter().map(|text| row(Some(text))).collect() }
}

/// The cause of a code that this text stands for.
fn reason(method: &Method, code: &ErrorCode, text: &String) -> Option<String> {
    let of_code = method.errors.reasons.iter().filter(|reason| reason.code == code.code);
    let mut with_text = of_code.filter(|reason| reason.texts.iter().any(|(known, _)| known == text));
    with_text.next().map(|reason| reason.name.clone())
}
