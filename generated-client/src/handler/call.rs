//! A step of a workflow: what the portal posts to the handler of an action or automation rule.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::auth::Auth;
use super::fields::Fields;
use super::form;
use super::{Refused, Signed, Unverified};
use crate::api::bizproc::activity::{self, Log, LogErrorKind};
use crate::api::bizproc::event::{self, SendRequest, SendRequestErrorKind};
use crate::api::bizproc::shared::DocumentType;
use crate::api::bizproc::workflow::DocumentId;
use crate::client::Client;
use crate::context::Application;
use crate::decode::{Decode, DecodeError, Path, Retries};
use crate::error::{Error, Failure, SetupError};
use crate::method::Method;
use crate::state::Hidden;
use crate::value::Map;

/// A workflow has reached an action or automation rule of the application. Debug output shows no token.
#[derive(Clone)]
#[non_exhaustive]
pub struct ActivityCall {
    /// The running workflow.
    pub workflow_id: String,
    /// The code of the action or rule.
    pub code: String,
    /// The document that the workflow runs on.
    pub document_id: DocumentId,
    /// The kind of that document.
    pub document_type: DocumentType,
    /// The inputs by their keys, as the portal writes them: texts, and lists of texts where there may be several.
    pub properties: Map<String, Value>,
    /// What proves to the portal that an answer is one to this call. A secret.
    pub event_token: String,
    /// Whether the workflow waits for [`finish`](Self::finish).
    pub waits: bool,
    /// How long it waits, if it does not wait for ever.
    pub timeout: Option<Duration>,
    /// When the portal posted this, in seconds since 1970.
    pub sent_at: Option<i64>,
    /// The authorization that came with it.
    pub auth: Auth,
    client: OnceLock<Client<Application>>,
}

/// Reads what was posted to the handler of an action or automation rule, by the `Content-Type` and the body.
///
/// # Errors
///
/// When it is not what a portal posts there.
pub fn activity_call(content_type: Option<&str>, body: &[u8]) -> Result<Unverified<ActivityCall>, Refused> {
    let mut members = form::read(content_type, body)?;
    let mut fields = Fields(&mut members);
    let [module, entity, document] = fields.three("document_id")?;
    let document_id = DocumentId::new(module, entity, document);
    let timeout = fields.number("timeout_duration")?.and_then(|seconds| u64::try_from(seconds).ok());
    Ok(Unverified(ActivityCall {
        workflow_id: fields.text("workflow_id")?,
        code: fields.text("code")?,
        document_id,
        document_type: fields.three("document_type")?.into(),
        properties: fields.object("properties")?.into_iter().collect(),
        event_token: fields.text("event_token")?,
        // Empty counts as waiting, as it does at the installation.
        waits: fields.flag("use_subscription")?.unwrap_or(true),
        timeout: timeout.filter(|seconds| *seconds > 0).map(Duration::from_secs),
        sent_at: fields.number("ts")?,
        auth: Auth::read(fields.object("auth")?)?,
        client: OnceLock::new(),
    }))
}

impl Signed for ActivityCall {
    fn auth(&self) -> &Auth {
        &self.auth
    }
}

impl ActivityCall {
    /// An input that is one text. A list of one counts as it; what is missing or empty is none.
    pub fn text(&self, key: &str) -> Option<&str> {
        let value = match self.properties.get(key)? {
            Value::Array(items) if items.len() == 1 => items.first()?,
            value => value,
        };
        value.as_str().filter(|text| !text.is_empty())
    }

    /// An input of any type, read as leniently as an answer is: a number from `"7"`, a flag from `Y`, and as an `Option`
    /// also what is missing or empty.
    ///
    /// # Errors
    ///
    /// When it is not what the type says; the error names the place, such as `properties.amount`.
    pub fn property<T: Decode>(&self, key: &str) -> Result<T, DecodeError> {
        let retries = Retries::default();
        let root = Path::root("properties", &retries);
        T::decode(self.properties.get(key).cloned().unwrap_or_default(), &root.key(key))
    }

    /// An input of which there may be several texts.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        match self.properties.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) if !text.is_empty() => vec![text],
            _ => Vec::new(),
        }
    }

    /// Sends what follows by this client, say one with other limits or with tokens that are renewed.
    #[must_use]
    pub fn using(mut self, client: Client<Application>) -> Self {
        self.client = OnceLock::from(client);
        self
    }

    /// The client that [`log`](Self::log) and [`finish`](Self::finish) use: the one that was given, or one with the access
    /// token of this call, which is good for an hour.
    ///
    /// # Errors
    ///
    /// When the call came without an access token or with an address that is none.
    pub fn client(&self) -> Result<&Client<Application>, Error> {
        self.made().map_err(Error::setup)
    }

    fn made(&self) -> Result<&Client<Application>, SetupError> {
        match self.client.get() {
            Some(client) => Ok(client),
            None => {
                let client = self.auth.make_client()?;
                Ok(self.client.get_or_init(|| client))
            }
        }
    }

    /// Writes a line into the log of the workflow; see [`activity::log`].
    ///
    /// # Errors
    ///
    /// As `bizproc.activity.log`; [`kind`](Error::kind) says which.
    pub async fn log(&self, line: impl Into<String>) -> Result<(), Error<LogErrorKind>> {
        let client = self.made().map_err(not_made::<Log>)?;
        activity::log(client).event_token(self.event_token.as_str()).log_message(line.into()).send().await.map(drop)
    }

    /// Ends the wait of the workflow and gives it the outputs, by the keys of `RETURN_PROPERTIES`; see [`event::send`].
    ///
    /// # Errors
    ///
    /// As `bizproc.event.send`; [`kind`](Error::kind) says which.
    pub async fn finish(
        &self,
        outputs: impl IntoIterator<Item = (impl Into<String>, impl Serialize)>,
    ) -> Result<(), Error<SendRequestErrorKind>> {
        let client = self.made().map_err(not_made::<SendRequest>)?;
        event::send(client).event_token(self.event_token.as_str()).return_values(outputs).send().await.map(drop)
    }
}

fn not_made<M: Method>(problem: SetupError) -> Error<M::ErrorKind> {
    Error::new(M::NAME, Failure::Setup(problem), false).after(0)
}

impl fmt::Debug for ActivityCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivityCall")
            .field("workflow_id", &self.workflow_id)
            .field("code", &self.code)
            .field("document_id", &self.document_id)
            .field("properties", &self.properties)
            .field("event_token", &Hidden)
            .field("waits", &self.waits)
            .field("timeout", &self.timeout)
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}
