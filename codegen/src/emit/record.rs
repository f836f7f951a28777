//! A struct with fields: requests and structs are the same here. What it is made of is said once, in a table; all that
//! follows from that is written in the runtime.

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
    quote! {
        #docs
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #open
            extra_: private::Extra,
        }
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

/// The most values of a tuple; what follows is chained to it.
const TUPLE: usize = 12;

/// Types, values or patterns as one: a tuple, or a chain of tuples.
pub(crate) fn tuples(of: Of, items: &[TokenStream]) -> TokenStream {
    let Some((first, rest)) = items.split_at_checked(TUPLE).filter(|(_, rest)| !rest.is_empty()) else {
        return quote!((#(#items,)*));
    };
    let rest = tuples(of, rest);
    match of {
        Of::Types => quote!(private::Then<(#(#first,)*), #rest>),
        Of::Values => quote!(private::Then((#(#first,)*), #rest)),
    }
}

/// What stands in tuples.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Types,
    /// Or patterns, which look the same.
    Values,
}

/// The way to the value at this place of so many in [`tuples`], as what stands behind their name.
pub(crate) fn place_in_tuples(at: usize, of: usize) -> TokenStream {
    if of > TUPLE && at >= TUPLE {
        let rest = place_in_tuples(at - TUPLE, of - TUPLE);
        return quote!(.1 #rest);
    }
    let at = Literal::usize_unsuffixed(at);
    if of > TUPLE { quote!(.0.#at) } else { quote!(.#at) }
}

/// What the struct is made of, and all that follows from that.
pub(crate) fn emit_members(name: &Ident, record: &Record, positional: bool, place: &Place) -> TokenStream {
    let shown = name.to_string();
    let fields: Vec<String> = record.fields.iter().map(|field| format!("{} {}", field.name, field.wire_name)).collect();
    let fields = fields.join("\n");
    let names: Vec<Ident> = record.fields.iter().map(|field| ident(&field.name)).collect();
    let types: Vec<TokenStream> = record.fields.iter().map(|field| field_type(field, place)).collect();
    let types = tuples(Of::Types, &types);
    let refs = tuples(Of::Values, &names.iter().map(|name| quote!(&self.#name)).collect::<Vec<_>>());
    let values = tuples(Of::Values, &names.iter().map(|name| quote!(#name)).collect::<Vec<_>>());
    let (other, other_ref, other_value, other_field) = match &record.open {
        Some(open) => {
            let ty = place.rust_type(open);
            (quote!(private::Map<String, #ty>), quote!(&self.other), quote!(other), Some(quote!(other,)))
        }
        None => (quote!(()), quote!(&()), quote!(()), None),
    };
    let constants = emit_constants(record);
    let flags = emit_flags(record);
    let secret: Vec<&String> =
        record.fields.iter().filter(|field| field.secret).map(|field| &field.wire_name).collect();
    let secret = (!secret.is_empty()).then(|| quote!(const SECRET: &'static [&'static str] = &[#(#secret),*];));
    let positional = positional.then(|| {
        quote!(
            const POSITIONAL: bool = true;
        )
    });
    quote! {
        impl private::Record for #name {
            const NAME: &'static str = #shown;
            const FIELDS: &'static str = #fields;
            #constants
            #flags
            #secret
            #positional
            type Values = #types;
            type Other = #other;

            fn parts(&self) -> (<Self::Values as private::Values>::Refs<'_>, &Self::Other, &private::Extra) {
                (#refs, #other_ref, &self.extra_)
            }

            fn new(#values: Self::Values, #other_value: Self::Other, extra_: private::Extra) -> Self {
                Self { #(#names,)* #other_field extra_ }
            }
        }

        private::record!(#name);
    }
}

fn emit_constants(record: &Record) -> Option<TokenStream> {
    let rows = record.constants.iter().map(|constant| {
        let (name, value, read_as) = (&constant.wire_name, constant_value(&constant.value), &constant.read_as);
        quote!(private::Constant { name: #name, value: private::ConstantValue::#value, read_as: #read_as })
    });
    (!record.constants.is_empty()).then(|| quote!(const CONSTANTS: &'static [private::Constant] = &[#(#rows),*];))
}

/// Which fields hold flags that do not travel as `true` and `false`.
fn emit_flags(record: &Record) -> TokenStream {
    let sent_as = |wire: BooleanWire| -> Vec<&String> {
        let fields = record.fields.iter().filter(|field| flags_inside(&field.ty) == Some(wire));
        fields.map(|field| &field.wire_name).collect()
    };
    let (yes_no, one_zero) = (sent_as(BooleanWire::YesNo), sent_as(BooleanWire::OneZero));
    let yes_no = (!yes_no.is_empty()).then(|| quote!(const YES_NO: &'static [&'static str] = &[#(#yes_no),*];));
    let one_zero = (!one_zero.is_empty()).then(|| quote!(const ONE_ZERO: &'static [&'static str] = &[#(#one_zero),*];));
    let other = match record.open.as_ref().and_then(flags_inside) {
        Some(BooleanWire::YesNo) => Some(quote!(
            const OTHER: private::Flags = private::Flags::YesNo;
        )),
        Some(BooleanWire::OneZero) => Some(quote!(
            const OTHER: private::Flags = private::Flags::OneZero;
        )),
        Some(BooleanWire::TrueFalse) | None => None,
    };
    quote!(#yes_no #one_zero #other)
}

/// The value of a member that always has one.
fn constant_value(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(Text(#text)),
        Value::Bool(flag) => quote!(Flag(#flag)),
        other => {
            let number = Literal::i64_unsuffixed(other.as_i64().unwrap_or_default());
            quote!(Number(#number))
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

/// How the struct is read.
pub(crate) fn emit_received(name: &Ident, record: &Record, told_apart: bool) -> TokenStream {
    let expected = docs::a(name);
    let told_apart = (told_apart || !record.constants.is_empty()).then(|| quote!(, told_apart));
    quote!(private::received_record!(#name, #expected #told_apart);)
}
