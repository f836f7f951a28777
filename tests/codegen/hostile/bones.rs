//! What is left of code when its texts are taken away.

use bitrix24_codegen::render::Code;
use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};

/// The tokens of the code without docs, and with nothing in its texts.
pub(super) fn bones(code: &Code) -> String {
    let files = code.files.iter().map(|file| without_texts(file.text.parse().unwrap()).to_string());
    files.collect::<Vec<String>>().join("\n")
}

fn without_texts(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_doc(&group) => {
                // The `#`, and in an inner doc the `!`, that belong to it.
                while kept
                    .last()
                    .is_some_and(|last| matches!(last, TokenTree::Punct(mark) if "#!".contains(mark.as_char())))
                {
                    kept.pop();
                }
            }
            TokenTree::Group(group) => {
                let inside = without_texts(group.stream());
                kept.push(TokenTree::Group(Group::new(group.delimiter(), inside)));
            }
            TokenTree::Literal(literal) if literal.to_string().starts_with(['"', 'r']) => {
                kept.push(TokenTree::Literal(Literal::string("")));
            }
            other => kept.push(other),
        }
    }
    // A long text is printed on a line of its own, with a comma behind it.
    if matches!(kept.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == ',') {
        kept.pop();
    }
    kept.into_iter().collect()
}

fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc") && group.delimiter() == Delimiter::Bracket
}
