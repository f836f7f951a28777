//! The specs as meant: every name resolved, every requirement turned into states, nothing left that could be wrong.
//!
//! `name` is always the Rust name, `wire_name` the API's.

pub use crate::ast::{BooleanWire, Effect};
pub use crate::pattern::Automaton;

mod literal;
mod method;
mod record;
mod types;

pub use literal::{Call, Literal};
pub use method::{ErrorCode, Errors, Example, Method, Outcome, Pagination, Reason, Rows, System, SystemError};
pub use record::{
    Client, Constant, Demand, Field, Move, Omission, Presence, Record, Setter, SetterKind, Slot, Stage, State, Vacancy,
    ValueRule,
};
pub use types::{Definition, EnumValue, NamedType, Part, Range, Reference, Shape, TextLimits, Type};

use std::collections::BTreeSet;

/// Everything that a set of specs says.
#[derive(Debug, Default)]
pub struct Model {
    /// The families, in the order of their names.
    pub families: Vec<Family>,
    /// The errors that any method can answer with, where the set has them.
    pub system: Option<System>,
    /// The objects that `id<…>` names, in order.
    pub ids: Vec<Id>,
}

impl Model {
    /// The families to generate code for.
    pub fn own_families(&self) -> impl Iterator<Item = &Family> {
        self.families.iter().filter(|family| !family.library)
    }

    /// The sources whose types a source uses, itself included, by index.
    pub fn uses(&self, source: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut queue = vec![source];
        while let Some(source) = queue.pop() {
            if seen.insert(source) {
                let family = self.families.iter().find(|family| family.source == source);
                queue.extend(family.into_iter().flat_map(|family| family.uses.iter().copied()));
            }
        }
        seen
    }
}

/// A spec file: a module, and a page of the docs.
#[derive(Debug)]
pub struct Family {
    /// What the methods' names have in common, such as `bizproc.activity`.
    pub wire_name: String,
    /// The path of the module, such as `["bizproc", "activity"]`.
    pub module: Vec<String>,
    /// Where the spec stands, whatever the folder is called, such as `spec/bizproc/activity.yaml`.
    pub spec: String,
    /// The index of its source.
    pub source: usize,
    /// Whether it stands in the crate `bitrix24`, and is here only for others to use.
    pub library: bool,
    /// The sources whose types it uses, by index.
    pub uses: Vec<usize>,
    /// What it is about.
    pub doc: String,
    /// Its docs page.
    pub url: Option<String>,
    /// Named types, in declared order.
    pub types: Vec<NamedType>,
    /// Methods, in declared order.
    pub methods: Vec<Method>,
}

/// The type of an object's identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The object, such as `crm_deal`.
    pub object: String,
    /// The type, such as `CrmDealId`.
    pub name: String,
    /// Whether it stands in the crate `bitrix24` already.
    pub library: bool,
}
