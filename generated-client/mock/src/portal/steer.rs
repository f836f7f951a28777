//! The handles: what goes wrong, what time it is, what is there to be listed, and what has arrived.

use std::time::Duration;

use serde_json::Value;

use super::Portal;
use crate::activity::{self, Run};
use crate::call::Failure;
use crate::error::RunError;
use crate::faults::Fault;
use crate::limits::Limits;
use crate::methods::{LogLine, Rows, SentEvent};
use crate::record::{Executed, Received};

impl Portal {
    /// Lets something go wrong with the next call, or the next calls.
    pub fn fault(&self, fault: Fault) {
        self.core.state().faults.add(fault);
    }

    /// Takes back the faults that wait still.
    pub fn clear_faults(&self) {
        self.core.state().faults.clear();
    }

    /// How many calls will still meet a fault.
    pub fn faults_left(&self) -> u64 {
        self.core.state().faults.left()
    }

    /// Puts the portal's clock forward: tokens expire, the bucket drains, working time is given back.
    pub fn advance(&self, by: Duration) {
        self.core.state().clock.advance(by);
    }

    /// Changes how many requests the portal takes; `None` for any number.
    pub fn set_limits(&self, limits: Option<Limits>) {
        self.core.state().limits = limits;
    }

    /// Sets the working time that each call of a method uses.
    pub fn set_cost(&self, method: &str, cost: Duration) {
        self.core.state().set_cost(method, cost.as_secs_f64());
    }

    /// Lets every access token expire.
    pub fn expire_tokens(&self) {
        let mut state = self.core.state();
        let now = state.now();
        state.tokens.expire(now);
    }

    /// Makes every refresh token useless: refreshing fails with `invalid_grant`.
    pub fn revoke_refresh_tokens(&self) {
        self.core.state().tokens.revoke();
    }

    /// Says whether the applications are paid for; if not, refreshing fails with `PAYMENT_REQUIRED`.
    pub fn set_paid(&self, paid: bool) {
        for application in self.core.state().tokens.applications.values_mut() {
            application.paid = paid;
        }
    }

    /// The URL of another webhook, of this user and with these scopes.
    pub fn add_webhook<S: Into<String>>(&self, user: u64, scopes: impl IntoIterator<Item = S>) -> String {
        let scopes = scopes.into_iter().map(Into::into).collect();
        let code = self.core.state().tokens.add_webhook(user, scopes);
        format!("{}/rest/{user}/{code}/", self.core.http())
    }

    /// An access token of the application for another user.
    pub fn token_for(&self, user: u64) -> String {
        let mut state = self.core.state();
        let now = state.now();
        state.tokens.issue(&self.application.client_id, user, now).access
    }

    /// A code that the application can exchange for tokens within 30 seconds, as after a user's consent.
    pub fn authorization_code(&self, user: u64) -> String {
        let mut state = self.core.state();
        let now = state.now();
        state.tokens.code(&self.application.client_id, user, now)
    }

    /// Renames the portal: calls are sent on to this address by 302, such as `https://new.example`. `None` ends that.
    pub fn rename(&self, to: Option<&str>) {
        self.core.state().renamed = to.map(|to| to.trim_end_matches('/').to_owned());
    }

    /// Fills a list: this method answers with pages of these rows. The specs need not know it.
    pub fn set_rows(&self, method: &str, rows: Rows) {
        self.core.state().store.set_rows(method, rows);
    }

    /// Sets what a method answers with, in place of the example in its spec. The specs need not know it.
    pub fn set_answer(&self, method: &str, result: Value) {
        self.core.state().store.set_answer(method, result);
    }

    /// Lets a workflow reach an action that the application has installed: the portal posts to its handler as the real
    /// one does.
    ///
    /// # Errors
    ///
    /// When no action has this code, or when the handler cannot be reached.
    pub async fn run_activity(&self, code: &str, properties: Value) -> Result<Run, RunError> {
        activity::run(&self.core, &self.application.client_id, code, properties).await
    }

    /// The lines that `bizproc.activity.log` has written, the oldest first; of very many, the last.
    pub fn log_lines(&self) -> Vec<LogLine> {
        self.core.state().store.lines().to_vec()
    }

    /// The answers that workflows got by `bizproc.event.send`, the oldest first.
    pub fn sent_events(&self) -> Vec<SentEvent> {
        self.core.state().store.sent().to_vec()
    }

    /// Ends a step's wait, as a workflow does that was stopped or has waited long enough; says whether it waited.
    pub fn end_wait(&self, event_token: &str) -> bool {
        self.core.state().store.end(event_token)
    }

    /// Lets a workflow answer each line of its log with an error of its own; says whether the step waits.
    pub fn fail_log(&self, event_token: &str, failure: Failure) -> bool {
        self.core.state().store.fail_token(event_token, failure)
    }

    /// Lets the next installation that is right in every way fail all the same, with the documented error of this text,
    /// such as `Activity save error!`.
    pub fn fail_next_add(&self, text: &str) {
        self.core.state().store.fail_next_add(text);
    }

    /// The requests to the portal, the oldest first; of very many, the last.
    pub fn received(&self) -> Vec<Received> {
        self.core.state().record.received().cloned().collect()
    }

    /// How many requests there were.
    pub fn requests(&self) -> u64 {
        self.core.state().record.requests()
    }

    /// The calls that ran, those inside of batches included, the oldest first; of very many, the last.
    pub fn executed(&self) -> Vec<Executed> {
        self.core.state().record.executed().cloned().collect()
    }

    /// How often a method ran.
    pub fn count(&self, method: &str) -> u64 {
        self.core.state().record.count(method)
    }

    /// Forgets what arrived and what ran.
    pub fn clear_record(&self) {
        self.core.state().record.clear();
    }
}
