//! The derives of `bitrix24::declare`. What a field's type means is for the traits of the client to say; here is only what
//! stands in the attributes.

mod arguments;
mod keys;
mod options;
mod properties;
mod words;

pub(crate) use options::options;
pub(crate) use properties::{inputs, outputs};

use syn::Generics;

/// A registration is one list of properties, so there is nothing that a parameter could change.
fn refuse_generics(generics: &Generics) -> syn::Result<()> {
    if generics.params.is_empty() && generics.where_clause.is_none() {
        return Ok(());
    }
    Err(syn::Error::new_spanned(generics, "what is declared to a portal cannot be generic; write out the types"))
}
