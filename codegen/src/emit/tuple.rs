//! Tuples: structs that travel as lists.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::argument::{argument, convert};
use crate::emit::docs;
use crate::emit::path::{Place, ident};
use crate::emit::record::wire_form;
use crate::model::{Part, Type};

/// A struct that travels as a list.
pub(crate) fn emit_tuple(
    name: &Ident,
    doc: &TokenStream,
    parts: &[Part],
    received: bool,
    place: &Place,
) -> TokenStream {
    let names: Vec<Ident> = parts.iter().map(|part| ident(&part.name)).collect();
    let types: Vec<TokenStream> = parts.iter().map(|part| place.rust_type(&part.ty)).collect();
    let docs = parts.iter().enumerate().map(|(at, part)| match &part.doc {
        Some(doc) => docs::attributes(&docs::wrap(&docs::sentence(doc))),
        None => docs::attributes(&[format!("Place {} of the list.", at + 1)]),
    });
    let arguments: Vec<TokenStream> = parts.iter().map(|part| loose_argument(&part.ty, place)).collect();
    let values = parts.iter().map(|part| {
        let (name, value) = (ident(&part.name), loose_value(&part.ty));
        quote!(#name: { let value = #name; #value })
    });
    let encoded = parts.iter().map(|part| {
        let name = ident(&part.name);
        wire_form(&part.ty, &quote!(&self.#name))
    });
    let conversions = emit_tuple_conversions(name, parts, place);
    let decode = received.then(|| decode_tuple(name, &names));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct #name { #(#docs pub #names: #types,)* }

        impl #name {
            /// All places in their order.
            pub fn new(#(#names: #arguments),*) -> Self {
                Self { #(#values),* }
            }
        }

        #conversions

        impl private::Serialize for #name {
            fn serialize<S: private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                private::Serialize::serialize(&(#(#encoded,)*), serializer)
            }
        }

        #decode
    }
}

fn decode_tuple(name: &Ident, names: &[Ident]) -> TokenStream {
    let places = names.len();
    let expected = format!("{}, which is a list of {places}", docs::a(name));
    let indices = 0..places;
    quote! {
        impl private::Decode for #name {
            const EXPECTED: &'static str = #expected;

            fn decode(value: private::Value, at: &private::Path<'_>) -> Result<Self, private::DecodeError> {
                let mut places = private::Places::new(value, #places, Self::EXPECTED, at)?;
                Ok(Self { #(#names: places.next(#indices)?,)* })
            }

            fn fits(value: &private::Value) -> bool {
                value.is_array()
            }

            fn is_nothing(value: &private::Value) -> bool {
                private::is_no_object(value)
            }
        }

        private::deserialize_by_decode!(#name);
    }
}

/// What a constructor takes for a place: as much as `Into` can give.
fn loose_argument(ty: &Type, place: &Place) -> TokenStream {
    match ty {
        Type::Any => quote!(impl Into<private::Value>),
        ty if ty.is_infallible() => argument(ty, place),
        ty => place.rust_type(ty),
    }
}

fn loose_value(ty: &Type) -> TokenStream {
    match ty {
        Type::Any => quote!(value.into()),
        ty if ty.is_infallible() => convert(ty).0,
        _ => quote!(value),
    }
}

/// Whether `Into` makes a place from one value.
fn is_made_by_into(ty: &Type) -> bool {
    *ty == Type::Any || ty.is_infallible() && ty.is_single()
}

/// From a Rust tuple, and where all places are texts from an array too.
fn emit_tuple_conversions(name: &Ident, parts: &[Part], place: &Place) -> TokenStream {
    let (mut generics, mut types) = (Vec::new(), Vec::new());
    for (at, part) in parts.iter().enumerate() {
        let ty = place.rust_type(&part.ty);
        if is_made_by_into(&part.ty) {
            let parameter = format_ident!("Slot{}", at + 1);
            generics.push(quote!(#parameter: Into<#ty>));
            types.push(quote!(#parameter));
        } else {
            types.push(quote!(#ty));
        }
    }
    let names: Vec<Ident> = parts.iter().map(|part| ident(&part.name)).collect();
    let values = parts
        .iter()
        .zip(&names)
        .map(|(part, name)| if is_made_by_into(&part.ty) { quote!(#name: #name.into()) } else { quote!(#name) });
    let generics = if generics.is_empty() { TokenStream::new() } else { quote!(<#(#generics),*>) };
    let from_tuple = quote! {
        impl #generics From<(#(#types,)*)> for #name {
            fn from((#(#names,)*): (#(#types,)*)) -> Self {
                Self { #(#values),* }
            }
        }
    };
    if parts.iter().any(|part| part.ty != Type::Text) {
        return from_tuple;
    }
    let length = parts.len();
    quote! {
        #from_tuple

        impl<T: Into<String>> From<[T; #length]> for #name {
            fn from([#(#names),*]: [T; #length]) -> Self {
                Self { #(#names: #names.into()),* }
            }
        }
    }
}
