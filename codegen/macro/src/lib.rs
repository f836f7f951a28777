//! The second front of the generator: the same code as `cargo xtask generate` writes, in a user's own crate. Finds files
//! and shows problems; all else is `bitrix24-codegen`. Beside it, the derives of `bitrix24::declare`, which know nothing of
//! specs.
//!
//! Not to be used directly: the crate `bitrix24` has the macros behind its feature `macros`, with their documentation.

mod call;
mod derive;
mod files;
mod gather;
mod library;

use bitrix24_codegen::diagnostic::{Diagnostic, Diagnostics, Style};
use bitrix24_codegen::source::Source;
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use call::Call;
use files::Spec;

// The docs stand where the crate `bitrix24` exports the macro.
#[allow(missing_docs, reason = "documented where it is exported")]
#[proc_macro]
pub fn include_spec(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let calling_file = proc_macro::Span::call_site().local_file();
    let expanded = syn::parse(input).and_then(|call: Call| {
        let specs = files::read(&call.paths, calling_file.as_deref())?;
        expand(&call, &specs)
    });
    expanded.unwrap_or_else(|error| error.into_compile_error()).into()
}

#[allow(missing_docs, reason = "documented where it is exported")]
#[proc_macro_derive(Inputs, attributes(property))]
pub fn inputs(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derived(item, derive::inputs)
}

#[allow(missing_docs, reason = "documented where it is exported")]
#[proc_macro_derive(Outputs, attributes(property))]
pub fn outputs(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derived(item, derive::outputs)
}

#[allow(missing_docs, reason = "documented where it is exported")]
#[proc_macro_derive(Options, attributes(option))]
pub fn options(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derived(item, derive::options)
}

fn derived(
    item: proc_macro::TokenStream,
    derive: impl FnOnce(&DeriveInput) -> syn::Result<TokenStream>,
) -> proc_macro::TokenStream {
    syn::parse(item).and_then(|item| derive(&item)).unwrap_or_else(|error| error.into_compile_error()).into()
}

fn expand(call: &Call, specs: &[Spec]) -> syn::Result<TokenStream> {
    let sources: Vec<Source> = specs.iter().map(|spec| spec.source.clone()).collect();
    let code = bitrix24_codegen::expand(&sources, &library::LIBRARY, &call.visibility)
        .map_err(|problems| refusal(&problems, specs, &sources))?;
    // The compiler then knows the files, and builds the crate anew when one changes.
    let watched = specs.iter().map(|spec| &spec.absolute);
    Ok(quote! {
        #(const _: &[u8] = ::core::include_bytes!(#watched);)*
        #code
    })
}

/// The most problems that are shown at once; the compiler repeats the call under each.
const MOST: usize = 20;

/// The problems as errors of the compiler, each at the file that it is in.
fn refusal(problems: &Diagnostics, specs: &[Spec], sources: &[Source]) -> syn::Error {
    let error = |diagnostic: &Diagnostic| {
        let span = specs.get(diagnostic.span.source).map_or_else(proc_macro2::Span::call_site, |spec| spec.literal);
        // The compiler says `error` itself.
        let text = diagnostic.render(sources, Style::Plain);
        let code = diagnostic.problem.code();
        syn::Error::new(span, text.replacen(&format!("error[{code}]"), &code.to_string(), 1))
    };
    let mut errors = problems.iter().take(MOST).map(error);
    let mut all = errors.next().unwrap_or_else(|| syn::Error::new(proc_macro2::Span::call_site(), "no code"));
    all.extend(errors);
    if let Some(more) = problems.len().checked_sub(MOST).filter(|more| *more > 0) {
        let text = format!("the specs have {more} more problems");
        all.combine(syn::Error::new(proc_macro2::Span::call_site(), text));
    }
    all
}
