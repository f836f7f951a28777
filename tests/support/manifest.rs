//! What specs require, read from their YAML without the generator.

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::source::Source;
use serde_yaml::Value;

/// By method or type, which parameters a call can lack. `*` stands for all of a struct.
pub(crate) fn required_by(sources: &[Source]) -> BTreeSet<(String, String)> {
    let files: Vec<Value> = sources.iter().map(|source| serde_yaml::from_slice(&source.bytes).unwrap()).collect();
    let mut required = BTreeSet::new();
    for (key, method, family) in files.iter().flat_map(methods) {
        let key = key.trim_end_matches("@3");
        let name = method["wire"].as_str().map_or_else(|| format!("{family}.{key}"), str::to_owned);
        required.extend(lacking(&method["params"], method).into_iter().map(|param| (name.clone(), param)));
    }
    for (name, ty) in sent_structs(&files) {
        required.extend(lacking(&ty["struct"], ty).into_iter().map(|param| (name.clone(), param)));
    }
    required
}

fn methods(file: &Value) -> impl Iterator<Item = (&str, &Value, &str)> {
    let family = file["family"].as_str().unwrap_or("");
    let methods = file["methods"].as_mapping().into_iter().flatten();
    methods.map(move |(key, method)| (key.as_str().unwrap(), method, family))
}

fn types(file: &Value) -> impl Iterator<Item = (&str, &Value)> {
    file["types"].as_mapping().into_iter().flatten().map(|(name, ty)| (name.as_str().unwrap(), ty))
}

/// The structs that requests hold, directly or in one another, and those that nothing here sends or answers.
fn sent_structs(files: &[Value]) -> Vec<(String, &Value)> {
    let all: BTreeMap<&str, &Value> = files.iter().flat_map(types).collect();
    let members =
        |key: &str| files.iter().flat_map(methods).flat_map(|(_, method, _)| type_words(&method[key])).collect();
    let shared = files.iter().filter(|file| methods(file).next().is_none()).flat_map(types);
    let mut sent = reached(&all, members("params"));
    sent.extend(reached(&all, shared.map(|(name, _)| name.to_owned()).collect()));
    let received = reached(&all, members("result"));
    let structs = all.into_iter().filter(|(_, ty)| ty.get("struct").is_some());
    let sent = structs.filter(|(name, _)| sent.contains(*name) || !received.contains(*name));
    sent.map(|(name, ty)| (name.to_owned(), ty)).collect()
}

/// The types that these words name, and those inside of them.
fn reached(all: &BTreeMap<&str, &Value>, mut words: Vec<String>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    while let Some(word) = words.pop() {
        if let Some(ty) = all.get(word.as_str()).filter(|_| reached.insert(word.clone())) {
            words.extend(type_words(ty));
        }
    }
    reached
}

/// Every word in the texts of a value, among which are the types that it names.
fn type_words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect(),
        Value::Sequence(items) => items.iter().flat_map(type_words).collect(),
        // `doc` and the like are prose; a type stands under `type`, or as the value of a name.
        Value::Mapping(entries) => {
            let entries =
                entries.iter().filter(|(key, _)| !["doc", "docs", "page"].contains(&key.as_str().unwrap_or("")));
            entries.flat_map(|(_, value)| type_words(value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The parameters that one call or struct can lack.
fn lacking(params: &Value, owner: &Value) -> BTreeSet<String> {
    let params = params.as_mapping().into_iter().flatten();
    let required = params.filter(|(_, param)| param["required"].as_bool() == Some(true));
    let mut lacking: BTreeSet<String> = required.map(|(name, _)| name.as_str().unwrap().to_owned()).collect();
    for rule in owner["rules"].as_sequence().into_iter().flatten() {
        for key in ["at_least_one", "exactly_one", "together", "one_of_groups"] {
            lacking.extend(rule.get(key).into_iter().flat_map(names));
        }
        for key in ["required_if", "required_unless"] {
            lacking.extend(rule.get(key).and_then(|rule| rule["param"].as_str()).map(str::to_owned));
        }
    }
    lacking
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Sequence(items) => items.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}
