//! What can change between two states of the specs, and what each change is to the users of the crate.

/// What a change is to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Nothing that their code could meet has another form.
    Patch,
    /// There is more than before, and all that compiled and ran still does.
    Minor,
    /// Code that compiled may not compile any more, or is refused a call that was sent before.
    Breaking,
}

/// A method, a named type, or what else the generated code has by a name, with what has changed about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The method's name on the wire, or the type's path.
    pub(crate) name: String,
    pub(crate) changes: Vec<Change>,
}

impl Subject {
    /// The gravest of its changes.
    pub(crate) fn verdict(&self) -> Verdict {
        self.changes.iter().map(|change| change.what.verdict()).max().unwrap_or(Verdict::Patch)
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) part: Part,
    pub(crate) what: What,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) noun: Noun,
    /// Its name in the specs; empty where the noun says it all.
    pub(crate) name: String,
    /// How code of users names it.
    pub(crate) rust: String,
}

impl Part {
    pub(crate) fn new(noun: Noun, name: &str, rust: impl Into<String>) -> Self {
        Self { noun, name: name.to_owned(), rust: rust.into() }
    }

    /// The part, changed in this way.
    pub(crate) fn is(self, what: What) -> Change {
        Change { part: self, what }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Method,
    Type,
    Parameter,
    Field,
    Setter,
    Result,
    Rows,
    Error,
    Reason,
    Value,
    Form,
    Place,
    Constant,
    Rules,
    Id,
    Docs,
}

/// How what is taken now compares with what was taken before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// Something that was taken is not any more.
    Tighter,
    /// All that was taken is, and more.
    Wider,
}

impl Range {
    /// How something has changed that is allowed or not; `None` if it has not.
    pub(crate) fn of(before: bool, now: bool) -> Option<Self> {
        match (before, now) {
            (false, true) => Some(Self::Wider),
            (true, false) => Some(Self::Tighter),
            _ => None,
        }
    }
}

/// How something has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Added,
    /// It is new, and must be given.
    AddedRequired,
    Removed,
    /// It has another name in Rust.
    Renamed {
        from: String,
        to: String,
    },
    /// It has another name on the wire, and in Rust the same.
    WireName {
        from: String,
        to: String,
    },
    /// It has another type in Rust.
    Type {
        from: String,
        to: String,
    },
    /// It has the same type in Rust and travels in another form.
    Sent {
        from: String,
        to: String,
    },
    /// It must be given, or is always there. `read` if users read it as the field of an answer.
    Required {
        read: bool,
    },
    /// The opposite.
    Optional {
        read: bool,
    },
    /// The values that it takes.
    Values(Range),
    /// The calls that the rules between its members allow; the words of a rule that says so.
    Calls(Range, String),
    /// Who may call it: any kind of client, or an application's alone.
    Clients(Range),
    /// Whether it may stand in a batch.
    Batch(Range),
    /// Whether a request has `.param(..)`.
    RawParameters(Range),
    /// Requests hold it, or no longer; so it has a builder, or no longer.
    Builder(Range),
    /// Answers hold it, or no longer; so it can be deserialized, or no longer.
    Decoding(Range),
    Deprecated(String),
    NoLongerDeprecated,
    /// What the runtime does about it, in words: repeats, pages, the place of a result, the texts of an error.
    Behaviour(String),
    /// What is told of it, and nothing else.
    Docs,
}

impl What {
    /// Another name in Rust, if it is another.
    pub(crate) fn renamed(from: &str, to: &str) -> Option<Self> {
        (from != to).then(|| Self::Renamed { from: from.to_owned(), to: to.to_owned() })
    }

    /// Another name on the wire, if it is another.
    pub(crate) fn wire_name(from: &str, to: &str) -> Option<Self> {
        (from != to).then(|| Self::WireName { from: from.to_owned(), to: to.to_owned() })
    }

    /// Other words, if they are others.
    pub(crate) fn docs<T: PartialEq>(before: &T, now: &T) -> Option<Self> {
        (before != now).then_some(Self::Docs)
    }

    /// A deprecation that came or went.
    pub(crate) fn deprecation(before: Option<&String>, now: Option<&String>) -> Option<Self> {
        match (before, now) {
            (None, Some(note)) => Some(Self::Deprecated(note.clone())),
            (Some(_), None) => Some(Self::NoLongerDeprecated),
            (before, now) => Self::docs(&before, &now),
        }
    }

    /// The verdict of each change. What is generated decides it: enums, structs and error kinds are `non_exhaustive`, a
    /// field of an answer is a public field, a parameter is a setter, and a requirement is a bound of `build`.
    ///
    /// The public field of a request is not counted when its parameter becomes an `Option`, as the changelog promises.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::AddedRequired
            | Self::Removed
            | Self::Renamed { .. }
            | Self::Type { .. }
            | Self::Required { .. }
            | Self::Optional { read: true } => Verdict::Breaking,
            Self::Values(range)
            | Self::Calls(range, _)
            | Self::Clients(range)
            | Self::Batch(range)
            | Self::RawParameters(range)
            | Self::Builder(range)
            | Self::Decoding(range) => match range {
                Range::Tighter => Verdict::Breaking,
                Range::Wider => Verdict::Minor,
            },
            Self::Added | Self::Optional { read: false } | Self::Deprecated(_) => Verdict::Minor,
            Self::WireName { .. } | Self::Sent { .. } | Self::NoLongerDeprecated | Self::Behaviour(_) | Self::Docs => {
                Verdict::Patch
            }
        }
    }
}
