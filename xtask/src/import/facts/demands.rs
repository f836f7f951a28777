//! Requirements between parameters, where the text states them in a phrase that is known. What ties a requirement to
//! something in other words becomes a doubt, and no requirement.

use super::rows::Row;
use super::values::unquoted;
use super::{Condition, Demand, Fields};
use crate::import::page::{after_words, codes, sentences};

/// Finds the requirements that the rows of a table state.
pub(crate) fn between(rows: &[Row], fields: &mut Fields) {
    for row in rows {
        for sentence in sentences(&row.text) {
            read(&sentence, Some(&row.named.name), fields);
        }
    }
}

/// Finds the requirements that the text around a table states.
pub(crate) fn around(text: &str, fields: &mut Fields) {
    for sentence in sentences(text) {
        read(&sentence, None, fields);
    }
}

fn read(sentence: &str, row: Option<&str>, fields: &mut Fields) {
    let lower = sentence.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let named = named(sentence, fields);
    let must = says(&["must be", "required", "specif", "provide", "pass ", "passed", "mandatory", "fill"]);
    // What happens without them is told too, and what may be done.
    let only_told = lower.starts_with("if ") || says(&["neither", "you can "]);
    if named.len() > 1
        && !only_told
        && must
        && says(&["at least one", "either", "one of the parameters", "one of the fields"])
    {
        let only_one = says(&["only one", "exactly one", "but not both", "not both"]);
        demand(if only_one { Demand::ExactlyOne(named) } else { Demand::AtLeastOne(named) }, fields);
        return;
    }
    let Some(row) = row.filter(|row| fields.get(row).is_some()) else { return };
    if let [other] = named.as_slice()
        && other != row
        && says(&["used together with", "only together with", "used only with"])
    {
        demand(Demand::Together(vec![other.clone(), row.to_owned()]), fields);
        return;
    }
    let Some(rest) = tied(sentence) else { return };
    match condition(&rest.to_lowercase(), rest, row, fields) {
        Some(found) => demand(found, fields),
        None => doubt(row, fields),
    }
}

/// What a requirement is tied to: the words after `required if` and the like.
fn tied(sentence: &str) -> Option<&str> {
    const NOT: [&str; 5] = ["not required", "no required", "not mandatory", "required fields", "required scope"];
    const TIES: [&str; 14] = [
        "required if",
        "required when",
        "required for",
        "required only if",
        "required only when",
        "required only for",
        "mandatory if",
        "mandatory when",
        "mandatory for",
        "required in case",
        "required under",
        "required with",
        "only required if",
        "only required when",
    ];
    let lower = sentence.to_lowercase();
    let tie = after_words(sentence, &TIES)?;
    // "not needed for …" may follow; "not required if …" is no requirement.
    let before = lower.get(..lower.len() - tie.len()).unwrap_or_default();
    (!NOT.iter().any(|words| before.contains(words))).then_some(tie)
}

fn condition(lower: &str, rest: &str, row: &str, fields: &Fields) -> Option<Demand> {
    // A value may be called webhook too.
    let words = lower.split('`').step_by(2).any(|words| words.contains("webhook"));
    if words {
        return Some(Demand::If(row.to_owned(), Condition::Webhook));
    }
    let mut named = named(rest, fields);
    named.retain(|name| name != row);
    let given = ["specified", "provided", "passed", "given", "set", "filled"];
    let says = |before: &str| given.iter().any(|word| lower.contains(&format!("{before} {word}")));
    if !named.is_empty() && (says("not") || lower.contains(" is empty") || lower.contains(" is absent")) {
        named.insert(0, row.to_owned());
        return Some(Demand::AtLeastOne(named));
    }
    let [flag] = named.as_slice() else { return None };
    let values = values(rest, flag);
    if !values.is_empty() {
        return Some(Demand::If(row.to_owned(), Condition::Has(flag.clone(), values)));
    }
    (says("is") || says("are")).then(|| Demand::If(row.to_owned(), Condition::With(flag.clone())))
}

/// The values that a sentence compares the flag with: `FLAG = 'Y'` in one span, or spans after the flag's.
fn values(text: &str, flag: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut seen = false;
    for code in codes(text) {
        let code = code.trim();
        let compared = code.strip_prefix(flag).map(|rest| rest.trim_start().trim_start_matches(['=', ':']).trim());
        match compared {
            Some("") => seen = true,
            Some(value) => values.push(unquoted(value)),
            None if seen => values.push(unquoted(code)),
            None => {}
        }
    }
    values
}

/// The parameters that a sentence names as code, each once.
fn named(sentence: &str, fields: &Fields) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for code in codes(sentence) {
        let word = code.split([' ', '=', ':']).next().unwrap_or_default();
        if fields.get(word).is_some() && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// Notes a requirement; those that it is about are not required by themselves.
fn demand(demand: Demand, fields: &mut Fields) {
    let freed: Vec<String> = match &demand {
        Demand::AtLeastOne(names) | Demand::ExactlyOne(names) | Demand::Together(names) => names.clone(),
        Demand::If(name, _) => vec![name.clone()],
    };
    for field in fields.list.iter_mut().filter(|field| freed.contains(&field.name)) {
        field.required = false;
    }
    if !fields.demands.iter().any(|known| same(known, &demand)) {
        fields.demands.push(demand);
    }
}

/// Whether two say the same: which of two parameters tells of the pair does not matter.
fn same(a: &Demand, b: &Demand) -> bool {
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    match (a, b) {
        (Demand::AtLeastOne(a), Demand::AtLeastOne(b)) | (Demand::Together(a), Demand::Together(b)) => {
            sorted(a) == sorted(b)
        }
        _ => a == b,
    }
}

fn doubt(row: &str, fields: &mut Fields) {
    if let Some(field) = fields.get_mut(row) {
        field.required = false;
        field.doubts.push("it is required under a condition that the importer cannot read".to_owned());
    }
}
