//! Unions: enums whose forms are told apart by their shape.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::emit::path::{Place, ident};
use crate::emit::record::wire_form;
use crate::model::{Part, Reference, Type};

/// The enum.
pub(crate) fn emit_union(
    name: &Ident,
    doc: &TokenStream,
    parts: &[Part],
    received: bool,
    place: &Place,
) -> TokenStream {
    let names: Vec<Ident> = parts.iter().map(|part| ident(&part.name)).collect();
    let types: Vec<TokenStream> = parts.iter().map(|part| place.rust_type(&part.ty)).collect();
    let docs = parts.iter().map(|part| match &part.doc {
        Some(doc) => docs::attributes(&docs::wrap(&docs::sentence(doc))),
        None => docs::attributes(&[format!("{}.", form_doc(&part.ty, place))]),
    });
    let encoded = parts.iter().map(|part| wire_form(&part.ty, &quote!(value)));
    // The only number among the forms is made from numbers too.
    let numbers = parts.iter().filter(|part| matches!(part.ty, Type::Integer | Type::Id(_) | Type::Double)).count();
    let built = parts.iter().any(|part| part.builder.is_some());
    let conversions = parts.iter().filter(|part| part.from).flat_map(|part| conversions(part, numbers == 1, place));
    let conversions = conversions.map(|conversion| emit_conversion(name, &conversion, built));
    let complete = built.then(|| emit_complete(name, parts, place));
    let decode = received.then(|| decode_union(name, &names, &types));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names(#types),)*
            /// Another form, which the spec does not know.
            Other(private::Value),
        }

        #(#conversions)*

        #complete

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

fn decode_union(name: &Ident, names: &[Ident], types: &[TokenStream]) -> TokenStream {
    let expected = docs::a(name);
    quote! {
        impl private::Decode for #name {
            const EXPECTED: &'static str = #expected;

            fn decode(value: private::Value, at: &private::Path<'_>) -> Result<Self, private::DecodeError> {
                private::decode_union(
                    value,
                    at,
                    &[#(private::Form {
                        fits: <#types as private::Decode>::fits,
                        strangers: <#types as private::Decode>::strangers,
                        decode: |value, at| private::Decode::decode(value, at).map(Self::#names),
                    }),*],
                    Self::Other,
                )
            }

            fn fits(_: &private::Value) -> bool {
                true
            }

            fn is_nothing(value: &private::Value) -> bool {
                #(<#types as private::Decode>::is_nothing(value))&&*
            }
        }

        private::deserialize_by_decode!(#name);
    }
}

fn form_doc(ty: &Type, place: &Place) -> String {
    match ty {
        Type::Text => "A text".to_owned(),
        Type::Integer | Type::Double => "A number".to_owned(),
        Type::Boolean(_) => "A flag".to_owned(),
        Type::List(_) | Type::Map(..) | Type::Named(_) => docs::capitalized(&docs::in_words(ty, place)),
        Type::Id(id) => format!("The identifier of an object of the kind {}", docs::code(&id.object)),
        _ => "A value".to_owned(),
    }
}

/// What a form is made from: type parameters, a type with these, and how `value` of that type becomes the union.
type Conversion = (TokenStream, TokenStream, TokenStream);

/// The conversions into a form, from what Rust has for it.
fn conversions(part: &Part, only_number: bool, place: &Place) -> Vec<Conversion> {
    let variant = ident(&part.name);
    let from = |source: TokenStream, value: TokenStream| (TokenStream::new(), source, quote!(Self::#variant(#value)));
    let mut all = vec![from(place.rust_type(&part.ty), quote!(value))];
    match &part.ty {
        Type::Text => all.push(from(quote!(&str), quote!(value.to_owned()))),
        Type::Integer => all.push(from(quote!(i32), quote!(value.into()))),
        Type::Id(_) if only_number => {
            all.extend([quote!(i64), quote!(i32)].map(|number| from(number, quote!(value.into()))));
        }
        Type::List(item) if item.is_infallible() && item.is_single() => {
            let item = place.rust_type(item);
            let value = quote!(Self::#variant(value.into_iter().map(Into::into).collect()));
            all.push((quote!(<T: Into<#item>, const N: usize>), quote!([T; N]), value));
        }
        Type::Map(key, value) if part.ty.is_plainly_written() && value.is_single() => {
            let (key, value) = (place.rust_type(key), place.rust_type(value));
            let pairs = quote!(value.into_iter().map(|(key, value)| (key.into(), value.into())).collect());
            let generics = quote!(<K: Into<#key>, V: Into<#value>, const N: usize>);
            all.push((generics, quote!([(K, V); N]), quote!(Self::#variant(#pairs))));
        }
        _ => {}
    }
    all
}

/// The conversions as impls. `built` if setters take the union by `Complete`, because forms of it have builders.
fn emit_conversion(name: &Ident, conversion: &Conversion, built: bool) -> TokenStream {
    let (generics, source, value) = conversion;
    let complete = built.then(|| {
        quote! {
            impl #generics private::Complete<#name> for #source {
                fn complete(self) -> Result<#name, private::InvalidRequest> {
                    Ok(self.into())
                }
            }
        }
    });
    quote! {
        impl #generics From<#source> for #name {
            fn from(value: #source) -> Self {
                #value
            }
        }

        #complete
    }
}

/// That the union itself and the builders of its forms stand for it.
fn emit_complete(name: &Ident, parts: &[Part], place: &Place) -> TokenStream {
    let builders = parts.iter().filter_map(|part| {
        let stateful = part.builder?;
        let variant = ident(&part.name);
        let (reference, list) = match &part.ty {
            Type::Named(reference) => (reference, false),
            Type::List(item) => match item.as_ref() {
                Type::Named(reference) => (reference, true),
                _ => return None,
            },
            _ => return None,
        };
        let form = place.named(reference);
        if list {
            return Some(quote! {
                impl<T: private::Complete<#form>, const N: usize> private::Complete<#name> for [T; N] {
                    fn complete(self) -> Result<#name, private::InvalidRequest> {
                        self.into_iter().map(private::Complete::complete).collect::<Result<_, _>>().map(#name::#variant)
                    }
                }
            });
        }
        let builder = Reference { name: format!("{}Builder", reference.name), ..reference.clone() };
        let builder = place.named(&builder);
        let (generics, builder) =
            if stateful { (quote!(<S>), quote!(#builder<S>)) } else { (TokenStream::new(), builder) };
        Some(quote! {
            impl #generics private::Complete<#name> for #builder where #builder: private::Complete<#form> {
                fn complete(self) -> Result<#name, private::InvalidRequest> {
                    private::Complete::<#form>::complete(self).map(#name::#variant)
                }
            }
        })
    });
    quote! {
        impl private::Complete<#name> for #name {
            fn complete(self) -> Result<#name, private::InvalidRequest> {
                Ok(self)
            }
        }

        #(#builders)*
    }
}
