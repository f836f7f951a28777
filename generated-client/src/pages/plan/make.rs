//! From a spec's table, a request's own parameters and the caller's wishes to a plan, or to what is wrong with them.

use serde_json::{Value, json};

use super::super::cursor::{Cursor, Position};
use super::super::paging::{Paging, Style};
use super::super::rows::RowsAt;
use super::{Plan, Way};
use crate::decode::whole_number;
use crate::error::{InvalidValue, Reason};
use crate::method::Version;
use crate::place::{get, is_nothing, put, steps};

/// What the caller wishes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    pub(crate) by_id: bool,
    pub(crate) chained: bool,
    pub(crate) newest_first: bool,
    pub(crate) resume: Option<Cursor>,
    pub(crate) page_size: Option<usize>,
}

/// How many rows a page has where nothing else is said.
const USUAL: usize = 50;

/// Where the answer says what is next, where nothing else is said.
const NEXT: &str = "next";

impl Plan {
    pub(crate) fn make(
        paging: Paging<'_>,
        version: Version,
        parameters: Value,
        wishes: &Wishes,
    ) -> Result<Self, InvalidValue> {
        let mut base = parameters;
        if let Some(size) = wishes.page_size {
            let Some(limit) = paging.limit else {
                return refuse("", "the pages of this method have a size of their own");
            };
            if size == 0 {
                return refuse(limit, "a page has at least one row");
            }
            put(&mut base, &steps(limit), json!(size));
        }
        let by_id = wishes.by_id || wishes.chained || wishes.newest_first || paging.style == Style::ById;
        let (way, begin) = if by_id {
            (by_id_way(paging, version, &mut base, wishes)?, Position::First)
        } else {
            other_way(paging, &mut base)?
        };
        if matches!(way, Way::ById { .. } | Way::Value { next: None, .. }) {
            select_id(paging, &mut base);
        }
        let begin = match &wishes.resume {
            None => begin,
            Some(cursor) if fits(&way, &cursor.0) => cursor.0.clone(),
            Some(_) => return refuse("", "the cursor comes from a list that was walked in another way"),
        };
        let rows = RowsAt {
            path: paging.rows.to_owned(),
            steps: paging.rows.split('.').skip(1).map(str::to_owned).collect(),
            keyed: paging.keyed,
            nullable: paging.nullable,
        };
        Ok(Self { way, rows, id: paging.id.map(str::to_owned), base, begin })
    }
}

fn refuse<T>(at: &str, what: &'static str) -> Result<T, InvalidValue> {
    Err(InvalidValue::new(Reason::Paging(what)).inside(at))
}

fn by_id_way(paging: Paging<'_>, version: Version, base: &mut Value, wishes: &Wishes) -> Result<Way, InvalidValue> {
    let Some(id) = paging.id else {
        return refuse("", "its rows have no identifier that is known, so they cannot be walked by it");
    };
    if version == Version::V3 {
        return refuse("", "a method of REST 3.0 cannot be walked by identifier, because it has other filters");
    }
    // How many rows the server gives at most is not known where the request says how many it wants.
    let full = if paging.limit.is_some() { 1 } else { USUAL };
    let own = paging.param.filter(|param| paging.style == Style::ById && !is_start(param));
    if let Some(own) = own {
        if wishes.newest_first {
            return refuse(own, "this list is sorted by ascending identifiers only");
        }
        return Ok(Way::ById { after: steps(own), descending: false, full });
    }
    let Some(filter) = paging.filter else {
        return refuse("", "it has no filter, so it cannot be walked by identifier");
    };
    if get(base, &steps(filter)).is_some_and(|value| !value.is_object() && !is_nothing(value)) {
        return refuse(filter, "it is no object, so that no condition on the identifier can be added");
    }
    let mut after = steps(filter);
    after.push(format!("{}{id}", if wishes.newest_first { '<' } else { '>' }));
    match paging.order {
        Some(order) if get(base, &steps(order)).is_some_and(|value| !is_nothing(value)) => {
            return refuse(order, "a list that is walked by identifier is sorted by it, and by nothing else");
        }
        Some(order) => {
            let direction = if wishes.newest_first { "DESC" } else { "ASC" };
            put(base, &steps(order), json!({ id: direction }));
        }
        None if paging.style == Style::ById && !wishes.newest_first => {}
        None => return refuse("", "it cannot be sorted by identifier, so it cannot be walked by it"),
    }
    // Nothing is counted then. Other ways of skipping rows know no such word.
    if matches!(paging.style, Style::Start | Style::ById) && !base.is_array() {
        put(base, &steps(paging.param.unwrap_or("start")), json!(-1));
    }
    Ok(Way::ById { after, descending: wishes.newest_first, full })
}

fn is_start(param: &str) -> bool {
    param.eq_ignore_ascii_case("start")
}

/// The way that the spec says, and where the request itself begins.
fn other_way(paging: Paging<'_>, base: &mut Value) -> Result<(Way, Position), InvalidValue> {
    let usual = match paging.style {
        Style::Start | Style::ById => "start",
        Style::Offset => "offset",
        Style::Page => "page",
        Style::Cursor => "cursor",
    };
    let param = paging.param.unwrap_or(usual);
    let at = steps(param);
    let own = get(base, &at).filter(|value| !value.is_null()).cloned();
    if paging.style == Style::Cursor {
        let next = paging.next.map(steps);
        if next.is_none() && paging.id.is_none() {
            return refuse("", "its rows have no identifier that is known, and the next page begins there");
        }
        return Ok((Way::Value { param: at, next }, own.map_or(Position::First, Position::Value)));
    }
    let own = match own.as_ref().map(whole_number) {
        None => None,
        Some(Some(number)) if number >= 0 => Some(number),
        Some(_) => return refuse(param, "a list begins at a number of rows or pages that is not negative"),
    };
    if paging.style == Style::Page {
        let limit = paging.limit.and_then(|limit| get(base, &steps(limit))).and_then(whole_number);
        // More than the usual may be more than the server gives.
        let full = limit.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit <= USUAL).unwrap_or(1);
        let begin = own.map_or(Position::First, |number| Position::Page(number, None));
        return Ok((Way::Count { param: at, full }, begin));
    }
    let told = paging.style != Style::Offset;
    let next = steps(paging.next.unwrap_or(NEXT));
    Ok((Way::Skip { param: at, next, told }, own.map_or(Position::First, Position::Skip)))
}

/// Lets the rows have what identifies them.
fn select_id(paging: Paging<'_>, base: &mut Value) {
    let (Some(id), Some(select)) = (paging.id, paging.select) else { return };
    let at = steps(select);
    let Some(Value::Array(fields)) = get(base, &at) else { return };
    let has = |field: &Value| field.as_str().is_some_and(|field| field == "*" || field.eq_ignore_ascii_case(id));
    if !fields.is_empty() && !fields.iter().any(has) {
        let mut fields = fields.clone();
        fields.push(json!(id));
        put(base, &at, Value::Array(fields));
    }
}

/// Whether a way of walking knows this kind of position.
fn fits(way: &Way, position: &Position) -> bool {
    match position {
        Position::First => true,
        Position::Skip(_) => matches!(way, Way::Skip { .. }),
        Position::Page(..) => matches!(way, Way::Count { .. }),
        Position::After(_) => matches!(way, Way::ById { descending: false, .. }),
        Position::Before(_) => matches!(way, Way::ById { descending: true, .. }),
        Position::Value(_) => matches!(way, Way::Value { .. }),
    }
}
