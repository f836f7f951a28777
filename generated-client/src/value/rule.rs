//! The constraints of a spec at run time: length, range, pattern, number of items.
//!
//! Text rules can be checked by the compiler too, which is how `literal` refuses a bad literal; hence `const fn`, and a
//! pattern that arrives as a finished automaton instead of a regular expression.

use std::fmt::Display;

use crate::error::{InvalidValue, Reason};

/// What a spec demands of a text.
#[derive(Clone, Copy, Debug)]
pub struct TextRule {
    non_empty: bool,
    min: usize,
    max: usize,
    pattern: Option<&'static Pattern>,
}

impl TextRule {
    /// The rule that every text keeps.
    pub const ANY: Self = Self { non_empty: false, min: 0, max: usize::MAX, pattern: None };

    /// The text must not be empty.
    #[must_use]
    pub const fn non_empty(mut self) -> Self {
        self.non_empty = true;
        self
    }

    /// The text must have at least `min` characters.
    #[must_use]
    pub const fn min(mut self, min: usize) -> Self {
        self.min = min;
        self
    }

    /// The text must have at most `max` characters.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    /// The text must match `pattern`.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Whether `text` keeps the rule.
    pub const fn accepts(&self, text: &str) -> bool {
        let length = characters(text);
        if self.non_empty && length == 0 || length < self.min || length > self.max {
            return false;
        }
        match self.pattern {
            Some(pattern) => pattern.matches(text),
            None => true,
        }
    }

    /// Gives `text` back if it keeps the rule.
    pub fn check<T: AsRef<str>>(&self, text: T) -> Result<T, InvalidValue> {
        match self.broken_by(text.as_ref()) {
            Some(reason) => Err(InvalidValue::new(reason)),
            None => Ok(text),
        }
    }

    fn broken_by(&self, text: &str) -> Option<Reason> {
        let length = characters(text);
        if self.non_empty && length == 0 {
            return Some(Reason::Empty);
        }
        if length < self.min {
            return Some(Reason::TooShort { length, min: self.min });
        }
        if length > self.max {
            return Some(Reason::TooLong { length, max: self.max });
        }
        let pattern = self.pattern.filter(|pattern| !pattern.matches(text))?;
        Some(Reason::Pattern { text: text.to_owned(), pattern: pattern.source })
    }
}

/// The number of characters, which is the number of bytes that do not continue one.
const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut count = 0;
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        index += 1;
    }
    count
}

/// A regular expression as the automaton that decides it, one byte at a time.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    states: &'static [State],
}

/// One state of a [`Pattern`]: what a text that ends here is worth, and where each byte leads.
#[derive(Debug)]
pub struct State {
    /// Whether a text that ends here matches.
    pub accepts: bool,
    /// First byte, last byte, next state; a byte that is not listed means that nothing matches any more.
    pub next: &'static [(u8, u8, usize)],
}

impl Pattern {
    /// The expression `source`, which the generator turned into `states`; it begins in the first.
    pub const fn new(source: &'static str, states: &'static [State]) -> Self {
        Self { source, states }
    }

    /// Whether `text` matches.
    pub const fn matches(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut state = 0;
        let mut index = 0;
        while index < bytes.len() {
            match self.follow(state, bytes[index]) {
                Some(next) => state = next,
                None => return false,
            }
            index += 1;
        }
        self.states[state].accepts
    }

    const fn follow(&self, state: usize, byte: u8) -> Option<usize> {
        let ranges = self.states[state].next;
        let mut index = 0;
        while index < ranges.len() {
            let (first, last, next) = ranges[index];
            if first <= byte && byte <= last {
                return Some(next);
            }
            index += 1;
        }
        None
    }
}

/// Gives `value` back if it is within both bounds.
pub fn in_range<T: PartialOrd + Display>(value: T, min: Option<T>, max: Option<T>) -> Result<T, InvalidValue> {
    if let Some(min) = min.filter(|min| value < *min) {
        return Err(InvalidValue::new(Reason::TooSmall { value: value.to_string(), min: min.to_string() }));
    }
    if let Some(max) = max.filter(|max| value > *max) {
        return Err(InvalidValue::new(Reason::TooLarge { value: value.to_string(), max: max.to_string() }));
    }
    Ok(value)
}

/// Gives the list back if it is not empty where it must not be and not longer than `max`.
pub fn counted<T: Counted>(items: T, non_empty: bool, max: Option<usize>) -> Result<T, InvalidValue> {
    let count = items.count();
    if non_empty && count == 0 {
        return Err(InvalidValue::new(Reason::Empty));
    }
    match max.filter(|max| count > *max) {
        Some(max) => Err(InvalidValue::new(Reason::TooMany { count, max })),
        None => Ok(items),
    }
}

/// A list or map whose items can be counted.
pub trait Counted {
    /// The number of items.
    fn count(&self) -> usize;
}

impl<T> Counted for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl<K, V> Counted for crate::Map<K, V> {
    fn count(&self) -> usize {
        self.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: Pattern = Pattern::new(
        "^[a-c]+$",
        &[State { accepts: false, next: &[(b'a', b'c', 1)] }, State { accepts: true, next: &[(b'a', b'c', 1)] }],
    );

    #[test]
    fn a_pattern_is_decided_at_compile_time() {
        const GOOD: bool = CODE.matches("abc");
        const BAD: bool = CODE.matches("abd");
        assert_eq!((GOOD, BAD, CODE.matches("")), (true, false, false));
    }

    #[test]
    fn lengths_count_characters() {
        let rule = TextRule::ANY.min(2).max(3);
        assert!(rule.accepts("дом"));
        assert!(!rule.accepts("я"));
        assert_eq!(rule.check("дома").unwrap_err().to_string(), "4 characters, but at most 3 allowed");
    }

    #[test]
    fn ranges_are_inclusive() {
        assert_eq!(in_range(3, Some(1), Some(3)), Ok(3));
        assert_eq!(in_range(0, Some(1), None).unwrap_err().to_string(), "0 is less than 1");
        assert_eq!(counted(vec![1, 2], true, Some(1)).unwrap_err().to_string(), "2 items, but at most 1 allowed");
    }
}
