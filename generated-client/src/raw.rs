//! A call by name, for what no spec covers yet.

use serde::{Serialize, Serializer};
use serde_json::{Map as Object, Value};

use crate::caller::{Caller, HasClient};
use crate::context::{Any, AnyContext};
use crate::error::{InvalidRequest, InvalidValue};
use crate::method::{Effect, Method, Version};
use crate::value::rule::{Pattern, State, TextRule};

/// A call by name under construction; made by [`Client::raw`](crate::Client::raw).
///
/// Nothing about the method is known: any parameter is taken, the result is a JSON value, and the error is an
/// [`Error<Any>`](crate::Error).
///
/// ```no_run
/// # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
/// let deal = client.raw("crm.deal.get").param("id", 1).idempotent().send().await?;
/// println!("{}", deal["TITLE"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall<C> {
    caller: C,
    request: RawRequest,
    problem: Option<InvalidRequest>,
}

/// A request to a method by its name; made by [`RawCall::build`].
#[derive(Clone, Debug)]
pub struct RawRequest {
    name: String,
    parameters: Object<String, Value>,
    effect: Effect,
    version: Version,
}

impl<C> RawCall<C> {
    pub(crate) fn new(caller: C, method: &str) -> Self {
        let request = RawRequest {
            name: method.to_owned(),
            parameters: Object::new(),
            effect: Effect::Once,
            version: Version::V2,
        };
        Self { caller, request, problem: None }
    }

    /// Sets a parameter. What serializes to null is sent as null.
    pub fn param(mut self, wire_name: &str, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => {
                self.request.parameters.insert(wire_name.to_owned(), value);
            }
            Err(error) => {
                let problem = InvalidRequest::new(RawRequest::NAME, wire_name, InvalidValue::not_json(&error));
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    /// Declares that a second call would leave the same state and give the same answer, so that it may be repeated when
    /// its answer was lost.
    pub fn idempotent(mut self) -> Self {
        self.request.effect = Effect::Idempotent;
        self
    }

    /// Calls the method of this name in REST 3.0.
    pub fn v3(mut self) -> Self {
        self.request.version = Version::V3;
        self
    }

    /// The request as a value.
    pub fn build(self) -> Result<RawRequest, InvalidRequest> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.request),
        }
    }

    /// The request, and the first problem with it.
    pub(crate) fn into_parts(self) -> (RawRequest, Option<InvalidRequest>) {
        (self.request, self.problem)
    }

    /// Sends the call.
    pub fn send(self) -> C::Reply<RawRequest>
    where
        C: Caller + HasClient,
    {
        let Self { caller, request, problem } = self;
        caller.call(problem.map_or(Ok(request), Err))
    }
}

impl RawRequest {
    const NAME_PATTERN: Pattern = Pattern::new("^[A-Za-z0-9_.]+$", &[NAME_START, NAME_REST]);

    /// The names of the parameters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters.keys().map(String::as_str)
    }

    /// A name goes into the address of the call, so it must not be able to point elsewhere.
    pub(crate) fn check_name(name: &str) -> Result<(), InvalidValue> {
        // Asked for every call, and nearly always so.
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')) {
            return Ok(());
        }
        let rule = TextRule::ANY.non_empty().pattern(&Self::NAME_PATTERN);
        rule.check(name).map(drop)
    }
}

const NAME_BYTES: &[(u8, u8, usize)] =
    &[(b'.', b'.', 1), (b'0', b'9', 1), (b'A', b'Z', 1), (b'_', b'_', 1), (b'a', b'z', 1)];
const NAME_START: State = State { accepts: false, next: NAME_BYTES };
const NAME_REST: State = State { accepts: true, next: NAME_BYTES };

impl Serialize for RawRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parameters.serialize(serializer)
    }
}

impl Method for RawRequest {
    const NAME: &'static str = "a call by name";
    const EFFECT: Effect = Effect::Once;

    type Output = Value;
    type ErrorKind = Any;
    type Context = AnyContext;

    fn name(&self) -> &str {
        &self.name
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn version(&self) -> Version {
        self.version
    }
}
