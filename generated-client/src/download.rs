//! Files from the portal, by the signed links that answers hold.

mod name;
mod save;

pub use save::SaveError;

use std::fmt;

use bytes::{Bytes, BytesMut};
use tokio::time::{Instant, sleep};
use tracing::{Instrument, debug, debug_span};
use url::Url;

use crate::address::is_safe;
use crate::call::Shared;
use crate::client::Client;
use crate::clock::unix_now;
use crate::envelope::{self, Unusable};
use crate::error::{
    AnswerProblem, Cause, Error, Failure, InvalidRequest, InvalidValue, Lost, Reason, Refused, SetupError,
};
use crate::method::Effect;
use crate::retry::{self, Setback};
use crate::transport::{HttpAnswer, HttpFile, HttpRequest};

/// What errors call it.
pub(crate) const NAME: &str = "download";
/// How many redirects are followed.
const REDIRECTS: u32 = 5;
/// How much of an answer that is no file is read, in bytes.
const KEPT: usize = 64 * 1024;

impl<K> Client<K> {
    /// Fetches a file by a link from an answer, such as `DOWNLOAD_URL` or `urlMachine`. A link without a host is one of the
    /// portal.
    ///
    /// The link is signed: whoever has it has the file. No error and no trace holds it. The request has the headers that the
    /// [docs](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html#headers) ask for, and
    /// redirects to other hosts are followed by https. What has begun is given at once; the file comes piece by piece, and
    /// each piece has the time of [`with_timeout`](Self::with_timeout).
    ///
    /// ```no_run
    /// # async fn example(client: bitrix24::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.raw("disk.file.get").param("id", 7).idempotent().send().await?;
    /// let link = file["DOWNLOAD_URL"].as_str().ok_or("the answer has no link")?;
    /// client.download(link).await?.save("report.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the link is none, or neither https nor to this machine as the portal is; when there is no answer; and when the
    /// answer is not the file: expired links answer with an error of the API or with a page of HTML. What may pass is tried
    /// again, as with every call that changes nothing.
    pub async fn download(&self, link: &str) -> Result<Download, Error> {
        let span = debug_span!("bitrix24.download", otel.kind = "client", server.address = self.shared().auth.host());
        begin(self.shared(), link).instrument(span).await
    }
}

/// A file that has begun to arrive.
pub struct Download {
    file: HttpFile,
    name: Option<String>,
}

impl Download {
    fn new(file: HttpFile) -> Self {
        let name = file.head.get("content-disposition").and_then(name::name);
        Self { file, name }
    }

    /// The file's name, if the server says it. Without folders: it can be put behind the path of one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The kind of the file, such as `application/pdf`, if the server says it.
    pub fn content_type(&self) -> Option<&str> {
        self.file.head.get("content-type")
    }

    /// How many bytes it has, if the server says it.
    pub fn size(&self) -> Option<u64> {
        self.file.head.get("content-length")?.parse().ok()
    }

    /// The next piece of the file; none at its end.
    ///
    /// # Errors
    ///
    /// When the file breaks off, or when the next piece does not come in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.file.pieces.next().await.map_err(|failure| lost(failure.into(), 1))
    }

    /// The whole file, if it has at most so many bytes.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and when it has more.
    pub async fn bytes(mut self, most: usize) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            if whole.len() + piece.len() > most {
                return Err(lost(Cause::Answer(AnswerProblem::too_large(self.file.head.status(), most), None), 1));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("name", &self.name).field("size", &self.size()).finish_non_exhaustive()
    }
}

fn lost(cause: Cause, attempts: u32) -> Error {
    Error::lost(NAME, Lost { cause, may_have_run: false, attempts, of_command: false })
}

fn invalid(what: &'static str) -> Error {
    Error::invalid(NAME, InvalidRequest::new(NAME, "link", InvalidValue::new(Reason::Link(what))))
}

async fn begin(shared: &Shared, link: &str) -> Result<Download, Error> {
    let url = target(shared, &shared.auth.portal(), link).map_err(invalid)?;
    let budget = shared.budget();
    let mut attempt = 1;
    loop {
        let (setback, cause) = match follow(shared, url.clone(), budget.deadline).await {
            Ok(file) => return Ok(Download::new(file)),
            Err(Unfetched::Unable) => {
                return Err(Error::new(NAME, Failure::Setup(SetupError::NoDownloads), false).after(0));
            }
            Err(Unfetched::Final(cause)) => return Err(lost(cause, attempt)),
            Err(Unfetched::Setback(setback, cause)) => (setback, cause),
        };
        let Some(pause) = shared.pause(setback, &cause, Effect::Read, attempt, budget.deadline) else {
            return Err(lost(cause, attempt));
        };
        debug!(%cause, ?pause, "trying again");
        attempt += 1;
        sleep(pause).await;
    }
}

/// Why there is no file.
enum Unfetched {
    /// The transport has no way to fetch one.
    Unable,
    Setback(Setback, Cause),
    Final(Cause),
}

/// Where a link leads, seen from an address: by https, or to this machine if the portal is there too.
fn target(shared: &Shared, from: &Url, link: &str) -> Result<Url, &'static str> {
    let url = from.join(link.trim()).map_err(|_| "is no address")?;
    match url.scheme() {
        "https" => Ok(url),
        _ if is_safe(&url) && shared.auth.is_here() => Ok(url),
        _ => Err("does not begin with https"),
    }
}

/// Fetches a file from where it is in the end.
async fn follow(shared: &Shared, mut url: Url, deadline: Instant) -> Result<HttpFile, Unfetched> {
    for _ in 0..=REDIRECTS {
        if is_of_portal(shared, &url) {
            shared.turn(deadline).await.map_err(Unfetched::Final)?;
        }
        let request = request(shared, url.clone(), deadline);
        let file = shared.transport.get(request).ok_or(Unfetched::Unable)?;
        let file =
            file.await.map_err(|failure| Unfetched::Setback(Setback::NoAnswer(failure.problem), failure.into()))?;
        let status = file.head.status();
        if (200..300).contains(&status) {
            return Ok(file);
        }
        let Some(location) = file.head.get("location").filter(|_| (300..400).contains(&status)) else {
            return Err(refused(shared, &url, file).await);
        };
        let moved = || Unfetched::Final(Cause::Answer(AnswerProblem::moved(status), None));
        url = target(shared, &url, location).map_err(|_| moved())?;
    }
    Err(Unfetched::Final(Cause::Answer(AnswerProblem::moved(302), None)))
}

fn request(shared: &Shared, url: Url, deadline: Instant) -> HttpRequest {
    let headers = vec![
        ("accept", "*/*".into()),
        ("accept-language", "en-US,en;q=0.9".into()),
        // The portal and never the link: its query is the key.
        ("referer", shared.auth.portal().to_string().into()),
    ];
    HttpRequest { url, headers, body: Bytes::new(), timeout: shared.time_left(deadline), max_answer: usize::MAX }
}

/// Whether an address is the portal's, whose limits count.
fn is_of_portal(shared: &Shared, url: &Url) -> bool {
    url.origin() == shared.auth.portal().origin()
}

/// What an answer says that is no file.
async fn refused(shared: &Shared, url: &Url, mut file: HttpFile) -> Unfetched {
    let status = file.head.status();
    let mut body = BytesMut::new();
    while body.len() < KEPT {
        match file.pieces.next().await {
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            // What broke off tells as much as there is of it.
            Ok(None) | Err(_) => break,
        }
    }
    let redact = |text: String| {
        let text = shared.auth.redact(text);
        url.query_pairs()
            .filter(|(_, value)| value.len() > 7)
            .fold(text, |text, (_, value)| text.replace(&*value, "<secret>"))
    };
    let retry_after = file.head.get("retry-after").and_then(|value| retry::retry_after(value, unix_now()));
    match envelope::open(&HttpAnswer::new(status, body.freeze()), KEPT, redact) {
        Err(Unusable::Refused(refusal)) => {
            let setback = match Refused::of(&refusal) {
                refused if is_of_portal(shared, url) => shared.heed(refused, &refusal),
                // What other hosts refuse says nothing of the portal.
                _ => None,
            };
            let cause = Cause::Refused(refusal, retry_after);
            match setback {
                Some(setback) => Unfetched::Setback(setback, cause),
                None => Unfetched::Final(cause),
            }
        }
        Err(Unusable::Broken(problem)) => {
            let setback = Setback::NoUse { status, surely_did_not_run: true };
            Unfetched::Setback(setback, Cause::Answer(problem, retry_after))
        }
        // There is none: only an answer with a status of success has a result, and that is the file.
        Ok(_) => Unfetched::Final(Cause::Answer(AnswerProblem::moved(status), retry_after)),
    }
}
