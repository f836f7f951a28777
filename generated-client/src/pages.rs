//! Lists that come in pages.
//!
//! [`Client::list`] takes a request to any method that gives a list, and walks it page by page:
//!
//! ```no_run
//! # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
//! let deals = client.raw("crm.deal.list").param("filter", bitrix24::json!({"CLOSED": "N"})).list();
//! let mut deals = client.list(deals).chained().items();
//! while let Some(deal) = deals.next().await {
//!     println!("{}", deal?["TITLE"]);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - **The way.** Without a word more, a list is walked as its method's spec says, mostly by `start` and `next`. Large ones
//!   are better walked [`by_id`](Listing::by_id), because then the server does not count all rows for each page, or
//!   [`chained`](Listing::chained), which gives 50 pages with one request.
//! - **Memory.** One page is held at a time, or one batch of pages.
//! - **Whole, or an error.** A page that fails is an error and not the end. So is an answer that contradicts the others: a
//!   list that does not go on, one that ends before its `total`, identifiers that are not in order; see
//!   [`Error::is_list`](crate::Error::is_list). An error comes after the rows before it, and is the last item.
//! - **Resuming.** Each [`Page`] has a [`Cursor`], a text that leads to what comes after the page.
//! - **Streams.** [`Pages`] and [`Items`] are streams, and have a `next` for who needs no more of them. A list that is
//!   dropped sends nothing more. In the
#![cfg_attr(feature = "blocking", doc = "  [blocking client](crate::blocking::Client::list)")]
#![cfg_attr(not(feature = "blocking"), doc = "  blocking client")]
//!   both are iterators.
//! - **Changes meanwhile.** By `start`, rows that are added or deleted before the current page move the others, so that
//!   one may be missed or come twice. By identifier they do not.

mod cursor;
mod guard;
mod listing;
pub(crate) mod paging;
mod plan;
mod problem;
mod raw;
mod rows;
mod stream;
mod walk;

pub use cursor::Cursor;
pub use listing::Listing;
pub(crate) use problem::ListProblem;
pub use raw::RawList;
pub use stream::{Items, Page, Pages};

use std::sync::Arc;

use crate::client::Client;
use crate::context::ServedBy;
use crate::decode::Decode;
use crate::method::Method;
use paging::Paging;

/// A method that gives a list in pages, and at the same time one request to it.
///
/// Implemented by the generated requests of methods whose spec has `pagination`, and by [`RawList`].
#[diagnostic::on_unimplemented(
    message = "the spec of this method says nothing of pages",
    label = "gives no list in pages",
    note = "`client.raw(\"the.method\").list()` walks a list of a method by its name"
)]
pub trait List: Method {
    /// A row.
    type Row: Decode + Send + 'static;

    /// What the spec says of the pages.
    #[doc(hidden)]
    fn paging(&self) -> Paging<'_>;
}

impl<K> Client<K> {
    /// A list, page by page or row by row, of a request that was built before. See [`pages`](crate::pages).
    ///
    /// ```no_run
    /// # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
    /// let mut pages = client.list(client.raw("crm.deal.list").list()).by_id().pages();
    /// while let Some(page) = pages.next().await {
    ///     let page = page?;
    ///     println!("{} deals; the next begin at {}", page.rows.len(), page.cursor);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<M: List>(&self, request: M) -> Listing<M>
    where
        M::Context: ServedBy<K>,
    {
        Listing::new(Arc::clone(self.shared()), request, ())
    }
}
