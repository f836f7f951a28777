//! The tokens of a client: renewed once for all who wait, stored before they are used.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;
use tracing::{Instrument, debug, debug_span};
use url::Url;

use super::{App, StoreError, TokenStore, Tokens};
use crate::error::{NoToken, TokenProblem};

/// How many old tokens are still cut out of texts: the server may answer late.
const REMEMBERED: usize = 16;

/// The tokens of a client.
pub(crate) struct Session {
    app: App,
    store: Arc<dyn TokenStore>,
    state: Mutex<State>,
    /// Whoever renews the tokens holds it; the others wait for the lock, which is given in order.
    flight: tokio::sync::Mutex<Option<Failed>>,
}

struct State {
    tokens: Arc<Tokens>,
    /// What must not stand in any text.
    secrets: Vec<String>,
    /// Whether the tokens are in the store. They are not, if it failed when their predecessors had been spent already.
    saved: bool,
}

/// An attempt to renew that failed: whoever waited for it learns the same.
struct Failed {
    at: Instant,
    stale: String,
    problem: TokenProblem,
}

impl Session {
    pub(crate) fn new(app: App, tokens: &Tokens, store: Arc<dyn TokenStore>) -> Self {
        let mut state = State { tokens: Arc::new(tokens.clone()), secrets: vec![app.secret().to_owned()], saved: true };
        state.remember(tokens);
        Self { app, store, state: Mutex::new(state), flight: tokio::sync::Mutex::default() }
    }

    /// Tokens that are good still, as far as the clock tells.
    pub(crate) async fn current(self: &Arc<Self>) -> Result<Arc<Tokens>, TokenProblem> {
        let (tokens, saved) = {
            let state = self.state();
            (Arc::clone(&state.tokens), state.saved)
        };
        if saved && !tokens.has_expired() {
            return Ok(tokens);
        }
        self.renew(tokens.access_token(), Instant::now()).await
    }

    /// Tokens in place of this access token, which was taken to call with at this moment: if renewing it has failed since,
    /// it is not tried again.
    ///
    /// The work goes on when the caller gives up: a refresh token that was spent must not be lost.
    pub(crate) async fn renew(self: &Arc<Self>, stale: &str, since: Instant) -> Result<Arc<Tokens>, TokenProblem> {
        let (session, stale) = (Arc::clone(self), stale.to_owned());
        let work = async move { session.renew_in_turn(stale, since).await }.instrument(debug_span!("bitrix24.refresh"));
        tokio::spawn(work).await.unwrap_or_else(|_| Err(NoToken::BrokenOff.into()))
    }

    /// Whether the authorization server says that the portal is there now. Asks it for new tokens, which tell.
    pub(crate) async fn confirms(self: &Arc<Self>, portal: &Url) -> bool {
        let tokens = self.tokens();
        let is_there = |tokens: &Tokens| tokens.portal().as_ref() == Some(portal);
        is_there(&tokens)
            || self.renew(tokens.access_token(), Instant::now()).await.is_ok_and(|tokens| is_there(&tokens))
    }

    /// What must not stand in any text.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.state().secrets.clone()
    }

    async fn renew_in_turn(&self, stale: String, since: Instant) -> Result<Arc<Tokens>, TokenProblem> {
        let mut failed = self.flight.lock().await;
        let tokens = self.tokens();
        if tokens.access_token() != stale && !tokens.has_expired() && self.state().saved {
            return Ok(tokens);
        }
        if let Some(Failed { problem, .. }) =
            failed.as_ref().filter(|failed| failed.at >= since && failed.stale == stale)
        {
            return Err(problem.clone());
        }
        let renewed = self.renew_alone(&tokens).await;
        *failed = match &renewed {
            Ok(_) => None,
            Err(problem) => Some(Failed { at: Instant::now(), stale, problem: problem.clone() }),
        };
        renewed
    }

    /// Renews the tokens while no other process does.
    async fn renew_alone(&self, tokens: &Arc<Tokens>) -> Result<Arc<Tokens>, TokenProblem> {
        let lock = self.store.lock().await.map_err(store_problem)?;
        let renewed = self.renew_locked(tokens).await;
        if let Err(error) = self.store.unlock(lock).await {
            debug!(%error, "the token store's lock must end by itself");
        }
        renewed
    }

    async fn renew_locked(&self, tokens: &Arc<Tokens>) -> Result<Arc<Tokens>, TokenProblem> {
        if !self.state().saved {
            return self.save(tokens).await;
        }
        let stored = self.store.load().await.map_err(store_problem)?.unwrap_or_else(|| Tokens::clone(tokens));
        if stored.access_token() != tokens.access_token() && !stored.has_expired() {
            debug!("another process has renewed the tokens");
            return Ok(self.adopt(stored, true));
        }
        self.state().remember(&stored);
        let fresh = self.app.refresh(&stored).await?;
        debug!("the tokens are renewed");
        let fresh = self.adopt(fresh, false);
        self.save(&fresh).await
    }

    /// Stores tokens. What cannot be stored is not used either, but kept for the next attempt.
    async fn save(&self, tokens: &Arc<Tokens>) -> Result<Arc<Tokens>, TokenProblem> {
        self.store.save(tokens).await.map_err(store_problem)?;
        self.state().saved = true;
        Ok(Arc::clone(tokens))
    }

    fn adopt(&self, tokens: Tokens, saved: bool) -> Arc<Tokens> {
        let mut state = self.state();
        state.remember(&tokens);
        state.tokens = Arc::new(tokens);
        state.saved = saved;
        Arc::clone(&state.tokens)
    }

    fn tokens(&self) -> Arc<Tokens> {
        Arc::clone(&self.state().tokens)
    }

    /// A thread that panicked with the lock left it whole: every change is one assignment.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remember(&mut self, tokens: &Tokens) {
        for secret in [tokens.access_token(), tokens.refresh_token()] {
            if !self.secrets.iter().any(|known| known == secret) {
                self.secrets.push(secret.to_owned());
            }
        }
        // The first is the application's secret, which stays.
        while self.secrets.len() > REMEMBERED {
            self.secrets.remove(1);
        }
    }
}

fn store_problem(error: StoreError) -> TokenProblem {
    NoToken::Store(error).into()
}
