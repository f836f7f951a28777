//! Lists as iterators.

use std::fmt;
use std::sync::Arc;

use super::{Client, Worker};
use crate::context::ServedBy;
use crate::error::{Error, Failure};
use crate::method::Method;
use crate::pages::{self, List, Listing, Page};

impl<K> Client<K> {
    /// A list, page by page or row by row; see [`pages`](mod@crate::pages).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), bitrix24::Error> {
    /// let client = bitrix24::blocking::Client::from_webhook("https://portal.bitrix24.com/rest/1/secret/")?;
    /// for deal in client.list(client.raw("crm.deal.list").list()).by_id().items() {
    ///     println!("{}", deal?["TITLE"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<M: List>(&self, request: M) -> Listing<M, Thread>
    where
        M::Context: ServedBy<K>,
    {
        Listing::new(Arc::clone(self.inner.shared()), request, Thread(Arc::clone(&self.worker)))
    }
}

/// The thread of a blocking client, which a list is walked on.
pub struct Thread(Arc<Worker>);

impl<M: List> Listing<M, Thread> {
    /// The pages, one after the other. Nothing is sent before the first is asked for.
    pub fn pages(self) -> Pages<M> {
        let (walk, shared, method, Thread(worker)) = self.walk();
        Pages { inner: Some(pages::Pages::new(walk, shared, method)), worker }
    }

    /// The rows, one after the other; a page at a time is in memory.
    pub fn items(self) -> Items<M> {
        Items { pages: self.pages(), rows: Vec::new().into_iter() }
    }
}

/// The pages of a list. The first error is the last item.
#[must_use = "a list does nothing until its pages are asked for"]
pub struct Pages<M: List> {
    /// None after the end, and after an error.
    inner: Option<pages::Pages<M>>,
    worker: Arc<Worker>,
}

impl<M: List> Iterator for Pages<M> {
    type Item = Result<Page<M::Row>, Error<M::ErrorKind>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut inner = self.inner.take()?;
        let come = self.worker.run(async move {
            let page = inner.next().await;
            (inner, page)
        });
        let Some((inner, page)) = come else {
            return Some(Err(Error::new(<M as Method>::NAME, Failure::NoWorker, true)));
        };
        self.inner = page.as_ref().is_some_and(Result::is_ok).then_some(inner);
        page
    }
}

/// The rows of a list. The first error is the last item; the rows before it come first.
#[must_use = "a list does nothing until its rows are asked for"]
pub struct Items<M: List> {
    pages: Pages<M>,
    rows: std::vec::IntoIter<M::Row>,
}

impl<M: List> Iterator for Items<M> {
    type Item = Result<M::Row, Error<M::ErrorKind>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            match self.pages.next()? {
                Ok(page) => self.rows = page.rows.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Thread")
    }
}

impl<M: List> fmt::Debug for Pages<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", M::NAME)
    }
}

impl<M: List> fmt::Debug for Items<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", M::NAME)
    }
}
