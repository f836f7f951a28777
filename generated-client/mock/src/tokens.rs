//! Who may call: webhooks, applications, and the tokens that they are given.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Caller, Failure};

/// How long a code can be exchanged, in seconds.
const CODE_LIFETIME: f64 = 30.0;
/// How long a refresh token lives, in seconds: 180 days.
const REFRESH_LIFETIME: f64 = 180.0 * 24.0 * 3600.0;

/// The errors of the authorization server, each with its status.
pub(crate) mod refusal {
    use crate::call::Failure;

    pub(crate) fn invalid_request(text: &str) -> Failure {
        Failure::new(400, "invalid_request", text)
    }

    pub(crate) fn invalid_client() -> Failure {
        Failure::new(401, "invalid_client", "Invalid client")
    }

    pub(crate) fn invalid_grant() -> Failure {
        Failure::new(400, "invalid_grant", "Invalid grant")
    }

    pub(crate) fn payment_required() -> Failure {
        Failure::new(402, "PAYMENT_REQUIRED", "Payment required")
    }
}

/// An application that is installed in the portal.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) secret: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) redirect: Option<String>,
    /// What proves to the application that a call is the portal's.
    pub(crate) application_token: String,
    /// Whether its time has been paid for.
    pub(crate) paid: bool,
}

/// An access token and a refresh token that go together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) user: u64,
    pub(crate) expires: f64,
    pub(crate) expires_in: f64,
    pub(crate) scopes: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct Grant {
    application: String,
    user: u64,
    expires: f64,
}

/// All that lets a caller in.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) applications: BTreeMap<String, Registered>,
    /// User and code of each webhook, with its scopes.
    webhooks: BTreeMap<(u64, String), BTreeSet<String>>,
    /// The users, and whether each is an administrator.
    users: BTreeMap<u64, bool>,
    access: BTreeMap<String, Grant>,
    refresh: BTreeMap<String, Grant>,
    codes: BTreeMap<String, Grant>,
    /// How long an access token lives, in seconds.
    lifetime: f64,
    secrets: Secrets,
}

impl Tokens {
    pub(crate) fn new(lifetime: f64) -> Self {
        Self {
            applications: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            users: BTreeMap::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
            codes: BTreeMap::new(),
            lifetime,
            secrets: Secrets::default(),
        }
    }

    pub(crate) fn add_user(&mut self, user: u64, admin: bool) {
        self.users.insert(user, admin);
    }

    pub(crate) fn add_webhook(&mut self, user: u64, scopes: BTreeSet<String>) -> String {
        let code = self.secrets.next(16);
        self.webhooks.insert((user, code.clone()), scopes);
        code
    }

    /// The URL, below this address, of a webhook of the user with the smallest number.
    pub(crate) fn first_webhook(&self, base: &str) -> Option<String> {
        self.webhooks.keys().next().map(|(user, code)| format!("{base}/rest/{user}/{code}/"))
    }

    pub(crate) fn application_token(&mut self) -> String {
        self.secrets.next(32)
    }

    /// Whom a webhook lets in.
    pub(crate) fn webhook(&self, user: u64, code: &str) -> Result<Caller, Failure> {
        let scopes = self.webhooks.get(&(user, code.to_owned()));
        let scopes = scopes.ok_or_else(Failure::not_authorized)?;
        Ok(Caller { application: None, user, admin: self.is_admin(user), scopes: scopes.clone() })
    }

    /// Whom an access token lets in.
    pub(crate) fn token(&self, token: &str, now: f64) -> Result<Caller, Failure> {
        let known = self.access.get(token).and_then(|grant| Some((grant, self.applications.get(&grant.application)?)));
        let (grant, application) = known.ok_or_else(Failure::not_authorized)?;
        if now >= grant.expires {
            return Err(Failure::new(401, "expired_token", "The access token provided has expired."));
        }
        Ok(Caller {
            application: Some(grant.application.clone()),
            user: grant.user,
            admin: self.is_admin(grant.user),
            scopes: application.scopes.clone(),
        })
    }

    fn is_admin(&self, user: u64) -> bool {
        self.users.get(&user).copied().unwrap_or_default()
    }

    /// A new pair, as at installation.
    pub(crate) fn issue(&mut self, application: &str, user: u64, now: f64) -> Pair {
        self.forget(now);
        let (access, refresh) = (self.secrets.next(70), self.secrets.next(70));
        let grant = |expires| Grant { application: application.to_owned(), user, expires };
        self.access.insert(access.clone(), grant(now + self.lifetime));
        self.refresh.insert(refresh.clone(), grant(now + REFRESH_LIFETIME));
        let scopes = self.applications.get(application).map(|known| known.scopes.clone()).unwrap_or_default();
        Pair { access, refresh, user, expires: now + self.lifetime, expires_in: self.lifetime, scopes }
    }

    /// A code for a user who has agreed.
    pub(crate) fn code(&mut self, application: &str, user: u64, now: f64) -> String {
        let code = self.secrets.next(32);
        let grant = Grant { application: application.to_owned(), user, expires: now + CODE_LIFETIME };
        self.codes.insert(code.clone(), grant);
        code
    }

    /// Exchanges a code. It is spent, whatever comes of it.
    pub(crate) fn exchange(&mut self, application: &str, secret: &str, code: &str, now: f64) -> Result<Pair, Failure> {
        self.check_client(application, secret)?;
        let grant = self.codes.remove(code);
        self.renew(application, grant, now)
    }

    /// Spends a refresh token and gives a new pair. The access token from before lives on until it expires.
    pub(crate) fn refresh(&mut self, application: &str, secret: &str, token: &str, now: f64) -> Result<Pair, Failure> {
        self.check_client(application, secret)?;
        let own = self.refresh.get(token).is_some_and(|grant| grant.application == application);
        let grant = if own { self.refresh.remove(token) } else { None };
        self.renew(application, grant, now)
    }

    fn renew(&mut self, application: &str, grant: Option<Grant>, now: f64) -> Result<Pair, Failure> {
        let good = grant.filter(|grant| grant.application == application && now < grant.expires);
        let grant = good.ok_or_else(refusal::invalid_grant)?;
        Ok(self.issue(application, grant.user, now))
    }

    fn check_client(&self, application: &str, secret: &str) -> Result<(), Failure> {
        let known = self.applications.get(application).filter(|known| known.secret == secret);
        let known = known.ok_or_else(refusal::invalid_client)?;
        if known.paid { Ok(()) } else { Err(refusal::payment_required()) }
    }

    /// Ends all access tokens; the refresh tokens stay good.
    pub(crate) fn expire(&mut self, now: f64) {
        for grant in self.access.values_mut() {
            grant.expires = grant.expires.min(now);
        }
    }

    /// Ends all refresh tokens.
    pub(crate) fn revoke(&mut self) {
        self.refresh.clear();
    }

    /// Forgets codes and tokens that expired so long ago that nobody asks for them any more.
    fn forget(&mut self, now: f64) {
        const MANY: usize = 10_000;
        for grants in [&mut self.access, &mut self.refresh, &mut self.codes] {
            if grants.len() > MANY {
                grants.retain(|_, grant| grant.expires > now);
            }
        }
    }
}

/// Makes secrets that nobody has to guess: they are good on this machine, for one run.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    made: u64,
}

impl Secrets {
    /// So many letters and digits, never the same twice.
    pub(crate) fn next(&mut self, length: usize) -> String {
        self.made += 1;
        let mut text = String::with_capacity(length);
        let mut state = random().wrapping_add(self.made);
        while text.len() < length {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digit = u32::try_from((state >> 33) % 36).unwrap_or_default();
            text.extend(char::from_digit(digit, 36));
        }
        text
    }
}

/// A number that differs from run to run; the standard library seeds its hash maps by one.
pub(crate) fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::hash::RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        let mut tokens = Tokens::new(3600.0);
        tokens.add_user(1, true);
        let application = Registered {
            secret: "secret".to_owned(),
            scopes: BTreeSet::from(["bizproc".to_owned()]),
            redirect: None,
            application_token: String::new(),
            paid: true,
        };
        tokens.applications.insert("app".to_owned(), application);
        tokens
    }

    #[test]
    fn a_refresh_token_is_spent_once() {
        let mut tokens = tokens();
        let first = tokens.issue("app", 1, 0.0);
        let second = tokens.refresh("app", "secret", &first.refresh, 10.0).unwrap();
        assert_ne!(first.access, second.access);
        let again = tokens.refresh("app", "secret", &first.refresh, 10.0).unwrap_err();
        assert_eq!((again.status, again.code.as_str()), (400, "invalid_grant"));
        assert!(tokens.token(&first.access, 20.0).is_ok(), "the old access token lives on");
        assert!(tokens.token(&second.access, 20.0).unwrap().admin);
    }

    #[test]
    fn everything_expires() {
        let mut tokens = tokens();
        let pair = tokens.issue("app", 1, 0.0);
        assert_eq!(tokens.token(&pair.access, 3600.0).unwrap_err().code, "expired_token");
        assert_eq!(tokens.refresh("app", "secret", &pair.refresh, REFRESH_LIFETIME).unwrap_err().code, "invalid_grant");
        let code = tokens.code("app", 1, 0.0);
        assert_eq!(tokens.exchange("app", "secret", &code, 30.0).unwrap_err().code, "invalid_grant");
        let code = tokens.code("app", 1, 0.0);
        assert!(tokens.exchange("app", "secret", &code, 29.0).is_ok());
        assert_eq!(tokens.exchange("app", "secret", &code, 29.0).unwrap_err().code, "invalid_grant");
    }

    #[test]
    fn a_wrong_secret_spends_nothing() {
        let mut tokens = tokens();
        let pair = tokens.issue("app", 1, 0.0);
        assert_eq!(tokens.refresh("app", "wrong", &pair.refresh, 1.0).unwrap_err().code, "invalid_client");
        assert!(tokens.refresh("app", "secret", &pair.refresh, 1.0).is_ok());
    }

    #[test]
    fn secrets_differ() {
        let mut secrets = Secrets::default();
        let made: BTreeSet<String> = (0..1000).map(|_| secrets.next(16)).collect();
        assert_eq!(made.len(), 1000);
        assert!(made.iter().all(|secret| secret.len() == 16));
    }
}
