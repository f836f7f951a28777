//! What a request and a struct have in common: fields, and a builder whose type remembers what is still missing.

use serde_json::Value;

use super::{Call, Literal, Range, TextLimits, Type};

/// Fields, and how they are given.
#[derive(Debug, Default)]
pub struct Record {
    /// The fields, in declared order.
    pub fields: Vec<Field>,
    /// Members that always have one value.
    pub constants: Vec<Constant>,
    /// The type of further fields.
    pub open: Option<Type>,
    /// The states of the builder.
    pub slots: Vec<Slot>,
    /// What the states must be.
    pub demands: Vec<Demand>,
    /// The setters, in the order in which the docs show them.
    pub setters: Vec<Setter>,
    /// What a raw parameter does to the states.
    pub raw_moves: Vec<Move>,
    /// The requirements between fields, each in words.
    pub rules: Vec<String>,
    /// The fewest setters that make it complete, by index.
    pub minimal: Vec<usize>,
}

/// A member that always has one value.
#[derive(Debug)]
pub struct Constant {
    /// The name on the wire.
    pub wire_name: String,
    /// The value as it is sent: a text, a whole number or a flag.
    pub value: Value,
    /// The value as answers are compared with it, where a flag can be spelled in any way.
    pub read_as: String,
    /// What it says.
    pub doc: Option<String>,
}

impl Constant {
    /// The value as text.
    pub fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// A field or parameter.
#[derive(Debug)]
pub struct Field {
    /// The field's and the setter's name.
    pub name: String,
    /// The name on the wire.
    pub wire_name: String,
    /// The type.
    pub ty: Type,
    /// What it says.
    pub doc: Option<String>,
    /// What the server takes if it is absent.
    pub default: Option<String>,
    /// Whether it is always there.
    pub presence: Presence,
    /// What an empty value says.
    pub vacancy: Vacancy,
    /// Whether no debug output may show it.
    pub secret: bool,
    /// Whether it holds its own record and so needs a box.
    pub boxed: bool,
    /// The constraint on the value.
    pub rule: ValueRule,
    /// That it is deprecated, in words.
    pub deprecated: Option<String>,
    /// Where it is declared, such as `spec/bizproc/activity.yaml, log.LOG_MESSAGE`.
    pub origin: String,
}

/// Whether a field is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always; the builder keeps its value in this slot.
    Required {
        /// The slot.
        slot: usize,
    },
    /// Not always.
    Optional,
}

/// What an empty value of a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vacancy {
    /// Nothing special.
    None,
    /// It clears what the server has.
    Clearable,
    /// Null is a value.
    Nullable,
}

/// The constraint on a parameter's value.
#[derive(Clone, Debug)]
pub enum ValueRule {
    /// None.
    None,
    /// On a text.
    Text(TextLimits),
    /// On an integer.
    Integer(Range<i64>),
    /// On a number.
    Double(Range<f64>),
    /// On the number of items.
    Items {
        /// Whether an empty list is refused.
        non_empty: bool,
        /// The largest number.
        max: Option<u64>,
    },
}

/// One state of a builder.
#[derive(Debug)]
pub struct Slot {
    /// The field whose value it carries, or none if it only remembers that something was given.
    pub carries: Option<usize>,
}

/// What a slot can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not given.
    Missing,
    /// Given; for a condition, that it holds.
    Given,
    /// For a condition, that it does not hold.
    Waived,
}

/// What a setter does to a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The slot.
    pub slot: usize,
    /// Its state after the call.
    pub to: State,
}

/// What some slots must be, with the words for when they are not.
#[derive(Debug)]
pub struct Demand {
    /// The trait, in the record's module of parameters.
    pub name: String,
    /// The slots.
    pub slots: Vec<usize>,
    /// The combinations that are enough; with the kind of client where that matters.
    pub accepts: Vec<(Option<Client>, Vec<State>)>,
    /// When it is asked for.
    pub stage: Stage,
    /// The first line of the compiler's error.
    pub message: String,
    /// What stands at the call.
    pub label: String,
    /// The last line.
    pub note: String,
    /// Every way to leave something out.
    pub omissions: Vec<Omission>,
}

impl Demand {
    /// Whether the kind of client matters.
    pub fn asks_client(&self) -> bool {
        self.accepts.iter().any(|(client, _)| client.is_some())
    }
}

/// When a demand is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// By `build` and `send`.
    Build,
    /// By `send` alone: it depends on the client.
    Send,
    /// By the setters of this demand, before they are called.
    Setter,
}

/// A kind of client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Client {
    /// Made from a webhook.
    Webhook,
    /// With an application's token.
    Application,
    /// Known at run time.
    Any,
}

/// One way to break a demand.
#[derive(Debug)]
pub struct Omission {
    /// What is left out, by wire name; `*` for everything.
    pub lacks: Vec<String>,
    /// The setters that would have given it, which are not called.
    pub setters: Vec<String>,
    /// Those of them that the error must name.
    pub named: Vec<String>,
    /// Setters that are called all the same, by name.
    pub calls: Vec<String>,
    /// Whether nothing else is wrong about these calls.
    pub isolated: bool,
    /// The kind of client that the omission needs.
    pub client: Option<Client>,
    /// In words, what asks for it then.
    pub condition: String,
}

/// A method of a builder that gives a parameter.
#[derive(Debug)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: SetterKind,
    /// What it does to the states.
    pub moves: Vec<Move>,
    /// The demands that must be met before, by index.
    pub before: Vec<usize>,
    /// Whether there is a `maybe_` twin.
    pub maybe: bool,
    /// A call of it with some value of the right type.
    pub sample: Call,
}

/// What a setter does.
#[derive(Clone, Debug)]
pub enum SetterKind {
    /// Gives a field a value.
    Value {
        /// The field.
        field: usize,
    },
    /// Clears a field.
    Clear {
        /// The field.
        field: usize,
    },
    /// Sets a field to null.
    Null {
        /// The field.
        field: usize,
    },
    /// Gives a field a value and sets the flag that announces it.
    Announced {
        /// The field.
        field: usize,
        /// The flag.
        flag: usize,
        /// The flag's value.
        value: Literal,
    },
    /// Gives a field a value that is known.
    Preset {
        /// The field.
        field: usize,
        /// The value.
        value: Literal,
        /// The field that the value turns off.
        clears: Option<usize>,
    },
    /// Asks at run time whether one of some fields was given.
    AnyGiven {
        /// The fields.
        fields: Vec<usize>,
        /// Whether a raw parameter counts too.
        raw: bool,
    },
}
