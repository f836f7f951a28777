//! Regular expressions as finished automata, so that the generated code decides them without a regex library and even
//! in a `const`.

use std::collections::BTreeMap;

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::util::syntax;

/// The largest automaton: beyond it, generated tables stop being something that a person reads.
const MAX_STATES: usize = 64;
/// Bounds the memory that a hostile expression can take while it is compiled.
const MAX_MEMORY: usize = 64 * 1024;

/// An automaton over bytes; it begins in the first state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Automaton {
    /// The expression.
    pub source: String,
    /// The states.
    pub states: Vec<State>,
}

/// One state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether a text that ends here matches.
    pub accepts: bool,
    /// First byte, last byte, next state; what is not listed leads nowhere.
    pub next: Vec<(u8, u8, usize)>,
}

impl Automaton {
    /// Whether a text matches.
    pub fn matches(&self, text: &str) -> bool {
        let follow = |state: usize, byte: u8| {
            let ranges = &self.states.get(state)?.next;
            ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&byte)).map(|(.., next)| *next)
        };
        let end = text.bytes().try_fold(0, follow);
        end.and_then(|state| self.states.get(state)).is_some_and(|state| state.accepts)
    }
}

/// Why there is no automaton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadPattern {
    /// It is no regular expression.
    Syntax(String),
    /// Its automaton is too large.
    TooLarge,
}

/// The automaton of an expression. It decides whether the expression matches somewhere in a text, as in every other
/// regex library; `^` and `$` bind it to the ends.
pub(crate) fn compile(pattern: &str) -> Result<Automaton, BadPattern> {
    // Without tables for it the parser refuses it by itself; whether it has them is up to other packages of a build.
    if turns_unicode_on(pattern) {
        return Err(BadPattern::Syntax("patterns are over ASCII, so there is no flag `u`".to_owned()));
    }
    let dfa = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Unanchored)
                .minimize(false)
                .dfa_size_limit(Some(MAX_MEMORY))
                .determinize_size_limit(Some(MAX_MEMORY)),
        )
        // `\w` and the like mean ASCII, as they do to the server.
        .syntax(syntax::Config::new().unicode(false).utf8(false).nest_limit(32))
        .thompson(thompson::Config::new().utf8(false).nfa_size_limit(Some(MAX_MEMORY)))
        .build(pattern)
        .map_err(|error| if is_too_large(&error) { BadPattern::TooLarge } else { BadPattern::Syntax(cause(&error)) })?;
    let start = dfa
        .start_state(&start::Config::new().anchored(Anchored::No))
        .map_err(|error| BadPattern::Syntax(error.to_string()))?;
    let states = minimize(&explore(&dfa, start)?)?;
    Ok(Automaton { source: pattern.to_owned(), states })
}

/// Whether a group such as `(?u)` or `(?iu:…)` asks for Unicode.
fn turns_unicode_on(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let flags = group.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_group_of_flags = group[flags.len()..].starts_with([':', ')', '-']);
        is_group_of_flags && flags.contains('u')
    })
}

/// Whether a limit on memory was met, of the automaton or of what it is made from.
fn is_too_large(error: &dense::BuildError) -> bool {
    let source = std::error::Error::source(error);
    let first = source.and_then(|source| source.downcast_ref::<thompson::BuildError>());
    error.is_size_limit_exceeded() || first.is_some_and(|first| first.size_limit().is_some())
}

/// The innermost cause: what is wrong with the expression, and not which layer of the library found it.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let text = innermost.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The states in the order in which they are reached. The library enters a match state one byte late, so a match is
/// taken to be reached by any byte that enters one, and then nothing can undo it.
fn explore(dfa: &dense::DFA<Vec<u32>>, start: StateID) -> Result<Vec<State>, BadPattern> {
    let mut numbers = BTreeMap::from([(start, 0)]);
    let mut queue = vec![start];
    let mut states = Vec::new();
    while let Some(&id) = queue.get(states.len()) {
        if dfa.is_match_state(id) {
            states.push(State { accepts: true, next: vec![(0, u8::MAX, states.len())] });
            continue;
        }
        let mut next: Vec<(u8, u8, usize)> = Vec::new();
        for byte in 0..=u8::MAX {
            let target = dfa.next_state(id, byte);
            if dfa.is_dead_state(target) || dfa.is_quit_state(target) {
                continue;
            }
            let number = *numbers.entry(target).or_insert_with(|| {
                queue.push(target);
                queue.len() - 1
            });
            match next.last_mut() {
                Some((_, last, to)) if *to == number && last.checked_add(1) == Some(byte) => *last = byte,
                _ => next.push((byte, byte, number)),
            }
        }
        // Far more than is kept, so that what minimizing merges does not count.
        if queue.len() > MAX_STATES * 16 {
            return Err(BadPattern::TooLarge);
        }
        states.push(State { accepts: dfa.is_match_state(dfa.next_eoi_state(id)), next });
    }
    Ok(states)
}

/// Merges states that no text can tell apart, by Moore's refinement.
fn minimize(states: &[State]) -> Result<Vec<State>, BadPattern> {
    let mut class: Vec<usize> = states.iter().map(|state| usize::from(state.accepts)).collect();
    loop {
        let mut seen = BTreeMap::new();
        let refined: Vec<usize> = states
            .iter()
            .enumerate()
            .map(|(at, state)| {
                let signature = (class[at], classed(state, &class));
                let fresh = seen.len();
                *seen.entry(signature).or_insert(fresh)
            })
            .collect();
        // Every round tells more of them apart, so too many now are too many in the end.
        if seen.len() > MAX_STATES {
            return Err(BadPattern::TooLarge);
        }
        if refined == class {
            return Ok(merged(states, &class));
        }
        class = refined;
    }
}

/// The transitions of a state by the class of their target, neighbours joined.
fn classed(state: &State, class: &[usize]) -> Vec<(u8, u8, usize)> {
    let mut joined: Vec<(u8, u8, usize)> = Vec::new();
    for &(first, last, to) in &state.next {
        match joined.last_mut() {
            Some((_, end, target)) if *target == class[to] && end.checked_add(1) == Some(first) => *end = last,
            _ => joined.push((first, last, class[to])),
        }
    }
    joined
}

/// One state a class. Classes are numbered by their first state, so the start stays first.
fn merged(states: &[State], class: &[usize]) -> Vec<State> {
    let mut result: Vec<State> = Vec::new();
    for (at, state) in states.iter().enumerate() {
        if class[at] == result.len() {
            result.push(State { accepts: state.accepts, next: classed(state, class) });
        }
    }
    result
}
