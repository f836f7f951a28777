//! Constraints: whether they fit the type, and what they come to.

use crate::ast::Limits;
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::{Range, TextLimits, Type, ValueRule};
use crate::pattern::{self, Automaton, BadPattern};
use crate::source::{Span, Spanned};

/// The rule that `limits` make for a value of type `ty`.
pub(crate) fn value_rule(ty: &Type, limits: &Limits, problems: &mut Diagnostics) -> ValueRule {
    if limits.is_none() {
        return ValueRule::None;
    }
    match ty {
        Type::Text => {
            misfit(limits.max_items.as_ref().map(|items| items.span), "max_items", "a text", problems);
            ValueRule::Text(text_limits(limits, problems))
        }
        Type::Integer => {
            only_range(limits, "an integer", problems);
            ValueRule::Integer(integer_range(limits, problems))
        }
        Type::Double => {
            only_range(limits, "a number", problems);
            check_order(limits, problems);
            ValueRule::Double(Range { min: value(limits.min.as_ref()), max: value(limits.max.as_ref()) })
        }
        Type::List(_) | Type::Map(..) => {
            misfit(limits.pattern.as_ref().map(|pattern| pattern.span), "pattern", "a list", problems);
            misfit(limits.min.as_ref().map(|min| min.span), "min", "a list", problems);
            misfit(limits.max.as_ref().map(|max| max.span), "max", "a list", problems);
            let max = limits.max_items.as_ref().map(|items| items.value);
            ValueRule::Items { non_empty: limits.non_empty.is_some(), max }
        }
        Type::Any => ValueRule::None,
        _ => {
            misfit(limits.first(), "a constraint", "a value of this type", problems);
            ValueRule::None
        }
    }
}

fn text_limits(limits: &Limits, problems: &mut Diagnostics) -> TextLimits {
    check_order(limits, problems);
    TextLimits {
        non_empty: limits.non_empty.is_some(),
        min: limits.min.as_ref().and_then(|min| length(min, problems)),
        max: limits.max.as_ref().and_then(|max| length(max, problems)),
        pattern: limits.pattern.as_ref().and_then(|pattern| automaton(pattern, problems)),
    }
}

fn automaton(pattern: &Spanned<String>, problems: &mut Diagnostics) -> Option<Automaton> {
    match pattern::compile(&pattern.value) {
        Ok(automaton) => Some(automaton),
        Err(BadPattern::Syntax(message)) => {
            problems.add(pattern.span, Problem::BadPattern { message });
            None
        }
        Err(BadPattern::TooLarge) => {
            problems.add(pattern.span, Problem::PatternTooLarge);
            None
        }
    }
}

fn integer_range(limits: &Limits, problems: &mut Diagnostics) -> Range<i64> {
    check_order(limits, problems);
    let mut whole = |bound: Option<&Spanned<f64>>| {
        let bound = bound?;
        let whole = exact(bound.value);
        if whole.is_none() {
            problems.add(bound.span, Problem::NotWhole);
        }
        whole
    };
    Range { min: whole(limits.min.as_ref()), max: whole(limits.max.as_ref()) }
}

fn length(bound: &Spanned<f64>, problems: &mut Diagnostics) -> Option<u64> {
    let length = exact(bound.value).and_then(|length| u64::try_from(length).ok());
    if length.is_none() {
        problems.add(bound.span, Problem::NotWhole);
    }
    length
}

/// The whole number that a number is, within the range in which every whole number has a double of its own.
fn exact(number: f64) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    let whole = number.fract() == 0.0 && number.abs() <= LARGEST;
    if whole { format!("{number:.0}").parse().ok() } else { None }
}

fn check_order(limits: &Limits, problems: &mut Diagnostics) {
    if let (Some(min), Some(max)) = (&limits.min, &limits.max)
        && min.value > max.value
    {
        problems.add_with(max.span, Problem::EmptyRange, min.span, "`min` is more");
    }
}

fn only_range(limits: &Limits, what: &'static str, problems: &mut Diagnostics) {
    misfit(limits.non_empty, "non_empty", what, problems);
    misfit(limits.pattern.as_ref().map(|pattern| pattern.span), "pattern", what, problems);
    misfit(limits.max_items.as_ref().map(|items| items.span), "max_items", what, problems);
}

fn misfit(span: Option<Span>, limit: &'static str, what: &'static str, problems: &mut Diagnostics) {
    if let Some(span) = span {
        problems.add(span, Problem::LimitMisfit { limit, what });
    }
}

fn value(bound: Option<&Spanned<f64>>) -> Option<f64> {
    bound.map(|bound| bound.value)
}
