//! Requirements → states: which slots a builder has, what each setter does to them, and what they must be in the end.

mod condition;
mod plan;

use std::collections::BTreeSet;

use crate::ast::{Members, Param, Rule, RuleKind};
use crate::check::fields::{Names, Subject, claim_name, position};
use crate::check::rules::plan::Plan;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Demand, Field, Omission, Presence, Record, SetterKind, Slot, Stage, State};
use crate::source::{Span, Spanned};

/// The most parameters of one rule that are looked at in combination: 2⁶ of them are written out.
const MAX_COMBINED: usize = 6;

/// The record that these fields and rules make.
pub(crate) fn plan(
    subject: &Subject<'_>,
    params: &[Param],
    fields: Vec<Field>,
    rules: &[Rule],
    names: Names,
    problems: &mut Diagnostics,
) -> Record {
    let mut plan = Plan::new(subject, params, fields, names);
    for rule in rules {
        collapse(&mut plan, rule, problems);
    }
    require(&mut plan);
    for rule in rules {
        apply(&mut plan, rule, problems);
    }
    plan.finish(problems)
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
            met_by: vec![name.clone()],
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
            problems.add(name.span, Problem::TwoRules { param: name.value.clone() });
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
        plan.extra(with_index, setter, SetterKind::Announced { field: with_index, flag: flag_index, value });
    }
    if let Some(off) = off {
        let Some(value) = values.other else {
            problems.add(off.span, Problem::NoOtherValue);
            return;
        };
        let name = setter_name(plan, off, &[], problems);
        plan.extra(with_index, name, SetterKind::Preset { field: flag_index, value });
    }
}

/// A setter's name that a rule gives. It may be the name of one of the parameters that it stands for.
fn setter_name(plan: &mut Plan<'_>, name: &Spanned<String>, own: &[usize], problems: &mut Diagnostics) -> String {
    if crate::names::given_value_name(&name.value).as_deref() != Some(name.value.as_str()) {
        problems.add(name.span, Problem::BadValueName { name: name.value.clone() });
    }
    if own.iter().all(|own| plan.fields[*own].name != name.value) {
        claim_name(&mut plan.names, &name.value, name.span, problems);
    }
    name.value.clone()
}

fn apply(plan: &mut Plan<'_>, rule: &Rule, problems: &mut Diagnostics) {
    match &rule.kind {
        RuleKind::Collapse { .. } => {}
        RuleKind::AtLeastOne(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                at_least_one(plan, &group, matches!(members, Members::All));
            }
        }
        RuleKind::ExactlyOne(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                at_least_one(plan, &group, false);
                exclusive(plan, &group);
            }
        }
        RuleKind::Exclusive(members) => {
            if let Some(group) = group(plan, members, rule.span, problems) {
                exclusive(plan, &group);
            }
        }
        RuleKind::Together(members) => {
            if let Some(group) = combined(plan, members, rule.span, problems) {
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

/// The members of a rule that is written out in all combinations.
fn combined(plan: &Plan<'_>, members: &Members, at: Span, problems: &mut Diagnostics) -> Option<Vec<usize>> {
    let group = group(plan, members, at, problems)?;
    if group.len() > MAX_COMBINED {
        problems.add(at, Problem::RuleTooLarge { max: MAX_COMBINED });
        return None;
    }
    Some(group)
}

fn at_least_one(plan: &mut Plan<'_>, group: &[usize], all: bool) {
    let slot = plan.slot(Slot { carries: None });
    for &index in group {
        plan.moves_to(index, slot, State::Given);
    }
    if all {
        plan.raw_moves_to(slot, State::Given);
    }
    let (wire, setters) = plan.names_of(group);
    let subject = plan.subject.name;
    let message = if all {
        format!("`{subject}` is empty: at least one of its {}s is needed", plan.subject.member)
    } else {
        format!("missing {} of `{subject}`: at least one is needed", listed(&wire, "or"))
    };
    let demand = Demand {
        name: "AtLeastOne".to_owned(),
        slots: vec![slot],
        accepts: vec![(None, vec![State::Given])],
        stage: Stage::Build,
        message,
        label: format!("call {} first", calls(&setters, "or")),
        note: format!("declared in {}, rules", plan.subject.origin),
        met_by: setters.first().cloned().into_iter().collect(),
        omissions: vec![if all { omission(&["*"], &setters, &[]) } else { omission(&wire, &setters, &[]) }],
    };
    plan.demand(demand);
}

fn exclusive(plan: &mut Plan<'_>, group: &[usize]) {
    let slot = plan.slot(Slot { carries: None });
    let (wire, setters) = plan.names_of(group);
    let demand = plan.demand(Demand {
        name: "OnlyOne".to_owned(),
        slots: vec![slot],
        accepts: vec![(None, vec![State::Missing])],
        stage: Stage::Setter,
        message: format!("{} of `{}` exclude each other", listed(&wire, "and"), plan.subject.name),
        label: format!("only one of {} may be called", calls(&setters, "and")),
        note: format!("declared in {}, rules", plan.subject.origin),
        met_by: Vec::new(),
        omissions: Vec::new(),
    });
    for &index in group {
        plan.moves_to(index, slot, State::Given);
        plan.only_after(index, demand);
    }
}

fn together(plan: &mut Plan<'_>, group: &[usize]) {
    let slots: Vec<usize> = group.iter().map(|&index| plan.presence(index)).collect();
    let (wire, setters) = plan.names_of(group);
    let omissions = (0..group.len()).map(|left| {
        let others: Vec<String> = without(&setters, left);
        omission(&wire[left..=left], &setters[left..=left], &others)
    });
    let omissions = omissions.collect();
    let all = |state: State| (None, vec![state; group.len()]);
    plan.demand(Demand {
        name: "Together".to_owned(),
        slots,
        accepts: vec![all(State::Missing), all(State::Given)],
        stage: Stage::Build,
        message: format!("{} of `{}` are given together or not at all", listed(&wire, "and"), plan.subject.name),
        label: format!("call {}, or none of them", calls(&setters, "and")),
        note: format!("declared in {}, rules", plan.subject.origin),
        met_by: Vec::new(),
        omissions,
    });
}

fn one_of_groups(plan: &mut Plan<'_>, groups: &[Members], at: Span, problems: &mut Diagnostics) {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for members in groups {
        let Members::Named(named) = members else {
            problems.add(at, Problem::RuleTooSmall);
            return;
        };
        let set: Vec<usize> = named.iter().filter_map(|name| plan.free_member(name, problems)).collect();
        if set.len() < named.len() {
            return;
        }
        sets.push(set);
    }
    let all: Vec<usize> = sets.iter().flatten().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    if sets.len() < 2 || sets.iter().any(Vec::is_empty) {
        problems.add(at, Problem::RuleTooSmall);
        return;
    }
    if all.len() > MAX_COMBINED {
        problems.add(at, Problem::RuleTooLarge { max: MAX_COMBINED });
        return;
    }
    let complete = |given: &[usize]| sets.iter().any(|set| set.iter().all(|index| given.contains(index)));
    let accepts = combinations(&all).filter(|given| complete(given));
    let accepts = accepts.map(|given| (None, all.iter().map(|index| state(given.contains(index))).collect())).collect();
    let mut omissions = Vec::new();
    for set in &sets {
        for (at, _) in set.iter().enumerate() {
            let rest = without(set, at);
            if !complete(&rest) {
                let (lacks, setters) = plan.names_of(&set[at..=at]);
                omissions.push(omission(&lacks, &setters, &plan.names_of(&rest).1));
            }
        }
    }
    let named: Vec<(Vec<String>, Vec<String>)> = sets.iter().map(|set| plan.names_of(set)).collect();
    let join = |parts: Vec<String>| parts.join(", or ");
    let slots = all.iter().map(|&index| plan.presence(index)).collect();
    let demand = Demand {
        name: "OneOfGroups".to_owned(),
        slots,
        accepts,
        stage: Stage::Build,
        message: format!(
            "incomplete call of `{}`: it needs {}",
            plan.subject.name,
            join(named.iter().map(|(wire, _)| listed(wire, "and")).collect())
        ),
        label: format!("call {}", join(named.iter().map(|(_, setters)| calls(setters, "and")).collect())),
        note: format!("declared in {}, rules", plan.subject.origin),
        met_by: named.first().map(|(_, setters)| setters.clone()).unwrap_or_default(),
        omissions,
    };
    plan.demand(demand);
}

/// Every subset.
fn combinations(all: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    (0..1_usize << all.len()).map(move |bits| {
        all.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, index)| *index).collect()
    })
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
        client: None,
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
