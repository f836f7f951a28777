//! Parameters by the names that the spec has for them. PHP's handlers read top-level names whatever the case of their
//! letters, and a few methods read nested ones so too.

use bitrix24_codegen::model::{Definition, Method, Record, Type};
use serde_json::{Map, Value};

use crate::api::Api;

/// The parameters of a call by name, with the spec's own letters. What the spec does not know keeps its name.
pub(super) fn spell(api: &Api, method: &Method, parameters: Value) -> Map<String, Value> {
    let members = match parameters {
        Value::Array(items) => by_place(method, items),
        Value::Object(members) if method.positional => by_number(method, members),
        Value::Object(members) => members,
        // A body that is no list of parameters has none.
        _ => Map::new(),
    };
    // In the families of actions and rules the server changes the case of nested names as well.
    let nested = ["bizproc.activity.", "bizproc.robot."].iter().any(|family| method.wire_name.starts_with(family));
    spelled(api, &method.record, members, nested)
}

/// The places of a list by the names that stand there; of a method that takes none, by their numbers.
fn by_place(method: &Method, items: Vec<Value>) -> Map<String, Value> {
    let field = |at: usize| method.record.fields.get(at).filter(|_| method.positional);
    let name = |at: usize| field(at).map_or_else(|| at.to_string(), |field| field.wire_name.clone());
    items.into_iter().enumerate().map(|(at, item)| (name(at), item)).collect()
}

/// A list with gaps reaches PHP as an object with numbers for keys.
fn by_number(method: &Method, members: Map<String, Value>) -> Map<String, Value> {
    let field = |name: &str| name.parse::<usize>().ok().and_then(|at| method.record.fields.get(at));
    members
        .into_iter()
        .map(|(name, value)| (field(&name).map_or(name, |field| field.wire_name.clone()), value))
        .collect()
}

fn spelled(api: &Api, record: &Record, members: Map<String, Value>, nested: bool) -> Map<String, Value> {
    let mut result = Map::new();
    for (name, value) in members {
        let fields = record.fields.iter();
        let constants = record.constants.iter().map(|constant| constant.wire_name.as_str());
        let known: Vec<&str> = fields.map(|field| field.wire_name.as_str()).chain(constants).collect();
        let exact = known.iter().find(|known| **known == name);
        // Two names of one method can differ by case alone; then each is itself.
        let own = exact.or_else(|| known.iter().find(|known| known.to_lowercase() == name.to_lowercase()));
        let own = own.map_or(name.clone(), |own| (*own).to_owned());
        let ty = record.fields.iter().find(|field| field.wire_name == own).map(|field| &field.ty);
        let value = match ty {
            Some(ty) if nested => inside(api, ty, value),
            _ => value,
        };
        // Of two spellings, the spec's own counts.
        if exact.is_some() || !result.contains_key(&own) {
            result.insert(own, value);
        }
    }
    result
}

/// Nested names are those of structs; the keys of a map are data.
fn inside(api: &Api, ty: &Type, value: Value) -> Value {
    match (ty, value) {
        (Type::List(item) | Type::Optional(item), Value::Array(items)) => {
            items.into_iter().map(|value| inside(api, item, value)).collect()
        }
        (Type::Map(_, item), Value::Object(members)) => {
            members.into_iter().map(|(key, value)| (key, inside(api, item, value))).collect()
        }
        (Type::Named(reference), value) => match (api.named(reference).map(|named| &named.definition), value) {
            (Some(Definition::Alias(ty)), value) => inside(api, ty, value),
            (Some(Definition::Record(record)), Value::Object(members)) => {
                Value::Object(spelled(api, record, members, true))
            }
            (_, value) => value,
        },
        (_, value) => value,
    }
}
