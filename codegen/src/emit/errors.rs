//! Documented errors: an enum of codes, and where one code has several causes, an enum of those.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::Item;
use crate::emit::docs;
use crate::emit::path::ident;
use crate::model::{ErrorCode, Method, Reason, System};

/// The errors of a method.
pub(crate) fn emit_errors(method: &Method) -> Vec<TokenStream> {
    let kind = format_ident!("{}ErrorKind", method.request);
    let mut items = vec![emit_kind(method, &kind)];
    if !method.errors.reasons.is_empty() {
        items.push(emit_reasons(method, &kind));
    }
    items
}

fn emit_kind(method: &Method, kind: &Ident) -> TokenStream {
    let codes = &method.errors.list;
    let variants = codes.iter().map(|code| {
        let (docs, name) = (docs::attributes(&docs::error(code)), ident(&code.name));
        quote!(#docs #name,)
    });
    let listed = codes.iter().map(emit_listed);
    let doc = format!(" What {} answers when it fails.", docs::code(&method.wire_name));
    let other = if method.errors.open {
        " Another error; this method passes on errors that are not its own."
    } else {
        " An error that the documentation of this method does not list."
    };
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        pub enum #kind {
            #(#variants)*
            /// An error that any method can answer with.
            System(private::SystemErrorKind),
            #[doc = #other]
            Other,
        }

        impl private::ErrorKind for #kind {
            const LISTED: &'static [private::Listed<Self>] = &[#(#listed),*];
            const OTHER: Self = Self::Other;

            fn from_system(kind: private::SystemErrorKind) -> Self {
                Self::System(kind)
            }

            fn system(&self) -> Option<private::SystemErrorKind> {
                match self {
                    Self::System(kind) => Some(*kind),
                    _ => None,
                }
            }
        }

        private::error_kind!(#kind);
    }
}

fn emit_listed(code: &ErrorCode) -> TokenStream {
    let (name, text) = (ident(&code.name), &code.name);
    let (wire, texts) = (&code.code, &code.texts);
    let status = match code.status.map(Literal::u16_unsuffixed) {
        Some(status) => quote!(Some(#status)),
        None => quote!(None),
    };
    quote!(private::Listed { kind: Self::#name, name: #text, code: #wire, status: #status, texts: &[#(#texts),*] })
}

fn emit_reasons(method: &Method, kind: &Ident) -> TokenStream {
    let reasons = &method.errors.reasons;
    let name = format_ident!("{}ErrorReason", method.request);
    let variants = reasons.iter().map(|reason| {
        let (docs, variant) = (docs::attributes(&reason_docs(reason)), ident(&reason.name));
        let fields = reason.places.iter().map(|place| {
            let (doc, place) = (format!(" What stands for `<{}>`.", place.trim_end_matches('_')), ident(place));
            quote!(#[doc = #doc] #place: String,)
        });
        if reason.places.is_empty() { quote!(#docs #variant,) } else { quote!(#docs #variant { #(#fields)* },) }
    });
    let equal = reasons.iter().map(|reason| {
        let variant = ident(&reason.name);
        let names: Vec<Ident> = reason.places.iter().map(|place| ident(place)).collect();
        if names.is_empty() {
            return quote!((Self::#variant, Self::#variant) => true,);
        }
        // Numbers, because a place can have any name.
        let bound = |side: &str| (1..=names.len()).map(|number| format_ident!("{side}_{number}")).collect();
        let (these, others): (Vec<Ident>, Vec<Ident>) = (bound("this"), bound("other"));
        quote! {
            (Self::#variant { #(#names: #these),* }, Self::#variant { #(#names: #others),* }) => #(#these == #others)&&*,
        }
    });
    // Of a single reason there is no other that could differ.
    let differ = (reasons.len() > 1).then(|| quote!(_ => false,));
    let rows = reasons.iter().flat_map(|reason| reason.texts.iter().map(|text| emit_row(&name, reason, text)));
    let doc = format!(" Why {} refused, as far as the server's text says it.", docs::code(&method.wire_name));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }

        impl PartialEq for #name {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) { #(#equal)* #differ }
            }
        }

        impl private::Reasoned for #kind {
            type Reason = #name;

            fn reason(code: &str, text: &str) -> Option<#name> {
                private::reason(code, text, &[#(#rows),*])
            }
        }
    }
}

fn reason_docs(reason: &Reason) -> Vec<String> {
    let texts: Vec<String> = reason.texts.iter().map(|(text, _)| docs::code(text)).collect();
    let text = format!("{}: {}", docs::error_code(&reason.code), texts.join(", "));
    match &reason.doc {
        Some(doc) => docs::wrap(&format!("{} {text}", docs::sentence(doc))),
        None => docs::wrap(&text),
    }
}

/// Code, text, and what it stands for.
fn emit_row(name: &Ident, reason: &Reason, (text, order): &(String, Vec<usize>)) -> TokenStream {
    let (code, variant) = (&reason.code, ident(&reason.name));
    if reason.places.is_empty() {
        return quote!((#code, #text, |_| #name::#variant));
    }
    let places = reason.places.iter().zip(order).map(|(place, at)| {
        let (place, at) = (ident(place), Literal::usize_unsuffixed(*at));
        quote!(#place: private::place(found, #at))
    });
    quote!((#code, #text, |found| #name::#variant { #(#places),* }))
}

/// The errors that any method can answer with.
pub(crate) fn emit_system(system: &System) -> Vec<Item> {
    let variants = system.errors.iter().map(|error| {
        let (docs, name) = (docs::attributes(&docs::error(&error.code)), ident(&error.code.name));
        quote!(#docs #name,)
    });
    let rows = system.errors.iter().map(|error| {
        let listed = emit_listed(&error.code);
        let (temporary, refused) = (error.temporary, !error.may_have_run);
        quote!(private::SystemListed { listed: #listed, temporary: #temporary, refused: #refused })
    });
    vec![Item::new(quote! {
        /// An error that any method can answer with.
        #[non_exhaustive]
        pub enum SystemErrorKind { #(#variants)* }

        impl SystemErrorKind {
            pub(crate) const TABLE: &'static [private::SystemListed<Self>] = &[#(#rows),*];
        }

        private::system_error_kind!(SystemErrorKind);
    })]
}
