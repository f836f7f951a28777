//! An action or rule with its inputs and outputs as types.

use std::fmt;
use std::marker::PhantomData;

use super::{Declaration, Inputs, Outputs, Part, ReadError};
use crate::api::bizproc::event::{SendRequest, SendRequestErrorKind};
use crate::api::bizproc::shared::{ActivityCode, DocumentType, Filter, LocalizedText};
use crate::api::ids::UserId;
use crate::api::shared::Url;
use crate::error::{Error, InvalidRequest, InvalidValue};
use crate::handler::ActivityCall;
use crate::method::Method;

/// An action of the workflow designer that is called with `I` and answers `O`.
pub type Action<I, O = ()> = Step<parts::Action, I, O>;

/// An automation rule that is called with `I` and answers `O`.
pub type Robot<I, O = ()> = Step<parts::Robot, I, O>;

/// What a [`Step`] is.
pub mod parts {
    /// An action of the workflow designer.
    #[derive(Clone, Copy, Debug)]
    pub enum Action {}

    /// An automation rule.
    #[derive(Clone, Copy, Debug)]
    pub enum Robot {}

    /// One of the two.
    pub trait Kind {
        /// Which of the two.
        const PART: super::Part;
    }

    impl Kind for Action {
        const PART: super::Part = super::Part::Action;
    }

    impl Kind for Robot {
        const PART: super::Part = super::Part::Robot;
    }
}

/// A step of workflows that this application does: an [`Action`] or a [`Robot`].
pub struct Step<P, I, O> {
    declaration: Declaration,
    types: PhantomData<fn(O) -> (P, I)>,
}

// The bounds stand at the functions: at the impl, the compiler would say no more than that there is no such function.
impl<P, I, O> Step<P, I, O> {
    /// A step with this code, which is unique within the application, this name in the designer, and this address that
    /// the portal posts to. The workflow waits for the answer.
    ///
    /// # Errors
    ///
    /// When the code or the address is none, or a default of an input cannot be sent.
    pub fn new(
        code: impl TryInto<ActivityCode, Error: Into<InvalidValue>>,
        name: impl Into<LocalizedText>,
        handler: impl TryInto<Url, Error: Into<InvalidValue>>,
    ) -> Result<Self, InvalidRequest>
    where
        P: parts::Kind,
        I: Inputs,
        O: Outputs,
    {
        let invalid = |wire_name| move |problem| InvalidRequest::new(SUBJECT, wire_name, problem);
        let declaration = Declaration {
            part: P::PART,
            code: code.try_into().map_err(Into::into).map_err(invalid("CODE"))?,
            handler: handler.try_into().map_err(Into::into).map_err(invalid("HANDLER"))?,
            name: name.into(),
            description: None,
            user: None,
            waits: true,
            inputs: I::properties().map_err(invalid("PROPERTIES"))?,
            outputs: O::properties().map_err(invalid("RETURN_PROPERTIES"))?,
            document_type: None,
            filter: None,
            placement: None,
        };
        Ok(Self { declaration, types: PhantomData })
    }

    /// The inputs of a call of this step.
    ///
    /// # Errors
    ///
    /// When it is a call of another step, or an input is missing or is not what its field says; the error names it.
    pub fn read(&self, call: &ActivityCall) -> Result<I, ReadError>
    where
        I: Inputs,
    {
        if call.code != self.declaration.code.as_str() {
            return Err(ReadError::OtherStep { expected: self.declaration.code.to_string(), found: call.code.clone() });
        }
        I::read(&call.properties).map_err(ReadError::Input)
    }

    /// Ends the wait of the workflow and gives it the outputs; see [`ActivityCall::finish`]. Without async, the method
    /// `bizproc.event.send` takes [`Outputs::values`].
    ///
    /// # Errors
    ///
    /// As `bizproc.event.send`, and when an output cannot be sent.
    pub async fn finish(&self, call: &ActivityCall, outputs: &O) -> Result<(), Error<SendRequestErrorKind>>
    where
        O: Outputs,
    {
        let invalid = |problem| InvalidRequest::new(SendRequest::NAME, "RETURN_VALUES", problem);
        let values = outputs.values().map_err(|problem| Error::invalid(SendRequest::NAME, invalid(problem)))?;
        call.finish(values).await
    }
}

impl<P, I> Step<P, I, ()> {
    /// Lets workflows go on without an answer. Where there are outputs they wait, or nothing would come of them.
    #[must_use]
    pub fn without_waiting(self) -> Self {
        self.with(|declaration| declaration.waits = false)
    }
}

impl<P, I, O> Step<P, I, O> {
    /// A longer explanation.
    #[must_use]
    pub fn description(self, text: impl Into<LocalizedText>) -> Self {
        self.with(|declaration| declaration.description = Some(text.into()))
    }

    /// The user whose token the handler gets.
    #[must_use]
    pub fn auth_user_id(self, user: impl Into<UserId>) -> Self {
        self.with(|declaration| declaration.user = Some(user.into()))
    }

    /// The kind of document whose own types the inputs and outputs may have, such as `UF:address`.
    #[must_use]
    pub fn document_type(self, document_type: impl Into<DocumentType>) -> Self {
        self.with(|declaration| declaration.document_type = Some(document_type.into()))
    }

    /// Where it is offered.
    #[must_use]
    pub fn filter(self, filter: Filter) -> Self {
        self.with(|declaration| declaration.filter = Some(filter))
    }

    /// A settings page of its own, which the designer opens.
    #[must_use]
    pub fn placement(self, handler: Url) -> Self {
        self.with(|declaration| declaration.placement = Some(handler))
    }

    /// The code.
    pub fn code(&self) -> &ActivityCode {
        &self.declaration.code
    }

    /// What a portal is told of it, for [`sync`](super::sync).
    pub fn declaration(&self) -> Declaration {
        self.declaration.clone()
    }

    fn with(mut self, change: impl FnOnce(&mut Declaration)) -> Self {
        change(&mut self.declaration);
        self
    }
}

/// What errors are about.
const SUBJECT: &str = "declare::Step";

impl<P, I, O> From<&Step<P, I, O>> for Declaration {
    fn from(step: &Step<P, I, O>) -> Self {
        step.declaration()
    }
}

impl<P, I, O> Clone for Step<P, I, O> {
    fn clone(&self) -> Self {
        Self { declaration: self.declaration.clone(), types: PhantomData }
    }
}

impl<P, I, O> fmt::Debug for Step<P, I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.declaration.fmt(f)
    }
}
