//! A workflow reaches an application's action: the portal posts to its handler.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::core::{Core, State};
use crate::error::RunError;
use crate::methods;
use crate::oauth;
use crate::outgoing;
use crate::php;

/// How long the portal waits for a handler.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of a step of a workflow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Run {
    /// The token by which the handler writes to the log and ends the step.
    pub event_token: String,
    /// The workflow.
    pub workflow_id: String,
    /// What was posted, as the handler sees it.
    pub form: String,
    /// The status with which the handler answered.
    pub status: u16,
    /// What it answered; the portal takes no notice of it.
    pub body: String,
}

/// What stays as it is in a form.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

pub(crate) async fn run(core: &Core, application: &str, activity: &str, properties: Value) -> Result<Run, RunError> {
    let posted = {
        let mut state = core.state();
        let now = state.now();
        let user = state.store.auth_user(application, activity)?;
        let auth = auth(core, &mut state, application, user, now);
        let run = methods::run::Run {
            workflow: None,
            document_id: ["crm", "CCrmDocumentDeal", "DEAL_1"].map(str::to_owned),
            document_type: ["crm", "CCrmDocumentDeal", "DEAL"].map(str::to_owned),
            timeout: 0,
            auth,
        };
        state.store.run(application, activity, &properties, &run, now)?
    };
    let workflow_id = posted.token.split('|').next().unwrap_or_default().to_owned();
    let encoded = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    let pairs: Vec<String> =
        posted.form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let form = pairs.join("&");
    let sent = tokio::time::timeout(PATIENCE, outgoing::post(&posted.url, &form));
    let answer = match sent.await {
        Ok(answer) => answer,
        Err(_) => Err(outgoing::Problem::Broken("no answer within 30 seconds".to_owned())),
    };
    let (status, body) = answer.map_err(|problem| match problem {
        outgoing::Problem::Address => RunError::Address(posted.url.clone()),
        outgoing::Problem::Broken(problem) => RunError::Unreachable { url: posted.url.clone(), problem },
    })?;
    Ok(Run { event_token: posted.token, workflow_id, form, status, body })
}

/// What the portal tells a handler so that it can call back: what it tells with every pair of tokens, and what proves that
/// it is the portal. The handler gets a refresh token only if the application said whose.
fn auth(core: &Core, state: &mut State, application: &str, user: Option<u64>, now: f64) -> Vec<(String, String)> {
    let pair = state.tokens.issue(application, user.unwrap_or(1), now);
    let known = state.tokens.applications.get(application);
    let proof = known.map(|known| known.application_token.clone()).unwrap_or_default();
    let granted = oauth::granted(core, &pair).into_iter().filter(|(name, _)| name != "refresh_token" || user.is_some());
    let granted = granted.map(|(name, value)| (name, php::text(&value).unwrap_or_default()));
    granted.chain([("application_token".to_owned(), proof)]).collect()
}
