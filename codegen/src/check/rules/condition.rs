//! "Required if": a parameter that another one's value, another one's presence, or the kind of client asks for.
//!
//! A value is known to the compiler only if a setter of its own gives it, so a parameter that a rule looks at gets one
//! for each of its values. Its ordinary setter stays, and because its value could be any, it asks for the most.

use crate::ast::{BooleanWire, Condition};
use crate::check::fields::position;
use crate::check::rules::plan::Plan;
use crate::check::rules::{omission, state};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Client, Demand, Literal, Omission, Reference, SetterKind, Slot, Stage, State, Type};
use crate::names;
use crate::source::Spanned;

/// The most values of a parameter that a condition looks at, because each becomes a setter.
const MOST_VALUES: usize = 64;

/// The values of a flag, as far as a rule needs them.
pub(crate) struct Values {
    /// The value that the rule names.
    pub(crate) wanted: Option<Literal>,
    /// The other value, where there are two.
    pub(crate) other: Option<Literal>,
}

/// One value that a parameter can have: on the wire, in the name of a setter, in Rust.
struct Known {
    wire: String,
    suffix: String,
    literal: Literal,
}

/// The value that a rule names, if the parameter can have it.
pub(crate) fn known_values(
    plan: &Plan<'_>,
    flag: usize,
    value: &Spanned<String>,
    problems: &mut Diagnostics,
) -> Option<Values> {
    let known = all_values(plan, flag, value, problems)?;
    let wanted = find(&known, value, problems)?;
    let mut others = known.iter().filter(|known| known.wire != value.value);
    let other = others.next().filter(|_| others.next().is_none()).map(|known| known.literal.clone());
    Some(Values { wanted: Some(wanted), other })
}

fn find(known: &[Known], value: &Spanned<String>, problems: &mut Diagnostics) -> Option<Literal> {
    let found = known.iter().find(|known| known.wire == value.value);
    if found.is_none() {
        let words = known.iter().map(|known| known.wire.as_str()).filter(|_| problems.may_suggest(value.span));
        let words: Vec<&str> = words.collect();
        problems.add(value.span, Problem::unknown_word("value of this flag", &value.value, words));
    }
    found.map(|known| known.literal.clone())
}

fn all_values(plan: &Plan<'_>, flag: usize, at: &Spanned<String>, problems: &mut Diagnostics) -> Option<Vec<Known>> {
    match &plan.fields[flag].ty {
        Type::Boolean(wire) => Some(boolean_values(*wire)),
        Type::Named(reference) => match plan.subject.scope.enum_values(reference) {
            Some(values) if values.len() <= MOST_VALUES => Some(enum_values(reference, values)),
            Some(_) => {
                let key = plan.fields[flag].wire_name.clone();
                problems.add(at.span, Problem::TooMany { key, max: MOST_VALUES });
                None
            }
            None => {
                problems.add(at.span, Problem::ConditionNeedsList { param: plan.fields[flag].wire_name.clone() });
                None
            }
        },
        // A type with a problem of its own.
        Type::Any if plan.params[flag].ty.is_broken() => None,
        _ => {
            problems.add(at.span, Problem::ConditionNeedsList { param: plan.fields[flag].wire_name.clone() });
            None
        }
    }
}

fn boolean_values(wire: BooleanWire) -> Vec<Known> {
    let (yes, no) = match wire {
        BooleanWire::YesNo => ("Y", "N"),
        BooleanWire::TrueFalse => ("true", "false"),
        BooleanWire::OneZero => ("1", "0"),
    };
    let known = |wire: &str, suffix: &str, value: bool| Known {
        wire: wire.to_owned(),
        suffix: suffix.to_owned(),
        literal: Literal::Boolean(value),
    };
    vec![known(yes, "yes", true), known(no, "no", false)]
}

fn enum_values(reference: &Reference, values: Vec<(String, String)>) -> Vec<Known> {
    let known = |(wire, variant): (String, String)| Known {
        wire,
        suffix: names::snake(&variant).unwrap_or_default().trim_end_matches('_').to_owned(),
        literal: Literal::Variant(reference.clone(), variant),
    };
    values.into_iter().map(known).collect()
}

/// Applies `required_if` (`when_met`) or `required_unless` (not `when_met`).
pub(crate) fn required(
    plan: &mut Plan<'_>,
    param: &Spanned<String>,
    condition: &Condition,
    when_met: bool,
    problems: &mut Diagnostics,
) {
    let Some(needed) = plan.free_member(param, problems) else {
        return;
    };
    match condition {
        Condition::With(other) => {
            let Some(at) = position(plan.params, other, problems) else {
                return;
            };
            if at == needed {
                problems.add(other.span, Problem::RuleTooSmall);
            } else {
                with(plan, needed, at, when_met);
            }
        }
        Condition::Auth(kind) => by_client(plan, needed, kind, when_met, problems),
        Condition::Has(name, values) => {
            let Some(flag) = position(plan.params, name, problems) else {
                return;
            };
            let Some(known) = all_values(plan, flag, name, problems) else {
                return;
            };
            let mut met = Vec::new();
            for value in values {
                if find(&known, value, problems).is_some() {
                    met.push(value.value.clone());
                }
            }
            if met.len() == values.len() {
                by_value(plan, needed, flag, &known, &met, when_met, problems);
            }
        }
    }
}

/// Needed with another parameter, or without it.
fn with(plan: &mut Plan<'_>, needed: usize, other: usize, when_met: bool) {
    let (needed_slot, other_slot) = (plan.presence(needed), plan.presence(other));
    if when_met {
        plan.must_be_known(other);
    }
    let pairs = [(false, false), (false, true), (true, false), (true, true)];
    let enough = pairs.into_iter().filter(|(needed, other)| *needed || *other != when_met);
    let accepts = enough.map(|(needed, other)| (None, vec![state(needed), state(other)])).collect();
    let (wire, setters) = plan.names_of(&[needed, other]);
    let (word, before) = if when_met { ("with", vec![setters[1].clone()]) } else { ("without", Vec::new()) };
    let condition = format!("it is required {word} `{}`", wire[1]);
    let broken = omission(&wire[..1], &setters[..1], &before);
    let other_setter = setters[1].clone();
    demand(plan, needed, vec![needed_slot, other_slot], accepts, &condition, vec![broken]);
    if !when_met {
        plan.last_demand_also(&format!(", or `.{other_setter}(..)`"));
    }
}

/// Needed by one kind of client.
fn by_client(plan: &mut Plan<'_>, needed: usize, kind: &Spanned<String>, when_met: bool, problems: &mut Diagnostics) {
    let client = match kind.value.as_str() {
        "webhook" => Client::Webhook,
        "application" => Client::Application,
        _ => {
            problems.add(kind.span, Problem::unknown_word("kind of client", &kind.value, ["webhook", "application"]));
            return;
        }
    };
    if !plan.subject.has_client {
        problems.add(kind.span, Problem::ClientInStruct);
        return;
    }
    let needs = |asked: Client| asked != Client::Any && (asked == client) == when_met;
    let slot = plan.presence(needed);
    let mut accepts = Vec::new();
    for asked in [Client::Webhook, Client::Application, Client::Any] {
        accepts.push((Some(asked), vec![State::Given]));
        if !needs(asked) {
            accepts.push((Some(asked), vec![State::Missing]));
        }
    }
    let (wire, setters) = plan.names_of(&[needed]);
    let word = if when_met { "if" } else { "unless" };
    let from = if client == Client::Webhook { "from a webhook" } else { "with an application's token" };
    let condition = format!("it is required {word} the client is made {from}");
    let asked = [Client::Webhook, Client::Application].into_iter().find(|asked| needs(*asked));
    let broken = Omission { client: asked, condition: condition.clone(), ..omission(&wire, &setters, &[]) };
    demand(plan, needed, vec![slot], accepts, &condition, vec![broken]);
    plan.last_demand_at(Stage::Send);
}

/// Needed with some values of a flag, or without them.
fn by_value(
    plan: &mut Plan<'_>,
    needed: usize,
    flag: usize,
    known: &[Known],
    met: &[String],
    when_met: bool,
    problems: &mut Diagnostics,
) {
    // `Given`: the flag asks for the parameter; `Waived`: it does not.
    let asks = |wire: &String| if met.contains(wire) == when_met { State::Given } else { State::Waived };
    let slot = plan.slot(Slot { carries: None });
    plan.moves_to(flag, slot, State::Given);
    plan.must_be_known(flag);
    let mut presets = Vec::new();
    for Known { wire, suffix, literal } in known {
        let name = format!("{}_{suffix}", plan.fields[flag].name.trim_end_matches('_'));
        // Of another rule about this flag, the setters are there already.
        if presets.iter().any(|(made, _)| *made == name) || !plan.has_extra(flag, &name) {
            plan.names.claim(&name, plan.params[flag].wire_name.span, problems);
            plan.extra(flag, name.clone(), SetterKind::Preset { field: flag, value: literal.clone(), clears: None });
        }
        plan.extra_moves_to(flag, &name, slot, asks(wire));
        presets.push((name, asks(wire)));
    }
    let by_default = match &plan.fields[flag].default {
        Some(default) => asks(&default.trim_matches('"').to_owned()),
        None if when_met => State::Waived,
        None => State::Given,
    };
    let needed_slot = plan.presence(needed);
    let mut accepts = vec![(None, vec![State::Given, State::Given])];
    for flag in [State::Missing, State::Waived] {
        for given in [State::Missing, State::Given] {
            if given == State::Given || flag == State::Waived || by_default == State::Waived {
                accepts.push((None, vec![flag, given]));
            }
        }
    }
    let (wire, setters) = plan.names_of(&[needed]);
    let mut omissions = vec![omission(&wire, &setters, &[plan.fields[flag].name.clone()])];
    for (preset, _) in presets.iter().filter(|(_, asks)| *asks == State::Given) {
        omissions.push(omission(&wire, &setters, std::slice::from_ref(preset)));
    }
    if by_default == State::Given && !plan.params[flag].required {
        omissions.push(omission(&wire, &setters, &[]));
    }
    let word = if when_met { "if" } else { "unless" };
    let values: Vec<String> = met.iter().map(|value| format!("`{value}`")).collect();
    let condition = format!("it is required {word} `{}` is {}", plan.fields[flag].wire_name, values.join(" or "));
    demand(plan, needed, vec![slot, needed_slot], accepts, &condition, omissions);
    let waiving: Vec<String> =
        presets.into_iter().filter(|(_, asks)| *asks == State::Waived).map(|(name, _)| name).collect();
    if !waiving.is_empty() {
        // Its ordinary setter could give any value, so only these say that the parameter is not needed.
        plan.last_demand_also(&format!(", or say by {} that it is not needed", bare_calls(&waiving)));
    }
}

/// `` `.a()` or `.b()` ``
fn bare_calls(setters: &[String]) -> String {
    let calls: Vec<String> = setters.iter().map(|name| format!("`.{name}()`")).collect();
    calls.join(" or ")
}

fn demand(
    plan: &mut Plan<'_>,
    needed: usize,
    slots: Vec<usize>,
    accepts: Vec<(Option<Client>, Vec<State>)>,
    condition: &str,
    omissions: Vec<Omission>,
) {
    let (subject, member) = (plan.subject.name, plan.subject.member);
    let field = &plan.fields[needed];
    let demand = Demand {
        name: names::camel(&field.name).unwrap_or_default(),
        slots,
        accepts,
        stage: Stage::Build,
        message: format!("missing {member} `{}` of `{subject}`: {condition}", field.wire_name),
        label: format!("call `.{}(..)` first", field.name),
        note: format!("declared in {}, rules", plan.subject.origin),
        omissions,
    };
    plan.say(format!("`{}` {}", field.wire_name, condition.trim_start_matches("it ")));
    plan.demand(demand);
}
