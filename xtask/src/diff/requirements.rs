//! Whether the rules between the members of a record still allow the calls that they allowed. Asked of the states that
//! the builders have, and not of the words of the rules.

use std::collections::BTreeSet;

use bitrix24_codegen::model::{Client, Demand, Move, Presence, Record, Setter, Stage, State};

use crate::diff::change::{Change, Noun, Part, Range, What};

/// The most setters of one demand whose combinations are tried. Beyond it, what is asked in other words is taken for
/// more.
const MOST_SETTERS: usize = 12;

/// How the rules have changed.
pub(crate) fn compare(old: &Record, new: &Record) -> Vec<Change> {
    let is = |what| Part::new(Noun::Rules, "", "").is(what);
    let mut changes = Vec::new();
    changes.extend(newly_refused(old, new).map(|message| is(What::Calls(Range::Tighter, message))));
    changes.extend(newly_refused(new, old).map(|message| {
        let said: Vec<&str> = new.rules.iter().filter(|rule| !old.rules.contains(rule)).map(String::as_str).collect();
        let rule = if said.is_empty() { format!("no longer \"{message}\"") } else { said.join("; ") };
        is(What::Calls(Range::Wider, rule))
    }));
    if changes.is_empty() && old.rules != new.rules {
        changes.push(is(What::Docs));
    }
    changes
}

/// What the compiler says of a call that one record allows and the other refuses, if there is one.
fn newly_refused(allowing: &Record, refusing: &Record) -> Option<String> {
    let mut demands = refusing.demands.iter().enumerate();
    let refused = demands.find(|(at, demand)| {
        !is_plain_requirement(refusing, demand) && Question::new(allowing, refusing, *at).has_an_answer()
    });
    refused.map(|(_, demand)| demand.message.clone())
}

/// Whether it asks for a required member and for nothing else; that is told of the member itself.
fn is_plain_requirement(record: &Record, demand: &Demand) -> bool {
    let [slot] = demand.slots.as_slice() else {
        return false;
    };
    record.fields.iter().any(|field| field.presence == Presence::Required { slot: *slot })
}

/// Whether some calls that one record allows break this demand of the other. Only setters that both have are called:
/// that one is gone is told of itself.
struct Question<'a> {
    allowing: &'a Record,
    refusing: &'a Record,
    /// The demand, by index.
    demand: usize,
    /// The demands of what allows that have to do with it.
    others: Vec<&'a Demand>,
    /// The setters that all of these look at, as both have them. Of those that do the same, two are enough to try.
    setters: Vec<(&'a Setter, &'a Setter)>,
}

impl<'a> Question<'a> {
    fn new(allowing: &'a Record, refusing: &'a Record, demand: usize) -> Self {
        let twin = |setter: &'a Setter| Some((find(allowing, &setter.name)?, setter));
        let shared: Vec<(&Setter, &Setter)> = refusing.setters.iter().filter_map(twin).collect();
        let asks = |(_, setter): &(&Setter, &Setter)| touches(setter, refusing, demand);
        let mut chosen: BTreeSet<usize> = (0..shared.len()).filter(|at| asks(&shared[*at])).collect();
        let mut others: BTreeSet<usize> = BTreeSet::new();
        // What one demand looks at, another may too.
        loop {
            let known = (chosen.len(), others.len());
            for other in 0..allowing.demands.len() {
                if chosen.iter().any(|at| touches(shared[*at].0, allowing, other)) {
                    others.insert(other);
                    chosen.extend((0..shared.len()).filter(|at| touches(shared[*at].0, allowing, other)));
                }
            }
            if known == (chosen.len(), others.len()) {
                break;
            }
        }
        let effect = |(twin, setter): (&'a Setter, &'a Setter)| {
            let moves = setter.moves.iter().filter(|step| refusing.demands[demand].slots.contains(&step.slot));
            (&twin.moves, &twin.before, moves.copied().collect::<Vec<Move>>(), setter.before.contains(&demand))
        };
        let mut setters: Vec<(&Setter, &Setter)> = Vec::new();
        for pair in chosen.into_iter().map(|at| shared[at]) {
            if setters.iter().filter(|other| effect(**other) == effect(pair)).count() < 2 {
                setters.push(pair);
            }
        }
        Self {
            allowing,
            refusing,
            demand,
            others: others.into_iter().map(|at| &allowing.demands[at]).collect(),
            setters,
        }
    }

    fn has_an_answer(&self) -> bool {
        let demand = &self.refusing.demands[self.demand];
        if self.setters.len() > MOST_SETTERS {
            return self.allowing.demands.iter().all(|other| other.message != demand.message);
        }
        (0..1_usize << self.setters.len()).any(|bits| {
            let called = self.setters.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            let (allowed, refused): (Vec<&Setter>, Vec<&Setter>) = called.map(|(_, pair)| *pair).unzip();
            let kinds = [Client::Webhook, Client::Application, Client::Any];
            kinds.iter().any(|&client| self.allows(&allowed, client) && self.refuses(&refused, client))
        })
    }

    fn allows(&self, calls: &[&Setter], client: Client) -> bool {
        let mut asked = self.others.iter().filter(|demand| demand.stage != Stage::Setter);
        run(self.allowing, calls, |_| true).is_some_and(|states| asked.all(|demand| is_met(demand, &states, client)))
    }

    fn refuses(&self, calls: &[&Setter], client: Client) -> bool {
        let demand = &self.refusing.demands[self.demand];
        match run(self.refusing, calls, |asked| asked == self.demand) {
            None => true,
            Some(states) => demand.stage != Stage::Setter && !is_met(demand, &states, client),
        }
    }
}

fn find<'a>(record: &'a Record, name: &str) -> Option<&'a Setter> {
    record.setters.iter().find(|setter| setter.name == name)
}

/// Whether a demand looks at what this setter does.
fn touches(setter: &Setter, record: &Record, demand: usize) -> bool {
    let slots = &record.demands[demand].slots;
    setter.before.contains(&demand) || setter.moves.iter().any(|step| slots.contains(&step.slot))
}

/// The states after these calls; `None` if one of them might not be called, as far as these demands say.
fn run(record: &Record, calls: &[&Setter], asks: impl Fn(usize) -> bool) -> Option<Vec<State>> {
    let mut states = vec![State::Missing; record.slots.len()];
    for setter in calls {
        let mut before = setter.before.iter().filter(|demand| asks(**demand));
        if !before.all(|demand| is_met(&record.demands[*demand], &states, Client::Any)) {
            return None;
        }
        for step in &setter.moves {
            states[step.slot] = step.to;
        }
    }
    Some(states)
}

fn is_met(demand: &Demand, states: &[State], client: Client) -> bool {
    let now = || demand.slots.iter().map(|slot| &states[*slot]);
    demand.accepts.iter().any(|(kind, accepted)| kind.is_none_or(|kind| kind == client) && now().eq(accepted))
}
