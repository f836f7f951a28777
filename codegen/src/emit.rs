//! [`model`](crate::model) → tokens. Cannot fail: what could go wrong was refused before.
//!
//! The code is the same in this project's crate and in a user's own: it names the runtime only by `::bitrix24::private`,
//! and its own modules by `super::`.

mod argument;
mod builder;
mod demand;
pub(crate) mod docs;
mod errors;
mod literal;
pub(crate) mod method;
mod named;
mod pages;
pub(crate) mod path;
pub mod proof;
mod record;
mod setter;
mod tuple;
mod union;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Family, Id, Model};
use path::Place;
pub(crate) use path::ident;

/// A module of the generated tree.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its path below the root; the root itself is not a module.
    pub(crate) path: Vec<String>,
    /// The spec that it comes from, and the index of its source; what all specs share comes from none.
    pub(crate) origin: Option<(String, usize)>,
    /// What it is made of, where it comes from no one spec.
    pub(crate) facts: Vec<String>,
    /// What it is about, line by line.
    pub(crate) docs: Vec<String>,
    /// A call for somebody who reads these docs first. Only files show it, as they do the items' examples.
    pub(crate) example: Option<Example>,
    /// Whether the module at the root that holds it stands behind a cargo feature.
    pub(crate) gated: bool,
    /// What stands in it.
    pub(crate) items: Vec<Item>,
}

/// Something in a module.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) tokens: TokenStream,
    /// Examples for the docs. Only files show them, because they name the item by its path in this crate.
    pub(crate) examples: Vec<Example>,
    /// What stands in it, if the tokens are the head of a module.
    pub(crate) inside: Option<Vec<Item>>,
}

/// An example for the docs.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it shows, line by line.
    pub(crate) docs: Vec<String>,
    /// The code, line by line.
    pub(crate) code: Vec<String>,
}

impl Item {
    fn new(tokens: TokenStream) -> Self {
        Self { tokens, examples: Vec::new(), inside: None }
    }
}

/// The modules of a model, in order.
pub(crate) fn emit(model: &Model) -> Vec<Module> {
    let mut modules: Vec<Module> = (0..count(model)).filter_map(|at| emit_one(model, at)).collect();
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    modules
}

/// The number of modules.
pub(crate) fn count(model: &Model) -> usize {
    model.own_families().count() + usize::from(!model.ids.is_empty())
}

/// The module with this number: one for each family, and then the identifiers.
pub(crate) fn emit_one(model: &Model, at: usize) -> Option<Module> {
    match model.own_families().nth(at) {
        Some(family) => Some(emit_family(model, family)),
        None => (at < count(model)).then(|| emit_ids(&model.ids)),
    }
}

fn emit_family(model: &Model, family: &Family) -> Module {
    let place = Place::new(&family.module);
    let mut items = Vec::new();
    for ty in &family.types {
        items.extend(named::emit_type(ty, &place));
    }
    let (twins, methods): (Vec<_>, Vec<_>) = family.methods.iter().partition(|method| method.twin);
    for method in methods {
        items.extend(method::emit_method(method, &place));
    }
    if !twins.is_empty() {
        let inner = place.child("v3");
        let inside = twins.iter().flat_map(|method| method::emit_method(method, &inner));
        let head = quote! {
            /// The methods of REST 3.0 that have the name of a REST 2 method.
            pub mod v3
        };
        items.push(Item { inside: Some(inside.collect()), ..Item::new(head) });
    }
    if let Some(system) = model.system.as_ref().filter(|system| system.module == family.module) {
        items.extend(errors::emit_system(system));
    }
    Module {
        path: family.module.clone(),
        origin: Some((family.spec.clone(), family.source)),
        facts: Vec::new(),
        docs: docs::family(family),
        example: method::shortest_example(&family.methods, &place),
        // What stands at the root and has no methods is there for all others.
        gated: family.module.len() > 1 || !family.methods.is_empty(),
        items,
    }
}

fn emit_ids(ids: &[Id]) -> Module {
    let kinds = ids.iter().filter(|id| !id.library).map(|id| {
        let (name, text) = (path::ident(&id.name), &id.name);
        quote! {
            pub enum #name {}
            impl private::IdKind for #name {
                const NAME: &'static str = #text;
            }
        }
    });
    let kinds: Vec<TokenStream> = kinds.collect();
    let kinds = (!kinds.is_empty()).then(|| {
        Item::new(quote! {
            #[doc(hidden)]
            pub mod kinds {
                use ::bitrix24::private;
                #(#kinds)*
            }
        })
    });
    let items = ids.iter().map(|id| {
        let name = path::ident(&id.name);
        if id.library {
            return Item::new(quote!(pub use ::bitrix24::api::ids::#name;));
        }
        let docs = docs::attributes(&[format!("The identifier of an object of the kind `{}`.", id.object)]);
        Item::new(quote! {
            #docs
            pub type #name = private::Id<kinds::#name>;
        })
    });
    let docs = vec![
        "Identifiers: a number each, and a type for each kind of object, so that none stands for another.".to_owned(),
    ];
    Module {
        path: vec!["ids".to_owned()],
        origin: None,
        facts: ids.iter().map(|id| id.object.clone()).collect(),
        docs,
        example: None,
        gated: false,
        items: items.chain(kinds).collect(),
    }
}
