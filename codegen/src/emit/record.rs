//! A struct with fields: requests and structs are the same here. How it travels, and how it is read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::docs;
use crate::emit::path::{Place, ident};
use crate::model::{BooleanWire, Field, Presence, Record, Type, Vacancy};

/// The struct itself.
pub(crate) fn emit_struct(name: &Ident, docs: &TokenStream, record: &Record, place: &Place) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let docs = docs::attributes(&docs::field(field));
        let name = ident(&field.name);
        let ty = field_type(field, place);
        quote!(#docs pub #name: #ty,)
    });
    let open = record.open.as_ref().map(|open| {
        let ty = place.rust_type(open);
        quote!(#[doc = " Further fields, by their name on the wire."] pub other: private::Map<String, #ty>,)
    });
    let secret = record.fields.iter().any(|field| field.secret);
    let derives = if secret { quote!(Clone) } else { quote!(Clone, Debug) };
    let debug = secret.then(|| emit_debug(name, record));
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #open
            extra_: private::Extra,
        }
        #debug
    }
}

/// The type of a field: its own, or an option, or what says more than an option.
pub(crate) fn field_type(field: &Field, place: &Place) -> TokenStream {
    let ty = value_type(field, place);
    match (field.presence, field.vacancy) {
        (Presence::Required { .. }, _) => ty,
        (Presence::Optional, Vacancy::None) => quote!(Option<#ty>),
        (Presence::Optional, Vacancy::Clearable) => quote!(Option<private::Clearable<#ty>>),
        (Presence::Optional, Vacancy::Nullable) => quote!(Option<Option<#ty>>),
    }
}

/// The type of a field's value.
pub(crate) fn value_type(field: &Field, place: &Place) -> TokenStream {
    let ty = place.rust_type(&field.ty);
    if field.boxed { quote!(Box<#ty>) } else { ty }
}

/// Debug output that shows no secret.
fn emit_debug(name: &Ident, record: &Record) -> TokenStream {
    let shown = name.to_string();
    let fields = record.fields.iter().map(|field| {
        let (text, name) = (&field.name, ident(&field.name));
        if field.secret { quote!(.field(#text, &private::Hidden)) } else { quote!(.field(#text, &self.#name)) }
    });
    let open = record.open.as_ref().map(|_| quote!(.field("other", &self.other)));
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown) #(#fields)* #open .field("extra", &self.extra_).finish()
            }
        }
    }
}

/// How the struct travels: as an object, or for positional methods as a list.
pub(crate) fn emit_serialize(name: &Ident, record: &Record, positional: bool) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let (wire_name, name) = (&field.wire_name, ident(&field.name));
        match (field.presence, wire_form(&field.ty, &quote!(value))) {
            (Presence::Required { .. }, None) => quote!(object.field(#wire_name, &self.#name)?;),
            (Presence::Required { .. }, Some(_)) => {
                let form = wire_form(&field.ty, &quote!((&self.#name)));
                quote!(object.field(#wire_name, &#form)?;)
            }
            (Presence::Optional, None) => quote!(object.optional(#wire_name, self.#name.as_ref())?;),
            (Presence::Optional, Some(form)) => {
                let form = match field.vacancy {
                    Vacancy::None => form,
                    Vacancy::Clearable | Vacancy::Nullable => quote!(value.as_ref().map(|value| #form)),
                };
                quote!(object.optional(#wire_name, self.#name.as_ref().map(|value| #form))?;)
            }
        }
    });
    let constants = record.constants.iter().map(|constant| {
        let (wire_name, value) = (&constant.wire_name, constant_value(&constant.value));
        quote!(object.field(#wire_name, &#value)?;)
    });
    let open = record.open.as_ref().map(|open| match wire_form(open, &quote!(value)) {
        None => quote!(object.open(&self.other)?;),
        Some(form) => quote!(object.open(&self.other.iter().map(|(name, value)| (name.clone(), #form)).collect())?;),
    });
    // A further field of a declared name stands in its place.
    let replaced = record.open.as_ref().map(|_| quote!(.replaced_by(&self.other)));
    let begin = if positional { quote!(Positions) } else { quote!(Object) };
    let any = !record.fields.is_empty() || !record.constants.is_empty() || record.open.is_some();
    let mutable = any.then(|| quote!(mut));
    quote! {
        impl private::Serialize for #name {
            fn serialize<S: private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let #mutable object = private::#begin::new(serializer, &self.extra_)? #replaced;
                #(#constants)*
                #(#fields)*
                #open
                object.end()
            }
        }
    }
}

/// The value of a member that always has one.
fn constant_value(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(#text),
        Value::Bool(flag) => quote!(#flag),
        other => {
            let number = Literal::i64_unsuffixed(other.as_i64().unwrap_or_default());
            quote!(#number)
        }
    }
}

/// The form in which `value`, a reference, travels; `None` if it travels as it is.
pub(crate) fn wire_form(ty: &Type, value: &TokenStream) -> Option<TokenStream> {
    match ty {
        Type::Boolean(BooleanWire::YesNo) => Some(quote!(private::YesNo(*#value))),
        Type::Boolean(BooleanWire::OneZero) => Some(quote!(private::OneZero(*#value))),
        Type::List(item) => {
            let form = wire_form(item, &quote!(value))?;
            Some(quote!(private::each(#value, |value| #form)))
        }
        Type::Optional(item) => {
            let form = wire_form(item, &quote!(value))?;
            Some(quote!(#value.as_ref().map(|value| #form)))
        }
        Type::Map(_, item) => {
            let form = wire_form(item, &quote!(value))?;
            Some(quote!(private::entries(#value, |value| #form)))
        }
        _ => None,
    }
}

/// How the struct is read.
pub(crate) fn emit_decode(name: &Ident, record: &Record, told_apart: bool) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let (wire_name, name) = (&field.wire_name, ident(&field.name));
        let read = match (field.presence, field.vacancy) {
            (Presence::Required { .. }, _) => quote!(required),
            (Presence::Optional, Vacancy::Nullable) => quote!(nullable),
            (Presence::Optional, _) => quote!(optional),
        };
        quote!(#name: fields.#read(#wire_name)?,)
    });
    let rest = match record.open {
        Some(_) => quote!(other: fields.open()?, extra_: private::Extra::default(),),
        None => quote!(extra_: fields.rest(),),
    };
    let expected = docs::a(name);
    let constants = record.constants.iter().map(|constant| {
        let (wire_name, text) = (&constant.wire_name, &constant.read_as);
        quote!(fields.constant(#wire_name, #text)?;)
    });
    let tags = record.constants.iter().map(|constant| {
        let (wire_name, text) = (&constant.wire_name, &constant.read_as);
        quote!(private::has_constant(value, #wire_name, #text))
    });
    let mutable = (!record.fields.is_empty() || !record.constants.is_empty()).then(|| quote!(mut));
    let known = record.constants.iter().map(|constant| &constant.wire_name);
    let known = known.chain(record.fields.iter().map(|field| &field.wire_name));
    // Only forms of a union are compared by what they do not know.
    let strangers = told_apart.then(|| {
        quote! {
            fn strangers(value: &private::Value) -> usize {
                private::strangers(value, &[#(#known),*])
            }
        }
    });
    quote! {
        impl private::Decode for #name {
            const EXPECTED: &'static str = #expected;

            fn decode(value: private::Value, at: &private::Path<'_>) -> Result<Self, private::DecodeError> {
                let #mutable fields = private::Fields::new(value, Self::EXPECTED, at)?;
                #(#constants)*
                Ok(Self { #(#fields)* #rest })
            }

            fn fits(value: &private::Value) -> bool {
                value.is_object() #(&& #tags)*
            }

            fn is_nothing(value: &private::Value) -> bool {
                private::is_no_object(value)
            }

            #strangers
        }

        private::deserialize_by_decode!(#name);
    }
}
