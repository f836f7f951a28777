//! Values as Rust code writes them, for the docs' examples, for proofs, and for the values that a setter sets by itself.

use std::collections::BTreeSet;

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::path::{Place, ident};
use crate::model::{Call, Literal, Type};

/// A chain of setter calls.
pub(crate) fn chain(calls: &[Call], place: &Place) -> TokenStream {
    let calls = calls.iter().map(|call| {
        let name = ident(&call.setter);
        let arguments = call.arguments.iter().map(|argument| loose(argument, place, true));
        quote!(.#name(#(#arguments),*))
    });
    quote!(#(#calls)*)
}

/// A value as a setter takes it. `alone` where nothing beside it must have the same type.
fn loose(value: &Literal, place: &Place, alone: bool) -> TokenStream {
    match value {
        Literal::Text(text) => quote!(#text),
        Literal::Checked(_, value) => loose(value, place, alone),
        Literal::Id(_, id) => integer(*id),
        Literal::List(item, items) if items.is_empty() => {
            let item = place.rust_type(item);
            quote!(Vec::<#item>::new())
        }
        Literal::List(_, items) => {
            let beside = beside(items.iter());
            let items = items.iter().map(|item| beside(item, place));
            quote!([#(#items),*])
        }
        Literal::Map(ty, pairs) if pairs.is_empty() => {
            let ty = place.rust_type(ty);
            quote!(<#ty>::new())
        }
        Literal::Map(_, pairs) => {
            let beside = beside(pairs.iter().map(|(_, value)| value));
            let pairs = pairs.iter().map(|(key, value)| {
                let (key, value) = (loose(key, place, false), beside(value, place));
                quote!((#key, #value))
            });
            quote!([#(#pairs),*])
        }
        Literal::Record(reference, calls) => {
            let (name, calls) = (place.named(reference), chain(calls, place));
            quote!(#name::builder() #calls)
        }
        // A setter takes the builders of a union's forms as they are.
        Literal::From(_, value) if alone && is_built(value) => loose(value, place, true),
        Literal::From(_, value) if alone => form(value, place),
        Literal::From(reference, value) => {
            let (name, value) = (place.named(reference), form(value, place));
            quote!(#name::from(#value))
        }
        // An array makes it where its places are all texts.
        Literal::Tuple(_, places) if alone && places.iter().all(|value| matches!(value, Literal::Text(_))) => {
            let places = places.iter().map(|value| loose(value, place, true));
            quote!([#(#places),*])
        }
        Literal::Json(value) if alone => json(value),
        other => exact(other, place),
    }
}

fn is_built(value: &Literal) -> bool {
    match value {
        Literal::Record(..) => true,
        Literal::List(_, items) => match items.first() {
            Some(Literal::From(_, value)) => is_built(value),
            first => matches!(first, Some(Literal::Record(..))),
        },
        _ => false,
    }
}

/// How each of several values beside one another is written, so that all have one type: builders on which different
/// setters were called have different types, so they are finished first.
fn beside<'a>(values: impl Iterator<Item = &'a Literal>) -> fn(&Literal, &Place) -> TokenStream {
    let values: Vec<&Literal> = values.collect();
    if values.len() == 1 {
        return |value, place| loose(value, place, true);
    }
    let setters = |value: &'a Literal| match value {
        Literal::Record(_, calls) => calls.iter().map(|call| call.setter.as_str()).collect(),
        _ => BTreeSet::new(),
    };
    let distinct: BTreeSet<BTreeSet<&str>> = values.into_iter().map(setters).collect();
    if distinct.len() > 1 { exact } else { |value, place| loose(value, place, false) }
}

/// A value as the `From` of a union takes it: its own type, or the short form that the union takes beside it.
fn form(value: &Literal, place: &Place) -> TokenStream {
    let short = |ty: &Type| ty.is_infallible() && ty.is_single();
    match value {
        Literal::Text(_) | Literal::Integer(_) => loose(value, place, true),
        Literal::List(item, items) if !items.is_empty() && short(item) => loose(value, place, true),
        Literal::Map(Type::Map(_, item), pairs) if !pairs.is_empty() && short(item) => loose(value, place, true),
        other => exact(other, place),
    }
}

/// A place of a tuple as its constructor takes it.
fn tuple_place(value: &Literal, place: &Place) -> TokenStream {
    match value {
        Literal::Text(_) | Literal::Integer(_) | Literal::Id(..) | Literal::Json(_) => loose(value, place, true),
        other => exact(other, place),
    }
}

/// A value of exactly its type.
pub(crate) fn exact(value: &Literal, place: &Place) -> TokenStream {
    match value {
        Literal::Text(text) => quote!(String::from(#text)),
        Literal::Integer(number) => integer(*number),
        Literal::Double(number) => {
            let number = Token::f64_unsuffixed(*number);
            quote!(#number)
        }
        Literal::Boolean(flag) => quote!(#flag),
        Literal::List(_, items) => {
            let items = items.iter().map(|item| exact(item, place));
            quote!(Vec::from([#(#items),*]))
        }
        Literal::Map(_, pairs) => {
            let pairs = pairs.iter().map(|(key, value)| {
                let (key, value) = (exact(key, place), exact(value, place));
                quote!((#key, #value))
            });
            quote!(bitrix24::Map::from([#(#pairs),*]))
        }
        Literal::Checked(reference, value) => {
            let (name, value) = (place.named(reference), loose(value, place, true));
            quote!(#name::literal(#value))
        }
        Literal::Id(id, number) => {
            let (ty, number) = (place.rust_type(&Type::Id(id.clone())), integer(*number));
            quote!(#ty::new(#number))
        }
        Literal::Parsed(ty, text) => {
            let ty = ident(ty);
            quote!(#text.parse::<bitrix24::#ty>()?)
        }
        Literal::Record(reference, calls) => {
            let (name, calls) = (place.named(reference), chain(calls, place));
            quote!(#name::builder() #calls .build()?)
        }
        Literal::Variant(reference, variant) => {
            let (name, variant) = (place.named(reference), ident(variant));
            quote!(#name::#variant)
        }
        Literal::Unlisted(reference, text) => {
            let name = place.named(reference);
            quote!(#name::other(#text))
        }
        Literal::From(reference, value) => {
            let (name, value) = (place.named(reference), form(value, place));
            quote!(#name::from(#value))
        }
        Literal::Form(reference, variant, value) => {
            let (name, variant, value) = (place.named(reference), ident(variant), exact(value, place));
            quote!(#name::#variant(#value))
        }
        Literal::Item(_, Some(value)) => {
            let value = exact(value, place);
            quote!(Some(#value))
        }
        Literal::Item(ty, None) => {
            let ty = place.rust_type(ty);
            quote!(None::<#ty>)
        }
        Literal::Tuple(reference, places) => {
            let name = place.named(reference);
            let places = places.iter().map(|value| tuple_place(value, place));
            quote!(#name::new(#(#places),*))
        }
        Literal::Json(value) => {
            let tokens = json_tokens(value);
            quote!(bitrix24::json!(#tokens))
        }
        Literal::File(name, content) => quote!(bitrix24::File::from_base64(#name, #content)?),
    }
}

fn integer(number: i64) -> TokenStream {
    let literal = Token::u64_unsuffixed(number.unsigned_abs());
    let literal = if number < 0 { quote!(-#literal) } else { quote!(#literal) };
    // What is no `i32` needs its type said.
    if i32::try_from(number).is_ok() { literal } else { quote!(#literal as i64) }
}

/// Any JSON: plain values as they are, the rest by the macro.
fn json(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(()),
        Value::Bool(flag) => quote!(#flag),
        Value::String(text) => quote!(#text),
        other => {
            let tokens = json_tokens(other);
            quote!(bitrix24::json!(#tokens))
        }
    }
}

fn json_tokens(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(flag) => quote!(#flag),
        Value::String(text) => quote!(#text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => integer(number),
            (None, Some(number)) => {
                let number = Token::f64_unsuffixed(number);
                quote!(#number)
            }
            (None, None) => quote!(null),
        },
        Value::Array(items) => {
            let items = items.iter().map(json_tokens);
            quote!([#(#items),*])
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = json_tokens(value);
                quote!(#name: #value)
            });
            quote!({ #(#members),* })
        }
    }
}
