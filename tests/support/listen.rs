//! What programs say of a call: every text of an error, and the log at its finest.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock};

use bitrix24::Error;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Every text that an error can give.
pub(crate) fn texts(error: &Error) -> String {
    let mut all = format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.body().unwrap_or_default());
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = writeln!(all, "{cause}\n{cause:?}");
        source = cause.source();
    }
    if let Some(api) = error.api() {
        let _ = writeln!(all, "{api:?} {}", api.description());
    }
    all
}

/// Everything that anybody has logged up to now, in all tests of this binary. Listening begins with the first call.
pub(crate) fn listen() -> String {
    static LOG: OnceLock<Everything> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Everything::default();
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    });
    log.0.lock().unwrap().clone()
}

/// Writes everything that anybody logs into one text.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = writeln!(self.0, "{field}={value:?}");
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Writer(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
