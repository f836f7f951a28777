//! What a page says about its method. Names, values and marks only: no sentence of a page comes out of here.

mod answer;
mod calls;
mod default;
mod demands;
mod errors;
mod fields;
mod head;
mod json;
mod regions;
mod rows;
mod values;

use serde_json::Value;

use super::page::Page;
pub(crate) use fields::is_scalar;
use regions::{Region, regions};

/// A method as its page describes it.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) name: String,
    pub(crate) rest3: bool,
    pub(crate) scope: Vec<String>,
    pub(crate) access: Access,
    pub(crate) application: bool,
    pub(crate) deprecated: bool,
    /// What to use instead.
    pub(crate) instead: Option<String>,
    pub(crate) positional: bool,
    pub(crate) params: Fields,
    pub(crate) answer: Answer,
    pub(crate) errors: Vec<ErrorFact>,
    pub(crate) calls: Vec<Call>,
    /// What the importer is not sure of, where no parameter is to be named.
    pub(crate) doubts: Vec<String>,
}

/// Who may call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    /// The page does not say.
    #[default]
    Unsaid,
    /// Users, some of them perhaps by their rights alone.
    Any,
    /// Administrators of the portal.
    Admin,
    /// Administrators of something else, or others besides.
    SomeAdmin,
}

/// The rows of a table of parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) list: Vec<Field>,
    /// Whether there may be others, which the table names by a pattern such as `UF_*`.
    pub(crate) open: bool,
    pub(crate) demands: Vec<Demand>,
    pub(crate) doubts: Vec<String>,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) types: Vec<String>,
    /// The values that it is limited to, if the page lists them.
    pub(crate) values: Vec<String>,
    pub(crate) default: Option<String>,
    /// What the value is made of, if the page has a table of that.
    pub(crate) inside: Option<Fields>,
    pub(crate) deprecated: bool,
    pub(crate) doubts: Vec<String>,
}

/// A requirement beyond the star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    AtLeastOne(Vec<String>),
    ExactlyOne(Vec<String>),
    Together(Vec<String>),
    If(String, Condition),
}

/// When a parameter is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The parameter has one of these values.
    Has(String, Vec<String>),
    With(String),
    Webhook,
}

/// What a call answers.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) types: Vec<String>,
    pub(crate) fields: Option<Fields>,
    /// The `result` of the page's answer.
    pub(crate) example: Option<Value>,
    /// Whether the answer says where the next page begins, or how many rows there are.
    pub(crate) has_next: bool,
}

/// The rows of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorFact {
    pub(crate) code: String,
    pub(crate) status: Option<u16>,
    pub(crate) texts: Vec<String>,
}

/// A call that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) request: Value,
    pub(crate) response: Option<Value>,
}

/// What a page is to the importer.
#[derive(Debug)]
pub(crate) enum Reading {
    Method(Box<Facts>),
    /// It documents no single method.
    Other,
    /// It documents one, and cannot be read.
    Refused {
        name: Option<String>,
        why: String,
    },
}

/// Reads a page.
pub(crate) fn read(page: &Page) -> Reading {
    let regions = regions(page);
    if !head::is_method(page) {
        return Reading::Other;
    }
    let Some(name) = head::name(page) else {
        let mut params = regions.iter().filter(|section| section.region == Region::Params);
        if !params.any(|section| section.tables().any(rows::has_fields)) {
            return Reading::Other;
        }
        return Reading::Refused { name: None, why: "the page names no method".to_owned() };
    };
    let broken = regions.iter().flat_map(|region| region.tables()).find_map(|table| table.broken);
    if let Some(broken) = broken {
        return Reading::Refused { name: Some(name), why: broken.to_owned() };
    }
    let mut facts = Facts { name, ..head::read(page, &regions) };
    facts.params = fields::params(&regions, &mut facts.doubts);
    facts.calls = calls::calls(&regions, &mut facts.doubts);
    facts.answer = answer::answer(&regions, &mut facts.doubts);
    facts.errors = errors::errors(&regions, &mut facts.doubts);
    facts.application |= facts.errors.iter().any(errors::wants_application);
    if let Some(first) = facts.calls.first_mut() {
        first.response.clone_from(&facts.answer.example);
    }
    Reading::Method(Box::new(facts))
}

impl Fields {
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.open
    }

    /// The field of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Field> {
        self.list.iter().find(|field| field.name == name)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.list.iter_mut().find(|field| field.name == name)
    }
}
