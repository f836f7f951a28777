//! The keys of properties and options.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::gather::gather;

/// A key, and where it was written.
pub(super) struct Key {
    pub(super) text: String,
    span: Span,
}

impl Key {
    /// The key that was given, or what the field or variant is called.
    pub(super) fn new(given: Option<&LitStr>, called: &Ident) -> Self {
        match given {
            Some(given) => Self { text: given.value(), span: given.span() },
            None => Self { text: called.unraw().to_string(), span: called.span() },
        }
    }

    /// Refuses what the portal would refuse as the key of a property.
    pub(super) fn check(self) -> syn::Result<Self> {
        let begins = self.text.starts_with(|first: char| first.is_ascii_alphabetic());
        if begins && self.text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_') {
            return Ok(self);
        }
        let text = format!(
            "`{}` is no key: it begins with a letter, and letters, digits and `_` follow, all of them ASCII; say another \
            by `key = \"…\"`",
            self.text
        );
        Err(syn::Error::new(self.span, text))
    }
}

/// Refuses keys that stand twice, by how the portal compares them.
pub(super) fn refuse_twice<'a>(
    keys: impl Iterator<Item = &'a Key>,
    same: impl Fn(&str, &str) -> bool,
) -> syn::Result<()> {
    let keys: Vec<&Key> = keys.collect();
    let checked = keys.iter().enumerate().map(|(at, key)| {
        match keys.iter().take(at).find(|before| same(&before.text, &key.text)) {
            Some(before) if before.text == key.text => {
                Err(syn::Error::new(key.span, format!("the key `{}` stands twice", key.text)))
            }
            Some(before) => {
                let text = format!("the keys `{}` and `{}` are one: case does not count", before.text, key.text);
                Err(syn::Error::new(key.span, text))
            }
            None => Ok(()),
        }
    });
    gather(checked).map(drop)
}
