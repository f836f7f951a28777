//! From an answer to its rows and to where the next page begins, or to what is wrong.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::super::cursor::Position;
use super::super::guard::Guard;
use super::super::problem::ListProblem;
use super::{Answer, End, Plan, Taken, Way};
use crate::decode::{DecodeError, whole_number};
use crate::place::{get, is_nothing};

/// Why an answer is no page.
#[derive(Debug)]
pub(crate) enum NoPage {
    /// Its rows are not where they should be.
    Decode(DecodeError),
    /// It contradicts the pages before.
    List(ListProblem),
}

impl From<ListProblem> for NoPage {
    fn from(problem: ListProblem) -> Self {
        Self::List(problem)
    }
}

impl Plan {
    /// What the answer to the call for this page says.
    pub(crate) fn take(&self, position: &Position, answer: Answer, guard: &mut Guard) -> Result<Taken, NoPage> {
        let next = self.next_in(&answer);
        let total = answer.total.filter(|total| *total >= 0);
        let found = self.rows.find(answer.result).map_err(NoPage::Decode)?;
        let rows = &found.rows;
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let mut last_id_at = None;
        let (next, end, total) = match &self.way {
            Way::Skip { told, .. } => {
                let start = if let Position::Skip(start) = position { *start } else { 0 };
                let (next, end) = skip(start, count, total, next.as_ref(), *told)?;
                if !told && end == End::More {
                    self.comes_again(rows, guard)?;
                }
                (next, end, total)
            }
            Way::Count { full, .. } => {
                let (number, seen) = match position {
                    Position::Page(number, seen) => (*number, *seen),
                    _ => (1, Some(0)),
                };
                let seen = seen.map(|seen| seen.saturating_add(count));
                let end = match (seen, total.filter(|total| *total > 0)) {
                    (Some(seen), Some(total)) => end_of(seen, total, rows.is_empty()),
                    _ if rows.len() < *full => End::Last,
                    _ => End::More,
                };
                if end == End::More {
                    self.comes_again(rows, guard)?;
                }
                (Position::Page(number.saturating_add(i64::from(count > 0)), seen), end, total)
            }
            Way::ById { descending, full, .. } => {
                let last = self.check_ids(position, rows, *descending)?;
                if found.in_a_list {
                    last_id_at = self.last_id_at(rows);
                }
                let next = match last {
                    None => position.clone(),
                    Some(id) if *descending => Position::Before(id),
                    Some(id) => Position::After(id),
                };
                // Nothing was counted, so a total would be none.
                (next, if rows.len() < *full { End::Last } else { End::More }, None)
            }
            Way::Value { next: place, .. } => {
                let value = match place {
                    Some(_) => next.filter(|value| !is_nothing(value)),
                    None => rows.last().map(|row| self.id_of(row, rows.len() - 1)).transpose()?.cloned(),
                };
                match value {
                    None => (position.clone(), End::Last, total),
                    Some(value) => {
                        // After a resume, the guard has not seen where the walk began.
                        if let Position::Value(former) = position {
                            guard.comes_again(&former.to_string());
                        }
                        if guard.comes_again(&value.to_string()) {
                            return Err(ListProblem::ComesAgain("the cursor of an earlier page".to_owned()).into());
                        }
                        (Position::Value(value), End::More, total)
                    }
                }
            }
        };
        Ok(Taken { rows: found.rows, total, next, end, last_id_at })
    }

    /// What the answer says of the next page, where the spec says that it does.
    fn next_in(&self, answer: &Answer) -> Option<Value> {
        let (Way::Skip { next: place, .. } | Way::Value { next: Some(place), .. }) = &self.way else { return None };
        match place.split_first()? {
            (first, below) if first == "result" => get(&answer.result, below).cloned(),
            (first, []) if first == "next" => answer.next.map(Value::from),
            _ => None,
        }
    }

    /// Refuses a page that was there before: the server does not heed the parameter that says where it begins.
    fn comes_again(&self, rows: &[Value], guard: &mut Guard) -> Result<(), ListProblem> {
        let Some(first) = rows.first() else { return Ok(()) };
        let by_id = self.id.as_ref().and_then(|id| Some((id, member(first, id)?.1)));
        let (mark, shown) = match by_id {
            Some((id, value)) => (value.to_string(), format!("the page that begins with `{id}` {value}")),
            None => {
                let mut hasher = DefaultHasher::new();
                for row in rows {
                    row.to_string().hash(&mut hasher);
                }
                (hasher.finish().to_string(), "an earlier page".to_owned())
            }
        };
        if guard.comes_again(&mark) { Err(ListProblem::ComesAgain(shown)) } else { Ok(()) }
    }

    /// The identifiers of a page go on from where it begins, one by one. The last of them.
    fn check_ids(&self, position: &Position, rows: &[Value], descending: bool) -> Result<Option<i64>, ListProblem> {
        let id = self.id.clone().unwrap_or_default();
        let mut last = match position {
            Position::After(last) | Position::Before(last) => Some(*last),
            _ => None,
        };
        let mut end = None;
        for (row, value) in rows.iter().enumerate() {
            let number = whole_number(self.id_of(value, row)?);
            let found = number.ok_or_else(|| ListProblem::NoId { id: id.clone(), row })?;
            if let Some(last) = last.filter(|last| if descending { found >= *last } else { found <= *last }) {
                return Err(ListProblem::OutOfOrder { id, found, last });
            }
            (last, end) = (Some(found), Some(found));
        }
        Ok(end)
    }

    fn id_of<'a>(&self, row: &'a Value, at: usize) -> Result<&'a Value, ListProblem> {
        let id = self.id.as_deref().unwrap_or_default();
        let found = member(row, id).map(|(_, value)| value).filter(|value| !is_nothing(value));
        found.ok_or_else(|| ListProblem::NoId { id: id.to_owned(), row: at })
    }

    fn last_id_at(&self, rows: &[Value]) -> Option<String> {
        let (last, id) = (rows.last()?, self.id.as_ref()?);
        let key = member(last, id)?.0;
        let below = self.rows.steps.iter().map(|step| format!("[{step}]"));
        let plain = |text: &str| !text.contains(['[', ']', '$', '\0']);
        let all_plain = plain(key) && self.rows.steps.iter().all(|step| plain(step));
        all_plain.then(|| format!("{}[{}][{key}]", below.collect::<String>(), rows.len() - 1))
    }
}

/// A member by its name; some methods sort by `ID` and answer with `id`.
fn member<'a>(row: &'a Value, name: &str) -> Option<(&'a str, &'a Value)> {
    let members = row.as_object()?;
    let exact = members.get_key_value(name);
    let found = exact.or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
    found.map(|(key, value)| (key.as_str(), value))
}

fn skip(
    start: i64,
    count: i64,
    total: Option<i64>,
    next: Option<&Value>,
    told: bool,
) -> Result<(Position, End), ListProblem> {
    if let Some(next) = next.and_then(whole_number) {
        if next <= start {
            return Err(ListProblem::StandsStill { at: start, next });
        }
        return Ok((Position::Skip(next), End::More));
    }
    let rows = start.saturating_add(count);
    let end = match total {
        Some(total) if told => end_of(rows, total, true),
        None if told => End::Last,
        Some(total) if total > 0 => end_of(rows, total, count == 0),
        _ if count == 0 => End::Last,
        _ => End::More,
    };
    Ok((Position::Skip(rows), end))
}

/// Whether a list of so many rows ends here, if nothing more comes.
fn end_of(rows: i64, total: i64, nothing_more: bool) -> End {
    match (rows >= total, nothing_more) {
        (true, _) => End::Last,
        (false, true) => End::Early { rows, total },
        (false, false) => End::More,
    }
}
