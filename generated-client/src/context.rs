//! What a client may do, said by its type: which kind of authorization it holds, and which calls that allows.
//!
//! Knows nothing of tokens or URLs; those are in `auth`.

/// The kind of a client made from the URL of an incoming webhook.
///
/// A webhook acts for one user and belongs to no application, so the methods that work only for an application refuse
/// it, and such a call does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Webhook(());

/// The kind of a client that holds an application's access token.
#[derive(Clone, Copy, Debug)]
pub struct Application(());

/// The kind of a client whose authorization is known only at run time, and of an error whose method is.
///
/// `Client` alone is `Client<Any>`: every client converts into it, every method can be called on it, and the server
/// decides. `Error` alone is `Error<Any>`: every method's error converts into it by `?`.
#[derive(Clone, Copy, Debug)]
pub struct Any(());

impl Any {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}

/// The method answers any authorization.
#[derive(Clone, Copy, Debug)]
pub struct AnyContext(());

/// The method answers an application's token only.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationContext(());

/// That the methods of this context can be called on a `Client<K>`.
#[diagnostic::on_unimplemented(
    message = "this method works only for an application, and a `Client<{K}>` has no application's token",
    label = "not callable on a `Client<{K}>`",
    note = "make the client by `Client::from_token(portal, token)`; or convert it into `Client<Any>` to let the server decide"
)]
pub trait ServedBy<K> {}

#[diagnostic::do_not_recommend]
impl<K: sealed::Kind> ServedBy<K> for AnyContext {}
#[diagnostic::do_not_recommend]
impl ServedBy<Application> for ApplicationContext {}
#[diagnostic::do_not_recommend]
impl ServedBy<Any> for ApplicationContext {}

pub(crate) mod sealed {
    /// Closes the set of kinds: a client of another kind would have no way to authorize.
    pub trait Kind: Send + Sync + 'static {
        /// The name that `Debug` prints.
        const NAME: &'static str;
    }

    impl Kind for super::Webhook {
        const NAME: &'static str = "Webhook";
    }
    impl Kind for super::Application {
        const NAME: &'static str = "Application";
    }
    impl Kind for super::Any {
        const NAME: &'static str = "Any";
    }
}
