//! What specs require, read from their YAML without the generator.

use std::collections::BTreeSet;

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
    let members = |key: &str| {
        let of_file = |(at, file)| methods(file).flat_map(move |(_, method, _)| words_in(at, &method[key]));
        files.iter().enumerate().flat_map(of_file).collect::<Vec<Word>>()
    };
    let shared = files.iter().enumerate().filter(|(_, file)| methods(file).next().is_none());
    let shared = shared.flat_map(|(at, file)| types(file).map(move |(name, _)| (at, name.to_owned())));
    let sent = reached(files, members("params").into_iter().chain(shared).collect());
    let received = reached(files, members("result"));
    let all = files.iter().enumerate().flat_map(|(at, file)| types(file).map(move |(name, ty)| (at, name, ty)));
    let structs = all.filter(|(.., ty)| ty.get("struct").is_some());
    let is_sent = |at: usize, name: &str| {
        let ty = (at, name.to_owned());
        sent.contains(&ty) || !received.contains(&ty)
    };
    structs.filter(|(at, name, _)| is_sent(*at, name)).map(|(_, name, ty)| (name.to_owned(), ty)).collect()
}

/// A word and the number of the file that it stands in.
type Word = (usize, String);

/// The types that these words name, and those inside of them: the file that declares each, and its name.
fn reached(files: &[Value], mut words: Vec<Word>) -> BTreeSet<Word> {
    let mut reached = BTreeSet::new();
    while let Some((at, word)) = words.pop() {
        let families = files[at]["use"].as_sequence().into_iter().flatten();
        let used = families.filter_map(|family| files.iter().position(|file| file["family"] == *family));
        // A type of the own file comes before one that it uses.
        let declaring = std::iter::once(at).chain(used).find(|at| files[*at]["types"].get(word.as_str()).is_some());
        if let Some(at) = declaring.filter(|at| reached.insert((*at, word.clone()))) {
            words.extend(words_in(at, &files[at]["types"][word.as_str()]));
        }
    }
    reached
}

/// The words of a value in this file.
fn words_in(at: usize, value: &Value) -> Vec<Word> {
    type_words(value).into_iter().map(|word| (at, word)).collect()
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
