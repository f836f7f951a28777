//! The keys of the spec language: what may stand where. The parser refuses what is not here; the JSON Schema for editors
//! and the skeleton of a new method are made from it.

mod file;
mod form;
mod method;
mod rule;

pub use file::{FILE, PART, SYSTEM_ERROR, TYPE, VALUE};
pub use form::Form;
pub use method::{DEPRECATED, ERROR, EXAMPLE, METHOD, PAGINATION, PARAM, REASON, RESULT};
pub use rule::{ANNOUNCEMENT, CONDITION, RULE};

/// What stands where something must be filled in. It is refused wherever a text is read.
pub const UNFILLED: &str = "???";

/// The keys of one kind of object.
#[derive(Debug)]
pub struct Keys {
    /// The kind, as messages name it.
    pub kind: &'static str,
    /// The keys, in the order in which a spec is best written.
    pub keys: &'static [Key],
    /// The keys of which exactly one must be there; none if there is no such choice.
    pub choice: &'static [&'static str],
    /// The form of other keys and the shape of their values, if there may be others. The object has one member then.
    pub other: Option<(&'static Form, &'static Shape)>,
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is usually there, though it need not be.
    pub usual: bool,
    /// The key of the choice that it belongs to, if it says something about that one only.
    pub belongs_to: Option<&'static str>,
    /// What its value is.
    pub shape: Shape,
    /// What it says, for the legend and for editors.
    pub doc: &'static str,
}

/// What the value of a key is.
#[derive(Debug)]
pub enum Shape {
    /// Text; what looks like a number or a flag is text too.
    Text,
    /// Text of a form.
    Name(&'static Form),
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Count,
    /// A whole number between two, both included.
    Between(u64, u64),
    /// A number.
    Number,
    /// A text of this list.
    Word(&'static [&'static str]),
    /// A type: a word, `T[]`, `map<K, T>`, `id<object>` or a name from `types:`.
    Type,
    /// `null` without quotes, which to YAML is no text.
    Null,
    /// A text, number or flag as it stands on the wire; it may be empty.
    Scalar,
    /// Anything.
    Any,
    /// A list.
    List(&'static Shape),
    /// A list of at least two items, none of them twice.
    Several(&'static Shape),
    /// An object with these keys.
    Object(&'static Keys),
    /// An object whose keys are names of a form and whose values are of one shape, and how many there are.
    Named(&'static Form, &'static Shape, Amount),
    /// One of several shapes.
    Either(&'static [Shape]),
}

/// How many members an object has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// As many as there are.
    Any,
    /// At least one.
    Some,
    /// Just one.
    One,
}

impl Keys {
    /// The names of the keys.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }

    /// The key of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Key {
    /// The words that the value can be, if it is one of a list.
    pub(crate) fn words(&self) -> &'static [&'static str] {
        if let Shape::Word(words) = self.shape { words } else { &[] }
    }
}

/// All tables, each before those that it leads to.
pub fn all() -> Vec<&'static Keys> {
    let mut found = vec![&FILE];
    let mut at = 0;
    while let Some(table) = found.get(at).copied() {
        let other = table.other.map(|(_, shape)| shape);
        for shape in table.keys.iter().map(|key| &key.shape).chain(other) {
            reach(shape, &mut found);
        }
        at += 1;
    }
    found
}

/// Notes the tables that a shape leads to directly.
fn reach(shape: &'static Shape, found: &mut Vec<&'static Keys>) {
    match shape {
        Shape::Object(table) => {
            if !found.iter().any(|known| known.kind == table.kind) {
                found.push(table);
            }
        }
        Shape::List(inner) | Shape::Several(inner) | Shape::Named(_, inner, _) => reach(inner, found),
        Shape::Either(shapes) => {
            for shape in *shapes {
                reach(shape, found);
            }
        }
        Shape::Text
        | Shape::Name(_)
        | Shape::Flag
        | Shape::Count
        | Shape::Between(..)
        | Shape::Number
        | Shape::Word(_)
        | Shape::Type
        | Shape::Null
        | Shape::Scalar
        | Shape::Any => {}
    }
}

const fn table(kind: &'static str, keys: &'static [Key]) -> Keys {
    Keys { kind, keys, choice: &[], other: None }
}

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: false, usual: false, belongs_to: None, shape, doc }
}

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { required: true, ..key(name, shape, doc) }
}

const fn usual(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { usual: true, ..key(name, shape, doc) }
}

const fn belonging(owner: &'static str, name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { belongs_to: Some(owner), ..key(name, shape, doc) }
}
