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
            fn table() -> private::ErrorTable<Self> {
                private::ErrorTable { listed: &[#(#listed),*], other: Self::Other, system: Self::System }
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
    let find = emit_find(&name, reasons);
    let (equal, uncast) = (emit_equal(reasons), emit_uncast());
    let doc = format!(" Why {} refused, as far as the server's text says it.", docs::code(&method.wire_name));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #uncast }

        impl PartialEq for #name {
            fn eq(&self, other: &Self) -> bool {
                #equal
            }
        }

        impl private::Reasoned for #kind {
            type Reason = #name;

            fn reason(code: &str, text: &str) -> Option<#name> {
                #find
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

/// Whether two reasons are the same: of one kind, and with the same texts.
fn emit_equal(reasons: &[Reason]) -> TokenStream {
    let same_kind = quote!(::core::mem::discriminant(self) == ::core::mem::discriminant(other));
    let open = reasons.iter().filter(|reason| !reason.places.is_empty());
    let arms = open.map(|reason| {
        let variant = ident(&reason.name);
        let names: Vec<Ident> = reason.places.iter().map(|place| ident(place)).collect();
        // Numbers, because a place can have any name.
        let bound = |side: &str| (1..=names.len()).map(|number| format_ident!("{side}_{number}")).collect();
        let (these, others): (Vec<Ident>, Vec<Ident>) = (bound("this"), bound("other"));
        quote! {
            (Self::#variant { #(#names: #these),* }, Self::#variant { #(#names: #others),* }) => #(#these == #others)&&*,
        }
    });
    let arms: Vec<TokenStream> = arms.collect();
    if arms.is_empty() { same_kind } else { quote!(match (self, other) { #(#arms)* _ => #same_kind, }) }
}

/// A variant that nobody can have. It keeps an enum of bare names from being cast to numbers, which the next name would
/// change.
fn emit_uncast() -> TokenStream {
    quote! {
        /// Nobody has it. It keeps the others from being cast to numbers, which a new one would change.
        #[doc(hidden)]
        Uncast_(private::Never),
    }
}

/// Finds the code and the text in a table, and makes the reason of what was found.
fn emit_find(name: &Ident, reasons: &[Reason]) -> TokenStream {
    let texts = || reasons.iter().flat_map(|reason| reason.texts.iter().map(move |text| (reason, text)));
    let rows = texts().map(|(reason, (text, _))| (&reason.code, text)).map(|(code, text)| quote!((#code, #text)));
    let mut arms: Vec<(Vec<Literal>, TokenStream)> = Vec::new();
    let mut last = None;
    for (at, (reason, (_, order))) in texts().enumerate() {
        let at = Literal::usize_unsuffixed(at);
        match arms.last_mut() {
            Some((rows, _)) if last == Some((&reason.name, order)) => rows.push(at),
            _ => arms.push((vec![at], emit_reason(name, reason, order))),
        }
        last = Some((&reason.name, order));
    }
    let Some((_, otherwise)) = arms.pop() else {
        return quote!(None);
    };
    let open = reasons.iter().any(|reason| !reason.places.is_empty());
    let found = if open { quote!(found) } else { quote!(_) };
    let (at, made) = if arms.is_empty() {
        (quote!(_), otherwise)
    } else {
        let arms = arms.iter().map(|(rows, reason)| quote!(#(#rows)|* => #reason,));
        (quote!(at), quote!(match at { #(#arms)* _ => #otherwise, }))
    };
    quote! {
        let (#at, #found) = private::reason(code, text, &[#(#rows),*])?;
        Some(#made)
    }
}

/// A reason, with what stands where its text is open.
fn emit_reason(name: &Ident, reason: &Reason, order: &[usize]) -> TokenStream {
    let variant = ident(&reason.name);
    if reason.places.is_empty() {
        return quote!(#name::#variant);
    }
    let places = reason.places.iter().zip(order).map(|(place, at)| {
        let (place, at) = (ident(place), Literal::usize_unsuffixed(*at));
        quote!(#place: private::place(&found, #at))
    });
    quote!(#name::#variant { #(#places),* })
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
    let uncast = emit_uncast();
    vec![Item::new(quote! {
        /// An error that any method can answer with.
        #[non_exhaustive]
        pub enum SystemErrorKind { #(#variants)* #uncast }

        impl SystemErrorKind {
            pub(crate) const TABLE: &'static [private::SystemListed<Self>] = &[#(#rows),*];
        }

        private::system_error_kind!(SystemErrorKind);
    })]
}
