//! What types are made of, as specs write it.

use super::names::variants;
use super::words::form;
use crate::import::yaml::{Entry, Yaml, entry, word};

/// One of these values, which are numbers or texts.
pub(crate) fn listed(numeric: bool, values: &[String]) -> Vec<Entry> {
    let names = variants(values.iter().map(|value| value.as_str()), "Value");
    let value = |(value, rust): (&String, Option<String>)| {
        let doc = Yaml::text(&format!("The value `{value}`."));
        let long = |rust: String| Yaml::Map(vec![entry("doc", doc.clone()), entry("rust", Yaml::text(&rust))]);
        entry(value, rust.map_or_else(|| doc.clone(), long))
    };
    let values = values.iter().zip(names).map(value).collect();
    numeric.then(|| word("of", "integer")).into_iter().chain([entry("enum", Yaml::Map(values))]).collect()
}

/// One of these types.
pub(crate) fn union(types: &[String]) -> Entry {
    let names = variants(types.iter().map(|ty| form(ty)), "Form");
    let part =
        |(ty, rust): (&String, Option<String>)| entry(&rust.unwrap_or_else(|| form(ty).to_owned()), Yaml::text(ty));
    entry("union", Yaml::Map(types.iter().zip(names).map(part).collect()))
}
