//! Time limits that hold whatever a transport does: the client promises them, and a transport may be a user's own.

use std::time::Duration;

use tokio::time::timeout;

use super::{FileReply, HttpFailure, HttpProblem, HttpRequest, Piece, Pieces, Reply, Transport};

/// Gives up waiting for an answer when the request's time limit is over.
pub(crate) struct Bounded<T>(pub(crate) T);

impl<T: Transport> Transport for Bounded<T> {
    fn post(&self, request: HttpRequest) -> Reply<'_> {
        Box::pin(within(request.timeout, self.0.post(request)))
    }

    fn get(&self, request: HttpRequest) -> Option<FileReply<'_>> {
        let limit = request.timeout;
        let file = self.0.get(request)?;
        Some(Box::pin(async move {
            let mut file = within(limit, file).await?;
            file.pieces = Box::new(BoundedPieces { pieces: file.pieces, limit });
            Ok(file)
        }))
    }
}

/// Gives each piece of a body the same time.
pub(crate) struct BoundedPieces<P> {
    pub(crate) pieces: P,
    pub(crate) limit: Duration,
}

impl<P: Pieces> Pieces for BoundedPieces<P> {
    fn next(&mut self) -> Piece<'_> {
        Box::pin(within(self.limit, self.pieces.next()))
    }
}

impl Pieces for Box<dyn Pieces> {
    fn next(&mut self) -> Piece<'_> {
        (**self).next()
    }
}

/// What a wait gives, or that it took too long.
pub(crate) async fn within<T>(
    limit: Duration,
    wait: impl Future<Output = Result<T, HttpFailure>>,
) -> Result<T, HttpFailure> {
    timeout(limit, wait).await.unwrap_or_else(|_| Err(HttpFailure::new(HttpProblem::Timeout)))
}
