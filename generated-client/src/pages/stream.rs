//! A list as a stream of pages, or of rows.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tracing::debug;

use super::List;
use super::cursor::Cursor;
use super::walk::{Got, Trouble, Walk};
use crate::call::Shared;
use crate::client::unreadable;
use crate::decode::{Decode, Path, Retries};
use crate::error::{Error, Failure, InvalidRequest};

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows there are in all, where the method counts them.
    pub total: Option<i64>,
    /// Where the list goes on after this page, for [`Listing::resume`](super::Listing::resume).
    pub cursor: Cursor,
}

/// The pages of a list: a [`Stream`], and [`next`](Self::next) for who needs no more of a stream.
///
/// The first error is the last item. Dropping it loses nothing but what is on its way.
#[must_use = "a list does nothing until its pages are asked for"]
pub struct Pages<M: List> {
    shared: Arc<Shared>,
    method: String,
    state: State,
    /// What has come and was not asked for yet.
    come: VecDeque<Result<Got, Trouble>>,
    /// Where the rows stand, for errors.
    rows_at: String,
    list: PhantomData<fn() -> M>,
}

enum State {
    /// Nothing is on its way.
    Rests(Box<Walk>),
    /// A request is.
    Walks(Pin<Box<dyn Future<Output = (Box<Walk>, super::walk::Pages)> + Send>>),
    /// There was nothing to begin with.
    Refused(InvalidRequest),
    Ended,
}

impl<M: List> Pages<M> {
    pub(crate) fn new(walk: Result<Walk, InvalidRequest>, shared: Arc<Shared>, method: String) -> Self {
        let rows_at = walk.as_ref().map(|walk| walk.plan.rows_at().to_owned()).unwrap_or_default();
        let state = walk.map_or_else(State::Refused, |walk| State::Rests(Box::new(walk)));
        Self { shared, method, state, come: VecDeque::new(), rows_at, list: PhantomData }
    }

    /// The next page; `None` after the last one, and after an error.
    ///
    /// Can be dropped while it waits: the next call waits for the same page.
    pub async fn next(&mut self) -> Option<<Self as Stream>::Item> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn read(&self, got: Got) -> Result<Page<M::Row>, Error<M::ErrorKind>> {
        let Got { rows, total, cursor, status, raw } = got;
        let retries = Retries::default();
        let root = Path::root(&self.rows_at, &retries);
        let rows = rows.into_iter().enumerate().map(|(at, row)| M::Row::decode(row, &root.index(at)));
        match rows.collect() {
            Ok(rows) => Ok(Page { rows, total, cursor }),
            Err(problem) => Err(self.error(Trouble::Decode { status, problem, raw })),
        }
    }

    fn error(&self, trouble: Trouble) -> Error<M::ErrorKind> {
        let error = match trouble {
            Trouble::Lost(lost) => Error::lost(&self.method, lost),
            Trouble::List(problem) => Error::new(&self.method, Failure::List(problem), false),
            Trouble::Invalid(problem) => Error::invalid(&self.method, InvalidRequest::new(M::NAME, "", problem)),
            Trouble::Decode { status, problem, raw } => {
                unreadable(&self.shared.auth, &self.method, status, problem, &raw)
            }
        };
        debug!(http.response.status_code = error.status(), %error, "the list failed");
        error
    }

    /// The first error ends the list: what comes after it would have a gap before it.
    fn end(&mut self) {
        self.come.clear();
        self.state = State::Ended;
    }
}

impl<M: List> Stream for Pages<M> {
    type Item = Result<Page<M::Row>, Error<M::ErrorKind>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(come) = this.come.pop_front() {
                let page = come.map_err(|trouble| this.error(trouble)).and_then(|got| this.read(got));
                if page.is_err() {
                    this.end();
                }
                return Poll::Ready(Some(page));
            }
            this.state = match std::mem::replace(&mut this.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Refused(problem) => return Poll::Ready(Some(Err(Error::invalid(&this.method, problem)))),
                State::Rests(walk) if walk.ended => State::Ended,
                State::Rests(mut walk) => State::Walks(Box::pin(async move {
                    let pages = walk.step().await;
                    (walk, pages)
                })),
                State::Walks(mut on_its_way) => match on_its_way.as_mut().poll(context) {
                    Poll::Pending => {
                        this.state = State::Walks(on_its_way);
                        return Poll::Pending;
                    }
                    Poll::Ready((walk, pages)) => {
                        this.come.extend(pages);
                        State::Rests(walk)
                    }
                },
            };
        }
    }
}

/// The rows of a list: a [`Stream`], and [`next`](Self::next) for who needs no more of a stream.
///
/// The first error is the last item; the rows before it come first.
#[must_use = "a list does nothing until its rows are asked for"]
pub struct Items<M: List> {
    pages: Pages<M>,
    rows: std::vec::IntoIter<M::Row>,
}

/// The rows that wait are never pinned.
impl<M: List> Unpin for Items<M> {}

impl<M: List> Items<M> {
    pub(crate) fn new(pages: Pages<M>) -> Self {
        Self { pages, rows: Vec::new().into_iter() }
    }

    /// The next row; `None` after the last one, and after an error. Can be dropped while it waits.
    pub async fn next(&mut self) -> Option<<Self as Stream>::Item> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<M: List> Stream for Items<M> {
    type Item = Result<M::Row, Error<M::ErrorKind>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => this.rows = page.rows.into_iter(),
            }
        }
    }
}

impl<M: List> fmt::Debug for Pages<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", self.method)
    }
}

impl<M: List> fmt::Debug for Items<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", self.pages.method)
    }
}
