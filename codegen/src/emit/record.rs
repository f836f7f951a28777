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
    let constants = record.constants.iter().map(|constant| {
        let (wire_name, value) = (&constant.wire_name, constant_value(&constant.value));
        quote!(private::Required(#wire_name, &#value))
    });
    let fields = record.fields.iter().map(|field| {
        let (wire_name, name) = (&field.wire_name, ident(&field.name));
        let value = wire_form(&field.ty, &quote!(&self.#name));
        match field.presence {
            Presence::Required { .. } => quote!(private::Required(#wire_name, #value)),
            Presence::Optional => quote!(private::Optional(#wire_name, #value)),
        }
    });
    let further = record.open.as_ref().map(|open| {
        let further = wire_form(open, &quote!(&self.other));
        quote!(#further,)
    });
    let write = match (positional, &further) {
        (true, _) => quote!(positions),
        (false, None) => quote!(object),
        (false, Some(_)) => quote!(open_object),
    };
    let members = constants.chain(fields);
    quote! {
        impl private::Serialize for #name {
            fn serialize<S: private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                private::#write(serializer, &[#(#members),*], #further &self.extra_)
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

/// The form in which `value`, a reference, travels; itself if it travels as it is.
pub(crate) fn wire_form(ty: &Type, value: &TokenStream) -> TokenStream {
    match flags_inside(ty) {
        Some(BooleanWire::YesNo) => quote!(&private::YesNo(#value)),
        Some(BooleanWire::OneZero) => quote!(&private::OneZero(#value)),
        Some(BooleanWire::TrueFalse) | None => quote!(#value),
    }
}

/// How the flags travel that a type is made of, if it is made of flags.
fn flags_inside(ty: &Type) -> Option<BooleanWire> {
    match ty {
        Type::Boolean(wire) => Some(*wire),
        Type::List(item) | Type::Optional(item) | Type::Map(_, item) => flags_inside(item),
        _ => None,
    }
}

/// How the struct is read: what must be there first, then a table of what may be.
pub(crate) fn emit_decode(name: &Ident, record: &Record, told_apart: bool) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let (wire_name, name) = (&field.wire_name, ident(&field.name));
        match field.presence {
            Presence::Required { .. } => quote!(#name: fields.required(#wire_name)?,),
            Presence::Optional => quote!(#name: None,),
        }
    });
    let optional: Vec<TokenStream> = record
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Optional)
        .map(|field| {
            let (wire_name, name) = (&field.wire_name, ident(&field.name));
            quote!((#wire_name, &mut read.#name))
        })
        .collect();
    let optional = (!optional.is_empty()).then(|| quote!(fields.optional(&mut [#(#optional),*])?;));
    let other = record.open.as_ref().map(|_| quote!(other: private::Map::new(),));
    let rest = match record.open {
        Some(_) => quote!(fields.open(&mut read.other)?;),
        None => quote!(fields.rest(&mut read.extra_);),
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
    // What fits a struct is an object; what is known by constants has them too.
    let fits = (!record.constants.is_empty()).then(|| {
        quote! {
            fn fits(value: &private::Value) -> bool {
                value.is_object() #(&& #tags)*
            }
        }
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
                let mut read = Self { #(#fields)* #other extra_: private::Extra::default() };
                #optional
                #rest
                Ok(read)
            }

            #fits

            #strangers
        }

        private::deserialize_by_decode!(#name);
    }
}
