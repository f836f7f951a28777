//! Names as tokens: identifiers, and the way from one module to another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::library::LIBRARY;
use crate::model::{Reference, Type};
use crate::names::is_identifier;

/// The module that code is written for.
pub(crate) struct Place {
    module: Vec<String>,
    /// For an example, the types that it names and so must import: name and module.
    imports: Option<RefCell<BTreeMap<String, Vec<String>>>>,
    /// Whether types are named by their whole path.
    whole: bool,
}

impl Place {
    pub(crate) fn new(module: &[String]) -> Self {
        Self { module: module.to_vec(), imports: None, whole: false }
    }

    /// Outside of the generated tree, where types are imported.
    pub(crate) fn example() -> Self {
        Self { module: Vec::new(), imports: Some(RefCell::default()), whole: false }
    }

    /// Outside of the generated tree, where types are named by their whole path.
    pub(crate) fn outside() -> Self {
        Self { module: Vec::new(), imports: None, whole: true }
    }

    /// A module inside this one.
    pub(crate) fn child(&self, name: &str) -> Self {
        let mut module = self.module.clone();
        module.push(name.to_owned());
        Self { module, imports: None, whole: false }
    }

    /// The module's path.
    pub(crate) fn segments(&self) -> &[String] {
        &self.module
    }

    /// The imports of a module and of all that was needed beside it, one a module.
    pub(crate) fn imports(&self, module: &[String]) -> Vec<TokenStream> {
        let imports = self.imports.as_ref().map(|imports| imports.borrow().clone()).unwrap_or_default();
        let mut by_module: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        by_module.insert(module.to_vec(), vec!["self".to_owned()]);
        for (name, module) in imports {
            by_module.entry(module).or_default().push(name);
        }
        let import = |(module, names): (Vec<String>, Vec<String>)| {
            let module = module.iter().map(|segment| ident(segment));
            // `self` is no identifier to the parser of identifiers.
            let names =
                names.iter().map(|name| if name == "self" { quote!(self) } else { ident(name).into_token_stream() });
            let names: Vec<TokenStream> = names.collect();
            match names.as_slice() {
                [name] if name.to_string() == "self" => quote!(bitrix24::api::#(#module)::*),
                [name] => quote!(bitrix24::api::#(#module::)*#name),
                names => quote!(bitrix24::api::#(#module::)*{#(#names),*}),
            }
        };
        by_module.into_iter().map(import).collect()
    }

    /// The way to a named type.
    pub(crate) fn named(&self, reference: &Reference) -> TokenStream {
        self.path_to(&reference.module, &reference.name)
    }

    /// The way to the type `name` of `module`.
    fn path_to(&self, module: &[String], name: &str) -> TokenStream {
        if let Some((library, inner)) = module.split_first()
            && library == LIBRARY
        {
            let path = outside(inner, name);
            return quote!(::#path);
        }
        if self.whole {
            return outside(module, name);
        }
        if let Some(imports) = &self.imports {
            let mut imports = imports.borrow_mut();
            let imported = imports.entry(name.to_owned()).or_insert_with(|| module.to_vec());
            if imported != module {
                return outside(module, name);
            }
            let name = ident(name);
            return quote!(#name);
        }
        let common = self.module.iter().zip(module).take_while(|(a, b)| a == b).count();
        let up = (common..self.module.len()).map(|_| quote!(super::));
        let down = module[common..].iter().map(|segment| {
            let segment = ident(segment);
            quote!(#segment::)
        });
        let name = ident(name);
        quote!(#(#up)* #(#down)* #name)
    }

    /// The way to a type of the runtime: users have it at the top of the crate.
    fn runtime(&self, name: &str) -> TokenStream {
        let name = ident(name);
        if self.whole || self.imports.is_some() { quote!(bitrix24::#name) } else { quote!(private::#name) }
    }

    /// The Rust type.
    pub(crate) fn rust_type(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Text => quote!(String),
            Type::Integer => quote!(i64),
            Type::Double => quote!(f64),
            Type::Boolean(_) => quote!(bool),
            Type::Date => self.runtime("Date"),
            Type::DateTime => self.runtime("DateTime"),
            Type::Timestamp => self.runtime("Timestamp"),
            Type::File => self.runtime("File"),
            Type::Any => self.runtime("Value"),
            Type::Null => quote!(()),
            Type::List(item) => {
                let item = self.rust_type(item);
                quote!(Vec<#item>)
            }
            Type::Optional(item) => {
                let item = self.rust_type(item);
                quote!(Option<#item>)
            }
            Type::Map(key, value) => {
                let (key, value) = (self.rust_type(key), self.rust_type(value));
                let map = self.runtime("Map");
                quote!(#map<#key, #value>)
            }
            Type::Id(id) => self.path_to(&["ids".to_owned()], &id.name),
            Type::Named(reference) => self.named(reference),
        }
    }
}

/// The way to a type of this crate from outside of it.
fn outside(module: &[String], name: &str) -> TokenStream {
    let module = module.iter().map(|segment| ident(segment));
    let name = ident(name);
    quote!(bitrix24::api::#(#module::)*#name)
}

/// An identifier. Names were checked; what is none all the same becomes one that says so.
pub(crate) fn ident(name: &str) -> Ident {
    // Not by the parser of Rust, which would make tokens of each name first.
    let name = if is_identifier(name) { name } else { "not_an_identifier" };
    Ident::new(name, Span::call_site())
}
