//! The entry of a method, key by key in the order of the language.

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::example::{Sample, spelled};
use super::names::variants;
use super::types::Types;
use super::{paging, rules};
use crate::import::facts::{Access, Call, ErrorFact, Facts, Field};
use crate::import::yaml::{Entry, Yaml, entry, word};

/// Beginnings of the last segment of methods that change nothing.
const READS: [&str; 22] = [
    "get", "list", "fields", "search", "find", "count", "is", "has", "current", "status", "info", "types", "enum",
    "access", "methods", "scope", "profile", "events", "time", "export", "check", "settings",
];

/// Beginnings of the last segment of methods that may as well be called twice.
const SETS: [&str; 3] = ["update", "set", "modify"];

/// Beginnings of parameters by which a call takes away what it answers.
const TAKES: [&str; 3] = ["clear", "delete", "remove"];

/// What a repeated call does, by the verb of the method's name, and by what its parameters can do besides.
pub(crate) fn effect<'a>(name: &str, mut parameters: impl Iterator<Item = &'a str>) -> &'static str {
    let last = name.rsplit('.').next().unwrap_or_default();
    // `getFields` begins with the word `get`, and `issue` does not begin with `is`; `getfields` begins with one that is
    // long enough to be told by its letters.
    let begins = |verb: &&str| {
        let rest = last
            .get(..verb.len())
            .filter(|start| start.eq_ignore_ascii_case(verb))
            .and_then(|_| last.get(verb.len()..));
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| !c.is_ascii_lowercase()) || verb.len() > 2
        })
    };
    if READS.iter().any(&begins) {
        let takes = parameters.any(|name| TAKES.iter().any(|word| name.to_lowercase().starts_with(word)));
        if takes { "once" } else { "read" }
    } else if SETS.iter().any(begins) {
        "idempotent"
    } else {
        "once"
    }
}

pub(super) fn method(facts: &Facts, page: Option<&str>, types: &mut Types<'_>) -> Yaml {
    let mut doubts = Vec::new();
    let calls: Vec<Call> = facts
        .calls
        .iter()
        .map(|call| Call { request: spelled(&call.request, &facts.params, &mut doubts), ..call.clone() })
        .collect();
    doubts.dedup();
    let effect = effect(&facts.name, facts.params.list.iter().map(|field| field.name.as_str()));
    let (result, wrapper) = result(facts, types);
    let params = types.fields(&facts.params, Sample::request(calls.first().map(|call| &call.request)), &[]);
    let rules = rules::rules(&facts.params, &mut types.doubts);
    let mut entries = vec![entry("doc", Yaml::text(&format!("Calls `{}`.", facts.name)))];
    entries.extend(page.map(|page| entry("page", Yaml::text(page))));
    entries.extend(facts.rest3.then(|| word("rest", "3")));
    entries.extend((!facts.scope.is_empty()).then(|| entry("scope", Yaml::texts(&facts.scope))));
    entries.push(access(facts.access));
    entries.push(word("context", if facts.application { "application" } else { "any" }));
    entries.push(word("effect", effect));
    entries.extend(facts.positional.then(|| word("positional", "true")));
    let instead = facts.instead.iter().map(|instead| entry("use", Yaml::text(instead)));
    entries.extend(facts.deprecated.then(|| entry("deprecated", Yaml::Map(instead.collect()))));
    entries.extend(paging::pagination(facts, wrapper.as_deref()).filter(|_| effect == "read"));
    entries.extend((!facts.params.list.is_empty()).then(|| entry("params", params)));
    entries.extend((facts.params.open && !facts.positional).then(|| word("open", "any")));
    entries.extend((!rules.is_empty()).then(|| entry("rules", Yaml::List(rules))));
    entries.push(result);
    entries.extend((!facts.errors.is_empty()).then(|| entry("errors", errors(&facts.errors))));
    let examples: Vec<Yaml> = calls.iter().map(example).collect();
    entries.extend((!examples.is_empty()).then(|| Entry { doubts, ..entry("examples", Yaml::List(examples)) }));
    Yaml::Map(entries)
}

/// Who may call.
fn access(access: Access) -> Entry {
    let doubt = match access {
        Access::Unsaid => Some("the page does not say who may call"),
        Access::SomeAdmin => Some("the page names administrators, and not simply those of the portal"),
        Access::Any | Access::Admin => None,
    };
    let doubts = doubt.into_iter().map(str::to_owned).collect();
    Entry { doubts, ..word("access", if access == Access::Admin { "admin" } else { "any" }) }
}

/// The result, and the member that it is wrapped in.
fn result(facts: &Facts, types: &mut Types<'_>) -> (Entry, Option<String>) {
    let answer = &facts.answer;
    let sample = Sample::answer(answer.example.as_ref());
    if answer.types.iter().all(|ty| ty == "null") && !answer.types.is_empty() {
        return (word("result", "null"), None);
    }
    if answer.types.is_empty() && answer.fields.is_none() {
        return (word("result", "any"), None);
    }
    let only = answer.fields.as_ref().and_then(|fields| match fields.list.as_slice() {
        [only] if !fields.open && is_wrapper(&only.name, answer.example.as_ref()) => Some(only),
        _ => None,
    });
    let (field, sample, path) = match only {
        Some(only) => (only.clone(), sample.member(&only.name), vec!["result", only.name.as_str()]),
        None => {
            let types = if answer.types.is_empty() { vec!["object".to_owned()] } else { answer.types.clone() };
            (Field { types, inside: answer.fields.clone(), ..Field::default() }, sample, vec!["result"])
        }
    };
    let outcome = types.ty(&field, sample, &path);
    let wrapper = only.map(|only| only.name.clone());
    let doubts = outcome.doubts().to_vec();
    let value = if wrapper.is_none() && !outcome.nullable {
        Yaml::text(&outcome.ty)
    } else {
        let mut members = vec![entry("type", Yaml::text(&outcome.ty))];
        members.extend(wrapper.as_ref().map(|wrapper| entry("wrapped_in", Yaml::text(wrapper))));
        members.extend(outcome.nullable.then(|| word("nullable", "true")));
        Yaml::Map(members)
    };
    (Entry { key: "result".to_owned(), value, doubts }, wrapper)
}

/// Whether the answer is an object with this one member.
fn is_wrapper(name: &str, example: Option<&Value>) -> bool {
    example.and_then(Value::as_object).is_some_and(|members| members.len() == 1 && members.contains_key(name))
}

/// The entries of errors.
pub(crate) fn errors(errors: &[ErrorFact]) -> Yaml {
    let labels: Vec<String> = errors.iter().map(label).collect();
    let names = variants(labels.iter().map(String::as_str), "Code").into_iter().zip(&labels);
    let one = |(error, (rust, label)): (&ErrorFact, (Option<String>, &String))| {
        let rust = rust.or_else(|| (error.code != *label).then(|| label.clone()));
        let mut members: Vec<Entry> = rust.map(|rust| entry("rust", Yaml::text(&rust))).into_iter().collect();
        members.extend(error.status.map(|status| word("status", &status.to_string())));
        let texts: Vec<String> = error.texts.iter().map(|text| open_text(text)).collect();
        members.extend((!texts.is_empty()).then(|| entry("texts", Yaml::texts(&texts))));
        entry(&error.code, Yaml::Map(members))
    };
    Yaml::Map(errors.iter().zip(names).map(one).collect())
}

/// What an error is called after: its code, or its one short text where the code says nothing.
fn label(error: &ErrorFact) -> String {
    let is_mute = !error.code.contains(|c: char| c.is_ascii_alphabetic());
    let by_text = match error.texts.as_slice() {
        [text] if is_mute => short_name(text),
        _ => None,
    };
    by_text.unwrap_or_else(|| error.code.clone())
}

/// A text of a few plain words as one word.
fn short_name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', '!']);
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " '-_".contains(c));
    let words = text.split(' ').filter(|word| !word.is_empty()).count();
    let name = text.replace('\'', "").to_upper_camel_case();
    let fits = is_plain && (2..=5).contains(&words) && name.starts_with(|c: char| c.is_ascii_uppercase());
    fits.then_some(name)
}

/// A server's text, with `<name>` for what the page writes as `#NAME#`, `{NAME}` or `<name>`.
fn open_text(text: &str) -> String {
    let mut out = String::new();
    let mut seen: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '<', '{']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        // What opens a place, what closes it, and how it is written where it is none.
        let (close, as_it_is) = match from.as_bytes().first() {
            Some(b'#') => ('#', "#"),
            Some(b'{') => ('}', "{"),
            _ => ('>', "<<"),
        };
        let inside = from.get(1..).and_then(|from| from.split_once(close));
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        match inside.filter(|(name, _)| is_name(name)) {
            Some((name, after)) => {
                let mut name = name.to_lowercase();
                let same = seen.iter().filter(|known| **known == name).count();
                seen.push(name.clone());
                if same > 0 {
                    name = format!("{name}_{}", same + 1);
                }
                out.extend(["<", &name, ">"]);
                rest = after;
            }
            None => {
                out.push_str(as_it_is);
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out + rest
}

fn example(call: &Call) -> Yaml {
    let mut members = vec![entry("request", Yaml::json(&call.request))];
    members.extend(call.response.as_ref().map(|response| entry("response", Yaml::json(response))));
    Yaml::Map(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_follow_the_verb() {
        let cases = [
            ("crm.deal.get", "", "read"),
            ("task.item.getdata", "", "read"),
            ("crm.deal.fields", "", "read"),
            ("tasks.flow.Flow.isExists", "", "read"),
            ("acme.issue", "", "once"),
            ("crm.deal.update", "", "idempotent"),
            ("crm.deal.productrows.set", "", "idempotent"),
            ("crm.deal.add", "", "once"),
            ("profile", "", "read"),
            ("event.offline.get", "clear", "once"),
            ("event.offline.list", "filter", "read"),
        ];
        for (name, parameter, expected) in cases {
            assert_eq!(effect(name, [parameter].into_iter()), expected, "{name}");
        }
    }

    #[test]
    fn an_error_whose_code_says_nothing_is_called_after_its_text() {
        let cases: [(&str, &[&str], &str); 7] = [
            ("NOT_FOUND", &["No such order"], "NOT_FOUND"),
            ("0", &["Order isn't there."], "OrderIsntThere"),
            ("", &["Access denied!"], "AccessDenied"),
            ("0", &["Order #ID# is gone"], "0"),
            ("0", &["The order that you asked for is gone"], "0"),
            ("0", &["error"], "0"),
            ("", &["Access denied", "No such order"], ""),
        ];
        for (code, texts, expected) in cases {
            let texts = texts.iter().map(ToString::to_string).collect();
            assert_eq!(label(&ErrorFact { code: code.to_owned(), status: None, texts }), expected, "{code}");
        }
    }

    #[test]
    fn what_differs_in_a_servers_text_stays_open() {
        let cases = [
            ("Order #ID# of <who>", "Order <id> of <who>"),
            ("#A# and #A#", "<a> and <a_2>"),
            ("a < b, #4;", "a << b, #4;"),
            ("50 # 60", "50 # 60"),
            ("Call {CALL_ID} of {1}", "Call <call_id> of {1}"),
        ];
        for (page, expected) in cases {
            assert_eq!(open_text(page), expected, "{page}");
        }
    }
}
