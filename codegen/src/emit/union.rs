//! Tuples and unions.

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
    let docs = parts.iter().enumerate().map(|(at, _)| format!(" Place {} of the list.", at + 1));
    let arguments: Vec<TokenStream> = parts.iter().map(|part| loose_argument(&part.ty, place)).collect();
    let values = parts.iter().map(|part| {
        let (name, value) = (ident(&part.name), loose_value(&part.ty));
        quote!(#name: { let value = #name; #value })
    });
    let encoded = parts.iter().map(|part| {
        let name = ident(&part.name);
        wire_form(&part.ty, &quote!((&self.#name))).unwrap_or_else(|| quote!(&self.#name))
    });
    let conversions = emit_tuple_conversions(name, parts, place);
    let places = parts.len();
    let expected = format!("a `{name}`, which is a list of {places}");
    let indices = 0..places;
    // What is only sent is not read, and its parts may be such too.
    let decode = received.then(|| {
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
            }

            private::deserialize_by_decode!(#name);
        }
    });
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct #name { #(#[doc = #docs] pub #names: #types,)* }

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

/// What a constructor takes for a place: as much as `Into` can give.
fn loose_argument(ty: &Type, place: &Place) -> TokenStream {
    if ty.is_infallible() { argument(ty, place) } else { place.rust_type(ty) }
}

fn loose_value(ty: &Type) -> TokenStream {
    if ty.is_infallible() { convert(ty).0 } else { quote!(value) }
}

/// From a Rust tuple, and where all places are texts from an array too.
fn emit_tuple_conversions(name: &Ident, parts: &[Part], place: &Place) -> TokenStream {
    let (mut generics, mut types) = (Vec::new(), Vec::new());
    for (at, part) in parts.iter().enumerate() {
        let ty = place.rust_type(&part.ty);
        if part.ty.is_infallible() && part.ty.is_single() {
            let parameter = format_ident!("Slot{}", at + 1);
            generics.push(quote!(#parameter: Into<#ty>));
            types.push(quote!(#parameter));
        } else {
            types.push(quote!(#ty));
        }
    }
    let names: Vec<Ident> = parts.iter().map(|part| ident(&part.name)).collect();
    let values = parts.iter().zip(&names).map(|(part, name)| {
        if part.ty.is_infallible() && part.ty.is_single() { quote!(#name: #name.into()) } else { quote!(#name) }
    });
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

/// An enum whose forms are told apart by their shape.
pub(crate) fn emit_union(
    name: &Ident,
    doc: &TokenStream,
    parts: &[Part],
    received: bool,
    place: &Place,
) -> TokenStream {
    let names: Vec<Ident> = parts.iter().map(|part| ident(&part.name)).collect();
    let types: Vec<TokenStream> = parts.iter().map(|part| place.rust_type(&part.ty)).collect();
    let docs = parts.iter().map(|part| format!(" {}.", form_doc(&part.ty)));
    let encoded = parts
        .iter()
        .map(|part| wire_form(&part.ty, &quote!(value)).map_or_else(|| quote!(value), |form| quote!(&#form)));
    let conversions = parts.iter().filter(|part| part.from).map(|part| emit_from(name, part, place));
    let expected = format!("a `{name}`");
    let decode = received.then(|| {
        quote! {
            impl private::Decode for #name {
                const EXPECTED: &'static str = #expected;

                fn decode(value: private::Value, at: &private::Path<'_>) -> Result<Self, private::DecodeError> {
                    private::decode_union(
                        value,
                        at,
                        &[#(private::Form {
                            fits: <#types as private::Decode>::fits,
                            decode: |value, at| private::Decode::decode(value, at).map(Self::#names),
                        }),*],
                        Self::Other,
                    )
                }

                fn fits(_: &private::Value) -> bool {
                    true
                }
            }

            private::deserialize_by_decode!(#name);
        }
    });
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #docs] #names(#types),)*
            /// Another form, which the spec does not know.
            Other(private::Value),
        }

        #(#conversions)*

        impl private::Serialize for #name {
            fn serialize<S: private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(value) => private::Serialize::serialize(#encoded, serializer),)*
                    Self::Other(value) => private::Serialize::serialize(value, serializer),
                }
            }
        }

        #decode
    }
}

fn form_doc(ty: &Type) -> String {
    match ty {
        Type::Text => "A text".to_owned(),
        Type::Integer | Type::Double => "A number".to_owned(),
        Type::Boolean(_) => "A flag".to_owned(),
        Type::List(_) => "A list".to_owned(),
        Type::Map(..) => "A value for each key".to_owned(),
        Type::Named(reference) => format!("A {}", docs::code(&reference.name)),
        Type::Id(id) => format!("The identifier of an object of the kind {}", docs::code(&id.object)),
        _ => "A value".to_owned(),
    }
}

/// The conversions into a form, from what Rust has for it.
fn emit_from(name: &Ident, part: &Part, place: &Place) -> TokenStream {
    let variant = ident(&part.name);
    let ty = place.rust_type(&part.ty);
    let from = |source: TokenStream, value: TokenStream| {
        quote! {
            impl From<#source> for #name {
                fn from(value: #source) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    };
    let own = from(ty, quote!(value));
    let more = match &part.ty {
        Type::Text => from(quote!(&str), quote!(value.to_owned())),
        Type::Integer => from(quote!(i32), quote!(value.into())),
        Type::List(item) if item.is_infallible() && item.is_single() => {
            let item = place.rust_type(item);
            quote! {
                impl<T: Into<#item>, const N: usize> From<[T; N]> for #name {
                    fn from(items: [T; N]) -> Self {
                        Self::#variant(items.into_iter().map(Into::into).collect())
                    }
                }
            }
        }
        Type::Map(key, value) if part.ty.is_infallible() && value.is_single() => {
            let (key, value) = (place.rust_type(key), place.rust_type(value));
            quote! {
                impl<K: Into<#key>, V: Into<#value>, const N: usize> From<[(K, V); N]> for #name {
                    fn from(members: [(K, V); N]) -> Self {
                        Self::#variant(members.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
                    }
                }
            }
        }
        _ => TokenStream::new(),
    };
    quote!(#own #more)
}
