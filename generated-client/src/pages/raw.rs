//! A list by the name of its method, for what no spec covers yet.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::List;
use super::paging::Paging;
use crate::context::{Any, AnyContext};
use crate::error::{InvalidRequest, InvalidValue, Reason};
use crate::method::{Authorization, Effect, Method, Version};
use crate::raw::{RawCall, RawRequest};

/// A request for a list by its method's name; made by [`RawCall::list`].
#[derive(Clone, Debug)]
pub struct RawList {
    request: RawRequest,
    problem: Option<InvalidRequest>,
    rows: String,
    id: String,
}

impl<C> RawCall<C> {
    /// Says that the method gives a list, in pages by `start` and `next`; for [`Client::list`](crate::Client::list).
    ///
    /// The rows are the result, and `ID` identifies one, unless [`RawList::rows_at`] and [`RawList::id`] say otherwise.
    /// A list is read, so its calls may be repeated.
    ///
    /// ```no_run
    /// # async fn example(client: bitrix24::Client) -> Result<(), bitrix24::Error> {
    /// let items = client.raw("crm.item.list").param("entityTypeId", 2).list().rows_at("result.items").id("id");
    /// let mut items = client.list(items).by_id().items();
    /// while let Some(item) = items.next().await {
    ///     println!("{}", item?["title"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self) -> RawList {
        let (request, problem) = self.into_parts();
        RawList { request, problem, rows: "result".to_owned(), id: "ID".to_owned() }
    }
}

impl RawList {
    /// Where the rows stand, such as `result.items`.
    #[must_use]
    pub fn rows_at(mut self, path: &str) -> Self {
        if path.split('.').any(str::is_empty) || path.split('.').next() != Some("result") {
            let problem =
                InvalidValue::new(Reason::Paging("rows stand in the `result`, at a place such as `result.items`"));
            self.problem.get_or_insert(InvalidRequest::new(RawRequest::NAME, "(rows)", problem));
        }
        path.clone_into(&mut self.rows);
        self
    }

    /// The field that identifies a row, spelled as the method's filter and order do.
    #[must_use]
    pub fn id(mut self, field: &str) -> Self {
        field.clone_into(&mut self.id);
        self
    }
}

impl Serialize for RawList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.request.serialize(serializer)
    }
}

impl Method for RawList {
    const NAME: &'static str = RawRequest::NAME;
    const EFFECT: Effect = Effect::Read;

    type Output = Value;
    type ErrorKind = Any;
    type Context = AnyContext;

    fn check(&self, _: Authorization) -> Result<(), InvalidRequest> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    fn name(&self) -> &str {
        self.request.name()
    }

    fn version(&self) -> Version {
        self.request.version()
    }
}

impl List for RawList {
    type Row = Value;

    fn paging(&self) -> Paging<'_> {
        // Methods spell them `filter` or `FILTER`; a request that has one shows how.
        let named =
            |name: &'static str| self.request.names().find(|own| own.eq_ignore_ascii_case(name)).unwrap_or(name);
        Paging {
            rows: &self.rows,
            id: Some(&self.id),
            param: Some(named("start")),
            filter: Some(named("filter")),
            order: Some(named("order")),
            select: Some(named("select")),
            ..Paging::START
        }
    }
}
