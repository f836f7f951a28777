//! For every spec: what the macro expands to is what the file says, and neither depends on anything but the specs.

use std::collections::BTreeMap;

use bitrix24_codegen::library::Library;
use bitrix24_codegen::source::Source;

use crate::support::{corpus, specs};

const NO_LIBRARY: Library<'_> = Library { specs: &[], ids: &[] };

/// The text of each module, by its path.
type Texts = BTreeMap<Vec<String>, String>;

fn by_files(sources: &[Source]) -> Texts {
    let code = bitrix24_codegen::generate(sources).unwrap();
    let files = code.files.iter().filter(|file| file.path != "generated/mod.rs").map(|file| {
        let path = file.path.trim_start_matches("generated/").trim_end_matches(".rs").split('/');
        let file = syn::parse_file(&without_examples(&file.text)).unwrap();
        (path.map(str::to_owned).collect(), file.items)
    });
    texts(files.collect())
}

fn by_macro(sources: &[Source]) -> Texts {
    let code = bitrix24_codegen::expand(sources, &NO_LIBRARY, &proc_macro2::TokenStream::new()).unwrap();
    let paths: Vec<Vec<String>> = by_files(sources).into_keys().collect();
    let mut modules = BTreeMap::new();
    let root: syn::File = syn::parse2(code).unwrap();
    flatten(root.items, &mut Vec::new(), &paths, &mut modules);
    texts(modules)
}

/// Takes modules that are files there out of those around them.
fn flatten(
    items: Vec<syn::Item>,
    path: &mut Vec<String>,
    paths: &[Vec<String>],
    modules: &mut BTreeMap<Vec<String>, Vec<syn::Item>>,
) {
    for item in items {
        match item {
            syn::Item::Mod(mut module) => {
                path.push(module.ident.to_string());
                if paths.contains(path) {
                    modules.entry(path.clone()).or_default();
                    flatten(module.content.take().unwrap().1, path, paths, modules);
                    path.pop();
                    continue;
                }
                path.pop();
                modules.entry(path.clone()).or_default().push(syn::Item::Mod(module));
            }
            item => modules.entry(path.clone()).or_default().push(item),
        }
    }
}

/// Prints modules in one way, without the lines that name the files of other modules.
fn texts(modules: BTreeMap<Vec<String>, Vec<syn::Item>>) -> Texts {
    let print = |items: Vec<syn::Item>| {
        let items =
            items.into_iter().filter(|item| !matches!(item, syn::Item::Mod(module) if module.content.is_none()));
        prettyplease::unparse(&syn::File {
            shebang: None,
            attrs: Vec::new(),
            items: items.collect(),
            frontmatter: None,
        })
    };
    modules.into_iter().map(|(path, items)| (path, print(items))).collect()
}

/// A file without the examples at the end of docs, which name items by their path in the client.
fn without_examples(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let is_doc = line.trim_start().starts_with("///");
        if ["/// # Example", "/// # Examples"].contains(&line.trim()) {
            assert_eq!(lines.pop().map(str::trim), Some("///"), "examples stand apart");
            inside = true;
        }
        inside &= is_doc;
        if !inside {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Compares two texts and shows the first line that differs.
#[track_caller]
fn same(expected: &str, actual: &str, path: &[String]) {
    let differs = expected.lines().zip(actual.lines()).find(|(expected, actual)| expected != actual);
    assert!(expected == actual, "{}: {differs:?}", path.join("::"));
}

#[test]
fn the_macro_expands_to_what_the_files_say() {
    let sources = corpus();
    let (files, expanded) = (by_files(&sources), by_macro(&sources));
    let names = |texts: &Texts| texts.keys().map(|path| path.join("::")).collect::<Vec<String>>();
    assert_eq!(names(&files), names(&expanded));
    assert!(names(&files).contains(&"bizproc::activity".to_owned()));
    // The others are folders.
    assert!(files.values().filter(|text| !text.is_empty()).count() >= sources.len());
    for (path, text) in &files {
        same(text, &expanded[path], path);
    }
}

#[test]
fn one_spec_gives_the_same_code_alone_as_among_others() {
    let all = by_files(&specs());
    let mut few = specs();
    few.retain(|source| {
        ["spec/bizproc/activity.yaml", "spec/bizproc/shared.yaml", "spec/shared.yaml"].contains(&source.path.as_str())
    });
    assert_eq!(few.len(), 3);
    for (path, text) in by_macro(&few).into_iter().filter(|(path, _)| path != &["ids"]) {
        same(&text, &all[&path], &path);
    }
}

#[test]
fn twice_and_in_any_order_is_the_same() {
    let mut sources = corpus();
    let (code, expanded) = (bitrix24_codegen::generate(&sources).unwrap(), by_macro(&sources));
    assert!(bitrix24_codegen::generate(&sources).unwrap() == code, "a second run differs");
    for round in 0..3 {
        // Back to front, then with the middle in front.
        if round == 0 {
            sources.reverse();
        } else {
            sources.rotate_left(round * 5 + 2);
        }
        assert!(bitrix24_codegen::generate(&sources).unwrap() == code, "another order differs");
        assert!(by_macro(&sources) == expanded, "another order expands otherwise");
    }
}

#[test]
fn printing_what_was_printed_changes_nothing() {
    for file in bitrix24_codegen::generate(&corpus()).unwrap().files {
        let parsed = syn::parse_file(&file.text).unwrap();
        let once = prettyplease::unparse(&parsed);
        assert_eq!(prettyplease::unparse(&syn::parse_file(&once).unwrap()), once, "{}", file.path);
    }
}
