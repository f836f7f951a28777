//! Requirements → states: which slots a builder has, what each setter does to them, and what they must be in the end.

mod condition;
mod group;
mod plan;

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::ast::{Members, Param, Rule, RuleKind};
use crate::check::fields::{Names, Subject, position};
use crate::check::rules::group::{at_least_one, exclusive, one_of_groups, together};
use crate::check::rules::plan::Plan;
use crate::check::solve::{Goal, Unsolved, solve};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Demand, Field, Omission, Presence, Record, SetterKind, Slot, Stage, State};
use crate::source::{Span, Spanned};

/// The most states that the type of one builder has; a call of it is written out by the compiler with all of them.
const MAX_STATES: usize = 64;
/// The most parameters of one rule that are looked at in combination: 2⁶ of them are written out.
const MAX_COMBINED: usize = 6;

/// The record that these fields and rules make.
pub(crate) fn plan(
    subject: &Subject<'_>,
    params: &[&Param],
    fields: Vec<Field>,
    rules: &[Rule],
    names: Names,
    problems: &mut Diagnostics,
) -> Record {
    let before = problems.len();
    let mut plan = Plan::new(subject, params, fields, names);
    for rule in rules {
        collapse(&mut plan, rule, problems);
    }
    require(&mut plan);
    for rule in rules {
        apply(&mut plan, rule, problems);
    }
    let record = plan.finish(problems);
    if record.slots.len() > MAX_STATES {
        let last = params.get(MAX_STATES).map(|param| param.wire_name.span);
        if let Some(at) = rules.last().map(|rule| rule.span).or(last) {
            problems.add(at, Problem::TooManyStates { max: MAX_STATES });
        }
    }
    if problems.len() > before {
        return record;
    }
    // Without rules there is nothing to try: what is required is called.
    let free = Cell::new(usize::MAX);
    settle(record, rules, if rules.is_empty() { &free } else { subject.scope.tries() }, problems)
}

/// Finds the calls that a record needs, and those that show each of its omissions alone.
fn settle(mut record: Record, rules: &[Rule], budget: &Cell<usize>, problems: &mut Diagnostics) -> Record {
    let goal = Goal { record: &record, broken: None, without: &[] };
    let minimal = match solve(&goal, &[], budget) {
        Ok(minimal) => minimal,
        Err(unsolved) => {
            let problem = match unsolved {
                Unsolved::Impossible => Problem::Contradiction,
                Unsolved::TooMany => Problem::TooEntangled,
            };
            rules.iter().take(1).for_each(|rule| problems.add(rule.span, problem.clone()));
            return record;
        }
    };
    let mut found = Vec::new();
    for (at, demand) in record.demands.iter().enumerate() {
        for omission in &demand.omissions {
            let broken = (demand.stage == Stage::Build).then_some(at);
            let goal = Goal { record: &record, broken, without: &omission.setters };
            let calls = solve(&goal, &omission.calls, budget).ok();
            found.push(calls.map(|calls| calls.iter().map(|call| record.setters[*call].name.clone()).collect()));
        }
    }
    let omissions = record.demands.iter_mut().flat_map(|demand| demand.omissions.iter_mut());
    for (omission, calls) in omissions.zip(found) {
        omission.isolated = calls.is_some();
        omission.calls = calls.unwrap_or_else(|| std::mem::take(&mut omission.calls));
    }
    record.minimal = minimal;
    record
}

/// Gives every required field a slot that carries its value.
fn require(plan: &mut Plan<'_>) {
    for index in 0..plan.fields.len() {
        if !plan.params[index].required || plan.is_hidden(index) {
            continue;
        }
        let slot = plan.slot(Slot { carries: Some(index) });
        plan.fields[index].presence = Presence::Required { slot };
        plan.moves_to(index, slot, State::Given);
        let (subject, member) = (plan.subject.name, plan.subject.member);
        let Field { name, wire_name, origin, .. } = &plan.fields[index];
        let demand = Demand {
            name: crate::names::camel(name).unwrap_or_default(),
            slots: vec![slot],
            accepts: vec![(None, vec![State::Given])],
            stage: Stage::Build,
            message: format!("missing required {member} `{wire_name}` of `{subject}`"),
            label: format!("call `.{name}(..)` first"),
            note: format!("declared in {origin}"),
            omissions: vec![omission(&[wire_name], &[name], &[])],
        };
        plan.demand(demand);
    }
}

/// One setter for a flag and the parameter that it announces.
fn collapse(plan: &mut Plan<'_>, rule: &Rule, problems: &mut Diagnostics) {
    let RuleKind::Collapse { setter, flag: (flag, value), with, off } = &rule.kind else {
        return;
    };
    let (Some(flag_index), Some(with_index)) =
        (position(plan.params, flag, problems), position(plan.params, with, problems))
    else {
        return;
    };
    for (index, name) in [(flag_index, flag), (with_index, with)] {
        if plan.is_hidden(index) || flag_index == with_index {
            problems.add(name.span, plan.two_rules(index, name));
            return;
        }
        if plan.params[index].required {
            problems.add(name.span, Problem::RuleOnRequired { param: name.value.clone() });
        }
    }
    let Some(values) = condition::known_values(plan, flag_index, value, problems) else {
        return;
    };
    plan.hide(flag_index);
    plan.hide(with_index);
    let setter = setter_name(plan, setter, &[flag_index, with_index], problems);
    if let Some(value) = values.wanted {
        let with = &plan.fields[with_index].wire_name;
        plan.say(format!("`{with}` goes with `{}`, which `.{setter}(..)` sets too", plan.fields[flag_index].wire_name));
        plan.extra(with_index, setter, SetterKind::Announced { field: with_index, flag: flag_index, value });
    }
    if let Some(off) = off {
        let Some(value) = values.other else {
            problems.add(off.span, Problem::NoOtherValue);
            return;
        };
        let name = setter_name(plan, off, &[], problems);
        plan.extra(with_index, name, SetterKind::Preset { field: flag_index, value, clears: Some(with_index) });
    }
}

/// A setter's name that a rule gives. It may be the name of one of the parameters that it stands for.
fn setter_name(plan: &mut Plan<'_>, name: &Spanned<String>, own: &[usize], problems: &mut Diagnostics) -> String {
    if crate::names::given_value_name(&name.value).as_deref() != Some(name.value.as_str()) {
        problems.add(name.span, Problem::BadValueName { name: name.value.clone() });
    }
    if own.iter().all(|own| plan.fields[*own].name != name.value) {
        plan.names.claim(&name.value, name.span, problems);
    }
    name.value.clone()
}

fn apply(plan: &mut Plan<'_>, rule: &Rule, problems: &mut Diagnostics) {
    match &rule.kind {
        RuleKind::Collapse { .. } => {}
        RuleKind::AtLeastOne(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                at_least_one(plan, &group, matches!(members, Members::All), false);
            }
        }
        RuleKind::ExactlyOne(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                at_least_one(plan, &group, false, true);
                exclusive(plan, &group, true);
            }
        }
        RuleKind::Exclusive(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                exclusive(plan, &group, false);
            }
        }
        RuleKind::Together(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                together(plan, &group);
            }
        }
        RuleKind::OneOfGroups(groups) => one_of_groups(plan, groups, rule.span, problems),
        RuleKind::RequiredIf { param, condition } => condition::required(plan, param, condition, true, problems),
        RuleKind::RequiredUnless { param, condition } => condition::required(plan, param, condition, false, problems),
    }
}

/// The members of a rule, by index: known, optional, with setters of their own, and at least two.
fn group(plan: &Plan<'_>, members: &Members, at: Span, problems: &mut Diagnostics) -> Option<Vec<usize>> {
    let named = match members {
        Members::All => {
            let free = (0..plan.fields.len()).filter(|index| !plan.is_hidden(*index));
            let all: Vec<usize> = free.filter(|index| !plan.params[*index].required).collect();
            if all.is_empty() {
                problems.add(at, Problem::RuleTooSmall);
            }
            return (!all.is_empty()).then_some(all);
        }
        Members::Named(named) => named,
    };
    let mut group = Vec::new();
    for name in named {
        if let Some(index) = plan.free_member(name, problems) {
            group.push(index);
        }
    }
    let distinct: BTreeSet<usize> = group.iter().copied().collect();
    if distinct.len() < group.len() || named.len() < 2 {
        problems.add(at, Problem::RuleTooSmall);
        return None;
    }
    (group.len() == named.len()).then_some(group)
}

fn state(given: bool) -> State {
    if given { State::Given } else { State::Missing }
}

fn without<T: Clone>(items: &[T], left: usize) -> Vec<T> {
    items.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, item)| item.clone()).collect()
}

fn omission<A: AsRef<str>, B: AsRef<str>>(lacks: &[A], setters: &[B], calls: &[String]) -> Omission {
    Omission {
        lacks: lacks.iter().map(|name| name.as_ref().to_owned()).collect(),
        setters: setters.iter().map(|name| name.as_ref().to_owned()).collect(),
        named: setters.iter().take(NAMED).map(|name| name.as_ref().to_owned()).collect(),
        calls: calls.to_vec(),
        isolated: false,
        client: None,
        condition: String::new(),
    }
}

/// `` `A`, `B` and `C` ``
fn listed(names: &[String], last: &str) -> String {
    join(names.iter().map(|name| format!("`{name}`")).collect(), last)
}

/// The most setters that one line names.
const NAMED: usize = 4;

/// `` `.a(..)` or `.b(..)` ``
fn calls(setters: &[String], last: &str) -> String {
    let mut calls: Vec<String> = setters.iter().take(NAMED).map(|name| format!("`.{name}(..)`")).collect();
    if setters.len() > NAMED {
        calls.push("another setter".to_owned());
    }
    join(calls, last)
}

fn join(mut parts: Vec<String>, last: &str) -> String {
    match parts.pop() {
        Some(end) if parts.is_empty() => end,
        Some(end) => format!("{} {last} {end}", parts.join(", ")),
        None => String::new(),
    }
}
