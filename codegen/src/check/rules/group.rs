//! Rules about which of several parameters are given.

use std::collections::BTreeSet;

use crate::ast::Members;
use crate::check::rules::plan::Plan;
use crate::check::rules::{MAX_COMBINED, calls, listed, omission, state, without};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Demand, Slot, Stage, State};
use crate::source::Span;

/// One or more of several. `exactly` if another rule sees to it that it is not more.
pub(super) fn at_least_one(plan: &mut Plan<'_>, group: &[usize], all: bool, exactly: bool) {
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
        omissions: vec![if all { omission(&["*"], &setters, &[]) } else { omission(&wire, &setters, &[]) }],
    };
    plan.demand(demand);
    let says = match (all, exactly) {
        (true, _) => format!("At least one {}", plan.subject.member),
        (false, true) => format!("Exactly one of {}", listed(&wire, "and")),
        (false, false) => format!("At least one of {}", listed(&wire, "and")),
    };
    plan.say(says);
    if !exactly {
        plan.any_given(group, slot, all);
    }
}

/// Not more than one of several. `exactly` if another rule sees to it that it is not none.
pub(super) fn exclusive(plan: &mut Plan<'_>, group: &[usize], exactly: bool) {
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
        omissions: Vec::new(),
    });
    for &index in group {
        plan.moves_to(index, slot, State::Given);
        plan.only_after(index, demand);
    }
    if !exactly {
        plan.say(format!("At most one of {}", listed(&wire, "and")));
    }
}

pub(super) fn together(plan: &mut Plan<'_>, group: &[usize]) {
    let slots: Vec<usize> = group.iter().map(|&index| plan.presence(index)).collect();
    for &index in group {
        plan.must_be_known(index);
    }
    let (wire, setters) = plan.names_of(group);
    let omissions = (0..group.len()).map(|left| {
        let others: Vec<String> = without(&setters, left);
        omission(&wire[left..=left], &setters[left..=left], &others)
    });
    let omissions = omissions.collect();
    let all = |state: State| (None, vec![state; group.len()]);
    plan.say(format!("{} together or not at all", listed(&wire, "and")));
    plan.demand(Demand {
        name: "Together".to_owned(),
        slots,
        accepts: vec![all(State::Missing), all(State::Given)],
        stage: Stage::Build,
        message: format!("{} of `{}` are given together or not at all", listed(&wire, "and"), plan.subject.name),
        label: format!("call {}, or none of them", calls(&setters, "and")),
        note: format!("declared in {}, rules", plan.subject.origin),
        omissions,
    });
}

pub(super) fn one_of_groups(plan: &mut Plan<'_>, groups: &[Members], at: Span, problems: &mut Diagnostics) {
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
    plan.say(format!("Either {}", join(named.iter().map(|(wire, _)| listed(wire, "and")).collect())));
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
