//! A method as a person reads it.

use super::{Description, Parameter};

pub(super) fn text(method: &Description) -> String {
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
    lines.extend(method.pages.iter().map(|pages| format!("  Pages: {pages}")));
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
    if !method.doubts.is_empty() {
        lines.push("Doubts of the spec".to_owned());
        lines.extend(method.doubts.iter().map(|doubt| format!("  {}: {}", doubt.at, doubt.text)));
        lines.push(String::new());
    }
    lines.push("Rust".to_owned());
    lines.extend(method.rust.lines().map(|line| format!("  {line}")));
    lines.push(String::new());
    lines.join("\n")
}
