//! The generated tree as modules in one another, for the place in another crate where a macro was called.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Module, docs, ident};
use crate::render::without_examples;

/// The modules of a tree; those at the root have this visibility, all others are public.
pub(crate) fn modules(modules: &[Module], visibility: &TokenStream) -> TokenStream {
    let by_path: BTreeMap<&[String], &Module> = modules.iter().map(|module| (module.path.as_slice(), module)).collect();
    let roots: BTreeSet<&String> = modules.iter().filter_map(|module| module.path.first()).collect();
    let roots = roots.into_iter().map(|name| {
        let module = nested(std::slice::from_ref(name), &by_path, visibility);
        // What a crate does not use of its specs is no mistake, and neither is what its own lints say of this code.
        quote! {
            #[allow(clippy::all, clippy::pedantic, dead_code, missing_docs, unreachable_pub, unused_imports)]
            #module
        }
    });
    quote!(#(#roots)*)
}

fn nested(path: &[String], by_path: &BTreeMap<&[String], &Module>, visibility: &TokenStream) -> TokenStream {
    let Some(name) = path.last().map(|name| ident(name)) else {
        return TokenStream::new();
    };
    let inside = by_path.keys().filter(|other| other.len() > path.len() && other.starts_with(path));
    let children: BTreeSet<&String> = inside.filter_map(|other| other.get(path.len())).collect();
    let children = children.into_iter().map(|child| {
        let path: Vec<String> = path.iter().chain([child]).cloned().collect();
        nested(&path, by_path, &quote!(pub))
    });
    let module = by_path.get(path);
    let docs = module.map(|module| docs::attributes(&module.docs));
    let items = module.map(|module| module.items.iter().map(without_examples)).into_iter().flatten();
    let runtime = module.filter(|module| !module.items.is_empty()).map(|_| {
        quote!(
            use ::bitrix24::private;
        )
    });
    quote! {
        #docs
        #visibility mod #name {
            #(#children)*
            #runtime
            #(#items)*
        }
    }
}
