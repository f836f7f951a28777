//! Code that proves what the generated code promises.
//!
//! What is required is required: for every demand, calls that leave out just that. Compiled all together, each call must
//! give one error at its own line, which names what is missing. And examples and documented errors as code.

mod refusals;

pub use refusals::{Refusal, refusals};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::emit::literal::chain;
use crate::emit::path::{Place, ident};
use crate::model::{Call, Client, Definition, Example, Family, Method, Model, Omission, Record, Stage};
use crate::render::one_line;

/// A call that must not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The method's wire name, or the type's name.
    pub subject: String,
    /// What is left out, by wire name; `*` for everything.
    pub lacks: Vec<String>,
    /// The setters that the error must name.
    pub setters: Vec<String>,
    /// Whether nothing else is wrong about the call, so that there is one error and no other.
    pub isolated: bool,
    /// The call, an expression on one line. `any`, `webhook` and `application` are clients in it.
    pub code: String,
}

/// Every omission of every requirement of a model: as a request that is built, and as a call that is sent.
pub fn omissions(model: &Model) -> Vec<Case> {
    let mut cases = Vec::new();
    for family in &model.families {
        let place = path(&family.module);
        for ty in family.types.iter().filter(|ty| ty.sent) {
            if let Definition::Record(record) = &ty.definition {
                let name = ident(&ty.name);
                cases.extend(record_cases(record, &ty.name, &quote!(#place #name::builder()), &quote!(.build())));
            }
        }
        for method in &family.methods {
            let place = at(family, method);
            let (request, function) = (ident(&method.request), ident(&method.name));
            let build = quote!(#place #request::builder());
            cases.extend(record_cases(&method.record, &method.wire_name, &build, &quote!(.build())));
            let client = if method.application { quote!(&application) } else { quote!(&any) };
            let send = quote!(#place #function(#client));
            cases.extend(record_cases(&method.record, &method.wire_name, &send, &quote!(.send())));
            let webhook = quote!(#place #function(&webhook));
            cases.extend(client_cases(&method.record, &method.wire_name, &webhook));
        }
    }
    cases
}

/// An example of a spec as code.
#[derive(Clone, Debug)]
pub struct RoundTrip {
    /// The method's wire name.
    pub method: String,
    /// The request's type, by its whole path.
    pub request: String,
    /// The request that the example's setters make, an expression on one line that gives a `Result`.
    pub build: String,
    /// What the example says is sent.
    pub sent: Value,
    /// What it says is answered, without what the result is wrapped in.
    pub received: Option<Value>,
}

/// Every example of a model.
pub fn round_trips(model: &Model) -> Vec<RoundTrip> {
    let examples = methods(model)
        .flat_map(|(family, method)| method.examples.iter().map(move |example| (family, method, example)));
    let round_trip = |(family, method, example): (&Family, &Method, &Example)| {
        let (place, request) = (at(family, method), ident(&method.request));
        let calls = chain(&example.calls, &Place::outside());
        let received =
            example.response.as_ref().map(|response| unwrapped(response, method.result.wrapped_in.as_deref()));
        RoundTrip {
            method: method.wire_name.clone(),
            request: quote!(#place #request).to_string().replace(' ', ""),
            build: one_line(&quote!(#place #request::builder() #calls .build())),
            sent: example.request.clone(),
            received,
        }
    };
    examples.map(round_trip).collect()
}

fn unwrapped(response: &Value, path: Option<&str>) -> Value {
    let mut value = response;
    for member in path.into_iter().flat_map(|path| path.split('.')) {
        value = &value[member];
    }
    value.clone()
}

/// The methods of the model's own families.
fn methods(model: &Model) -> impl Iterator<Item = (&Family, &Method)> {
    model.own_families().flat_map(|family| family.methods.iter().map(move |method| (family, method)))
}

/// The module of a method.
fn at(family: &Family, method: &Method) -> TokenStream {
    let (place, inner) = (path(&family.module), method.twin.then(|| quote!(v3::)));
    quote!(#place #inner)
}

fn path(module: &[String]) -> TokenStream {
    let module = module.iter().map(|segment| ident(segment));
    quote!(bitrix24::api::#(#module::)*)
}

/// The omissions that break a build.
fn record_cases(record: &Record, subject: &str, start: &TokenStream, end: &TokenStream) -> Vec<Case> {
    let demands = record.demands.iter().filter(|demand| demand.stage == Stage::Build);
    let omissions = demands.flat_map(|demand| &demand.omissions);
    omissions.map(|omission| case(record, omission, subject, start, end)).collect()
}

/// The omissions that break a call by some kind of client.
fn client_cases(record: &Record, subject: &str, webhook: &TokenStream) -> Vec<Case> {
    let demands = record.demands.iter().filter(|demand| demand.stage == Stage::Send);
    let omissions = demands.flat_map(|demand| &demand.omissions);
    let by_webhook = omissions.filter(|omission| omission.client == Some(Client::Webhook));
    by_webhook.map(|omission| case(record, omission, subject, webhook, &quote!(.send()))).collect()
}

fn case(record: &Record, omission: &Omission, subject: &str, start: &TokenStream, end: &TokenStream) -> Case {
    let setters = omission.calls.iter().filter_map(|name| record.setters.iter().find(|setter| setter.name == *name));
    let calls: Vec<Call> = setters.map(|setter| setter.sample.clone()).collect();
    let chain = chain(&calls, &Place::outside());
    Case {
        subject: subject.to_owned(),
        lacks: omission.lacks.clone(),
        setters: omission.named.clone(),
        isolated: omission.isolated,
        code: one_line(&quote!(#start #chain #end)),
    }
}
