//! How the rows of a list are reached, by the parameters that say where a page begins.

use serde_json::Value;

use crate::import::facts::{Facts, Field};
use crate::import::yaml::{Entry, Yaml, entry, word};

/// The pagination of a method that reads, if it has one of the known forms.
pub(super) fn pagination(facts: &Facts, wrapper: Option<&str>) -> Option<Entry> {
    let param = |name: &str| facts.params.list.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    let rows = rows(facts, wrapper)?;
    let mut members = if facts.rest3 {
        let inside = param("pagination")?;
        vec![word("style", "page"), path("param", inside, "page"), path("limit", inside, "limit")]
    } else if let Some(start) = param("start").filter(|_| facts.answer.has_next) {
        vec![word("style", "start"), entry("param", Yaml::text(&start.name))]
    } else {
        let (limit, offset) = param("limit").zip(param("offset"))?;
        vec![word("style", "offset"), entry("param", Yaml::text(&offset.name)), entry("limit", Yaml::text(&limit.name))]
    };
    // Where the result is, they are looked for anyway.
    let elsewhere = wrapper.is_none() && rows != "result";
    members.extend(elsewhere.then(|| entry("rows", Yaml::text(&rows))));
    Some(entry("pagination", Yaml::Map(members)))
}

fn path(key: &str, field: &Field, member: &str) -> Entry {
    entry(key, Yaml::text(&format!("{}.{member}", field.name)))
}

/// Where the rows stand. Nothing if the answer has no list, or several.
fn rows(facts: &Facts, wrapper: Option<&str>) -> Option<String> {
    if let Some(wrapper) = wrapper {
        return Some(format!("result.{wrapper}"));
    }
    match &facts.answer.example {
        Some(Value::Array(_)) => Some("result".to_owned()),
        Some(Value::Object(members)) => {
            let mut lists = members.iter().filter(|(_, value)| value.is_array());
            let (name, _) = lists.next()?;
            lists.next().is_none().then(|| format!("result.{name}"))
        }
        _ => facts.answer.types.iter().any(|ty| ty.ends_with("[]") || ty == "array").then(|| "result".to_owned()),
    }
}
