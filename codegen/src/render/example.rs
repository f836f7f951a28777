//! Rust code as lines of a doc example, and as one line of a proof.

use proc_macro2::TokenStream;
use quote::quote;

/// The lines of an example whose body has a `client` of this type. What is around the body is hidden by rustdoc.
pub(crate) fn example_lines(client: &str, body: &TokenStream) -> Vec<String> {
    let mut lines = vec![format!("# async fn example(client: {client}) -> Result<(), Box<dyn std::error::Error>> {{")];
    lines.extend(body_lines(body));
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines
}

/// The lines of the body of a function.
pub(crate) fn body_lines(body: &TokenStream) -> Vec<String> {
    let Ok(file) = syn::parse2::<syn::File>(quote!(fn example() { #body })) else {
        return Vec::new();
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    // A line that begins with `#` would be hidden by rustdoc.
    inner
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .map(|line| line.replacen('#', "##", usize::from(line.trim_start().starts_with('#'))))
        .collect()
}

/// An expression on one line.
pub(crate) fn one_line(expression: &TokenStream) -> String {
    let Ok(file) = syn::parse2::<syn::File>(quote!(fn case() { #expression })) else {
        return String::new();
    };
    let text = prettyplease::unparse(&file);
    let inner = text.trim().trim_start_matches("fn case() {").trim_end_matches('}');
    inner.lines().map(str::trim).collect::<Vec<&str>>().join(" ").trim().to_owned()
}
