//! What can be set before a portal starts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::{Application, Portal};
use crate::api::Api;
use crate::clock::Clock;
use crate::core::{Addresses, Core, State};
use crate::error::StartError;
use crate::faults::Faults;
use crate::handler::Front;
use crate::idempotency::Answers;
use crate::limits::{Buckets, Limits, OPERATING_LIMIT, Operating};
use crate::methods::Store;
use crate::record::Record;
use crate::server::{Budget, bind, certificate};
use crate::specs;
use crate::tokens::{Registered, Tokens};

/// The largest body of a request, and what all bodies together may hold in memory.
const BODY: usize = 32 * 1024 * 1024;
const BODIES: usize = 512 * 1024 * 1024;

/// Settings of a portal that has not started.
#[derive(Clone, Debug)]
#[must_use = "a portal starts with `start`"]
pub struct Builder {
    port: u16,
    https: Option<u16>,
    hosts: Vec<String>,
    limits: Option<Limits>,
    operating_limit: Duration,
    latency: Duration,
    token_lifetime: Duration,
    users: BTreeMap<u64, bool>,
    client: (String, String),
    redirect: Option<String>,
    scopes: Option<BTreeSet<String>>,
    specs: Vec<(String, String)>,
    folders: Vec<PathBuf>,
    largest_body: usize,
    tells: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            https: None,
            hosts: Vec::new(),
            limits: None,
            operating_limit: OPERATING_LIMIT,
            latency: Duration::ZERO,
            token_lifetime: Duration::from_hours(1),
            users: BTreeMap::from([(1, true), (2, false)]),
            client: ("app.mock".to_owned(), "mock-secret".to_owned()),
            redirect: None,
            scopes: None,
            specs: Vec::new(),
            folders: Vec::new(),
            largest_body: BODY,
            tells: false,
        }
    }
}

impl Builder {
    /// The port for http. Default: any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens with TLS too, on any free port and with a [certificate](Portal::certificate) made at start.
    pub fn https(self) -> Self {
        self.https_port(0)
    }

    /// The same on this port.
    pub fn https_port(mut self, port: u16) -> Self {
        self.https = Some(port);
        self
    }

    /// Another name that the certificate is good for, beside `localhost` and 127.0.0.1. For a client that looks for a fixed
    /// name, such as that of the authorization server, and whose resolver is told to find it here.
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// How many requests the portal takes. Default: any number.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The working time that a method may use in ten minutes. Default: eight minutes.
    pub fn operating_limit(mut self, limit: Duration) -> Self {
        self.operating_limit = limit;
        self
    }

    /// How long each request takes. Default: no time.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// How long an access token lives. Default: an hour.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// A user, who is an administrator or not. There are an administrator 1 and an ordinary user 2 already.
    pub fn user(mut self, id: u64, admin: bool) -> Self {
        self.users.insert(id, admin);
        self
    }

    /// The identifier and the secret of the application. Default: `app.mock` and `mock-secret`.
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client = (id.into(), secret.into());
        self
    }

    /// Where `/oauth/authorize/` sends users back to. Default: nowhere, it shows the code.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect = Some(uri.into());
        self
    }

    /// The scopes of the application and of the first webhook. Default: all that the specs name.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// A spec of one's own, beside those of the crate `bitrix24`, or in place of the one with the same path. The path is
    /// what follows `spec/`, such as `acme/order.yaml`.
    pub fn spec(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.specs.push((path.into(), text.into()));
        self
    }

    /// All specs of a folder, which is laid out like the repository's `spec/`.
    pub fn spec_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.folders.push(folder.as_ref().to_owned());
        self
    }

    /// The largest body that a request may have, in bytes. Default: 32 MiB.
    pub fn largest_body(mut self, bytes: usize) -> Self {
        self.largest_body = bytes;
        self
    }

    /// Prints a line for each request. Default: no.
    pub fn tell_requests(mut self, tells: bool) -> Self {
        self.tells = tells;
        self
    }

    /// Binds the ports and starts to serve, on the runtime that this is called on.
    ///
    /// # Errors
    ///
    /// When a port cannot be bound, or when specs cannot be read or have problems.
    pub async fn start(self) -> Result<Portal, StartError> {
        let api = Api::new(specs::model(&self.specs, &self.folders)?);
        let http = bind(self.port).await.map_err(|source| StartError::Port { port: self.port, source })?;
        let https = match self.https {
            Some(port) => Some(bind(port).await.map_err(|source| StartError::Port { port, source })?),
            None => None,
        };
        let certificate = https.is_some().then(|| certificate(&self.hosts)).transpose()?;

        let scopes = self.scopes.clone().unwrap_or_else(|| api.scopes());
        let mut tokens = Tokens::new(self.token_lifetime.as_secs_f64());
        for (user, admin) in &self.users {
            tokens.add_user(*user, *admin);
        }
        let webhook = tokens.add_webhook(1, scopes.clone());
        let application_token = tokens.application_token();
        let registered = Registered {
            secret: self.client.1.clone(),
            scopes,
            redirect: self.redirect.clone(),
            application_token: application_token.clone(),
            paid: true,
        };
        tokens.applications.insert(self.client.0.clone(), registered);
        let clock = Clock::default();
        let pair = tokens.issue(&self.client.0, 1, clock.now());

        let core = Arc::new(Core::new(
            api,
            Budget::new(self.largest_body, BODIES),
            self.latency,
            self.tells,
            State {
                clock,
                tokens,
                limits: self.limits,
                buckets: Buckets::default(),
                operating_limit: self.operating_limit.as_secs_f64(),
                operating: Operating::default(),
                costs: BTreeMap::new(),
                faults: Faults::default(),
                answers: Answers::default(),
                store: Store::default(),
                record: Record::default(),
                renamed: None,
            },
        ));
        core.set_addresses(Addresses {
            http: format!("http://{}", http.address),
            https: https.as_ref().map(|listener| format!("https://{}", listener.address)),
        });
        let application = Application {
            client_id: self.client.0,
            client_secret: self.client.1,
            access_token: pair.access,
            refresh_token: pair.refresh,
            expires: crate::clock::whole(pair.expires),
            client_endpoint: format!("{}/rest/", core.base()),
            token_url: format!("{}/oauth/token/", core.base()),
            member_id: core.member_id.clone(),
            application_token,
        };
        let front = Arc::new(Front(Arc::clone(&core)));
        let mut servers = vec![tokio::spawn(http.serve(None, Arc::clone(&front)))];
        let (acceptor, authority) = match certificate {
            Some(certificate) => (Some(certificate.acceptor), Some(certificate.authority)),
            None => (None, None),
        };
        if let Some(https) = https {
            servers.push(tokio::spawn(https.serve(acceptor, front)));
        }
        Ok(Portal { core, servers, webhook, application, authority })
    }
}
