//! Requirements between the parameters of one table, as rules.

use crate::import::facts::{Condition, Demand, Field, Fields};
use crate::import::yaml::{Yaml, entry, word};

/// The rules. One that the language cannot say becomes a doubt.
pub(super) fn rules(fields: &Fields, doubts: &mut Vec<String>) -> Vec<Yaml> {
    let mut rules = Vec::new();
    for demand in &fields.demands {
        match rule(demand, fields) {
            Some(rule) => rules.push(rule),
            None => doubts.push("a condition is about values that the page does not list".to_owned()),
        }
    }
    rules
}

fn rule(demand: &Demand, fields: &Fields) -> Option<Yaml> {
    let (key, value) = match demand {
        Demand::AtLeastOne(names) => ("at_least_one", Yaml::texts(names)),
        Demand::Together(names) => ("together", Yaml::texts(names)),
        Demand::ExactlyOne(names) => ("exactly_one", Yaml::texts(names)),
        Demand::If(param, condition) => ("required_if", conditional(param, condition, fields)?),
    };
    Some(Yaml::Map(vec![entry(key, value)]))
}

fn conditional(param: &str, condition: &Condition, fields: &Fields) -> Option<Yaml> {
    let when = match condition {
        Condition::With(other) => entry("with", Yaml::text(other)),
        Condition::Webhook => word("auth", "webhook"),
        Condition::Has(flag, values) => {
            let field = fields.get(flag)?;
            let listed = is_flag(field) || values.iter().all(|value| field.values.contains(value));
            let value = match values.as_slice() {
                [one] => Yaml::text(one),
                several => Yaml::texts(several),
            };
            entry("when", listed.then(|| Yaml::Map(vec![entry(flag, value)]))?)
        }
    };
    Some(Yaml::Map(vec![entry("param", Yaml::text(param)), when]))
}

fn is_flag(field: &Field) -> bool {
    matches!(field.types.as_slice(), [ty] if ty == "boolean" || ty == "bool")
}
