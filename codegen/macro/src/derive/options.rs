//! `#[derive(Options)]`: what can be chosen.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Variant};

use super::arguments::Arguments;
use super::keys::{Key, refuse_twice};
use super::refuse_generics;
use super::words::Words;
use crate::gather::gather;

struct Choice<'a> {
    variant: &'a Ident,
    key: Key,
    title: LitStr,
}

pub(crate) fn options(item: &DeriveInput) -> syn::Result<TokenStream> {
    refuse_generics(&item.generics)?;
    let Data::Enum(choices) = &item.data else {
        return Err(syn::Error::new_spanned(&item.ident, "what can be chosen is an enum"));
    };
    if choices.variants.is_empty() {
        return Err(syn::Error::new_spanned(&item.ident, "there is nothing to choose from"));
    }
    let choices = gather(choices.variants.iter().map(choice))?;
    refuse_twice(choices.iter().map(|choice| &choice.key), |one, other| one == other)?;
    Ok(emit(&item.ident, &choices))
}

fn choice(variant: &Variant) -> syn::Result<Choice<'_>> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(syn::Error::new_spanned(&variant.fields, "a choice is its key alone; it has no fields"));
    }
    let arguments = Arguments::read(&variant.attrs, "option", &["key", "name"])?;
    let title = match arguments.name {
        Some(Words::Plain(title)) => title,
        Some(Words::ByLanguage(languages)) => {
            let span = languages.first().map_or_else(|| variant.ident.span(), |(language, _)| language.span());
            return Err(syn::Error::new(span, "the API has one text for a choice, whatever the language"));
        }
        None => {
            let text = "a choice has a name, which people see: `#[option(name = \"…\")]`";
            return Err(syn::Error::new_spanned(&variant.ident, text));
        }
    };
    Ok(Choice { variant: &variant.ident, key: Key::new(arguments.key.as_ref(), &variant.ident), title })
}

fn emit(name: &Ident, choices: &[Choice<'_>]) -> TokenStream {
    let variants: Vec<&Ident> = choices.iter().map(|choice| choice.variant).collect();
    let keys: Vec<&String> = choices.iter().map(|choice| &choice.key.text).collect();
    let titles = choices.iter().map(|choice| &choice.title);
    quote! {
        #[automatically_derived]
        impl ::bitrix24::declare::Options for #name {
            const OPTIONS: &'static [(&'static str, &'static str)] = &[#((#keys, #titles)),*];

            fn key(&self) -> &'static str {
                match self {
                    #(Self::#variants => #keys,)*
                }
            }

            fn from_key(key: &str) -> ::core::option::Option<Self> {
                match key {
                    #(#keys => ::core::option::Option::Some(Self::#variants),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}
