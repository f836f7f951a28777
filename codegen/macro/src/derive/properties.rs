//! `#[derive(Inputs)]` and `#[derive(Outputs)]`: the properties that the fields of a struct stand for.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, ExprLit, Field, Fields, Ident, Lit, LitStr, Token, Type};

use super::arguments::Arguments;
use super::keys::{Key, refuse_twice};
use super::refuse_generics;
use super::words::Words;
use crate::gather::gather;

struct Property<'a> {
    field: &'a Ident,
    ty: &'a Type,
    key: Key,
    name: Words,
    arguments: Arguments,
}

pub(crate) fn inputs(item: &DeriveInput) -> syn::Result<TokenStream> {
    let properties = properties(item, &["key", "name", "description", "required", "default", "type"])?;
    Ok(emit_inputs(&item.ident, &properties))
}

pub(crate) fn outputs(item: &DeriveInput) -> syn::Result<TokenStream> {
    let properties = properties(item, &["key", "name", "description", "type"])?;
    Ok(emit_outputs(&item.ident, &properties))
}

fn properties<'a>(item: &'a DeriveInput, known: &[&str]) -> syn::Result<Vec<Property<'a>>> {
    refuse_generics(&item.generics)?;
    let fields = fields(item)?;
    let properties = gather(fields.iter().map(|field| property(field, known)))?;
    refuse_twice(properties.iter().map(|property| &property.key), str::eq_ignore_ascii_case)?;
    Ok(properties)
}

fn fields(item: &DeriveInput) -> syn::Result<&Punctuated<Field, Token![,]>> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => {
                Err(syn::Error::new_spanned(&item.ident, "a property needs a key: give the struct fields with names"))
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            Err(syn::Error::new_spanned(&item.ident, "properties are the fields of a struct"))
        }
    }
}

fn property<'a>(field: &'a Field, known: &[&str]) -> syn::Result<Property<'a>> {
    let Some(ident) = &field.ident else {
        return Err(syn::Error::new_spanned(field, "a property needs a key: give the field a name"));
    };
    let mut arguments = Arguments::read(&field.attrs, "property", known)?;
    let key = Key::new(arguments.key.as_ref(), ident).check()?;
    let Some(name) = arguments.name.take() else {
        let text = "a property has a name, which people see: `#[property(name = \"…\")]`";
        return Err(syn::Error::new_spanned(ident, text));
    };
    if let Some(ty) = arguments.ty.as_ref().filter(|ty| ty.value() == "select") {
        return Err(syn::Error::new(ty.span(), "a `select` is an enum with `#[derive(bitrix24::declare::Options)]`"));
    }
    Ok(Property { field: ident, ty: &field.ty, key, name, arguments })
}

fn emit_inputs(name: &Ident, properties: &[Property<'_>]) -> TokenStream {
    let declared = emit_properties(properties, &quote!(input_property));
    let posted = if properties.is_empty() { quote!(_) } else { quote!(posted) };
    let fields = properties.iter().map(|Property { field, ty, key, arguments, .. }| {
        let key = &key.text;
        let read = match &arguments.required {
            Some(required) => quote_spanned!(required.span()=> ::bitrix24::private::declare::read_required::<#ty>),
            None => quote_spanned!(ty.span()=> ::bitrix24::private::declare::read_input::<#ty>),
        };
        quote!(#field: #read(posted, #key)?)
    });
    quote! {
        #[automatically_derived]
        impl ::bitrix24::declare::Inputs for #name {
            #declared

            fn read(
                #posted: &::bitrix24::private::Map<::std::string::String, ::bitrix24::private::Value>,
            ) -> ::core::result::Result<Self, ::bitrix24::private::DecodeError> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    }
}

fn emit_outputs(name: &Ident, properties: &[Property<'_>]) -> TokenStream {
    let declared = emit_properties(properties, &quote!(output_property));
    let values = properties.iter().map(|Property { field, ty, key, .. }| {
        let key = &key.text;
        let write = quote_spanned!(ty.span()=> ::bitrix24::private::declare::write_output::<#ty>);
        quote!((#key, #write(&self.#field)))
    });
    quote! {
        #[automatically_derived]
        impl ::bitrix24::declare::Outputs for #name {
            #declared

            fn values(
                &self,
            ) -> ::core::result::Result<
                ::bitrix24::private::Map<&'static str, ::bitrix24::private::Value>,
                ::bitrix24::private::InvalidValue,
            > {
                ::bitrix24::private::declare::outputs([#(#values),*])
            }
        }
    }
}

/// The function of both traits that tells the portal of the properties.
fn emit_properties(properties: &[Property<'_>], direction: &TokenStream) -> TokenStream {
    let properties = properties.iter().map(|property| emit_property(property, direction));
    quote! {
        fn properties() -> ::core::result::Result<
            ::bitrix24::private::Map<
                ::bitrix24::api::bizproc::shared::PropertyKey,
                ::bitrix24::api::bizproc::shared::Property,
            >,
            ::bitrix24::private::InvalidValue,
        > {
            ::bitrix24::private::declare::properties([#(#properties),*])
        }
    }
}

fn emit_property(property: &Property<'_>, direction: &TokenStream) -> TokenStream {
    let Property { ty, key, name, arguments, .. } = property;
    let key = &key.text;
    let of_type = quote_spanned!(ty.span()=> ::bitrix24::private::declare::#direction::<#ty>);
    let description = arguments.description.iter().map(|text| quote!(.description(#text)));
    let other_type = arguments.ty.iter().map(|ty| quote!(.param("Type", #ty)));
    let required = arguments.required.iter().map(|_| quote!(.required(true)));
    let default = arguments.default.iter().map(|value| {
        let value = default(key, value, ty);
        quote!(.default(#value))
    });
    quote!((#key, #of_type(#name) #(#description)* #(#other_type)* #(#required)* #(#default)*))
}

/// A value of the field's type, or an expression that the workflow evaluates.
fn default(key: &str, value: &Expr, ty: &Type) -> TokenStream {
    match evaluated(value) {
        Some(expression) => quote!(#expression),
        None => quote_spanned!(value.span()=> ::bitrix24::private::declare::default_value::<#ty>(#key, #value)?),
    }
}

/// A text that the workflow evaluates.
fn evaluated(value: &Expr) -> Option<&LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text).filter(|text| text.value().contains("{=")),
        _ => None,
    }
}
