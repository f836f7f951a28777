//! Named types.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::Item;
use crate::emit::argument::text_rule;
use crate::emit::builder::Builder;
use crate::emit::demand::emit_demands;
use crate::emit::docs;
use crate::emit::path::{Place, ident};
use crate::emit::record::{emit_members, emit_received, emit_struct};
use crate::emit::setter::emit_setters;
use crate::emit::tuple::emit_tuple;
use crate::emit::union::emit_union;
use crate::model::{Definition, EnumValue, NamedType, Range, Record, TextLimits};

/// Everything that a named type becomes.
pub(crate) fn emit_type(ty: &NamedType, place: &Place) -> Vec<Item> {
    let name = ident(&ty.name);
    let doc = docs::attributes(&docs::named_type(ty));
    let tokens = match &ty.definition {
        Definition::Alias(target) => {
            let target = place.rust_type(target);
            quote!(#doc pub type #name = #target;)
        }
        Definition::Text(limits) => emit_text(&name, &doc, limits),
        Definition::Integer(range) => emit_integer(&name, &doc, *range),
        Definition::Record(record) => return emit_record(ty, &name, &doc, record, place),
        Definition::Enumeration { numeric, values } => emit_enum(&name, &doc, *numeric, values),
        Definition::Tuple(parts) => emit_tuple(&name, &doc, parts, ty.received, place),
        Definition::Union(parts) => emit_union(&name, &doc, parts, ty.received, place),
    };
    vec![Item::new(tokens)]
}

fn emit_text(name: &Ident, doc: &TokenStream, limits: &TextLimits) -> TokenStream {
    let (consts, rule) = text_rule(limits, &quote!(Self::PATTERN));
    let consts = (!consts.is_empty()).then(|| quote!(impl #name { #consts }));
    let broken = limits.pattern.as_ref().map_or_else(
        || "this literal has a length that the type does not allow".to_owned(),
        |pattern| format!("this literal does not match the pattern {}", pattern.source),
    );
    let refusal = format!("`{name}`: {}", braces_doubled(&broken));
    quote! {
        #doc
        pub struct #name(::std::borrow::Cow<'static, str>);
        #consts
        private::text_newtype!(#name, #rule, #refusal);
    }
}

fn emit_integer(name: &Ident, doc: &TokenStream, range: Range<i64>) -> TokenStream {
    let bound = |bound: Option<i64>| match bound.map(Literal::i64_unsuffixed) {
        Some(bound) => quote!(Some(#bound)),
        None => quote!(None),
    };
    let (min, max) = (bound(range.min), bound(range.max));
    let refusal = format!("`{name}`: this literal is outside the range of the type");
    quote! {
        #doc
        pub struct #name(i64);
        private::integer_newtype!(#name, #min, #max, #refusal);
    }
}

/// A panic's text is a format string.
fn braces_doubled(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn emit_enum(name: &Ident, doc: &TokenStream, numeric: bool, values: &[EnumValue]) -> TokenStream {
    let variants = values.iter().map(|value| {
        let text = format!("{}: {}", docs::code(&value.wire_name), docs::sentence(&value.doc));
        let (docs, variant) = (docs::attributes(&docs::wrap(&text)), ident(&value.name));
        quote!(#docs #variant,)
    });
    let numeric = numeric.then(|| {
        quote!(
            const NUMERIC: bool = true;
        )
    });
    let listed = values.iter().map(|value| {
        let (wire, text, variant) = (&value.wire_name, &value.name, ident(&value.name));
        quote!((#wire, #text, Self::#variant))
    });
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the spec does not list; `other` makes one.
            Other(private::Unlisted),
        }

        impl private::OpenEnum for #name {
            const LISTED: &'static [(&'static str, &'static str, Self)] = &[#(#listed),*];
            #numeric

            fn unlisted(value: private::Unlisted) -> Self {
                Self::Other(value)
            }

            fn as_unlisted(&self) -> Option<&private::Unlisted> {
                match self {
                    Self::Other(value) => Some(value),
                    _ => None,
                }
            }
        }

        private::open_enum!(#name);
    }
}

fn emit_record(ty: &NamedType, name: &Ident, doc: &TokenStream, record: &Record, place: &Place) -> Vec<Item> {
    let module = ident(&ty.params_module().unwrap_or_default());
    let builder = Builder { record, place, name: name.clone(), subject: &ty.name, module, sends: false, named: true };
    let start = ty.sent.then(|| {
        let (builder_type, fresh) = (builder.ty(), builder.fresh());
        quote! {
            /// Starts a builder.
            pub fn builder() -> #builder_type {
                #fresh
            }
        }
    });
    let extra = extra_accessor();
    let mut items = vec![Item::new(emit_struct(name, doc, record, place))];
    items.push(Item::new(quote!(impl #name { #start #extra })));
    items.push(Item::new(emit_members(name, record, false, place)));
    if ty.received {
        items.push(Item::new(emit_received(name, record, ty.told_apart)));
    }
    if ty.sent {
        items.push(Item::new(emit_builder(&builder)));
        items.extend(emit_demands(&builder.module, record, place).map(Item::new));
    }
    items
}

/// What was set or received beyond the spec.
pub(crate) fn extra_accessor() -> TokenStream {
    quote! {
        /// Members that the spec does not know.
        pub fn extra(&self) -> &private::Extra {
            &self.extra_
        }
    }
}

/// The builder of a struct: without a client, and taken by setters as it is.
fn emit_builder(builder: &Builder<'_>) -> TokenStream {
    let name = &builder.name;
    let types = builder.emit_type();
    let (setters, build) = (emit_setters(builder), builder.emit_build());
    let methods = builder.emit_impl(&quote!(#setters #build));
    let full = builder.ty_after(&[]);
    let slots: Vec<Ident> = (0..builder.record.slots.len()).map(crate::emit::demand::slot_parameter).collect();
    let parameters = if slots.is_empty() { TokenStream::new() } else { quote!(<#(#slots),*>) };
    let where_built = builder.where_built();
    quote! {
        #types
        #methods

        impl #parameters private::Complete<#name> for #full #where_built {
            fn complete(self) -> Result<#name, private::InvalidRequest> {
                self.build()
            }
        }
    }
}
