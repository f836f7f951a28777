//! A portal as its users hold it: addresses, credentials, and the handles that steer it.

mod application;
mod builder;
mod steer;

pub use application::Application;
pub use builder::Builder;

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::core::Core;
use crate::error::StartError;

/// A portal that listens on this machine until it is dropped.
///
/// ```
/// use bitrix24_mock::Portal;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bitrix24_mock::StartError> {
/// let portal = Portal::start().await?;
/// let webhook = portal.webhook_url();
/// assert!(webhook.starts_with("http://127.0.0.1:"));
/// // … call `{webhook}bizproc.activity.log`, then ask what arrived:
/// assert_eq!(portal.count("bizproc.activity.log"), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Portal {
    core: Arc<Core>,
    servers: Vec<JoinHandle<()>>,
    /// The code of the first user's webhook.
    webhook: String,
    application: Application,
    /// The certificate of the authority that signed the portal's own, in PEM.
    authority: Option<String>,
}

impl Portal {
    /// A portal on a free port, without limits.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// A portal with settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address, such as `http://127.0.0.1:35241`.
    pub fn url(&self) -> &str {
        self.core.http()
    }

    /// The address with TLS, if the portal [has it](Builder::https).
    pub fn https_url(&self) -> Option<&str> {
        self.core.https()
    }

    /// The certificate that callers have to trust for TLS, in PEM.
    pub fn certificate(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The URL of the administrator's webhook, which has every scope: `http://127.0.0.1:35241/rest/1/…/`.
    pub fn webhook_url(&self) -> String {
        format!("{}/rest/1/{}/", self.core.http(), self.webhook)
    }

    /// The same webhook by https, if the portal [has it](Builder::https).
    pub fn https_webhook_url(&self) -> Option<String> {
        self.core.https().map(|base| format!("{base}/rest/1/{}/", self.webhook))
    }

    /// The application that is installed from the beginning, with the tokens that it got then.
    pub fn application(&self) -> &Application {
        &self.application
    }
}

impl Portal {
    /// Ends the portal, and waits until its ports are free. Dropping it does the same without waiting.
    pub async fn stop(mut self) {
        for server in std::mem::take(&mut self.servers) {
            server.abort();
            // It was aborted, which is the error that it ends with.
            let _ = server.await;
        }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}
