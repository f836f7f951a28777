//! How a list is to be walked, before it is.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::cursor::Cursor;
use super::guard::Guard;
use super::plan::{Plan, Wishes};
use super::walk::Walk;
use super::{Items, List, Pages};
use crate::batch::Command;
use crate::call::Shared;
use crate::client::outgoing;
use crate::error::{InvalidRequest, InvalidValue, Reason};
use crate::method::Version;

/// A list under construction; made by [`Client::list`](crate::Client::list). `D` is what drives it: nothing, or the
/// thread of a blocking client.
#[must_use = "a list does nothing until its pages or items are asked for"]
pub struct Listing<M: List, D = ()> {
    shared: Arc<Shared>,
    request: M,
    wishes: Wishes,
    page_timeout: Option<Duration>,
    problem: Option<InvalidRequest>,
    pub(crate) driver: D,
}

impl<M: List, D> Listing<M, D> {
    pub(crate) fn new(shared: Arc<Shared>, request: M, driver: D) -> Self {
        Self { shared, request, wishes: Wishes::default(), page_timeout: None, problem: None, driver }
    }

    /// Walks by identifier: sorted by it, and each page begins after the last row of the one before. The server counts
    /// nothing, so a page of a million rows is as fast as one of a hundred, and rows that come or go in the meantime move
    /// no others.
    ///
    /// The request may have a filter of its own, but no order. Pages have no [`total`](super::Page::total). A page with
    /// fewer than 50 rows is the last.
    pub fn by_id(mut self) -> Self {
        self.wishes.by_id = true;
        self
    }

    /// As [`by_id`](Self::by_id), but after the first page 50 pages come with one request, as a batch in which each
    /// refers to the page before: 100,000 rows need 41 requests.
    ///
    /// 50 pages are in memory at a time.
    pub fn chained(mut self) -> Self {
        self.wishes.chained = true;
        self
    }

    /// As [`by_id`](Self::by_id), but from the highest identifier down.
    pub fn newest_first(mut self) -> Self {
        self.wishes.newest_first = true;
        self
    }

    /// Goes on after the page that this cursor came with. The request must be the same, and walked in the same way.
    pub fn resume<T>(mut self, cursor: T) -> Self
    where
        T: TryInto<Cursor>,
        T::Error: Into<InvalidValue>,
    {
        match cursor.try_into() {
            Ok(cursor) => self.wishes.resume = Some(cursor),
            Err(problem) => {
                self.problem.get_or_insert(InvalidRequest::new(M::NAME, "(cursor)", problem.into()));
            }
        }
        self
    }

    /// How long a request for a page may take, with all its attempts and pauses. Default: the
    /// [deadline](crate::Client::with_deadline) of the client.
    pub fn page_timeout(mut self, timeout: Duration) -> Self {
        self.page_timeout = Some(timeout);
        self
    }

    /// How many rows a page has, where the method has a parameter for it. The server may give fewer.
    pub fn page_size(mut self, rows: usize) -> Self {
        self.wishes.page_size = Some(rows);
        self
    }

    pub(crate) fn walk(self) -> (Result<Walk, InvalidRequest>, Arc<Shared>, String, D) {
        let Self { shared, request, wishes, page_timeout, problem, driver } = self;
        let shared = match page_timeout {
            None => shared,
            Some(timeout) => Arc::new(shared.with(|shared| shared.options.deadline = timeout)),
        };
        let walk = problem.map_or_else(|| begin(&shared, &request, &wishes), Err);
        (walk, shared, request.name().to_owned(), driver)
    }
}

fn begin<M: List>(shared: &Arc<Shared>, request: &M, wishes: &Wishes) -> Result<Walk, InvalidRequest> {
    let refuse = |problem| InvalidRequest::new(M::NAME, "", problem);
    request.check(shared.auth.authorization())?;
    let out = outgoing(request)?;
    let version = out.version;
    let may_chain = M::BATCH && version == Version::V2;
    if wishes.chained {
        if !may_chain {
            return Err(refuse(InvalidValue::new(Reason::Paging(
                "it may not stand in a batch, so it cannot be chained",
            ))));
        }
        // Whether a batch can carry it is asked here, where the caller stands.
        Command::new(String::new(), &out).map_err(refuse)?;
    }
    let plan = Plan::make(request.paging(), version, out.parameters, wishes).map_err(refuse)?;
    Ok(Walk {
        shared: Arc::clone(shared),
        method: request.name().to_owned(),
        version,
        batch: M::BATCH,
        position: plan.begin().clone(),
        plan,
        guard: Guard::new(),
        chained: wishes.chained,
        link: None,
        ended: false,
    })
}

impl<M: List> Listing<M> {
    /// The pages, one after the other. Nothing is sent before the first is asked for.
    pub fn pages(self) -> Pages<M> {
        let (walk, shared, method, ()) = self.walk();
        Pages::new(walk, shared, method)
    }

    /// The rows, one after the other; a page at a time is in memory.
    pub fn items(self) -> Items<M> {
        Items::new(self.pages())
    }
}

impl<M: List, D> fmt::Debug for Listing<M, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listing({})", self.request.name())
    }
}
