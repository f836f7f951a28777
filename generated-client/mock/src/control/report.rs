//! What the portal tells about itself.

use serde_json::{Value, json};

use crate::calls::Request;
use crate::core::Core;
use crate::oauth;
use crate::php;
use crate::record::{Executed, Received};

/// The endpoints, each with what it takes and does.
pub(crate) const ENDPOINTS: &[(&str, &str)] = &[
    ("GET /mock/application", "the first webhook, and the application with a fresh pair of tokens"),
    ("GET /mock/received", "the requests, as they came"),
    ("GET /mock/executed?method=NAME", "the calls that ran, of one method or of all"),
    ("DELETE /mock/executed", "forgets what came and what ran"),
    ("GET /mock/counts", "how many requests came, and how often each method ran"),
    ("GET /mock/log", "the lines that bizproc.activity.log wrote"),
    (
        "POST /mock/faults",
        "{kind, method?, times?, after_execution?, in_batch?} with kind error (status, code, text), system (code), \
         body (status, content_type, body), html (status), empty, cut, oversized (bytes), wrong_types, reset, \
         delay (seconds), hang, redirect (to), slow (bytes_per_second)",
    ),
    ("GET /mock/faults", "how many calls will still meet a fault"),
    ("DELETE /mock/faults", "takes back the faults that wait"),
    ("POST /mock/clock", "{advance}: puts the clock forward by seconds"),
    ("POST /mock/limits", "{capacity, per_second}, or {} for none"),
    ("POST /mock/cost", "{method, seconds}: the working time that each call uses"),
    ("POST /mock/tokens", "{expire?, revoke?, paid?}: ends access tokens, ends refresh tokens, pays or not"),
    ("POST /mock/rename", "{to}: answers 302 to another address; {} ends that"),
    ("POST /mock/rows", "{method, count, id?, within?} or {method, rows, …}: fills a list"),
    ("POST /mock/answer", "{method, result}: what a method answers with"),
    ("POST /mock/run", "{code, properties?}: a workflow reaches the application's action"),
];

pub(crate) fn help() -> Value {
    ENDPOINTS.iter().map(|(endpoint, what)| json!({"endpoint": endpoint, "what": what})).collect()
}

pub(crate) fn application(core: &Core) -> Value {
    let mut state = core.state();
    let now = state.now();
    let Some((id, known)) = state.tokens.applications.iter().next() else { return json!({}) };
    let (id, secret, token) = (id.clone(), known.secret.clone(), known.application_token.clone());
    let pair = state.tokens.issue(&id, 1, now);
    let base = core.base();
    let mut members = oauth::granted(core, &pair);
    members.insert("webhook".to_owned(), state.tokens.first_webhook(base).into());
    members.insert("client_id".to_owned(), id.into());
    members.insert("client_secret".to_owned(), secret.into());
    members.insert("token_url".to_owned(), format!("{base}/oauth/token/").into());
    members.insert("application_token".to_owned(), token.into());
    members.into()
}

pub(crate) fn received(core: &Core) -> Value {
    let one = |received: &Received| {
        json!({
            "at": received.at,
            "http_method": received.http_method,
            "path": received.path,
            "headers": received.headers,
            "body": String::from_utf8_lossy(&received.body),
            "length": received.length,
            "method": received.method,
            "status": received.status,
        })
    };
    core.state().record.received().map(one).collect()
}

pub(crate) fn executed(core: &Core, request: &Request) -> Value {
    let query = php::parse_query(request.query.as_bytes());
    let wanted = query.get("method").and_then(php::text);
    let one = |executed: &Executed| {
        json!({
            "at": executed.at,
            "method": executed.method,
            "parameters": executed.parameters,
            "application": executed.caller.application,
            "user": executed.caller.user,
            "command": executed.command,
            "error": executed.error,
        })
    };
    let state = core.state();
    let fits = |executed: &&Executed| wanted.as_ref().is_none_or(|wanted| executed.method == *wanted);
    state.record.executed().filter(fits).map(one).collect()
}

pub(crate) fn counts(core: &Core) -> Value {
    let state = core.state();
    json!({"requests": state.record.requests(), "executed": state.record.counts()})
}

pub(crate) fn log(core: &Core) -> Value {
    let state = core.state();
    let lines = state.store.lines().iter();
    lines.map(|line| json!({"at": line.at, "event_token": line.event_token, "text": line.text})).collect()
}
