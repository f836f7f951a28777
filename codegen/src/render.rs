//! Tokens → text. The only stage that knows what the result is for: files of the client, with headers and examples.

mod example;
mod header;
mod modules;

pub(crate) use example::{body_lines, example_lines, one_line};
pub use header::{Header, hash};
pub(crate) use modules::modules;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::diagnostic::{Diagnostics, Problem};
use crate::emit::{Example, Item, Module};
use crate::model::Model;
use crate::source::{Source, Span};

/// The generated tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The files, in the order of their paths.
    pub files: Vec<File>,
    /// The cargo features that gate the modules at the root.
    pub features: Vec<Feature>,
}

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path below the client's `src`, such as `generated/bizproc/activity.rs`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// A cargo feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name, which is that of a folder or file under the spec folder.
    pub name: String,
    /// The features whose types its own use.
    pub needs: Vec<String>,
}

/// A module whose code is text, which can go from one thread to another, as tokens cannot.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: Vec<String>,
    origin: Option<(String, usize)>,
    facts: Vec<String>,
    docs: Vec<String>,
    gated: bool,
    /// The code, empty where there are no items, or what is wrong with its tokens.
    code: Result<String, String>,
}

/// The module with its code as text.
pub(crate) fn page(module: Module) -> Page {
    let Module { path, origin, facts, mut docs, example, gated, items } = module;
    docs.extend(example.iter().flat_map(example_docs));
    let code = if items.is_empty() { Ok(String::new()) } else { print_items(items) };
    Page { path, origin, facts, docs, gated, code }
}

fn print_items(items: Vec<Item>) -> Result<String, String> {
    let mut parts = vec![print(quote!(
        use ::bitrix24::private;
    ))?];
    for item in items {
        parts.push(print(with_examples(item))?);
    }
    Ok(parts.join("\n"))
}

/// The files of these modules: one each, one for each folder between them, and the root.
pub(crate) fn files(pages: &[Page], model: &Model, sources: &[Source]) -> Result<Code, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut files = Vec::new();
    let root: Vec<String> = Vec::new();
    let by_path: BTreeMap<&[String], &Page> = pages.iter().map(|page| (page.path.as_slice(), page)).collect();
    let mut paths: BTreeSet<Vec<String>> = pages.iter().flat_map(|page| prefixes(&page.path)).collect();
    paths.insert(root);
    let features = features(pages, model);
    for path in &paths {
        let children: Vec<&String> =
            paths.iter().filter_map(|other| other.strip_prefix(path.as_slice())).filter_map(only).collect();
        let page = by_path.get(path.as_slice()).copied();
        match file(path, page, &children, &features, model, sources) {
            Ok(file) => files.push(file),
            Err(message) => {
                let source = page.and_then(|page| page.origin.as_ref()).map_or(0, |(_, source)| *source);
                problems.add(Span::file(source), Problem::Internal { message });
            }
        }
    }
    if problems.is_empty() { Ok(Code { files, features }) } else { Err(problems) }
}

fn prefixes(path: &[String]) -> impl Iterator<Item = Vec<String>> {
    (1..=path.len()).map(|length| path[..length].to_vec())
}

/// The one element of a slice with one.
fn only(rest: &[String]) -> Option<&String> {
    match rest {
        [one] => Some(one),
        _ => None,
    }
}

fn file(
    path: &[String],
    page: Option<&Page>,
    children: &[&String],
    features: &[Feature],
    model: &Model,
    sources: &[Source],
) -> Result<File, String> {
    let mut parts = vec![docs(path, page)];
    let mut mods = TokenStream::new();
    for child in children {
        let name = crate::emit::ident(child);
        let gate = (path.is_empty() && features.iter().any(|feature| feature.name == **child))
            .then(|| quote!(#[cfg(feature = #child)]));
        mods.extend(quote!(#gate pub mod #name;));
    }
    if !mods.is_empty() {
        parts.push(print(mods)?);
    }
    match page.map(|page| &page.code) {
        Some(Ok(code)) if !code.is_empty() => parts.push(code.clone()),
        Some(Err(message)) => return Err(message.clone()),
        _ => {}
    }
    let body = parts.join("\n");
    let origin = page.and_then(|page| page.origin.as_ref());
    let spec = origin.map(|(spec, source)| {
        let used = model.uses(*source).into_iter().filter_map(|index| sources.get(index));
        let used: BTreeMap<&str, &[u8]> = used.map(|source| (source.path.as_str(), source.bytes.as_slice())).collect();
        (spec.as_str(), hash(used.into_values()))
    });
    let facts = page.map(|page| page.facts.iter()).into_iter().flatten().chain(children.iter().copied());
    let header = match spec {
        Some((path, hash)) => Header::new(Some(path), hash, &body),
        None => Header::new(None, hash(facts.map(String::as_bytes)), &body),
    };
    let name = if path.is_empty() { "generated/mod.rs".to_owned() } else { format!("generated/{}.rs", path.join("/")) };
    Ok(File { path: name, text: format!("{header}\n{body}") })
}

/// The docs at the head of a file.
fn docs(path: &[String], page: Option<&Page>) -> String {
    let folder = || match path {
        [] => vec!["Every method that a spec describes, by the segments of its name.".to_owned()],
        path => vec![format!("The methods `{}.*`.", path.join("."))],
    };
    let lines = page.map_or_else(folder, |page| page.docs.clone());
    let lines = lines.iter().map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") });
    lines.collect()
}

/// An item with its examples under its docs, and with what stands in it.
fn with_examples(item: Item) -> TokenStream {
    if let Some(inside) = item.inside {
        return inner_module(&item.tokens, inside.into_iter().map(with_examples));
    }
    if item.examples.is_empty() {
        return item.tokens;
    }
    let heading = if item.examples.len() > 1 { "# Examples" } else { "# Example" };
    let heading = [String::new(), heading.to_owned()];
    let lines = heading.into_iter().chain(item.examples.iter().flat_map(example_docs));
    let lines = lines.map(|line| if line.is_empty() { line } else { format!(" {line}") });
    // The docs of an item are its first attributes, and an item begins with them; so the examples come after.
    let (docs, rest) = split_docs(item.tokens);
    quote!(#docs #(#[doc = #lines])* #rest)
}

/// The lines of an example under the docs of what it shows.
fn example_docs(example: &Example) -> Vec<String> {
    let between = (!example.docs.is_empty()).then_some("");
    let docs = [""].into_iter().chain(example.docs.iter().map(String::as_str)).chain(between);
    let code = ["```no_run"].into_iter().chain(example.code.iter().map(String::as_str)).chain(["```"]);
    docs.chain(code).map(str::to_owned).collect()
}

/// An item with what stands in it, and without examples.
pub(crate) fn without_examples(item: &Item) -> TokenStream {
    match &item.inside {
        Some(inside) => inner_module(&item.tokens, inside.iter().map(without_examples)),
        None => item.tokens.clone(),
    }
}

fn inner_module(head: &TokenStream, items: impl Iterator<Item = TokenStream>) -> TokenStream {
    quote! {
        #head {
            use ::bitrix24::private;
            #(#items)*
        }
    }
}

/// Splits leading `#[doc = …]` attributes from what follows.
fn split_docs(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut docs: Vec<TokenTree> = tokens.into_iter().collect();
    let is_hash = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#');
    let is_doc = |token: &TokenTree| match token {
        TokenTree::Group(group) => group
            .stream()
            .into_iter()
            .next()
            .is_some_and(|first| matches!(first, TokenTree::Ident(word) if word == "doc")),
        _ => false,
    };
    let mut at = 0;
    while docs.get(at).is_some_and(is_hash) && docs.get(at + 1).is_some_and(is_doc) {
        at += 2;
    }
    let rest = docs.split_off(at);
    (docs.into_iter().collect(), rest.into_iter().collect())
}

fn print(tokens: TokenStream) -> Result<String, String> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
    let items = file.items.into_iter().map(|item| {
        let one = syn::File { shebang: None, attrs: Vec::new(), items: vec![item], frontmatter: None };
        prettyplease::unparse(&one)
    });
    Ok(items.collect::<Vec<String>>().join("\n"))
}

/// One feature for each module at the root that has methods or other modules inside; what types need of each other.
fn features(pages: &[Page], model: &Model) -> Vec<Feature> {
    let scope = |page: &Page| page.path.first().cloned();
    let gated: BTreeSet<String> = pages.iter().filter(|page| page.gated).filter_map(scope).collect();
    let needs = |name: &String| {
        let own = pages.iter().filter(|page| page.path.first() == Some(name));
        let used: BTreeSet<usize> =
            own.filter_map(|page| page.origin.as_ref()).flat_map(|(_, source)| model.uses(*source)).collect();
        let of_source = |page: &&Page| page.origin.as_ref().is_some_and(|(_, source)| used.contains(source));
        let scopes: BTreeSet<String> = pages.iter().filter(of_source).filter_map(scope).collect();
        scopes.into_iter().filter(|other| other != name && gated.contains(other)).collect()
    };
    gated.iter().map(|name| Feature { name: name.clone(), needs: needs(name) }).collect()
}
