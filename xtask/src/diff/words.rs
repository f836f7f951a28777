//! Changes in words: what a user of the crate meets.

use std::fmt;

use crate::diff::change::{Change, Noun, Part, Range, Verdict, What};

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "the method",
            Self::Type => "the type",
            Self::Parameter => "parameter",
            Self::Field => "field",
            Self::Setter => "setter",
            Self::Result => "the result",
            Self::Rows => "the list by pages",
            Self::Error => "error",
            Self::Reason => "reason",
            Self::Value => "value",
            Self::Form => "form",
            Self::Place => "place",
            Self::Constant => "constant",
            Self::Rules => "the rules",
            Self::Id => "identifier of",
            Self::Docs => "the docs",
        })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { noun, name, .. } = self;
        if name.is_empty() { write!(f, "{noun}") } else { write!(f, "{noun} `{name}`") }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, what } = self;
        let rust = &part.rust;
        match what {
            What::Added if part.name == *rust => write!(f, "{part} is new"),
            What::Added => write!(f, "{part} is new: `{rust}`"),
            What::AddedRequired => write!(f, "{part} is new and must be given: nothing compiles without `{rust}`"),
            What::Removed if part.name == *rust => write!(f, "{part} is gone"),
            What::Removed => write!(f, "{part} is gone, and `{rust}` with it"),
            What::Renamed { from, to } => write!(f, "{part} is `{to}` in Rust, no longer `{from}`"),
            What::WireName { from, to } => write!(f, "{part} is `{to}` on the wire, no longer `{from}`"),
            What::Type { from, to } if matches!(part.noun, Noun::Type | Noun::Reason) => {
                write!(f, "{part} is {to}, no longer {from}")
            }
            What::Type { from, to } => write!(f, "{part} has the type {to}, no longer {from}"),
            What::Sent { from, to } => write!(f, "{part} travels as {to}, no longer as {from}"),
            What::Required { read: false } => write!(f, "{part} must be given: nothing compiles without `{rust}`"),
            What::Required { read: true } => write!(f, "{part} is always there: `{rust}` is no longer an `Option`"),
            What::Optional { read: false } => write!(f, "{part} may be left out: `{rust}` need not be called"),
            What::Optional { read: true } => write!(f, "{part} may be absent: `{rust}` is an `Option`"),
            What::Values(Range::Tighter) => write!(f, "{part} refuses values that `{rust}` took before"),
            What::Values(Range::Wider) => write!(f, "{part} takes values that `{rust}` refused before"),
            What::Calls(Range::Tighter, rule) => write!(f, "{part} refuse calls that compiled before: {rule}"),
            What::Calls(Range::Wider, rule) => write!(f, "{part} allow calls that did not compile before: {rule}"),
            What::Clients(Range::Tighter) => write!(f, "{part} takes only the client of an application"),
            What::Clients(Range::Wider) => write!(f, "{part} takes every client, and not only that of an application"),
            What::Batch(Range::Tighter) => write!(f, "{part} is refused in a batch"),
            What::Batch(Range::Wider) => write!(f, "{part} may stand in a batch"),
            What::RawParameters(Range::Tighter) => write!(f, "{part} has no `.param(..)` any more"),
            What::RawParameters(Range::Wider) => write!(f, "{part} has `.param(..)`"),
            What::Builder(Range::Tighter) => write!(f, "{part} is no longer sent, and `{rust}` is no longer made"),
            What::Builder(Range::Wider) => write!(f, "{part} is sent too, and `{rust}` can be made"),
            What::Decoding(Range::Tighter) => {
                write!(f, "{part} is no longer received, and `{rust}` is not read any more")
            }
            What::Decoding(Range::Wider) => write!(f, "{part} is received too, and `{rust}` can be read"),
            What::Deprecated(note) => write!(f, "{part} is deprecated: {note}"),
            What::NoLongerDeprecated => write!(f, "{part} is no longer deprecated"),
            What::Behaviour(text) => write!(f, "{part}: {text}"),
            What::Docs => write!(f, "{part} have other words"),
        }
    }
}
