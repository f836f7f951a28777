//! How the rows of a list are reached, by the parameters that say where a page begins.

use serde_json::Value;

use crate::import::facts::{Call, Facts, Field};
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
    // A filter of REST 3.0 has another form than the one that a walk by identifier sends.
    let id = identifier(facts, &rows).filter(|_| !facts.rest3);
    members.extend(id.map(|id| entry("id", Yaml::text(&id))));
    Some(entry("pagination", Yaml::Map(members)))
}

/// The field by which rows can be walked, as filter and order spell it: rows have it, the page filters or selects by it, and
/// its method takes an order.
fn identifier(facts: &Facts, rows: &str) -> Option<String> {
    let param = |name: &str| facts.params.list.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    let order = param("order")?;
    let known = [Some(order), param("filter"), param("select")].into_iter().flatten();
    let spelled = known.flat_map(|field| names_in(field, &facts.calls)).find(|name| name.eq_ignore_ascii_case("id"))?;
    let answer = facts.answer.example.as_ref()?;
    let rows = rows.split('.').skip(1).try_fold(answer, |value, name| value.get(name))?;
    let row = rows.as_array()?.first()?.as_object()?;
    (param("filter").is_some() && row.keys().any(|name| name.eq_ignore_ascii_case("id"))).then_some(spelled)
}

/// The fields that the page names inside of a parameter: in its table, and in the calls that it shows. The operators of a
/// filter are no part of a name.
fn names_in(param: &Field, calls: &[Call]) -> Vec<String> {
    let table = param.inside.iter().flat_map(|inside| &inside.list).map(|field| field.name.as_str());
    let requests = calls.iter().filter_map(|call| call.request.as_object()).flatten();
    let values = requests.filter(|(name, _)| name.eq_ignore_ascii_case(&param.name));
    let shown = values.flat_map(|(_, value)| match value {
        Value::Object(members) => members.keys().map(String::as_str).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    });
    let is_operator = |c: char| !c.is_alphanumeric() && c != '_';
    table.chain(shown).map(|name| name.trim_start_matches(is_operator).to_owned()).collect()
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
