//! A transport of a user's own, held to the time limits that the client promises.

use tokio::time::timeout;

use super::{FileReply, HttpFailure, HttpProblem, HttpRequest, Reply, Transport};

/// Gives up waiting when the request's time limit is over, whatever the transport does.
pub(crate) struct Bounded<T>(pub(crate) T);

impl<T: Transport> Transport for Bounded<T> {
    fn post(&self, request: HttpRequest) -> Reply<'_> {
        let (limit, reply) = (request.timeout, self.0.post(request));
        Box::pin(async move { timeout(limit, reply).await.unwrap_or_else(|_| Err(late())) })
    }

    fn get(&self, request: HttpRequest) -> Option<FileReply<'_>> {
        let limit = request.timeout;
        let reply = self.0.get(request)?;
        Some(Box::pin(async move { timeout(limit, reply).await.unwrap_or_else(|_| Err(late())) }))
    }
}

fn late() -> HttpFailure {
    HttpFailure::new(HttpProblem::Timeout)
}
