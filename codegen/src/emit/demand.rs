//! The traits that stand between a builder and what it needs, each with its own words for the compiler to print.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::path::{Place, ident};
use crate::emit::record::value_type;
use crate::model::{Client, Demand, Record, Stage, State};

/// The traits of a record, in a module of their own.
pub(crate) fn emit_demands(module: &Ident, record: &Record, place: &Place) -> Option<TokenStream> {
    if record.demands.is_empty() {
        return None;
    }
    let inner = place.child(&module.to_string());
    let demands = record.demands.iter().map(|demand| emit_demand(demand, record, &inner));
    Some(quote! {
        #[doc(hidden)]
        pub mod #module {
            use ::bitrix24::private;
            #(#demands)*
        }
    })
}

fn emit_demand(demand: &Demand, record: &Record, place: &Place) -> TokenStream {
    let name = ident(&demand.name);
    let [message, label, note] = [&demand.message, &demand.label, &demand.note].map(|text| format_text(text));
    let value = carried(demand, record, place);
    let supertrait = value.as_ref().map(|value| quote!(: private::Present<#value>));
    let impls = demand.accepts.iter().map(|(client, states)| {
        let client = client.map(client_type);
        let states = states.iter().map(|state| match &value {
            Some(value) => quote!(private::Given<#value>),
            None => state_type(*state),
        });
        let all: Vec<TokenStream> = client.into_iter().chain(states).collect();
        let subject = tuple(&all);
        quote! {
            #[diagnostic::do_not_recommend]
            impl #name for #subject {}
        }
    });
    quote! {
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #name #supertrait {}
        #(#impls)*
    }
}

/// A text as `on_unimplemented` takes it, where braces stand for the types of the error.
fn format_text(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// The type of the value that a demand is about, if it is about one.
fn carried(demand: &Demand, record: &Record, place: &Place) -> Option<TokenStream> {
    let [slot] = demand.slots.as_slice() else {
        return None;
    };
    let field = record.slots.get(*slot)?.carries?;
    Some(value_type(&record.fields[field], place))
}

/// The where-clause of a stage: what each of its demands asks of the slots, and of the client where one is.
pub(crate) fn bounds(record: &Record, module: &Ident, stage: Stage) -> Vec<TokenStream> {
    let demands = record.demands.iter().filter(|demand| demand.stage == stage);
    demands.map(|demand| bound(demand, module)).collect()
}

/// The bound that a demand is.
pub(crate) fn bound(demand: &Demand, module: &Ident) -> TokenStream {
    let name = ident(&demand.name);
    let client = demand.asks_client().then(|| quote!(C::Kind));
    let slots = demand.slots.iter().map(|slot| slot_parameter(*slot)).map(|slot| quote!(#slot));
    let all: Vec<TokenStream> = client.into_iter().chain(slots).collect();
    let subject = tuple(&all);
    quote!(#subject: #module::#name)
}

/// One type as it is, several as a tuple.
fn tuple(types: &[TokenStream]) -> TokenStream {
    match types {
        [one] => quote!(#one),
        several => quote!((#(#several),*)),
    }
}

/// The type parameter of a slot.
pub(crate) fn slot_parameter(slot: usize) -> Ident {
    format_ident!("Slot{}", slot + 1)
}

/// The type of a slot that carries nothing.
pub(crate) fn state_type(state: State) -> TokenStream {
    match state {
        State::Missing => quote!(private::Missing),
        State::Given => quote!(private::Given<()>),
        State::Waived => quote!(private::Waived),
    }
}

fn client_type(client: Client) -> TokenStream {
    match client {
        Client::Webhook => quote!(private::Webhook),
        Client::Application => quote!(private::Application),
        Client::Any => quote!(private::Any),
    }
}
