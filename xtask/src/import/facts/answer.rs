//! What a call answers: the table of what comes back, with the page's own answer to tell where each row belongs.

use serde_json::Value;

use super::fields::Tables;
use super::regions::{Region, Section};
use super::rows::{Row, pieces};
use super::{Answer, json};
use crate::import::page::Block;

/// Rows of every answer, which are not the method's.
const COMMON: [&str; 4] = ["time", "total", "next", "error"];

const DEEPEST: usize = 5;

pub(crate) fn answer(regions: &[Section<'_>], doubts: &mut Vec<String>) -> Answer {
    let sections = || regions.iter().filter(|section| section.region == Region::Answer);
    let whole = sections().flat_map(|section| section.blocks).find_map(body);
    let example = whole.as_ref().and_then(|whole| whole.get("result")).cloned();
    let has = |name: &str| whole.as_ref().is_some_and(|whole| whole.get(name).is_some());
    let mut answer = Answer { has_next: has("next") || has("total"), example, ..Answer::default() };
    let mut pieces = pieces(sections());
    let has_result = |rows: &[Row]| rows.iter().any(|row| row.named.name == "result");
    if pieces.is_empty() {
        doubts.extend(answer.example.is_none().then(|| "the page does not say what a call gives".to_owned()));
        return answer;
    }
    let root = pieces.iter().position(|piece| has_result(&piece.rows)).unwrap_or_default();
    let root = pieces.remove(root);
    answer.has_next |= root.rows.iter().any(|row| matches!(row.named.name.as_str(), "next" | "total"));
    let mut members: Vec<Row> =
        root.rows.iter().filter(|row| !COMMON.contains(&row.named.name.as_str())).cloned().collect();
    let result = members.iter().position(|row| row.named.name == "result").map(|at| members.remove(at));
    // A second table under the heading of the first says what the result is made of, and needs no link.
    let more = pieces.iter().position(|piece| piece.section == root.section);
    let more = more.filter(|_| members.is_empty() && result.as_ref().is_some_and(|result| result.links.is_empty()));
    members.extend(more.into_iter().flat_map(|at| pieces.remove(at).rows));
    let tables = [result.as_slice(), &members].concat();
    let tables = Tables::new(&tables, &pieces);
    match result {
        Some(mut result) => {
            result.inside.extend(members);
            result.inside = nested(result.inside, answer.example.as_ref());
            let fields = tables.fields(std::slice::from_ref(&result), DEEPEST + 1);
            let field = fields.list.into_iter().next().unwrap_or_default();
            answer.types = field.types;
            answer.fields = field.inside;
        }
        None => answer.fields = Some(tables.fields(&nested(members, answer.example.as_ref()), DEEPEST)),
    }
    answer.fields = answer.fields.filter(|fields| !fields.is_empty());
    answer
}

/// The first listing that is an answer.
fn body(block: &Block) -> Option<Value> {
    let Block::Listing { text, .. } = block else { return None };
    json::read(text).filter(|value| value.get("result").is_some())
}

/// A container whose rows are being read, with the place of its row.
struct Open<'a> {
    path: Vec<usize>,
    sample: Option<&'a Value>,
}

/// The rows with those below them that belong inside, as the example has them: tables list what is inside a member right
/// after it.
fn nested(rows: Vec<Row>, example: Option<&Value>) -> Vec<Row> {
    let mut roots: Vec<Row> = Vec::new();
    let mut open = vec![Open { path: Vec::new(), sample: example.map(sample) }];
    for row in rows {
        let name = row.named.name.clone();
        let member = |open: &Open<'_>| open.sample.is_some_and(|sample| sample.get(&name).is_some());
        let parent = open.iter().rposition(member).unwrap_or(open.len() - 1);
        open.truncate(parent + 1);
        let Some(place) = open.last() else { continue };
        let value = place.sample.and_then(|sample| sample.get(&name)).map(sample);
        let (path, siblings) = (place.path.clone(), at(&mut roots, &place.path));
        let goes_on = row.links.is_empty() && row.inside.is_empty() && value.is_some_and(Value::is_object);
        let path = [path, vec![siblings.len()]].concat();
        siblings.push(row);
        if goes_on {
            open.push(Open { path, sample: value });
        }
    }
    roots
}

/// The rows inside of the row at a place.
fn at<'a>(rows: &'a mut Vec<Row>, path: &[usize]) -> &'a mut Vec<Row> {
    match path {
        [first, rest @ ..] if *first < rows.len() => at(&mut rows[*first].inside, rest),
        _ => rows,
    }
}

/// A value, or one of those that a list or a map of numbers has.
fn sample(value: &Value) -> &Value {
    match value {
        Value::Array(items) => items.first().map_or(value, sample),
        Value::Object(members) if members.keys().all(|key| key.bytes().all(|byte| byte.is_ascii_digit())) => {
            members.values().next().map_or(value, sample)
        }
        _ => value,
    }
}
