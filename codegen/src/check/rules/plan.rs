//! A record while its rules are applied.

use crate::ast::Param;
use crate::check::fields::{Names, Subject, position};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Call, Demand, Field, Move, Record, Setter, SetterKind, Slot, Stage, State, Vacancy};
use crate::names;
use crate::source::Spanned;

pub(crate) struct Plan<'a> {
    pub(crate) subject: &'a Subject<'a>,
    pub(crate) params: &'a [&'a Param],
    pub(crate) fields: Vec<Field>,
    pub(crate) names: Names,
    /// For each field, how it is given.
    givers: Vec<Giver>,
    slots: Vec<Slot>,
    demands: Vec<Demand>,
    raw_moves: Vec<Move>,
    rules: Vec<String>,
    /// Setters that ask at run time whether something was given.
    questions: Vec<Setter>,
}

/// How a field is given.
#[derive(Default)]
struct Giver {
    /// Whether it has no setter of its own, because a rule's setter gives it.
    hidden: bool,
    /// The slot that remembers whether it was given, for rules about that.
    presence: Option<usize>,
    /// Whether a rule would be got around if the compiler could not tell that it was given.
    must_be_known: bool,
    moves: Vec<Move>,
    before: Vec<usize>,
    /// Setters of rules, shown where the field stands.
    extra: Vec<(String, SetterKind, Vec<Move>)>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(subject: &'a Subject<'a>, params: &'a [&'a Param], fields: Vec<Field>, names: Names) -> Self {
        let givers = fields.iter().map(|_| Giver::default()).collect();
        Self {
            subject,
            params,
            fields,
            names,
            givers,
            slots: Vec::new(),
            demands: Vec::new(),
            raw_moves: Vec::new(),
            rules: Vec::new(),
            questions: Vec::new(),
        }
    }

    pub(crate) fn slot(&mut self, slot: Slot) -> usize {
        self.slots.push(slot);
        self.slots.len() - 1
    }

    /// The slot that remembers whether a field was given.
    pub(crate) fn presence(&mut self, field: usize) -> usize {
        if let Some(slot) = self.givers[field].presence {
            return slot;
        }
        let slot = self.slot(Slot { carries: None });
        self.givers[field].presence = Some(slot);
        self.moves_to(field, slot, State::Given);
        slot
    }

    /// Says that a rule depends on the compiler's knowing whether, and with which value, a field was given.
    pub(crate) fn must_be_known(&mut self, field: usize) {
        self.givers[field].must_be_known = true;
    }

    /// Adds a demand, under a name of its own.
    pub(crate) fn demand(&mut self, mut demand: Demand) -> usize {
        let wanted = std::mem::take(&mut demand.name);
        demand.name = names::beside_prelude(wanted.clone());
        let mut number = 2;
        while self.demands.iter().any(|other| other.name == demand.name) {
            demand.name = format!("{wanted}{number}");
            number += 1;
        }
        self.demands.push(demand);
        self.demands.len() - 1
    }

    /// Says when the demand that was added last is asked for.
    pub(crate) fn last_demand_at(&mut self, stage: Stage) {
        if let Some(demand) = self.demands.last_mut() {
            demand.stage = stage;
        }
    }

    /// Adds another way out to the label of the demand that was added last.
    pub(crate) fn last_demand_also(&mut self, label: &str) {
        if let Some(demand) = self.demands.last_mut() {
            demand.label.push_str(label);
        }
    }

    /// Notes a rule in words.
    pub(crate) fn say(&mut self, rule: String) {
        self.rules.push(rule);
    }

    /// Adds a setter that asks at run time whether one of `fields` was given, for what only `maybe_` setters give.
    pub(crate) fn any_given(&mut self, fields: &[usize], slot: usize, raw: bool) {
        let name = match self.questions.len() {
            0 => "any_given".to_owned(),
            before => format!("any_given_{}", before + 1),
        };
        self.questions.push(Setter {
            sample: Call { setter: name.clone(), arguments: Vec::new() },
            name,
            kind: SetterKind::AnyGiven { fields: fields.to_vec(), raw },
            moves: vec![Move { slot, to: State::Given }],
            before: Vec::new(),
            maybe: false,
        });
    }

    pub(crate) fn moves_to(&mut self, field: usize, slot: usize, to: State) {
        self.givers[field].moves.push(Move { slot, to });
    }

    pub(crate) fn raw_moves_to(&mut self, slot: usize, to: State) {
        self.raw_moves.push(Move { slot, to });
    }

    pub(crate) fn only_after(&mut self, field: usize, demand: usize) {
        self.givers[field].before.push(demand);
    }

    pub(crate) fn hide(&mut self, field: usize) {
        self.givers[field].hidden = true;
    }

    pub(crate) fn is_hidden(&self, field: usize) -> bool {
        self.givers[field].hidden
    }

    /// A setter of a rule, shown where `field` stands.
    pub(crate) fn extra(&mut self, field: usize, name: String, kind: SetterKind) {
        self.givers[field].extra.push((name, kind, Vec::new()));
    }

    /// What a rule's setter does to a state, beside what the field's own setter does.
    pub(crate) fn extra_moves_to(&mut self, field: usize, name: &str, slot: usize, to: State) {
        let extra = self.givers[field].extra.iter_mut().find(|(extra, ..)| extra == name);
        if let Some((.., moves)) = extra {
            moves.push(Move { slot, to });
        }
    }

    /// The names of the rule's setters that stand with a field.
    pub(crate) fn has_extra(&self, field: usize, name: &str) -> bool {
        self.givers[field].extra.iter().any(|(extra, ..)| extra == name)
    }

    /// Wire names and setters.
    pub(crate) fn names_of(&self, fields: &[usize]) -> (Vec<String>, Vec<String>) {
        let wire = fields.iter().map(|&index| self.fields[index].wire_name.clone()).collect();
        let setters = fields.iter().map(|&index| self.fields[index].name.clone()).collect();
        (wire, setters)
    }

    /// A parameter that a rule about its presence names: optional, and with a setter of its own.
    pub(crate) fn free_member(&self, name: &Spanned<String>, problems: &mut Diagnostics) -> Option<usize> {
        let index = position(self.params, name, problems)?;
        if self.params[index].required {
            problems.add(name.span, Problem::RuleOnRequired { param: name.value.clone() });
            return None;
        }
        if self.is_hidden(index) {
            problems.add(name.span, self.two_rules(index, name));
            return None;
        }
        Some(index)
    }

    /// That a parameter is given by the setter of another rule.
    pub(crate) fn two_rules(&self, field: usize, name: &Spanned<String>) -> Problem {
        let announces = |kind: &SetterKind| match kind {
            SetterKind::Announced { field: own, flag, .. } => *own == field || *flag == field,
            _ => false,
        };
        let extras = self.givers.iter().flat_map(|giver| &giver.extra);
        let setter = extras.filter(|(_, kind, _)| announces(kind)).map(|(setter, ..)| setter.clone()).next();
        Problem::TwoRules { param: name.value.clone(), setter: setter.unwrap_or_default() }
    }

    pub(crate) fn finish(mut self, problems: &mut Diagnostics) -> Record {
        let mut setters = Vec::new();
        for (index, giver) in self.givers.into_iter().enumerate() {
            let field = &self.fields[index];
            let at = self.params[index].wire_name.span;
            // Of two fields with one name, the second has its problem already.
            let settled = !field.name.is_empty() && self.fields[..index].iter().all(|other| other.name != field.name);
            let mut derived = |prefix: &str| {
                let name = format!("{prefix}_{}", field.name.trim_end_matches('_'));
                if settled {
                    self.names.claim(&name, at, problems);
                }
                name
            };
            // A `maybe_` setter cannot promise to the compiler that it gives anything, so where that counts there is none.
            let optional = !self.slots.iter().any(|slot| slot.carries == Some(index));
            let maybe = optional && giver.before.is_empty() && !giver.hidden && !giver.must_be_known;
            let clear = (field.vacancy == Vacancy::Clearable).then(|| derived("clear"));
            let null = (field.vacancy == Vacancy::Nullable).then(|| derived("null"));
            if maybe {
                derived("maybe");
            }
            let Giver { hidden, moves, before, extra, .. } = giver;
            let setter = |name: String, kind: SetterKind, moves: Vec<Move>, maybe: bool| Setter {
                sample: Call { setter: name.clone(), arguments: Vec::new() },
                name,
                kind,
                moves,
                before: before.clone(),
                maybe,
            };
            if !hidden {
                let kind = SetterKind::Value { field: index };
                setters.push(setter(field.name.clone(), kind, moves.clone(), maybe));
            }
            if let Some(name) = clear {
                setters.push(setter(name, SetterKind::Clear { field: index }, moves.clone(), false));
            }
            if let Some(name) = null {
                setters.push(setter(name, SetterKind::Null { field: index }, moves.clone(), false));
            }
            for (name, kind, own) in extra {
                let preset = own.iter().map(|own| own.slot).collect::<Vec<usize>>();
                let shared = moves.iter().filter(|shared| !preset.contains(&shared.slot)).copied();
                setters.push(setter(name, kind, shared.chain(own.iter().copied()).collect(), false));
            }
        }
        setters.append(&mut self.questions);
        Record {
            fields: self.fields,
            constants: Vec::new(),
            open: None,
            slots: self.slots,
            demands: self.demands,
            setters,
            raw_moves: self.raw_moves,
            rules: self.rules,
            minimal: Vec::new(),
        }
    }
}
