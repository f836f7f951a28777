//! What stands in `#[property(…)]` and `#[option(…)]`.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Ident, LitStr, Token};

use super::words::{Words, filled};

#[derive(Default)]
pub(super) struct Arguments {
    pub(super) key: Option<LitStr>,
    pub(super) name: Option<Words>,
    pub(super) description: Option<Words>,
    pub(super) required: Option<Ident>,
    pub(super) default: Option<Expr>,
    pub(super) ty: Option<LitStr>,
}

impl Arguments {
    /// Reads the attributes `helper`, in which the `known` arguments may stand.
    pub(super) fn read(attributes: &[Attribute], helper: &str, known: &[&str]) -> syn::Result<Self> {
        let mut arguments = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(helper)) {
            attribute.parse_args_with(|input: ParseStream<'_>| arguments.add_all(input, known))?;
        }
        Ok(arguments)
    }

    fn add_all(&mut self, input: ParseStream<'_>, known: &[&str]) -> syn::Result<()> {
        while !input.is_empty() {
            self.add(input, known)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn add(&mut self, input: ParseStream<'_>, known: &[&str]) -> syn::Result<()> {
        let argument = Ident::parse_any(input)?;
        let text = argument.to_string();
        let is_new = match text.as_str() {
            other if !known.contains(&other) => return Err(unknown(&argument, known)),
            "key" => self.key.replace(after_equals(input)?).is_none(),
            "name" => self.name.replace(input.parse()?).is_none(),
            "description" => self.description.replace(input.parse()?).is_none(),
            "required" => self.required.replace(argument.clone()).is_none(),
            "default" => self.default.replace(expression(input)?).is_none(),
            "type" => self.ty.replace(after_equals(input)?).is_none(),
            _ => return Err(unknown(&argument, known)),
        };
        if is_new { Ok(()) } else { Err(syn::Error::new(argument.span(), format!("`{argument}` stands twice"))) }
    }
}

fn unknown(argument: &Ident, known: &[&str]) -> syn::Error {
    let known: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    syn::Error::new(argument.span(), format!("unknown `{argument}`; known here are {}", known.join(", ")))
}

fn after_equals(input: ParseStream<'_>) -> syn::Result<LitStr> {
    input.parse::<Token![=]>()?;
    filled(input)
}

fn expression(input: ParseStream<'_>) -> syn::Result<Expr> {
    input.parse::<Token![=]>()?;
    input.parse()
}
