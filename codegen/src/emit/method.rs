//! Methods: request, function, builder, errors.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::builder::Builder;
use crate::emit::demand::{bounds, emit_demands};
use crate::emit::errors::emit_errors;
use crate::emit::literal::chain;
use crate::emit::named::extra_accessor;
use crate::emit::pages::emit_list;
use crate::emit::path::{Place, ident};
use crate::emit::record::{emit_members, emit_struct};
use crate::emit::setter::emit_setters;
use crate::emit::{Example, Item, docs};
use crate::model::{Call, Client, Effect, Method, Stage};
use crate::render::example_lines;

/// Everything that a method becomes.
pub(crate) fn emit_method(method: &Method, place: &Place) -> Vec<Item> {
    let request = ident(&method.request);
    let builder = Builder {
        record: &method.record,
        place,
        name: request.clone(),
        subject: &method.wire_name,
        module: ident(&method.params_module()),
        sends: true,
        named: !method.positional,
    };
    let mut items = vec![emit_function(method, &builder, place)];
    let doc = docs::attributes(&request_docs(method));
    items.push(Item::new(emit_struct(&request, &doc, &method.record, place)));
    items.push(Item::new(emit_start(method, &builder)));
    items.push(Item::new(emit_members(&request, &method.record, method.positional, place)));
    items.push(Item::new(emit_facts(method, &request, place)));
    items.extend(emit_list(method, &request, place).map(Item::new));
    items.push(Item::new(emit_builder(method, &builder)));
    items.extend(emit_demands(&builder.module, &method.record, place).map(Item::new));
    items.extend(emit_errors(method).into_iter().map(Item::new));
    items
}

fn request_docs(method: &Method) -> Vec<String> {
    let mut lines = vec![format!("A request to {}, made by [`{}()`].", docs::code(&method.wire_name), method.name)];
    if let Some(url) = &method.url {
        lines.push(String::new());
        lines.push(docs::link(url));
    }
    lines
}

/// The function that a call begins with.
fn emit_function(method: &Method, builder: &Builder<'_>, place: &Place) -> Item {
    let (name, ty) = (ident(&method.name), builder.ty());
    let docs = docs::attributes(&docs::method(method, place));
    let deprecated = deprecated(method);
    let fresh = builder.fresh();
    let tokens = quote! {
        #docs
        #deprecated
        pub fn #name<C>(client: C) -> #ty<C> {
            #fresh
        }
    };
    Item { examples: examples(method, place), ..Item::new(tokens) }
}

/// The method's examples in the docs, or its shortest call where the spec has none.
fn examples(method: &Method, place: &Place) -> Vec<Example> {
    let shown = |docs, calls: &[Call]| shown(method, docs, calls, place);
    if method.examples.is_empty() {
        return vec![shown(Vec::new(), &method.sample)];
    }
    let examples = method.examples.iter().enumerate().map(|(at, example)| {
        let docs = match &example.doc {
            Some(doc) => docs::wrap(&docs::sentence(doc)),
            None if at == 0 => Vec::new(),
            None => vec!["Another call:".to_owned()],
        };
        shown(docs, &example.calls)
    });
    examples.collect()
}

/// The shortest of the methods' first examples that shows parameters.
pub(crate) fn shortest_example(methods: &[Method], place: &Place) -> Option<Example> {
    let current = methods.iter().filter(|method| !method.twin && method.deprecated.is_none());
    let examples = current.filter_map(|method| {
        let calls = &method.examples.first()?.calls;
        let intro = format!(
            "A function begins a call, and `send` compiles once all is there that the method requires. {}:",
            docs::code(&method.wire_name)
        );
        // One with less than two parameters, such as a call that deletes, shows little, so it is the last choice.
        Some((calls.len() < 2, shown(method, docs::wrap(&intro), calls, place)))
    });
    let shortest = examples.min_by_key(|(shows_little, example)| (*shows_little, example.code.len()))?;
    Some(shortest.1)
}

/// A call of the method with these parameters, as an example.
fn shown(method: &Method, docs: Vec<String>, calls: &[Call], place: &Place) -> Example {
    let client = if method.application { "bitrix24::Client<bitrix24::Application>" } else { "bitrix24::Client" };
    let call = call(method, calls, place);
    Example { docs, code: example_lines(client, &quote!(#call println!("{result:?}");)) }
}

/// The first example, or the shortest call.
pub(crate) fn first_call(method: &Method, place: &Place) -> TokenStream {
    call(method, method.examples.first().map_or(&method.sample, |example| &example.calls), place)
}

/// A call of the method with these parameters.
fn call(method: &Method, calls: &[Call], place: &Place) -> TokenStream {
    let outside = Place::example();
    let calls = chain(calls, &outside);
    let mut module = place.segments().to_vec();
    if method.twin && module.last().is_none_or(|segment| segment != "v3") {
        module.push("v3".to_owned());
    }
    let (function, imports) = (ident(&method.name), outside.imports(&module));
    let last = ident(module.last().map_or("api", String::as_str));
    quote! {
        #(use #imports;)*
        let result = #last::#function(&client) #calls .send().await?;
    }
}

fn deprecated(method: &Method) -> Option<TokenStream> {
    method.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]))
}

/// The way to a request without a client.
fn emit_start(method: &Method, builder: &Builder<'_>) -> TokenStream {
    let (request, ty) = (&builder.name, builder.ty());
    let deprecated = deprecated(method);
    // Even where it is deprecated itself, a call of what is deprecated has a warning.
    let fresh = match deprecated {
        Some(_) => {
            let fresh = builder.fresh();
            quote!(let client = (); #fresh)
        }
        None => {
            let function = ident(&method.name);
            quote!(#function(()))
        }
    };
    let extra = extra_accessor();
    quote! {
        impl #request {
            /// Starts a request without a client, to be built and sent later.
            #deprecated
            pub fn builder() -> #ty<()> {
                #fresh
            }

            #extra
        }
    }
}

/// What the runtime must know of the method.
fn emit_facts(method: &Method, request: &Ident, place: &Place) -> TokenStream {
    let wire_name = &method.wire_name;
    let effect = match method.effect {
        Effect::Read => quote!(Read),
        Effect::Idempotent => quote!(Idempotent),
        Effect::Once => quote!(Once),
    };
    let version = method.rest3.then(|| {
        quote!(
            const VERSION: private::Version = private::Version::V3;
        )
    });
    let batch = (!method.batch).then(|| {
        quote!(
            const BATCH: bool = false;
        )
    });
    let wrapped =
        method.result.wrapped_in.as_ref().map(|member| quote!(const WRAPPED_IN: Option<&'static str> = Some(#member);));
    let output = place.rust_type(&method.result.ty);
    let output = if method.result.nullable { quote!(Option<#output>) } else { output };
    let kind = format_ident!("{}ErrorKind", method.request);
    let context = if method.application { quote!(ApplicationContext) } else { quote!(AnyContext) };
    let check = emit_check(method);
    quote! {
        impl private::Method for #request {
            const NAME: &'static str = #wire_name;
            #version
            const EFFECT: private::Effect = private::Effect::#effect;
            #batch
            #wrapped
            type Output = #output;
            type ErrorKind = #kind;
            type Context = private::#context;
            #check
        }
    }
}

/// What a kind of authorization asks for, for requests that were built without a client.
fn emit_check(method: &Method) -> Option<TokenStream> {
    let demands = method.record.demands.iter().filter(|demand| demand.stage == Stage::Send);
    let omissions = demands.flat_map(|demand| &demand.omissions);
    let refusals = omissions.filter_map(|omission| {
        let client = match omission.client? {
            Client::Webhook => quote!(Webhook),
            Client::Application => quote!(Application),
            Client::Any => return None,
        };
        let wire_name = omission.lacks.first()?;
        let field = method.record.fields.iter().find(|field| field.wire_name == *wire_name)?;
        let (name, condition) = (ident(&field.name), &omission.condition);
        Some(quote! {
            if by == private::Authorization::#client && self.#name.is_none() {
                return Err(private::missing(Self::NAME, #wire_name, #condition));
            }
        })
    });
    let refusals: Vec<TokenStream> = refusals.collect();
    (!refusals.is_empty()).then(|| {
        quote! {
            fn check(&self, by: private::Authorization) -> Result<(), private::InvalidRequest> {
                #(#refusals)*
                Ok(())
            }
        }
    })
}

fn emit_builder(method: &Method, builder: &Builder<'_>) -> TokenStream {
    let request = &builder.name;
    let types = builder.emit_type();
    let (setters, build) = (emit_setters(builder), builder.emit_build());
    let context = if method.application { quote!(ApplicationContext) } else { quote!(AnyContext) };
    let mut needs = bounds(builder.record, &builder.module, Stage::Build);
    needs.push(quote!(C: private::Caller + private::HasClient));
    needs.push(quote!(private::#context: private::ServedBy<C::Kind>));
    needs.extend(bounds(builder.record, &builder.module, Stage::Send));
    let detached = builder.detached();
    let send = quote! {
        /// Sends the request.
        pub fn send(self) -> C::Reply<#request> where #(#needs),* {
            let request = #detached;
            private::Caller::call(self.client, request.build())
        }
    };
    let methods = builder.emit_impl(&quote!(#setters #build #send));
    quote!(#types #methods)
}
