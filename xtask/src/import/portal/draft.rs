//! The entry of a method that a document describes, key by key in the order of the language.

use super::object::object;
use super::operation::Operation;
use super::schema::{Kind, Member, Schema};
use super::types::{Place, Typed, Types};
use crate::import::draft::{Draft, effect, errors, family_and_key, type_name};
use crate::import::report::distinct;
use crate::import::yaml::{Entry, Yaml, entry, word};

/// The draft of a method. Nothing if there are too many members in the document.
pub(crate) fn draft<'a>(operation: &'a Operation, types: &mut Types<'a>) -> Option<Draft> {
    if types.members_left == 0 {
        return None;
    }
    let name = &operation.name;
    let (_, key) = family_and_key(name, true);
    let segment = name.rsplit('.').next().unwrap_or_default();
    let stem = type_name([segment, "V3"]);
    let place = |path, is_sent| Place { stem: &stem, of: name, path, is_sent };
    let mut own = Vec::new();
    let mut doubts = operation.doubts.clone();
    let mut is_open = false;
    let members = match &operation.request {
        Some(request) => object(types.components, request, &mut doubts).unwrap_or_else(|| {
            is_open = true;
            Vec::new()
        }),
        None => Vec::new(),
    };
    let (result, rows) = result(operation, types, place(&["result"], false), &mut own);
    let params = types.members(&members, place(&[], true), &mut own);
    if !types.finish() {
        return None;
    }
    let effect = effect(name, members.iter().map(|member| member.name.as_str()));
    let mut entries = vec![entry("doc", Yaml::text(&format!("Calls `{name}`.")))];
    entries.push(word("rest", "3"));
    entries.extend([word("access", "any"), word("context", "any"), word("effect", effect)]);
    entries.extend(operation.deprecated.then(|| entry("deprecated", Yaml::Map(Vec::new()))));
    let pages = pagination(&members, rows).filter(|_| effect == "read");
    entries.extend(pages);
    entries.extend((!members.is_empty()).then(|| entry("params", params)));
    entries.extend(is_open.then(|| word("open", "any")));
    entries.push(result);
    entries.extend((!operation.errors.is_empty()).then(|| entry("errors", errors(&operation.errors))));
    let method = Entry { key, value: Yaml::Map(entries), doubts: distinct(doubts) };
    Some(Draft { name: name.clone(), rest3: true, method, types: own })
}

/// Where the rows of a list stand.
#[derive(Clone, Copy, Debug)]
enum Rows {
    /// It is no list.
    None,
    /// They are the result, without what it is wrapped in.
    Result,
    /// They stand under `items`, beside other members.
    Items,
}

/// The result, and where the rows of a list stand, if it has any.
fn result<'a>(
    operation: &'a Operation,
    types: &mut Types<'a>,
    place: Place<'_>,
    own: &mut Vec<Entry>,
) -> (Entry, Rows) {
    let unknown = |doubts: Vec<String>| Entry { doubts, ..word("result", "any") };
    let silent = || vec!["the document does not say what a call gives".to_owned()];
    let Some(answer) = &operation.answer else { return (unknown(silent()), Rows::None) };
    match &answer.kind {
        // Every list of REST 3.0 stands under `items`, although documents have it right here.
        Kind::List(items) => {
            let item = match items {
                Some(item) => types.ty(item, Place { path: &["result", ITEMS], ..place }, own),
                None => Typed { ty: "any".to_owned(), ..Typed::default() },
            };
            let made = Typed { ty: format!("{}[]", item.ty), nullable: answer.nullable, doubts: item.doubts };
            (wrapped(ITEMS, &made, &answer.doubts), Rows::Result)
        }
        Kind::Object(members) => match members.as_slice() {
            [only] => {
                let made = types.ty(&only.schema, Place { path: &["result", only.name.as_str()], ..place }, own);
                let is_list = only.name == ITEMS && made.ty.ends_with("[]");
                let rows = if is_list { Rows::Result } else { Rows::None };
                (wrapped(&only.name, &made, &answer.doubts), rows)
            }
            _ => {
                let made = types.ty(answer, place, own);
                let is_list =
                    |member: &Member| member.name == ITEMS && matches!(member.schema.kind, Kind::List(Some(_)));
                (whole(made), if members.iter().any(is_list) { Rows::Items } else { Rows::None })
            }
        },
        Kind::Any => (unknown(answer.doubts.clone()), Rows::None),
        Kind::Map(None) => (unknown([silent(), answer.doubts.clone()].concat()), Rows::None),
        _ => (whole(types.ty(answer, place, own)), Rows::None),
    }
}

/// Where the answers of REST 3.0 have their rows.
const ITEMS: &str = "items";

fn wrapped(name: &str, typed: &Typed, doubts: &[String]) -> Entry {
    let mut members = vec![entry("type", Yaml::text(&typed.ty)), entry("wrapped_in", Yaml::text(name))];
    members.extend((typed.nullable && typed.ty != "any").then(|| word("nullable", "true")));
    Entry { key: "result".to_owned(), value: Yaml::Map(members), doubts: distinct([doubts, &typed.doubts].concat()) }
}

fn whole(typed: Typed) -> Entry {
    let ty = entry("type", Yaml::text(&typed.ty));
    let value =
        if typed.nullable && typed.ty != "any" { Yaml::Map(vec![ty, word("nullable", "true")]) } else { ty.value };
    Entry { key: "result".to_owned(), value, doubts: distinct(typed.doubts) }
}

/// How the rows are reached, by the members of the parameter `pagination`.
fn pagination(members: &[&Member], rows: Rows) -> Option<Entry> {
    let rows = match rows {
        Rows::None => return None,
        Rows::Result => None,
        Rows::Items => Some(entry("rows", Yaml::text("result.items"))),
    };
    let Schema { kind: Kind::Object(inside), .. } = &members.iter().find(|member| member.name == "pagination")?.schema
    else {
        return None;
    };
    let has = |name: &str| inside.iter().any(|member| member.name == name);
    let style = ["page", "offset"].into_iter().find(|style| has(style))?;
    let mut entries = vec![word("style", style), entry("param", Yaml::text(&format!("pagination.{style}")))];
    entries.extend(has("limit").then(|| entry("limit", Yaml::text("pagination.limit"))));
    entries.extend(rows);
    Some(entry("pagination", Yaml::Map(entries)))
}
