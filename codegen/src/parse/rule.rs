//! Requirements between parameters.

use crate::ast::{Condition, Members, Rule, RuleKind};
use crate::diagnostic::{Diagnostics, Problem};
use crate::keys::{ANNOUNCEMENT, CONDITION, Keys, RULE};
use crate::parse::reader::{self, any_text, list, text, wrong};
use crate::parse::tree::{Data, Entry, Node};
use crate::source::{Span, Spanned};

pub(crate) fn parse_rules(members: &reader::Members<'_>, problems: &mut Diagnostics) -> Vec<Rule> {
    members.get("rules").map(|node| list(node, problems, parse_rule)).unwrap_or_default()
}

fn parse_rule(node: &Node, problems: &mut Diagnostics) -> Option<Rule> {
    let Data::Map(entries) = &node.data else {
        return wrong(node, "a rule, such as `at_least_one: [A, B]`", problems);
    };
    let [Entry { key, value }] = entries.as_slice() else {
        let at = entries.get(1).map_or(node.span, |second| second.key.span);
        return bad_form(at, format!("an item of `rules` is one rule, not {}", entries.len()), ONE_RULE, problems);
    };
    let kind = match key.value.as_str() {
        "at_least_one" => RuleKind::AtLeastOne(parse_members(value, problems)?),
        "exactly_one" => RuleKind::ExactlyOne(parse_members(value, problems)?),
        "exclusive" => RuleKind::Exclusive(parse_members(value, problems)?),
        "together" => RuleKind::Together(parse_members(value, problems)?),
        "one_of_groups" => RuleKind::OneOfGroups(list(value, problems, parse_members)),
        "required_if" => {
            let (param, condition) = parse_condition(value, problems)?;
            RuleKind::RequiredIf { param, condition }
        }
        "required_unless" => {
            let (param, condition) = parse_condition(value, problems)?;
            RuleKind::RequiredUnless { param, condition }
        }
        _ => parse_collapse(key, value, problems)?,
    };
    Some(Rule { span: key.span, kind })
}

const ONE_RULE: &str = "an item of its own for each, such as `- together: [A, B]`";
const ONE_CONDITION: &str =
    "one of `{param: P, when: {FLAG: value}}`, `{param: P, with: Q}`, `{param: P, auth: webhook}`";

/// Whether all keys of a rule's value are in the table; those that are not are noted.
fn known_keys(entries: &[Entry], table: &Keys, problems: &mut Diagnostics) -> bool {
    let before = problems.len();
    for Entry { key, .. } in entries.iter().filter(|entry| table.get(&entry.key.value).is_none()) {
        problems.add(key.span, Problem::unknown_word("key of this rule", &key.value, table.names()));
    }
    problems.len() == before
}

fn bad_form<T>(at: Span, message: String, form: &'static str, problems: &mut Diagnostics) -> Option<T> {
    problems.add(at, Problem::BadRule { message, form });
    None
}

fn parse_members(node: &Node, problems: &mut Diagnostics) -> Option<Members> {
    match &node.data {
        Data::Scalar { text, .. } if text == "*" => Some(Members::All),
        Data::List(items) => {
            let named = list(node, problems, text);
            // Of a list with a problem it cannot be said whether it is long enough.
            (named.len() == items.len()).then_some(Members::Named(named))
        }
        _ => wrong(node, "a list of parameters, or `'*'` for all", problems),
    }
}

/// `{param: P, when: {FLAG: value}}`, `{param: P, with: Q}` or `{param: P, auth: webhook}`.
fn parse_condition(node: &Node, problems: &mut Diagnostics) -> Option<(Spanned<String>, Condition)> {
    let Data::Map(entries) = &node.data else {
        return wrong(node, ONE_CONDITION, problems);
    };
    let get = |name: &str| entries.iter().find(|entry| entry.key.value == name).map(|entry| &entry.value);
    if !known_keys(entries, &CONDITION, problems) {
        return None;
    }
    let Some(param) = get("param") else {
        return bad_form(node.span, "the rule does not say which parameter".to_owned(), ONE_CONDITION, problems);
    };
    let given: Vec<&Entry> =
        entries.iter().filter(|entry| CONDITION.choice.contains(&entry.key.value.as_str())).collect();
    match given.as_slice() {
        [_] => {}
        [] => return bad_form(param.span, "the rule does not say when".to_owned(), ONE_CONDITION, problems),
        [_, second, ..] => {
            let message = format!("the rule has {} conditions", given.len());
            return bad_form(second.key.span, message, ONE_CONDITION, problems);
        }
    }
    let param = text(param, problems)?;
    let condition = if let Some(node) = get("with") {
        Condition::With(text(node, problems)?)
    } else if let Some(node) = get("auth") {
        Condition::Auth(text(node, problems)?)
    } else {
        let node = get("when")?;
        let Data::Map(conditions) = &node.data else {
            return wrong(node, "`{FLAG: value}`", problems);
        };
        let [Entry { key, value }] = conditions.as_slice() else {
            let at = conditions.get(1).map_or(node.span, |second| second.key.span);
            return bad_form(at, format!("`when` asks {} parameters", conditions.len()), ONE_CONDITION, problems);
        };
        let values = match &value.data {
            Data::List(_) => list(value, problems, any_text),
            _ => vec![any_text(value, problems)?],
        };
        Condition::Has(key.clone(), values)
    };
    Some((param, condition))
}

/// `placement: {flag: {USE_PLACEMENT: Y}, with: PLACEMENT_HANDLER, off: without_placement}`
fn parse_collapse(setter: &Spanned<String>, node: &Node, problems: &mut Diagnostics) -> Option<RuleKind> {
    let entries = match &node.data {
        Data::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    let get = |name: &str| entries.iter().find(|entry| entry.key.value == name).map(|entry| &entry.value);
    let (Some(flag), Some(with)) = (get("flag"), get("with")) else {
        problems.add(setter.span, Problem::unknown_word("rule", &setter.value, RULE.names()));
        return None;
    };
    known_keys(entries, &ANNOUNCEMENT, problems);
    let flag = match &flag.data {
        Data::Map(flags) if flags.len() == 1 => {
            flags.iter().find_map(|Entry { key, value }| Some((key.clone(), any_text(value, problems)?)))?
        }
        _ => return wrong(flag, "one flag and the value that announces the parameter", problems),
    };
    let off = get("off").and_then(|node| text(node, problems));
    Some(RuleKind::Collapse { setter: setter.clone(), flag, with: text(with, problems)?, off })
}
