//! A request as a value: what every method of the API says about itself.
//!
//! Sending, repeating and batching are generic over [`Method`]; nothing here sends.

use serde::Serialize;

use crate::decode::Decode;
use crate::error::{ErrorKind, InvalidRequest};

/// One method of the API, and at the same time one request to it.
///
/// Implemented by the generated request structs such as
#[cfg_attr(feature = "bizproc", doc = "[`api::bizproc::activity::Log`](crate::api::bizproc::activity::Log);")]
#[cfg_attr(not(feature = "bizproc"), doc = "`api::bizproc::activity::Log`;")]
/// its serialized form is the body of the call.
pub trait Method: Serialize + Send + Sync + 'static {
    /// The method's name on the wire, such as `bizproc.activity.log`.
    const NAME: &'static str;
    /// The generation of the REST API that has this method.
    const VERSION: Version = Version::V2;
    /// What a repeated call would do.
    const EFFECT: Effect;
    /// Whether the method may be called inside a batch.
    const BATCH: bool = true;
    /// The member of `result` that holds the output, where it is not `result` itself; one inside another as `a.b`.
    const WRAPPED_IN: Option<&'static str> = None;

    /// What a successful call gives.
    type Output: Decode + Send + 'static;
    /// The errors that the method documents.
    type ErrorKind: ErrorKind;
    /// [`AnyContext`](crate::AnyContext) or [`ApplicationContext`](crate::ApplicationContext).
    type Context;

    /// Refuses the request if the kind of authorization asks for a parameter that it lacks. The builders ask for it while
    /// the program is compiled; this is for requests that were built without a client.
    fn check(&self, _: Authorization) -> Result<(), InvalidRequest> {
        Ok(())
    }

    /// The method's name on the wire; differs from [`Self::NAME`] only in a call by name.
    fn name(&self) -> &str {
        Self::NAME
    }

    /// What a repeated call would do; differs from [`Self::EFFECT`] only in a call by name.
    fn effect(&self) -> Effect {
        Self::EFFECT
    }

    /// The generation of the API; differs from [`Self::VERSION`] only in a call by name.
    fn version(&self) -> Version {
        Self::VERSION
    }
}

/// How a client authorizes its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authorization {
    /// By the URL of an incoming webhook.
    Webhook,
    /// By an application's access token.
    Application,
}

/// What a call changes, and so whether it may be repeated after an answer that was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something, but a second call leaves the same state and gives the same answer.
    Idempotent,
    /// A second call does it again, or fails because it was done: adds a second line, finds nothing to delete.
    Once,
}

/// A generation of the REST API; they differ in paths and in the shape of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// `/rest/…`: nearly all methods.
    V2,
    /// `/rest/api/…`: REST 3.0.
    V3,
}
