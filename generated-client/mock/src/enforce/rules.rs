//! The rules between parameters. The generator has turned them into states of a builder; here the states come from what
//! was sent, as if its setters had been called.

use bitrix24_codegen::model::{
    Client, Definition, Demand, Field, Literal, Move, Record, Setter, SetterKind, Stage, State, Type, Vacancy,
};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::call::Caller;
use crate::enforce::{Kind, Problem, scalar};

/// The value of a field if it says anything. Null and an empty text do so where the spec gives them a meaning.
pub(super) fn given<'a>(field: &Field, value: &'a Value) -> Option<&'a Value> {
    let says = match value {
        Value::Null => field.vacancy == Vacancy::Nullable,
        // An empty text is how a form says false.
        Value::String(text) if text.is_empty() => {
            field.vacancy == Vacancy::Clearable || matches!(field.ty, Type::Boolean(_))
        }
        _ => true,
    };
    says.then_some(value)
}

/// Whether a value is what PHP calls empty, but for zero and false.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether a record declares this name.
pub(super) fn knows(record: &Record, name: &str) -> bool {
    record.fields.iter().any(|field| field.wire_name == name)
        || record.constants.iter().any(|constant| constant.wire_name == name)
}

/// What breaks a rule, each with the index of its field.
pub(super) fn problems(
    api: &Api,
    record: &Record,
    members: &Map<String, Value>,
    caller: Option<&Caller>,
) -> Vec<(usize, Problem)> {
    let sent = Sent { api, record, members };
    let mut states = vec![State::Missing; record.slots.len()];
    let mut found = Vec::new();
    for (at, field) in record.fields.iter().enumerate() {
        let Some(value) = sent.value(at) else {
            continue;
        };
        if let Some(with) = sent.announces(at, value).filter(|with| sent.value(*with).is_none()) {
            found.push((with, Problem::at(&record.fields[with].wire_name, Kind::Missing)));
        }
        let Some(setter) = sent.setter(at, value) else {
            continue;
        };
        if setter.before.iter().any(|demand| !is_met(&record.demands[*demand], &states, None)) {
            found.push((at, Problem::at(&field.wire_name, Kind::Excluded)));
        }
        for step in sent.moves(at, setter) {
            states[step.slot] = step.to;
        }
    }
    if record.open.is_some() && members.keys().any(|name| !knows(record, name)) {
        record.raw_moves.iter().for_each(|step| states[step.slot] = step.to);
    }
    let client = caller.map(|caller| if caller.application.is_some() { Client::Application } else { Client::Webhook });
    for demand in record.demands.iter().filter(|demand| demand.stage != Stage::Setter) {
        if !is_met(demand, &states, client) {
            found.extend(sent.lacks(demand, client));
        }
    }
    found
}

fn is_met(demand: &Demand, states: &[State], client: Option<Client>) -> bool {
    let asked = |kind: &Option<Client>| kind.is_none() || *kind == client;
    let enough = |accepted: &Vec<State>| demand.slots.iter().map(|slot| states[*slot]).eq(accepted.iter().copied());
    demand.accepts.iter().any(|(kind, accepted)| asked(kind) && enough(accepted))
}

/// What was sent for a record.
struct Sent<'a> {
    api: &'a Api,
    record: &'a Record,
    members: &'a Map<String, Value>,
}

impl<'a> Sent<'a> {
    fn value(&self, at: usize) -> Option<&'a Value> {
        let field = self.record.fields.get(at)?;
        given(field, self.members.get(&field.wire_name)?)
    }

    /// The field that a flag's value announces.
    fn announces(&self, at: usize, given: &Value) -> Option<usize> {
        self.record.setters.iter().find_map(|setter| match &setter.kind {
            SetterKind::Announced { field, flag, value } if *flag == at && self.is(value, given) => Some(*field),
            _ => None,
        })
    }

    /// The setter that would have given this value. What a flag would have to announce, but does not, has none.
    fn setter(&self, at: usize, sent: &Value) -> Option<&'a Setter> {
        let find = |fits: &dyn Fn(&SetterKind) -> bool| self.record.setters.iter().find(|setter| fits(&setter.kind));
        let special = find(&|kind| match kind {
            SetterKind::Announced { field, flag, value } => {
                *field == at && self.value(*flag).is_some_and(|flag| self.is(value, flag))
            }
            SetterKind::Preset { field, value, .. } => *field == at && self.is(value, sent),
            SetterKind::Clear { field } => *field == at && is_empty(sent),
            SetterKind::Null { field } => *field == at && sent.is_null(),
            _ => false,
        });
        special.or_else(|| find(&|kind| matches!(kind, SetterKind::Value { field } if *field == at)))
    }

    /// What a setter does to the states. For the compiler a plain setter gives any value; here the value is known, and as
    /// no setter stands for it, no rule can be about it.
    fn moves(&self, at: usize, setter: &'a Setter) -> Vec<Move> {
        let plain = matches!(setter.kind, SetterKind::Value { .. });
        let presets = self.record.setters.iter().filter(|setter| {
            plain && matches!(setter.kind, SetterKind::Preset { field, clears: None, .. } if field == at)
        });
        let moved: Vec<Move> = presets.flat_map(|preset| preset.moves.iter().copied()).collect();
        let known = |slot: usize| moved.iter().any(|step| step.slot == slot && step.to == State::Waived);
        let adapt = |step: &Move| Move { to: if known(step.slot) { State::Waived } else { step.to }, ..*step };
        setter.moves.iter().map(adapt).collect()
    }

    /// What a broken demand asks for.
    fn lacks(&self, demand: &Demand, client: Option<Client>) -> Vec<(usize, Problem)> {
        let field = |name: &String| self.record.fields.iter().position(|field| field.wire_name == *name);
        let absent = |name: &String| field(name).is_none_or(|at| self.value(at).is_none());
        let omissions = demand.omissions.iter();
        let mut broken = omissions.filter(|omission| omission.client.is_none() || omission.client == client);
        let Some(omission) = broken.find(|omission| omission.lacks.iter().all(absent)) else {
            return vec![(self.record.fields.len(), Problem { path: Vec::new(), kind: Kind::Missing })];
        };
        // Of several that would do, all are named where the first stands.
        let first = omission.lacks.iter().filter_map(field).min().unwrap_or(self.record.fields.len());
        let problem = |name: &String| match field(name) {
            Some(_) => Problem::at(name, Kind::Missing),
            None => Problem { path: Vec::new(), kind: Kind::Missing },
        };
        omission.lacks.iter().map(|name| (first, problem(name))).collect()
    }

    /// Whether a value is the one of a setter.
    fn is(&self, literal: &Literal, value: &Value) -> bool {
        match literal {
            Literal::Boolean(flag) => scalar::flag(value) == Some(*flag),
            Literal::Text(text) => is_written(value, text),
            Literal::Integer(number) => scalar::integer(value) == Some(*number),
            Literal::Variant(reference, name) => {
                let values = match self.api.named(reference).map(|named| &named.definition) {
                    Some(Definition::Enumeration { values, .. }) => values.as_slice(),
                    _ => &[],
                };
                values.iter().any(|known| known.name == *name && is_written(value, &known.wire_name))
            }
            _ => false,
        }
    }
}

/// Whether a scalar is this text, or the flag that the text stands for.
pub(super) fn is_written(value: &Value, text: &str) -> bool {
    let flag = scalar::flag(&Value::String(text.to_owned())).filter(|_| !text.is_empty());
    scalar::text(value).is_some_and(|written| written == text)
        || (value.is_boolean() && flag.is_some() && scalar::flag(value) == flag)
}
