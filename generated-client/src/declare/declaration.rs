//! All that a portal is told of an action or rule, whatever its inputs and outputs are.

use crate::api::bizproc::shared::{ActivityCode, DocumentType, Filter, LocalizedText, Property, PropertyKey};
use crate::api::ids::UserId;
use crate::api::shared::Url;
use crate::value::Map;

/// Which of the two something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An action of the workflow designer.
    Action,
    /// An automation rule.
    Robot,
}

/// An action or rule as [`sync`](super::sync) tells a portal of it; from [`Action`](super::Action) or
/// [`Robot`](super::Robot).
#[derive(Clone, Debug)]
pub struct Declaration {
    pub(super) part: Part,
    pub(super) code: ActivityCode,
    pub(super) handler: Url,
    pub(super) name: LocalizedText,
    pub(super) description: Option<LocalizedText>,
    pub(super) user: Option<UserId>,
    pub(super) waits: bool,
    pub(super) inputs: Map<PropertyKey, Property>,
    pub(super) outputs: Map<PropertyKey, Property>,
    pub(super) document_type: Option<DocumentType>,
    pub(super) filter: Option<Filter>,
    pub(super) placement: Option<Url>,
}

impl Declaration {
    /// Whether it is an action or a rule.
    pub fn part(&self) -> Part {
        self.part
    }

    /// Its code.
    pub fn code(&self) -> &ActivityCode {
        &self.code
    }
}
