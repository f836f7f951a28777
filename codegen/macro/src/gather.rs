//! All that went well, or all that went wrong: one run shows every mistake.

/// The values, or the errors of all that have none.
pub(crate) fn gather<T>(results: impl IntoIterator<Item = syn::Result<T>>) -> syn::Result<Vec<T>> {
    let mut values = Vec::new();
    let mut failure: Option<syn::Error> = None;
    for result in results {
        match (result, &mut failure) {
            (Ok(value), _) => values.push(value),
            (Err(error), Some(failure)) => failure.combine(error),
            (Err(error), None) => failure = Some(error),
        }
    }
    failure.map_or(Ok(values), Err)
}
