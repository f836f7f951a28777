//! Actions and automation rules that are declared once: what the portal is told at the registration, what the handler is
//! called with, and what it answers come from the same structs, so that they cannot disagree.
//!
//! ```
//! use bitrix24::declare::{self, Action, Inputs, Options, Outputs};
//! use bitrix24::handler::ActivityCall;
//! use bitrix24::{Application, Client};
//!
//! #[derive(Inputs)]
//! struct Input {
//!     #[property(name(en = "Text", de = "Text"), default = "{=Document:NAME}")]
//!     text: String,
//!     #[property(name = "Algorithm", default = Algorithm::Md5)]
//!     algorithm: Algorithm,
//!     #[property(name = "Rounds", description = "One, if there is nothing here")]
//!     rounds: Option<i64>,
//! }
//!
//! #[derive(Options)]
//! enum Algorithm {
//!     #[option(name = "MD5")]
//!     Md5,
//!     #[option(key = "sha", name = "SHA-2 with 256 bits")]
//!     Sha256,
//! }
//!
//! #[derive(Outputs)]
//! struct Output {
//!     #[property(name = "Digest")]
//!     digest: String,
//! }
//!
//! fn hash() -> Result<Action<Input, Output>, bitrix24::InvalidRequest> {
//!     Action::new("hash", [("en", "Hash"), ("de", "Hash")], "https://example.com/handler")
//! }
//!
//! /// When the application is installed, and after each change of a declaration.
//! async fn install(client: &Client<Application>) -> Result<(), bitrix24::Error> {
//!     declare::sync(client, [&hash()?]).await?;
//!     Ok(())
//! }
//!
//! /// When a workflow reaches the action.
//! async fn step(call: ActivityCall) -> Result<(), Box<dyn std::error::Error>> {
//!     let hash = hash()?;
//!     let input = hash.read(&call)?;
//!     let digest = input.text; // …
//!     hash.finish(&call, &Output { digest }).await?;
//!     Ok(())
//! }
//! ```
//!
//! # Types
//!
//! | type of the field | of the property |
//! |-|-|
//! | `String`, [`Text`] | `string`, `text` |
//! | `i64`, `f64`, `bool` | `int`, `double`, `bool` |
//! | [`Date`](crate::Date), [`DateTime`](crate::DateTime) | `date`, `datetime` |
//! | [`UserId`](crate::api::ids::UserId) | `user` |
//! | [`File`](crate::File), as an output | `file` |
//! | an enum with `#[derive(Options)]` | `select` with these options |
//!
//! A field of such a type is `Required`, an `Option` of one is not, and a `Vec` of them is `Multiple`.
//!
//! Inputs are read as leniently as answers are: a number from `"7"`, a flag from `Y` or `1`, a user from `user_7`, one
//! value from a list of one. An empty text is no value.
//!
//! Portals write days and moments by their own settings where a workflow makes them from texts, and files by numbers of
//! their own. Where that has to be taken, a `String` with `type = "date"` or `type = "file"` gets the text as it is.
//!
//! # Several steps
//!
//! Where they have different types, `sync` takes a [`Declaration`] of each: `[hash.declaration(), other.declaration()]`.

mod declaration;
mod error;
mod field;
mod item;
mod options;
mod plan;
#[doc(hidden)]
pub mod property;
mod requests;
mod snapshot;
mod step;
mod structs;
mod sync;
mod text;

/// What a handler is called with, from a struct with a field for each input.
///
/// In `#[property(…)]` of a field stand
///
/// - `name = "…"`, or `name(en = "…", de = "…")` in several languages: what people see. Always there.
/// - `description`, written in the same ways: a longer explanation.
/// - `key = "…"`: the key in `PROPERTIES`. By default it is the field's name.
/// - `default = …`: the value at first, as an expression of the field's type or what becomes one by `into()`; or a text
///   such as `"{=Document:ID}"`, which the workflow evaluates, for a field of any type.
/// - `required`, for a `Vec` that must not be empty. What is neither a `Vec` nor an `Option` is required anyway.
/// - `type = "…"`: another type of the portal's, such as `UF:address`, for a field that takes what the portal writes.
pub use bitrix24_macros::Inputs;

/// What can be chosen in a `select`, from an enum with a variant for each choice.
///
/// In `#[option(…)]` of a variant stand
///
/// - `name = "…"`: what people see. Always there.
/// - `key = "…"`: what the portal keeps and sends. By default it is the variant's name.
pub use bitrix24_macros::Options;

/// What a handler answers, from a struct with a field for each output.
///
/// `#[property(…)]` is as with [`Inputs`](derive@Inputs), but has no `default` and no `required`.
pub use bitrix24_macros::Outputs;

pub use declaration::{Declaration, Part};
pub use error::ReadError;
pub use options::Options;
pub use snapshot::Snapshot;
pub use step::{Action, Robot, Step, parts};
pub use structs::{Inputs, Outputs};
pub use sync::{Synced, Syncing, sync};
pub use text::Text;
