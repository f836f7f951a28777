//! A text for people: `= "Text"`, or `(en = "Text", de = "Text")` in several languages.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token, parenthesized, token};

pub(super) enum Words {
    Plain(LitStr),
    ByLanguage(Vec<(Ident, LitStr)>),
}

impl Parse for Words {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            input.parse::<Token![=]>()?;
            return filled(input).map(Self::Plain);
        }
        let languages;
        let parentheses = parenthesized!(languages in input);
        let texts = Punctuated::<_, Token![,]>::parse_terminated_with(&languages, language)?;
        let texts: Vec<(Ident, LitStr)> = texts.into_iter().collect();
        if texts.is_empty() {
            return Err(syn::Error::new(parentheses.span.join(), "name a language: `en = \"…\"`"));
        }
        for (at, (language, _)) in texts.iter().enumerate() {
            if texts.iter().take(at).any(|(before, _)| before == language) {
                return Err(syn::Error::new(language.span(), format!("the language `{language}` stands twice")));
            }
        }
        Ok(Self::ByLanguage(texts))
    }
}

/// `en = "Text"`. A language may be a keyword of Rust: Hindi is `in`.
fn language(input: ParseStream<'_>) -> syn::Result<(Ident, LitStr)> {
    let language = Ident::parse_any(input)?;
    input.parse::<Token![=]>()?;
    Ok((language, filled(input)?))
}

/// A text that is not empty.
pub(super) fn filled(input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = input.parse()?;
    if text.value().trim().is_empty() { Err(syn::Error::new(text.span(), "the text is empty")) } else { Ok(text) }
}

impl ToTokens for Words {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Plain(text) => text.to_tokens(tokens),
            Self::ByLanguage(texts) => {
                let pairs = texts.iter().map(|(language, text)| {
                    let language = language.to_string();
                    quote!((#language, #text))
                });
                tokens.extend(quote!([#(#pairs),*]));
            }
        }
    }
}
