//! The builder of a record: its type, whose parameters remember what was given, and its way to the finished value.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::demand::{bounds, slot_parameter, state_type};
use crate::emit::path::{Place, ident};
use crate::emit::record::{Of, field_type, place_in_tuples, tuples, value_type};
use crate::model::{Field, Move, Presence, Record, Stage, State};

/// What a builder is of.
pub(crate) struct Builder<'a> {
    pub(crate) record: &'a Record,
    pub(crate) place: &'a Place,
    /// The finished type.
    pub(crate) name: Ident,
    /// What errors call it.
    pub(crate) subject: &'a str,
    /// The module of its traits.
    pub(crate) module: Ident,
    /// Whether it has a client to send with.
    pub(crate) sends: bool,
    /// Whether its parameters have names.
    pub(crate) named: bool,
}

impl Builder<'_> {
    /// The builder's type without its parameters.
    pub(crate) fn ty(&self) -> Ident {
        format_ident!("{}Builder", self.name)
    }

    fn optional(&self) -> impl Iterator<Item = &Field> {
        self.record.fields.iter().filter(|field| field.presence == Presence::Optional)
    }

    /// The place of an optional field's value behind the name of all of them.
    pub(crate) fn place_of(&self, field: &Field) -> TokenStream {
        let at = self.optional().position(|other| other.name == field.name).unwrap_or_default();
        place_in_tuples(at, self.optional().count())
    }

    /// What the draft holds.
    fn draft(&self) -> TokenStream {
        let types: Vec<TokenStream> = self.optional().map(|field| field_type(field, self.place)).collect();
        let types = tuples(Of::Types, &types);
        match &self.record.open {
            Some(open) => {
                let open = self.place.rust_type(open);
                quote!(private::Draft<#types, private::Map<String, #open>>)
            }
            None => quote!(private::Draft<#types>),
        }
    }

    /// The type parameters of the slots.
    fn slots(&self) -> Vec<Ident> {
        (0..self.record.slots.len()).map(slot_parameter).collect()
    }

    /// The state as a type, after these moves.
    pub(crate) fn state_after(&self, moves: &[Move]) -> TokenStream {
        let slots = (0..self.record.slots.len()).map(|slot| match moves.iter().find(|step| step.slot == slot) {
            None => {
                let parameter = slot_parameter(slot);
                quote!(#parameter)
            }
            Some(step) => self.slot_type(slot, step.to),
        });
        quote!((#(#slots,)*))
    }

    fn slot_type(&self, slot: usize, state: State) -> TokenStream {
        match (state, self.record.slots[slot].carries) {
            (State::Given, Some(field)) => {
                let value = value_type(&self.record.fields[field], self.place);
                quote!(private::Given<#value>)
            }
            (state, _) => state_type(state),
        }
    }

    /// The builder's type after these moves.
    pub(crate) fn ty_after(&self, moves: &[Move]) -> TokenStream {
        let ty = self.ty();
        let client = self.sends.then(|| quote!(C));
        let state = self.has_state().then(|| self.state_after(moves));
        let parameters: Vec<TokenStream> = client.into_iter().chain(state).collect();
        if parameters.is_empty() { quote!(#ty) } else { quote!(#ty<#(#parameters),*>) }
    }

    /// Whether anything has to be remembered.
    fn has_state(&self) -> bool {
        !self.record.slots.is_empty()
    }

    /// `self` with the slots that `new` gives a value, for the types that [`Self::ty_after`] names.
    pub(crate) fn rebuilt(&self, new: impl Fn(usize) -> Option<TokenStream>) -> TokenStream {
        let ty = self.ty();
        let slots = (0..self.record.slots.len()).map(|slot| {
            new(slot).unwrap_or_else(|| {
                let index = proc_macro2::Literal::usize_unsuffixed(slot);
                quote!(self.state.#index)
            })
        });
        let client = self.sends.then(|| quote!(client: self.client,));
        let state = self.has_state().then(|| quote!(state: (#(#slots,)*),));
        quote!(#ty { #client #state draft: self.draft })
    }

    /// The type.
    pub(crate) fn emit_type(&self) -> TokenStream {
        let Self { name, subject, .. } = self;
        let ty = self.ty();
        let missing = self.record.slots.iter().map(|_| quote!(private::Missing));
        let state = quote!((#(#missing,)*));
        let draft = self.draft();
        let doc = if self.sends {
            format!(" Builds [`{name}`], a request to `{subject}`.")
        } else {
            format!(" Builds [`{name}`].")
        };
        let parameters = match (self.sends, self.has_state()) {
            (true, true) => quote!(<C, S = #state>),
            (true, false) => quote!(<C>),
            (false, true) => quote!(<S = #state>),
            (false, false) => TokenStream::new(),
        };
        let client = self.sends.then(|| quote!(client: C,));
        let state = self.has_state().then(|| quote!(state: S,));
        quote! {
            #[doc = #doc]
            #[derive(Clone, Debug)]
            #[must_use = "a builder does nothing until it is built or sent"]
            pub struct #ty #parameters {
                #client
                #state
                draft: #draft,
            }
        }
    }

    /// A builder to which nothing was given yet.
    pub(crate) fn fresh(&self) -> TokenStream {
        let ty = self.ty();
        let subject = self.subject;
        let missing = self.record.slots.iter().map(|_| quote!(private::Missing));
        let client = self.sends.then(|| quote!(client,));
        let state = self.has_state().then(|| quote!(state: (#(#missing,)*),));
        quote!(#ty { #client #state draft: private::Draft::new(#subject) })
    }

    /// `impl<C, Slot1, Slot2> LogBuilder<C, (Slot1, Slot2)>` around the methods.
    pub(crate) fn emit_impl(&self, methods: &TokenStream) -> TokenStream {
        let slots = self.slots();
        let client = self.sends.then(|| quote!(C,));
        let ty = self.ty_after(&[]);
        let parameters =
            if self.sends || !slots.is_empty() { quote!(<#client #(#slots),*>) } else { TokenStream::new() };
        quote!(impl #parameters #ty { #methods })
    }

    /// `where Slot1: log_params::EventToken, …`
    pub(crate) fn where_built(&self) -> TokenStream {
        let bounds = bounds(self.record, &self.module, Stage::Build);
        if bounds.is_empty() { TokenStream::new() } else { quote!(where #(#bounds),*) }
    }

    /// The same builder without its client, to be built.
    pub(crate) fn detached(&self) -> TokenStream {
        let ty = self.ty();
        let state = self.has_state().then(|| quote!(state: self.state,));
        quote!(#ty { client: (), #state draft: self.draft })
    }

    /// The finished value, from `state` and `draft`.
    pub(crate) fn emit_build(&self) -> TokenStream {
        let name = &self.name;
        let where_built = self.where_built();
        let values = if self.optional().next().is_some() { quote!(optional) } else { quote!(()) };
        let states = self.record.fields.iter().filter_map(|field| match field.presence {
            Presence::Required { slot } => {
                let slot = proc_macro2::Literal::usize_unsuffixed(slot);
                Some(quote!(self.state.#slot))
            }
            Presence::Optional => None,
        });
        let states: Vec<TokenStream> = states.collect();
        let given = if states.is_empty() { quote!(()) } else { quote!(required) };
        let mut required = 0..;
        let fields = self.record.fields.iter().map(|field| {
            let field_name = ident(&field.name);
            match field.presence {
                Presence::Optional => {
                    let place = self.place_of(field);
                    quote!(#field_name: optional #place,)
                }
                Presence::Required { .. } => {
                    let at = proc_macro2::Literal::usize_unsuffixed(required.next().unwrap_or_default());
                    quote!(#field_name: required.#at,)
                }
            }
        });
        let open = self.record.open.as_ref();
        let (other, further) = (open.map(|_| quote!(other,)), open.map_or_else(|| quote!(()), |_| quote!(other)));
        // States that carry nothing are there for the compiler alone.
        let carries = self.record.slots.iter().any(|slot| slot.carries.is_some());
        let unread = (self.has_state() && !carries).then(|| quote!(let _state = self.state;));
        let doc = if self.sends {
            " The request as a value, to keep and to send later by `Client::call`."
        } else {
            " The finished value."
        };
        let member = if self.sends { "parameter" } else { "field" };
        let refusal = format!(" When a value breaks a constraint of its {member}.");
        quote! {
            #[doc = #doc]
            ///
            /// # Errors
            ///
            #[doc = #refusal]
            pub fn build(self) -> Result<#name, private::InvalidRequest> #where_built {
                #unread
                let (#given, #values, #further, extra_) = self.draft.finish((#(#states,)*))?;
                Ok(#name { #(#fields)* #other extra_ })
            }
        }
    }
}
