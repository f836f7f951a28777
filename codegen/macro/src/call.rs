//! What stands between the parentheses of a call: a visibility, and paths.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Visibility};

/// `pub(crate) "a.yaml", "b.yaml"`
pub(crate) struct Call {
    /// The visibility of the modules at the root.
    pub(crate) visibility: TokenStream,
    /// The paths of the specs.
    pub(crate) paths: Vec<LitStr>,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let visibility: Visibility = input.parse()?;
        let mut paths = Vec::new();
        while !input.is_empty() {
            if !input.peek(LitStr) {
                return Err(input.error("expected the path of a spec, such as \"orders.yaml\""));
            }
            paths.push(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if paths.is_empty() {
            return Err(input.error("name at least one spec: include_spec!(\"orders.yaml\")"));
        }
        Ok(Self { visibility: visibility.into_token_stream(), paths })
    }
}
