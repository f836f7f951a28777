//! A whole application: it adds an action to the workflow designer that gives the MD5 of a text.
//!
//! Without any configuration it plays its story on this machine, with a portal of its own: it is installed, workflows
//! reach the action, it logs and answers, somebody else tries to call it, it is removed.
//!
//!     cargo run -p bitrix24 --example md5
//!
//! For a real portal, add a local application there that has no user interface, with the scope `bizproc` and
//! `https://your.host/event` as the path of its installation. Set three variables: `B24_CLIENT_ID` and
//! `B24_CLIENT_SECRET`, which the portal shows when it is saved, and `B24_URL`, the public address `https://your.host` that
//! leads to port 8080 of this machine. Start this, and install the application again, so that the portal posts it.

mod app;
mod story;

use std::error::Error;

use bitrix24::oauth;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let names = ["B24_CLIENT_ID", "B24_CLIENT_SECRET", "B24_URL"];
    let [id, secret, url] = names.map(|name| std::env::var(name).ok());
    match (id, secret, url) {
        (None, None, None) => story::play().await,
        (Some(id), Some(secret), Some(url)) => {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
            println!("waiting for the installation at {url}/event");
            app::App::new(oauth::App::new(id, secret)?, &url).serve(listener).await
        }
        _ => Err(format!("set all of {}, or none", names.join(", ")).into()),
    }
}
