//! A page of a list: which rows it has, where they stand in the answer, and what it says of the next page.

use bitrix24_codegen::model::{Method, Pagination};
use serde_json::{Map, Value};

use crate::call::Success;
use crate::enforce::integer;
use crate::methods::filter::{Found, conditions, find, order};
use crate::methods::rows::{Rows, member};

/// The rows of a page, where the caller does not say.
const PAGE: u64 = 50;

/// Which rows a page has.
struct Page {
    /// The place of the first.
    from: u64,
    /// The most that it has.
    size: u64,
    /// Whether the rows are counted and the next page is told.
    counted: bool,
}

/// The answer of a list for these parameters.
pub(super) fn page(rows: &Rows, method: Option<&Method>, parameters: &Map<String, Value>) -> Success {
    let pagination = method.and_then(|method| method.pagination.as_ref());
    let declared = pagination.and_then(|pagination| pagination.id.as_deref());
    let id = rows.id.as_deref().or(declared).unwrap_or("ID");
    let found = find(rows, id, &conditions(member(parameters, "filter")), &order(parameters));
    let page = which(rows, id, &found, pagination, parameters);
    let places = page.from..page.from.saturating_add(page.size);
    let indexes: Vec<u64> = places.map_while(|place| found.get(place)).collect();
    let whole: Vec<Value> = indexes.iter().map(|at| rows.row(*at, id)).collect();
    let last = whole.last().cloned();
    let shown = whole.into_iter().map(|row| selected(row, id, member(parameters, "select"))).collect();
    let end = page.from.saturating_add(page.size);
    let more = end < found.count();
    let mut result = result(rows, method, shown);
    if let Some(path) = pagination.and_then(|pagination| pagination.next.as_deref()).and_then(inside) {
        put_cursor(&mut result, path, id, last.filter(|_| more).as_ref());
    }
    let counted = page.counted && !method.is_some_and(|method| method.rest3);
    Success { result, total: counted.then(|| found.count()), next: (counted && more).then_some(end) }
}

fn which(
    rows: &Rows,
    id: &str,
    found: &Found,
    pagination: Option<&Pagination>,
    parameters: &Map<String, Value>,
) -> Page {
    let param = pagination.and_then(|pagination| pagination.param.as_deref());
    let at = |path: Option<&str>| path.and_then(|path| look(parameters, path));
    let count = |path: Option<&str>| at(path).and_then(integer).and_then(|count| u64::try_from(count).ok());
    let size = count(pagination.and_then(|pagination| pagination.limit.as_deref()));
    let size = size.filter(|size| *size > 0).unwrap_or(PAGE);
    match pagination.map(|pagination| pagination.style.as_str()) {
        Some("offset") => Page { from: count(param).unwrap_or(0), size, counted: true },
        Some("page") => {
            let number = count(param.or(Some("page"))).unwrap_or(1).max(1);
            Page { from: (number - 1).saturating_mul(size), size, counted: true }
        }
        Some("cursor") => {
            let from = at(param).map_or(0, |cursor| after(rows, id, found, cursor));
            Page { from, size, counted: false }
        }
        // `start: -1` asks for no count, and then there is no next page either.
        _ => match at(param.or(Some("start"))).and_then(integer) {
            Some(start) if start < 0 => Page { from: 0, size: PAGE, counted: false },
            start => {
                Page { from: start.and_then(|start| u64::try_from(start).ok()).unwrap_or(0), size: PAGE, counted: true }
            }
        },
    }
}

/// The place behind the row that a cursor names: its identifier, or an object that has it.
fn after(rows: &Rows, id: &str, found: &Found, cursor: &Value) -> u64 {
    let wanted = cursor.as_object().and_then(|members| member(members, id)).unwrap_or(cursor);
    let of = |place: u64| found.get(place).and_then(|at| rows.field(at, id, id));
    if let (Found::Run { first, count, backwards }, true, Some(wanted)) = (found, rows.are_numbered(), integer(wanted))
    {
        let wanted = u64::try_from(wanted).unwrap_or(0);
        let upto = wanted.saturating_sub(*first).min(*count);
        return if *backwards { (count + first + 1).saturating_sub(wanted).min(*count) } else { upto };
    }
    let same = |place: &u64| {
        of(*place).is_some_and(|own| own == *wanted || integer(&own).is_some_and(|own| integer(wanted) == Some(own)))
    };
    (0..found.count()).find(same).map_or(0, |place| place + 1)
}

/// The fields that were asked for, and the identifier.
fn selected(row: Value, id: &str, select: Option<&Value>) -> Value {
    let names: Vec<&str> = match select {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::Object(names)) => names.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let Value::Object(members) = row else {
        return row;
    };
    let is_asked = |own: &str| own.eq_ignore_ascii_case(id) || names.iter().any(|name| own.eq_ignore_ascii_case(name));
    let all = names.is_empty() || names.contains(&"*");
    Value::Object(members.into_iter().filter(|(own, _)| all || is_asked(own)).collect())
}

/// The `result` with these rows, and beside them what the docs' example has.
fn result(rows: &Rows, method: Option<&Method>, shown: Vec<Value>) -> Value {
    let wrapped = method.and_then(|method| method.result.wrapped_in.as_ref());
    let declared = method.and_then(|method| method.pagination.as_ref()).map(|pagination| pagination.rows.clone());
    let path = rows.path.clone().or(declared).or_else(|| wrapped.map(|wrapped| format!("result.{wrapped}")));
    let Some(path) = path.as_deref().and_then(inside) else {
        return Value::Array(shown);
    };
    let example = method.and_then(|method| method.examples.iter().find_map(|example| example.response.clone()));
    let mut result = example.unwrap_or_default();
    put(&mut result, path, Value::Array(shown));
    result
}

/// What follows `result.` in a path.
fn inside(path: &str) -> Option<&str> {
    path.strip_prefix("result.")
}

/// The cursor of the next page: the identifier of the last row, or an object if the docs' example has one there.
fn put_cursor(result: &mut Value, path: &str, id: &str, last: Option<&Value>) {
    let shape = path.split('.').try_fold(&*result, |value, name| value.get(name)).cloned();
    let field = |name: &str| last?.as_object().and_then(|members| member(members, name)).cloned();
    let identifier = field(id).unwrap_or_default();
    let cursor = match shape {
        _ if last.is_none() => Value::Null,
        Some(Value::Object(members)) => {
            let fill = |name: &String| field(name).unwrap_or_else(|| identifier.clone());
            members.keys().map(|name| (name.clone(), fill(name))).collect()
        }
        _ => identifier,
    };
    put(result, path, cursor);
}

/// The value at a path of parameters; the first name in any case, as PHP's handlers read it.
fn look<'a>(parameters: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let mut names = path.split('.');
    let first = member(parameters, names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

/// Puts a value at a path, and makes the objects on the way.
pub(super) fn put(value: &mut Value, path: &str, new: Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(members) = value.as_object_mut() else {
        return;
    };
    match rest {
        None => {
            members.insert(name.to_owned(), new);
        }
        Some(rest) => put(members.entry(name).or_insert(Value::Null), rest, new),
    }
}
