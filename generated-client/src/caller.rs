//! What a generated builder sends with: one builder serves the async client, the blocking one, and none.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::client::{Client, Outcome};
use crate::context::Any;
use crate::error::{Error, InvalidRequest};
use crate::method::Method;

/// What `send()` of a builder goes through: a client, borrowed or owned, async or blocking.
pub trait Caller: Sized {
    /// The kind of authorization.
    type Kind;
    /// What `send()` gives: a future, or the result itself.
    type Reply<M: Method>;

    /// Sends a request, or passes on what is wrong with it.
    fn call<M: Method>(self, request: Result<M, InvalidRequest>) -> Self::Reply<M>;
}

/// A caller with a client behind it. `()` is none: a builder made by `builder()` can only `build()`.
#[diagnostic::on_unimplemented(
    message = "this builder has no client to send with",
    label = "call `.build()` here, or start with the method's function instead of `builder()`"
)]
pub trait HasClient: Caller {}

impl<K> Caller for &Client<K> {
    type Kind = K;
    type Reply<M: Method> = Reply<M>;

    fn call<M: Method>(self, request: Result<M, InvalidRequest>) -> Reply<M> {
        Reply(self.start(request))
    }
}

#[diagnostic::do_not_recommend]
impl<K> HasClient for &Client<K> {}

/// Other ways to hold a client, each of which calls as a borrowed one does.
macro_rules! call_as_borrowed {
    ($client:ident, $reply:ty: $($way:ty),* $(,)?) => {$(
        impl<K> Caller for $way {
            type Kind = K;
            type Reply<M: Method> = $reply;

            fn call<M: Method>(self, request: Result<M, InvalidRequest>) -> Self::Reply<M> {
                let client: &$client<K> = &self;
                Caller::call(client, request)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<K> HasClient for $way {}
    )*};
}
#[cfg(feature = "blocking")]
pub(crate) use call_as_borrowed;

call_as_borrowed!(Client, Reply<M>: Client<K>, &mut Client<K>, &&Client<K>, Arc<Client<K>>, &Arc<Client<K>>);

impl Caller for () {
    type Kind = Any;
    type Reply<M: Method> = Result<M, InvalidRequest>;

    fn call<M: Method>(self, request: Result<M, InvalidRequest>) -> Self::Reply<M> {
        request
    }
}

/// A call on its way: a future of the method's result. It does nothing until it is awaited, and owns all it needs, so it
/// can be spawned.
#[must_use = "a call does nothing until it is awaited"]
pub struct Reply<M: Method>(Outcome<M>);

impl<M: Method> Future for Reply<M> {
    type Output = Result<M::Output, Error<M::ErrorKind>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<M: Method> fmt::Debug for Reply<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({})", M::NAME)
    }
}
