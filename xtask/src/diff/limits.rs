//! Whether a constraint takes all that another takes.

use std::collections::BTreeSet;

use bitrix24_codegen::model::{Automaton, Range as Bounds, TextLimits, ValueRule};

use crate::diff::change::Range;

/// How a value's constraint has changed; `None` if it takes what it took.
pub(crate) fn compare_rules(old: &ValueRule, new: &ValueRule) -> Option<Range> {
    compared(old, new, |outer, inner| match (outer, inner) {
        (ValueRule::None, _) => true,
        (ValueRule::Text(outer), ValueRule::Text(inner)) => includes_texts(outer, inner),
        (ValueRule::Integer(outer), ValueRule::Integer(inner)) => includes_range(outer, inner),
        (ValueRule::Double(outer), ValueRule::Double(inner)) => includes_range(outer, inner),
        (ValueRule::Items { non_empty, max }, ValueRule::Items { non_empty: inner_non_empty, max: inner_max }) => {
            (*inner_non_empty || !*non_empty) && is_below(*inner_max, *max)
        }
        _ => false,
    })
}

/// The same for texts.
pub(crate) fn compare_texts(old: &TextLimits, new: &TextLimits) -> Option<Range> {
    compared(old, new, includes_texts)
}

/// The same for the ends of a range.
pub(crate) fn compare_ranges(old: &Bounds<i64>, new: &Bounds<i64>) -> Option<Range> {
    compared(old, new, includes_range)
}

fn compared<T>(old: &T, new: &T, includes: impl Fn(&T, &T) -> bool) -> Option<Range> {
    match (includes(new, old), includes(old, new)) {
        (true, true) => None,
        (true, false) => Some(Range::Wider),
        (false, _) => Some(Range::Tighter),
    }
}

fn includes_range<T: PartialOrd>(outer: &Bounds<T>, inner: &Bounds<T>) -> bool {
    let above = match (&outer.min, &inner.min) {
        (None, _) => true,
        (Some(outer), inner) => inner.as_ref().is_some_and(|inner| inner >= outer),
    };
    let below = match (&outer.max, &inner.max) {
        (None, _) => true,
        (Some(outer), inner) => inner.as_ref().is_some_and(|inner| inner <= outer),
    };
    above && below
}

fn is_below(inner: Option<u64>, outer: Option<u64>) -> bool {
    outer.is_none_or(|outer| inner.is_some_and(|inner| inner <= outer))
}

/// Length and pattern are looked at one by one, so of two rules that take the same by different means, a pattern and a
/// length, the new one counts as tighter.
fn includes_texts(outer: &TextLimits, inner: &TextLimits) -> bool {
    let shortest = |limits: &TextLimits| {
        let not_empty = limits.non_empty || limits.pattern.as_ref().is_some_and(|pattern| !pattern.matches(""));
        limits.min.unwrap_or(0).max(u64::from(not_empty))
    };
    let patterns = match (&outer.pattern, &inner.pattern) {
        (None, _) => true,
        (Some(outer), Some(inner)) => includes_pattern(outer, inner),
        (Some(_), None) => false,
    };
    shortest(inner) >= shortest(outer) && is_below(inner.max, outer.max) && patterns
}

/// Walks both automata at once: a text that the inner accepts must never be where the outer does not.
fn includes_pattern(outer: &Automaton, inner: &Automaton) -> bool {
    let start = (Some(0), 0);
    let (mut seen, mut queue) = (BTreeSet::from([start]), vec![start]);
    while let Some((outer_at, inner_at)) = queue.pop() {
        let accepts = outer_at.is_some_and(|at| outer.states[at].accepts);
        if inner.states[inner_at].accepts && !accepts {
            return false;
        }
        for byte in 0..=u8::MAX {
            if let Some(next) = step(inner, inner_at, byte) {
                let pair = (outer_at.and_then(|at| step(outer, at, byte)), next);
                if seen.insert(pair) {
                    queue.push(pair);
                }
            }
        }
    }
    true
}

fn step(automaton: &Automaton, at: usize, byte: u8) -> Option<usize> {
    let mut ranges = automaton.states[at].next.iter();
    ranges.find(|(first, last, _)| (*first..=*last).contains(&byte)).map(|(.., next)| *next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitrix24_codegen::model::{Definition, Model};
    use bitrix24_codegen::source::Source;

    fn limits(written: &str) -> TextLimits {
        let text = format!("family: acme\ndoc: D.\ntypes:\n  Code: {{doc: D., type: string, {written}}}\n");
        let model: Model = bitrix24_codegen::read(&[Source::new("spec/acme.yaml", text)]).unwrap();
        match &model.families[0].types[0].definition {
            Definition::Text(limits) => limits.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts() {
        let cases = [
            ("min: 2", "min: 2", None),
            ("min: 2", "min: 1", Some(Range::Wider)),
            ("max: 2", "max: 1", Some(Range::Tighter)),
            ("min: 1", "non_empty: true", None),
            ("pattern: '^a+$', max: 9", "pattern: '^a+$'", Some(Range::Wider)),
            ("pattern: '^a+$', non_empty: true", "pattern: '^a+$'", None),
            ("pattern: '^(a|b)*$'", "pattern: '^[ab]*$'", None),
            ("pattern: '^[ab]*$'", "pattern: '^a*b*$'", Some(Range::Tighter)),
            ("pattern: '^a*b*$'", "pattern: 'a'", Some(Range::Tighter)),
            ("pattern: '^a'", "pattern: 'a'", Some(Range::Wider)),
            ("pattern: '^(aa)*$'", "pattern: '^(aaaa)*$'", Some(Range::Tighter)),
            ("pattern: '^x$'", "pattern: '^[^\\s]$'", Some(Range::Wider)),
        ];
        for (old, new, expected) in cases {
            assert_eq!(compare_texts(&limits(old), &limits(new)), expected, "{old} → {new}");
        }
    }

    #[test]
    fn numbers() {
        let range = |min, max| Bounds { min, max };
        let cases = [
            (range(None, None), range(Some(1), None), Some(Range::Tighter)),
            (range(Some(1), Some(5)), range(Some(0), Some(5)), Some(Range::Wider)),
            (range(Some(1), Some(5)), range(Some(0), Some(4)), Some(Range::Tighter)),
            (range(Some(1), Some(5)), range(Some(1), None), Some(Range::Wider)),
        ];
        for (old, new, expected) in cases {
            assert_eq!(compare_ranges(&old, &new), expected, "{old:?} → {new:?}");
        }
        let items = |non_empty, max| ValueRule::Items { non_empty, max };
        assert_eq!(compare_rules(&items(false, Some(3)), &items(true, Some(3))), Some(Range::Tighter));
        assert_eq!(compare_rules(&items(true, Some(3)), &items(true, None)), Some(Range::Wider));
        assert_eq!(compare_rules(&items(true, Some(3)), &ValueRule::None), Some(Range::Wider));
        assert_eq!(compare_rules(&ValueRule::None, &items(false, None)), Some(Range::Tighter));
    }
}
