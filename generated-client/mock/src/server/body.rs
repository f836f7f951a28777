//! Bodies: of requests, within bounds; of answers, with what can go wrong on the way.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use tokio::time::Sleep;

/// What the bodies of all requests together may hold in memory, and one of them.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Arc<AtomicUsize>,
    one: usize,
}

/// What a request has taken of the budget, given back when it is done.
#[derive(Debug)]
struct Share {
    left: Arc<AtomicUsize>,
    taken: usize,
}

/// Why a body was not read.
#[derive(Debug)]
pub(crate) enum Unread {
    TooLarge(TooLarge),
    /// The connection ended, or the body is no body.
    Broken,
    /// It took too long.
    Slow,
}

/// More than the server takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLarge;

impl Budget {
    pub(crate) fn new(one: usize, all: usize) -> Self {
        Self { left: Arc::new(AtomicUsize::new(all)), one }
    }
}

impl Share {
    fn take(&mut self, bytes: usize) -> Result<(), TooLarge> {
        let take = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).map_err(|_| TooLarge)?;
        self.taken += bytes;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.left.fetch_add(self.taken, Ordering::Relaxed);
    }
}

/// How long a caller may take for a body: what the vendor gives a whole request.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long what follows a refused body is read and thrown away.
const LINGER: Duration = Duration::from_secs(5);

/// Reads a body to its end. The second value holds its share of the budget.
pub(crate) async fn read(body: &mut Incoming, budget: &Budget) -> Result<(Bytes, impl Drop + Send + use<>), Unread> {
    tokio::time::timeout(PATIENCE, collect(body, budget)).await.unwrap_or(Err(Unread::Slow))
}

/// Reads on for a while after a refusal: closing a connection on which bytes still come resets it, and many callers would
/// lose the answer.
pub(crate) fn linger(mut body: Incoming) {
    let rest = async move { while let Some(Ok(_)) = body.frame().await {} };
    tokio::spawn(tokio::time::timeout(LINGER, rest));
}

async fn collect(body: &mut Incoming, budget: &Budget) -> Result<(Bytes, Share), Unread> {
    let mut share = Share { left: Arc::clone(&budget.left), taken: 0 };
    let mut whole = BytesMut::new();
    if body.size_hint().lower() > budget.one as u64 {
        return Err(Unread::TooLarge(TooLarge));
    }
    while let Some(frame) = body.frame().await {
        let Ok(chunk) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        if whole.len() + chunk.len() > budget.one {
            return Err(Unread::TooLarge(TooLarge));
        }
        share.take(chunk.len()).map_err(Unread::TooLarge)?;
        whole.extend_from_slice(&chunk);
    }
    Ok((whole.freeze(), share))
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Spaces that come before everything else.
    padding: u64,
    pieces: VecDeque<Bytes>,
    /// How long to wait before each piece.
    pause: Option<Duration>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// Whether the connection breaks where the pieces end.
    breaks: bool,
    /// Whether the pieces before the break had the time to be sent.
    flushed: bool,
}

const SPACES: &[u8] = &[b' '; 64 * 1024];

impl Sent {
    pub(crate) fn whole(body: Bytes) -> Self {
        Self { padding: 0, pieces: VecDeque::from([body]), pause: None, waiting: None, breaks: false, flushed: false }
    }

    /// The first half, and then the connection breaks.
    pub(crate) fn cut(body: &Bytes) -> Self {
        Self { breaks: true, ..Self::whole(body.slice(..body.len() / 2)) }
    }

    /// With so many spaces in front.
    pub(crate) fn padded(body: Bytes, padding: u64) -> Self {
        Self { padding, ..Self::whole(body) }
    }

    /// In ten pieces a second.
    pub(crate) fn slow(body: &Bytes, bytes_per_second: u32) -> Self {
        let size = (bytes_per_second as usize / 10).max(1);
        let pause = Duration::from_secs(size as u64) / bytes_per_second.max(1);
        let starts = (0..body.len()).step_by(size);
        let pieces = starts.map(|start| body.slice(start..body.len().min(start + size))).collect();
        Self { pieces, pause: Some(pause), ..Self::whole(Bytes::new()) }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.padding > 0 {
            let count = self.padding.min(SPACES.len() as u64);
            self.padding -= count;
            let spaces = SPACES.get(..usize::try_from(count).unwrap_or(SPACES.len())).unwrap_or(SPACES);
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(spaces)))));
        }
        if let (Some(pause), false) = (self.pause, self.pieces.is_empty()) {
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            if waiting.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.waiting = None;
        }
        match self.pieces.pop_front() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            // What was handed over before lies in a buffer still; it is written when the body has nothing to say.
            None if self.breaks && !self.flushed => {
                self.flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None if self.breaks => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            None => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        if self.breaks {
            return hyper::body::SizeHint::default();
        }
        let pieces: usize = self.pieces.iter().map(Bytes::len).sum();
        hyper::body::SizeHint::with_exact(self.padding + pieces as u64)
    }

    fn is_end_stream(&self) -> bool {
        self.padding == 0 && self.pieces.iter().all(Bytes::is_empty) && !self.breaks
    }
}
