//! `cargo xtask show METHOD`.

use std::path::Path;

use bitrix24_codegen::describe::{remarks, result_type, rust_call};
use bitrix24_codegen::diagnostic::Unknown;
use bitrix24_codegen::model::{Effect, Family, Method, Presence};
use serde::Serialize;

use crate::Format;
use crate::failure::Failure;
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
    errors: Vec<ErrorCode>,
    function: String,
    rust: String,
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
    let specs = specs::load(folder)?;
    let all = || methods(&specs.model);
    let found: Vec<Description> =
        all().filter(|(_, method)| method.wire_name == name).map(|(family, method)| describe(family, method)).collect();
    if found.is_empty() {
        let unknown = Unknown::new(name, all().map(|(_, method)| method.wire_name.as_str()));
        let hint = unknown.near.map_or_else(
            || "`cargo xtask list` lists those that have one".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::Unknown(format!("no spec has a method {name:?}; {hint}")));
    }
    let broken = |error: &dyn std::fmt::Display| Failure::Workplace(error.to_string());
    let text = match format {
        Format::Text => found.iter().map(text).collect::<Vec<String>>().join("\n"),
        Format::Yaml => serde_yaml::to_string(&found).map_err(|error| broken(&error))?,
        Format::Json => serde_json::to_string_pretty(&found).map_err(|error| broken(&error))?,
    };
    out::lines([text.trim_end()])
}

fn describe(family: &Family, method: &Method) -> Description {
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
        errors: errors.collect(),
        function: format!("bitrix24::api::{}", function(family, method)),
        rust: rust_call(family, method).join("\n"),
    }
}

fn text(method: &Description) -> String {
    let generation = if method.rest == 3 { " (REST 3.0)" } else { "" };
    let mut lines = vec![format!("{}{generation}", method.method), format!("  {}", method.doc)];
    lines.extend(method.deprecated.iter().map(|note| format!("  Deprecated: {note}")));
    lines.extend(method.docs.iter().map(|url| format!("  {url}")));
    lines.push(String::new());
    lines.push(format!("  access         {}", method.access));
    lines.push(format!("  authorization  {}", method.authorization));
    lines.push(format!("  scope          {}", method.scope.join(" or ")));
    lines.push(format!("  repeated       {}", method.repeated));
    lines.push(format!("  spec           {}", method.spec));
    lines.push(format!("  function       {}", method.function));
    lines.push(String::new());
    lines.push(if method.parameters.is_empty() {
        "No parameters".to_owned()
    } else {
        "Parameters (* required)".to_owned()
    });
    let starred = |parameter: &Parameter| format!("{}{}", parameter.name, if parameter.required { "*" } else { "" });
    let widths = |column: &dyn Fn(&Parameter) -> usize| method.parameters.iter().map(column).max().unwrap_or(0);
    let (first, second) = (widths(&|parameter| starred(parameter).len()), widths(&|parameter| parameter.r#type.len()));
    for parameter in &method.parameters {
        let about: Vec<&str> =
            parameter.doc.iter().chain(&parameter.remarks).map(|text| text.trim_end_matches('.')).collect();
        let line = format!("  {:first$}  {:second$}  {}", starred(parameter), parameter.r#type, about.join(". "));
        lines.push(line.trim_end().to_owned());
    }
    lines.extend(method.requirements.iter().map(|requirement| format!("  - {requirement}")));
    lines.push(String::new());
    lines.push(format!("Result\n  {}", method.result));
    lines.push(String::new());
    lines.push("Errors of its own".to_owned());
    if method.errors.is_empty() {
        lines.push("  none".to_owned());
    }
    for error in &method.errors {
        let status = error.status.map(|status| format!(" {status}")).unwrap_or_default();
        let code = if error.code.is_empty() { "(no code)" } else { &error.code };
        let doc = error.doc.as_ref().map(|doc| format!(": {doc}")).unwrap_or_default();
        lines.push(format!("  {code}{status}, variant {}{doc}", error.variant));
        lines.extend(error.texts.iter().map(|text| format!("      {text}")));
    }
    lines.push(String::new());
    lines.push("Rust".to_owned());
    lines.extend(method.rust.lines().map(|line| format!("  {line}")));
    lines.push(String::new());
    lines.join("\n")
}
