//! Which setters make a builder complete: found by trying, on the states alone.

use std::cell::Cell;

use crate::model::{Demand, Record, SetterKind, Stage, State};

/// The most calls that are tried at once; beyond it, rules are too entangled for anyone.
const MAX_TRIES: usize = 5_000;

/// Why there are no calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsolved {
    /// All were tried.
    Impossible,
    /// There are too many to try.
    TooMany,
}

/// What is looked for.
pub(crate) struct Goal<'a> {
    pub(crate) record: &'a Record,
    /// The demand that must stay broken, by index; none if all must be met.
    pub(crate) broken: Option<usize>,
    /// Setters that must not be called, by name.
    pub(crate) without: &'a [String],
}

/// Calls, by index, that begin with `start` and reach the goal. What is tried is taken from `budget`.
pub(crate) fn solve(goal: &Goal<'_>, start: &[String], budget: &Cell<usize>) -> Result<Vec<usize>, Unsolved> {
    let mut states = vec![State::Missing; goal.record.slots.len()];
    let mut calls = Vec::new();
    for name in start {
        let setter = goal.record.setters.iter().position(|setter| setter.name == *name);
        let setter = setter.ok_or(Unsolved::Impossible)?;
        states = goal.call(&states, setter).ok_or(Unsolved::Impossible)?;
        calls.push(setter);
    }
    let allowed = budget.get().min(MAX_TRIES);
    let mut left = allowed;
    let found = goal.search(&states, &mut calls, &mut left);
    budget.set(budget.get() - (allowed - left));
    match (found, left) {
        (true, _) => Ok(calls),
        (false, 0) => Err(Unsolved::TooMany),
        (false, _) => Err(Unsolved::Impossible),
    }
}

impl Goal<'_> {
    fn search(&self, states: &[State], calls: &mut Vec<usize>, left: &mut usize) -> bool {
        if *left == 0 {
            return false;
        }
        *left -= 1;
        if self.broken.is_some_and(|broken| self.is_met(broken, states)) {
            return false;
        }
        let unmet = (0..self.record.demands.len()).find(|&demand| {
            self.record.demands[demand].stage == Stage::Build
                && Some(demand) != self.broken
                && !self.is_met(demand, states)
        });
        let Some(unmet) = unmet else {
            return true;
        };
        for setter in self.candidates(&self.record.demands[unmet]) {
            if calls.contains(&setter) {
                continue;
            }
            if let Some(next) = self.call(states, setter) {
                calls.push(setter);
                if self.search(&next, calls, left) {
                    return true;
                }
                calls.pop();
            }
        }
        false
    }

    /// The setters that change something about a demand, the plain ones first, and of these the ones whose values are made
    /// of no others, which could lead back to the record.
    fn candidates(&self, demand: &Demand) -> Vec<usize> {
        let setters = self.record.setters.iter().enumerate();
        let touches = setters.filter(|(_, setter)| {
            let moves = setter.moves.iter().any(|step| demand.slots.contains(&step.slot));
            moves && !self.without.contains(&setter.name) && !matches!(setter.kind, SetterKind::AnyGiven { .. })
        });
        let rank = |kind: &SetterKind| match kind {
            SetterKind::Value { field } | SetterKind::Announced { field, .. } => {
                usize::from(self.record.fields[*field].ty.has_parts())
            }
            _ => 2,
        };
        let mut candidates: Vec<(usize, usize)> = touches.map(|(at, setter)| (rank(&setter.kind), at)).collect();
        candidates.sort_unstable();
        candidates.into_iter().map(|(_, at)| at).collect()
    }

    /// The states after a call; `None` if it may not be called now.
    fn call(&self, states: &[State], setter: usize) -> Option<Vec<State>> {
        let setter = self.record.setters.get(setter)?;
        if setter.before.iter().any(|demand| !self.is_met(*demand, states)) {
            return None;
        }
        let mut states = states.to_vec();
        for step in &setter.moves {
            states[step.slot] = step.to;
        }
        Some(states)
    }

    fn is_met(&self, demand: usize, states: &[State]) -> bool {
        let demand = &self.record.demands[demand];
        demand.accepts.iter().any(|(_, accepted)| demand.slots.iter().map(|slot| &states[*slot]).eq(accepted))
    }
}
