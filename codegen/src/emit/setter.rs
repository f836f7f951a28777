//! The methods of a builder that give parameters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::argument::{Gives, argument, convert_field};
use crate::emit::builder::Builder;
use crate::emit::demand::bound;
use crate::emit::docs;
use crate::emit::literal::exact;
use crate::emit::path::ident;
use crate::model::{Field, Literal, Move, Presence, Setter, SetterKind, Vacancy};

/// All setters of a builder.
pub(crate) fn emit_setters(builder: &Builder<'_>) -> TokenStream {
    let setters = builder.record.setters.iter().map(|setter| emit_setter(builder, setter));
    let raw = builder.named.then(|| emit_param(builder));
    let other = builder.record.open.as_ref().map(|_| emit_other(builder));
    quote!(#(#setters)* #other #raw)
}

fn emit_setter(builder: &Builder<'_>, setter: &Setter) -> TokenStream {
    let name = ident(&setter.name);
    let record = builder.record;
    match &setter.kind {
        SetterKind::Value { field } => {
            let field = &record.fields[*field];
            let mut lines = docs::field(field);
            lines.extend(any_value_note(builder, setter));
            let docs = docs::attributes(&lines);
            let value = argument(&field.ty, builder.place);
            let given = given(builder, field);
            let main = method(builder, setter, &name, &docs, deprecated(field).as_ref(), Some(&value), &given);
            let maybe = setter.maybe.then(|| emit_maybe(field, &value, &given));
            quote!(#main #maybe)
        }
        SetterKind::Clear { field } => {
            let field = &record.fields[*field];
            let docs = docs::attributes(&[format!("Clears {} on the server.", docs::code(&field.wire_name))]);
            let given = Given::optional(builder, field, &quote!(Some(private::Clearable::Clear)));
            method(builder, setter, &name, &docs, None, None, &given)
        }
        SetterKind::Null { field } => {
            let field = &record.fields[*field];
            let docs = docs::attributes(&[format!("Sets {} to null.", docs::code(&field.wire_name))]);
            let given = Given::optional(builder, field, &quote!(Some(None)));
            method(builder, setter, &name, &docs, None, None, &given)
        }
        SetterKind::Announced { field, flag, value } => {
            let (field, flag) = (&record.fields[*field], &record.fields[*flag]);
            let mut lines = docs::field(field);
            lines.push(String::new());
            lines.push(format!("Sets {} too, which announces it.", docs::code(&flag.wire_name)));
            let mut given = given(builder, field);
            let announce = preset(builder, flag, value);
            given.before.extend(announce.before);
            let argument = argument(&field.ty, builder.place);
            method(
                builder,
                setter,
                &name,
                &docs::attributes(&lines),
                deprecated(field).as_ref(),
                Some(&argument),
                &given,
            )
        }
        SetterKind::Preset { field, value, clears } => {
            let field = &record.fields[*field];
            let shown = shown(value);
            let sets = format!("Sets {} to {}.", docs::code(&field.wire_name), docs::code(&shown));
            let mut lines = vec![sets];
            let mut given = preset(builder, field, value);
            if let Some(cleared) = clears.map(|clears| &record.fields[clears]) {
                lines.push(format!("Takes {} back.", docs::code(&cleared.wire_name)));
                let place = builder.place_of(cleared);
                given.before.extend(quote!(self.draft.optional #place = None;));
            }
            method(builder, setter, &name, &docs::attributes(&lines), deprecated(field).as_ref(), None, &given)
        }
        SetterKind::AnyGiven { fields, raw } => emit_any_given(builder, setter, fields, *raw),
    }
}

/// That a rule looks at the value of a field, and that its plain setter could give any.
fn any_value_note(builder: &Builder<'_>, setter: &Setter) -> Vec<String> {
    let SetterKind::Value { field } = setter.kind else {
        return Vec::new();
    };
    let known = builder.record.setters.iter().filter_map(|other| match other.kind {
        SetterKind::Preset { field: own, clears: None, .. } if own == field => {
            Some(format!("[`{0}`](Self::{0})", other.name))
        }
        _ => None,
    });
    let known: Vec<String> = known.collect();
    if known.is_empty() {
        return Vec::new();
    }
    let text = format!(
        "A rule depends on this value, which the compiler knows only from {}; here it could be any, so all that the rule may ask for is needed.",
        known.join(", ")
    );
    std::iter::once(String::new()).chain(docs::wrap(&text)).collect()
}

/// What a setter does: statements, and for a required field the state that carries its value.
struct Given {
    before: TokenStream,
    carried: Option<(usize, TokenStream)>,
}

impl Given {
    fn optional(builder: &Builder<'_>, field: &Field, value: &TokenStream) -> Self {
        let place = builder.place_of(field);
        Self { before: quote!(self.draft.optional #place = #value;), carried: None }
    }
}

/// Gives a field the argument `value`.
fn given(builder: &Builder<'_>, field: &Field) -> Given {
    let (value, gives) = convert_field(field);
    let wire_name = &field.wire_name;
    let boxed = field.boxed;
    if let Presence::Required { slot } = field.presence {
        let state = match (gives, boxed) {
            (Gives::Value, false) => quote!(private::Given::new(#value)),
            (Gives::Value, true) => quote!(private::Given::new(Box::new(#value))),
            (Gives::Result, false) => quote!(self.draft.given(#wire_name, #value)),
            (Gives::Result, true) => quote!(self.draft.given(#wire_name, #value.map(Box::new))),
        };
        return Given { before: TokenStream::new(), carried: Some((slot, state)) };
    }
    let mut value = match gives {
        Gives::Value => quote!(Some(#value)),
        Gives::Result => quote!(self.draft.check(#wire_name, #value)),
    };
    if boxed {
        value.extend(quote!(.map(Box::new)));
    }
    match field.vacancy {
        Vacancy::None => {}
        Vacancy::Clearable => value.extend(quote!(.map(private::Clearable::Value))),
        Vacancy::Nullable => value.extend(quote!(.map(Some))),
    }
    Given::optional(builder, field, &value)
}

/// Gives a field a known value.
fn preset(builder: &Builder<'_>, field: &Field, value: &Literal) -> Given {
    let value = exact(value, builder.place);
    match field.presence {
        Presence::Required { slot } => {
            Given { before: TokenStream::new(), carried: Some((slot, quote!(private::Given::new(#value)))) }
        }
        Presence::Optional => match field.vacancy {
            Vacancy::None => Given::optional(builder, field, &quote!(Some(#value))),
            Vacancy::Clearable => Given::optional(builder, field, &quote!(Some(private::Clearable::Value(#value)))),
            Vacancy::Nullable => Given::optional(builder, field, &quote!(Some(Some(#value)))),
        },
    }
}

fn method(
    builder: &Builder<'_>,
    setter: &Setter,
    name: &Ident,
    docs: &TokenStream,
    deprecated: Option<&TokenStream>,
    argument: Option<&TokenStream>,
    given: &Given,
) -> TokenStream {
    let Given { before, carried } = given;
    let mutable = (!before.is_empty()).then(|| quote!(mut));
    let argument = argument.map(|argument| quote!(value: #argument));
    let bounds = setter.before.iter().map(|demand| bound(&builder.record.demands[*demand], &builder.module));
    let bounds: Vec<TokenStream> = bounds.collect();
    let bounds = if bounds.is_empty() { TokenStream::new() } else { quote!(where #(#bounds),*) };
    if setter.moves.is_empty() {
        return quote! {
            #docs
            #deprecated
            pub fn #name(#mutable self, #argument) -> Self #bounds { #before self }
        };
    }
    let ty = builder.ty_after(&setter.moves);
    let state = carried.as_ref().map(|(_, state)| quote!(let given = #state;));
    let rebuilt = builder.rebuilt(|slot| {
        let step = setter.moves.iter().find(|step| step.slot == slot)?;
        Some(match carried {
            Some((carrier, _)) if *carrier == slot => quote!(given),
            _ => moved(*step),
        })
    });
    quote! {
        #docs
        #deprecated
        pub fn #name(#mutable self, #argument) -> #ty #bounds { #before #state #rebuilt }
    }
}

/// The value of a slot that carries nothing, after a move.
fn moved(step: Move) -> TokenStream {
    match step.to {
        crate::model::State::Missing => quote!(private::Missing),
        crate::model::State::Given => quote!(private::Given::new(())),
        crate::model::State::Waived => quote!(private::Waived),
    }
}

/// Asks at run time what the types cannot know: whether any of the `maybe_` setters had a value.
fn emit_any_given(builder: &Builder<'_>, setter: &Setter, fields: &[usize], raw: bool) -> TokenStream {
    let name = ident(&setter.name);
    let record = builder.record;
    let given = fields.iter().map(|field| {
        let place = builder.place_of(&record.fields[*field]);
        quote!(self.draft.optional #place.is_some())
    });
    let raw = raw.then(|| quote!(|| self.draft.has_raw()));
    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", record.fields[*field].wire_name)).collect();
    let needed =
        if raw.is_some() { "at least one field".to_owned() } else { format!("at least one of {}", names.join(", ")) };
    let ty = builder.ty_after(&setter.moves);
    let rebuilt = builder.rebuilt(|slot| setter.moves.iter().find(|step| step.slot == slot).map(|step| moved(*step)));
    let doc = format!(" Asks whether {needed} was given, where only `maybe_` setters could have given it.");
    quote! {
        #[doc = #doc]
        ///
        /// # Errors
        ///
        /// When nothing was given: then there is nothing to send.
        pub fn #name(self) -> Result<#ty, private::InvalidRequest> {
            self.draft.require(#(#given)||* #raw, #needed)?;
            Ok(#rebuilt)
        }
    }
}

/// The twin of an optional setter that takes an option.
fn emit_maybe(field: &Field, argument: &TokenStream, given: &Given) -> TokenStream {
    let name = format_ident!("maybe_{}", field.name.trim_end_matches('_'));
    let doc = format!(" As [`{0}`](Self::{0}), if there is a value.", field.name);
    let before = &given.before;
    let deprecated = deprecated(field);
    quote! {
        #[doc = #doc]
        #deprecated
        pub fn #name(mut self, value: Option<#argument>) -> Self {
            if let Some(value) = value { #before }
            self
        }
    }
}

/// The way in for what the spec does not know.
fn emit_param(builder: &Builder<'_>) -> TokenStream {
    let moves = &builder.record.raw_moves;
    let member = if builder.sends { "parameter" } else { "field" };
    let doc = format!(
        " Sets a {member} that the spec does not know, by its name on the wire; one that it knows is replaced."
    );
    if moves.is_empty() {
        return quote! {
            #[doc = #doc]
            pub fn param(mut self, wire_name: &str, value: impl private::Serialize) -> Self {
                self.draft.raw(wire_name, value);
                self
            }
        };
    }
    let ty = builder.ty_after(moves);
    let rebuilt = builder.rebuilt(|slot| moves.iter().find(|step| step.slot == slot).map(|step| moved(*step)));
    quote! {
        #[doc = #doc]
        pub fn param(mut self, wire_name: &str, value: impl private::Serialize) -> #ty {
            self.draft.raw(wire_name, value);
            #rebuilt
        }
    }
}

/// The way in for the further fields of an open struct.
fn emit_other(builder: &Builder<'_>) -> TokenStream {
    let Some(open) = &builder.record.open else {
        return TokenStream::new();
    };
    let (value, gives) = crate::emit::argument::convert(open);
    let argument = argument(open, builder.place);
    let insert = match gives {
        Gives::Value => quote!(self.draft.other.insert(wire_name, #value);),
        Gives::Result => quote! {
            if let Some(value) = self.draft.check("other", #value) {
                self.draft.other.insert(wire_name, value);
            }
        },
    };
    let member = if builder.sends { "parameter" } else { "field" };
    let doc = format!(" Sets a further {member}, by its name on the wire.");
    let moves = &builder.record.raw_moves;
    let ty = builder.ty_after(moves);
    let rebuilt = builder.rebuilt(|slot| moves.iter().find(|step| step.slot == slot).map(|step| moved(*step)));
    let (mutable, result, end) =
        if moves.is_empty() { (quote!(mut), quote!(Self), quote!(self)) } else { (quote!(mut), ty, rebuilt) };
    quote! {
        #[doc = #doc]
        pub fn other(#mutable self, wire_name: impl Into<String>, value: #argument) -> #result {
            let wire_name = wire_name.into();
            #insert
            #end
        }
    }
}

fn deprecated(field: &Field) -> Option<TokenStream> {
    field.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]))
}

/// A known value as the docs show it.
fn shown(value: &Literal) -> String {
    match value {
        Literal::Boolean(flag) => flag.to_string(),
        Literal::Variant(reference, variant) => format!("{}::{variant}", reference.name),
        _ => String::new(),
    }
}
