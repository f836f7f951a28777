//! `cargo xtask show METHOD`.

mod text;

use std::path::Path;

use bitrix24_codegen::describe::{remarks, result_type, rust_call};
use bitrix24_codegen::diagnostic::Unknown;
use bitrix24_codegen::model::{Effect, Family, Method, Pagination, Presence};
use serde::Serialize;

use crate::Format;
use crate::failure::Failure;
use crate::import::doubts;
use crate::list::{function, methods};
use crate::{out, specs};

/// A method in words.
#[derive(Serialize)]
struct Description {
    method: String,
    rest: u8,
    doc: String,
    docs: Option<String>,
    spec: String,
    access: &'static str,
    authorization: &'static str,
    scope: Vec<String>,
    repeated: &'static str,
    deprecated: Option<String>,
    parameters: Vec<Parameter>,
    requirements: Vec<String>,
    result: String,
    pages: Option<String>,
    errors: Vec<ErrorCode>,
    doubts: Vec<Doubt>,
    function: String,
    rust: String,
}

/// What an import was not sure of.
#[derive(Serialize)]
struct Doubt {
    /// The key in the spec.
    at: String,
    text: String,
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    setter: String,
    r#type: String,
    required: bool,
    doc: Option<String>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct ErrorCode {
    code: String,
    status: Option<u16>,
    variant: String,
    doc: Option<String>,
    texts: Vec<String>,
}

pub(crate) fn run(folder: Option<&Path>, name: &str, format: Format) -> Result<(), Failure> {
    let (specs, left_out) = specs::load_readable(folder)?;
    let all = || methods(&specs.model);
    let found: Vec<Description> = all()
        .filter(|(_, method)| method.wire_name == name)
        .map(|(family, method)| {
            let doubts = doubts::in_method(&specs.text(family), &method.key);
            let doubts = doubts.into_iter().map(|(at, text)| Doubt { at, text }).collect();
            describe(family, method, doubts)
        })
        .collect();
    if found.is_empty() {
        let unknown = Unknown::new(name, all().map(|(_, method)| method.wire_name.as_str()));
        let hint = unknown.near.map_or_else(
            || "`cargo xtask list` lists those that have one".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let unread = if left_out { "; or it is in one of the files that are left out" } else { "" };
        return Err(Failure::Unknown(format!("no spec has a method {name:?}; {hint}{unread}")));
    }
    let unwritten = |error: &dyn std::fmt::Display| Failure::Workplace(error.to_string());
    let text = match format {
        Format::Text => found.iter().map(text::text).collect::<Vec<String>>().join("\n"),
        Format::Yaml => serde_yaml::to_string(&found).map_err(|error| unwritten(&error))?,
        Format::Json => serde_json::to_string_pretty(&found).map_err(|error| unwritten(&error))?,
    };
    out::lines([text.trim_end()])
}

fn describe(family: &Family, method: &Method, doubts: Vec<Doubt>) -> Description {
    let parameters = method.record.fields.iter().map(|field| Parameter {
        name: field.wire_name.clone(),
        setter: field.name.clone(),
        r#type: field.ty.to_string(),
        required: matches!(field.presence, Presence::Required { .. }),
        doc: field.doc.clone(),
        remarks: remarks(field),
    });
    let errors = method.errors.list.iter().map(|error| ErrorCode {
        code: error.code.clone(),
        status: error.status,
        variant: error.name.clone(),
        doc: error.doc.clone(),
        texts: error.texts.clone(),
    });
    let nullable = if method.result.nullable { " or null" } else { "" };
    let wrapped = method.result.wrapped_in.as_ref().map(|member| format!(", in `{member}`")).unwrap_or_default();
    Description {
        method: method.wire_name.clone(),
        rest: if method.rest3 { 3 } else { 2 },
        doc: method.doc.clone(),
        docs: method.url.clone(),
        spec: method.origin.clone(),
        access: if method.admin { "an administrator" } else { "any user" },
        authorization: if method.application {
            "an application's token"
        } else {
            "a webhook or an application's token"
        },
        scope: method.scope.clone(),
        repeated: match method.effect {
            Effect::Read => "changes nothing",
            Effect::Idempotent => "leaves the same state",
            Effect::Once => "does it again, or fails because it was done",
        },
        deprecated: method.deprecated.clone(),
        parameters: parameters.collect(),
        requirements: method.record.rules.clone(),
        result: format!("{}{nullable}{wrapped}", result_type(&method.result.ty)),
        pages: method.pagination.as_ref().map(pages),
        errors: errors.collect(),
        doubts,
        function: format!("bitrix24::api::{}", function(family, method)),
        rust: rust_call(family, method).join("\n"),
    }
}

/// How the rows of a list are reached, and what they are.
fn pages(pagination: &Pagination) -> String {
    let param =
        |word: &str, name: &Option<String>| name.as_ref().map(|name| format!(", {word} `{name}`")).unwrap_or_default();
    format!(
        "rows in `{}`, each {}; style `{}`{}{}{}",
        pagination.rows,
        result_type(&pagination.row.ty),
        pagination.style,
        param("identifier", &pagination.id),
        param("a page begins at", &pagination.param),
        param("rows of a page", &pagination.limit),
    )
}
