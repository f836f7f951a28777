//! What a setter takes for a type, and how that becomes a value of the type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::path::Place;
use crate::model::{Field, Range, Shape, TextLimits, Type, ValueRule};
use crate::pattern::Automaton;

/// Whether a conversion gives the value itself or a `Result`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    Value,
    Result,
}

/// The type of a setter's argument: whatever becomes the value without a loss.
pub(crate) fn argument(ty: &Type, place: &Place) -> TokenStream {
    let rust = place.rust_type(ty);
    match ty {
        Type::Boolean(_) => quote!(bool),
        Type::Any | Type::Null => quote!(impl private::Serialize),
        Type::List(item) => {
            let item = argument(item, place);
            quote!(impl IntoIterator<Item = #item>)
        }
        Type::Optional(item) => {
            let item = argument(item, place);
            quote!(Option<#item>)
        }
        Type::Map(key, value) => {
            let (key, value) = (argument(key, place), argument(value, place));
            quote!(impl IntoIterator<Item = (#key, #value)>)
        }
        Type::Named(reference) => match reference.shape {
            Shape::Checked => quote!(impl TryInto<#rust, Error: Into<private::InvalidValue>>),
            Shape::Record | Shape::Built => quote!(impl private::Complete<#rust>),
            // Not `Into`: a misspelt text must not become a value.
            Shape::Enumeration => rust,
            Shape::Plain => quote!(impl Into<#rust>),
        },
        _ => quote!(impl Into<#rust>),
    }
}

/// How the argument `value` becomes the value of a field, its constraints included.
pub(crate) fn convert_field(field: &Field) -> (TokenStream, Gives) {
    let (value, gives) = convert(&field.ty);
    let check = match &field.rule {
        ValueRule::None => return (value, gives),
        ValueRule::Text(limits) => {
            let (consts, rule) = text_rule(limits, &quote!(PATTERN));
            let checked = quote!(#rule.check(#value));
            return (if consts.is_empty() { checked } else { quote!({ #consts #checked }) }, Gives::Result);
        }
        ValueRule::Integer(Range { min, max }) => {
            let (min, max) = (option(min.map(Literal::i64_unsuffixed)), option(max.map(Literal::i64_unsuffixed)));
            quote!(private::in_range(value, #min, #max))
        }
        ValueRule::Double(Range { min, max }) => {
            let (min, max) = (option(min.map(Literal::f64_suffixed)), option(max.map(Literal::f64_suffixed)));
            quote!(private::in_range(value, #min, #max))
        }
        ValueRule::Items { non_empty, max } => {
            let max = option(max.map(Literal::u64_unsuffixed));
            quote!(private::counted(value, #non_empty, #max))
        }
    };
    let checked = match gives {
        Gives::Value => quote!({ let value = #value; #check }),
        Gives::Result => quote!(#value.and_then(|value| #check)),
    };
    (checked, Gives::Result)
}

/// How the argument `value` becomes a value of the type.
pub(crate) fn convert(ty: &Type) -> (TokenStream, Gives) {
    match ty {
        Type::Boolean(_) => (quote!(value), Gives::Value),
        Type::Double => (quote!(private::finite(value.into())), Gives::Result),
        Type::Any | Type::Null => (quote!(private::any(value)), Gives::Result),
        Type::List(item) => {
            let (item, gives) = convert(item);
            match gives {
                Gives::Value => (quote!(value.into_iter().map(|value| #item).collect()), gives),
                Gives::Result => (quote!(private::list(value, |value| #item)), gives),
            }
        }
        Type::Optional(item) => match convert(item) {
            (item, Gives::Value) => (quote!(value.map(|value| #item)), Gives::Value),
            (item, Gives::Result) => (quote!(value.map(|value| #item).transpose()), Gives::Result),
        },
        // A key that stands twice is refused, whatever the keys and values are.
        Type::Map(key, value) => {
            let ((key, key_gives), (value, value_gives)) = (convert(key), convert(value));
            let (key, value) = (in_result(&key, key_gives), in_result(&value, value_gives));
            (quote!(private::map(value, |value| #key, |value| #value)), Gives::Result)
        }
        Type::Named(reference) => match reference.shape {
            Shape::Checked => (quote!(value.try_into()), Gives::Result),
            Shape::Record | Shape::Built => (quote!(value.complete()), Gives::Result),
            Shape::Enumeration => (quote!(value), Gives::Value),
            Shape::Plain => (quote!(value.into()), Gives::Value),
        },
        _ => (quote!(value.into()), Gives::Value),
    }
}

fn in_result(value: &TokenStream, gives: Gives) -> TokenStream {
    match gives {
        Gives::Value => quote!(Ok::<_, private::InvalidValue>(#value)),
        Gives::Result => value.clone(),
    }
}

fn option(value: Option<Literal>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// The rule of a text: constants that it needs, and itself. `pattern` is how the rule names its pattern.
pub(crate) fn text_rule(limits: &TextLimits, pattern: &TokenStream) -> (TokenStream, TokenStream) {
    let mut rule = quote!(private::TextRule::ANY);
    if limits.non_empty {
        rule.extend(quote!(.non_empty()));
    }
    if let Some(min) = limits.min.map(Literal::u64_unsuffixed) {
        rule.extend(quote!(.min(#min)));
    }
    if let Some(max) = limits.max.map(Literal::u64_unsuffixed) {
        rule.extend(quote!(.max(#max)));
    }
    let mut consts = TokenStream::new();
    if let Some(automaton) = &limits.pattern {
        rule.extend(quote!(.pattern(&#pattern)));
        consts = pattern_const(automaton);
    }
    (consts, rule)
}

/// The pattern as a constant named `PATTERN`.
fn pattern_const(automaton: &Automaton) -> TokenStream {
    let source = &automaton.source;
    let states = automaton.states.iter().map(|state| {
        let accepts = state.accepts;
        let next = state.next.iter().map(|(first, last, to)| {
            let (first, last) = (Literal::byte_character(*first), Literal::byte_character(*last));
            let to = Literal::usize_unsuffixed(*to);
            quote!((#first, #last, #to))
        });
        quote!(private::State { accepts: #accepts, next: &[#(#next),*] })
    });
    quote!(const PATTERN: private::Pattern = private::Pattern::new(#source, &[#(#states),*]);)
}
