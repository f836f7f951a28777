//! The application itself: two addresses, one for events and one for steps of workflows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bitrix24::api::bizproc::shared::ActivityCode;
use bitrix24::declare::{self, Action, Inputs, Outputs};
use bitrix24::handler::{self, ActivityCall, Installation, Refused};
use bitrix24::oauth::{self, MemoryStore};
use bitrix24::{Application, Client};
use md5::{Digest, Md5};

pub(crate) const CODE: ActivityCode = ActivityCode::literal("md5_example");
/// How long the work may take where the workflow does not say it.
const LONGEST: Duration = Duration::from_mins(1);

/// What a workflow gives to the action.
#[derive(Inputs)]
struct Input {
    #[property(name(en = "Text", de = "Text"))]
    text: String,
}

/// What it gets back: the digest, or why there is none.
#[derive(Default, Outputs)]
struct Output {
    #[property(name = "MD5")]
    md5: String,
    #[property(name = "Problem")]
    problem: String,
}

/// What the application knows. A real one keeps this in its database: the application token comes only once.
pub(crate) struct App {
    oauth: oauth::App,
    url: String,
    /// By the portal's `member_id`.
    portals: Mutex<BTreeMap<String, Portal>>,
}

#[derive(Clone)]
struct Portal {
    application_token: String,
    client: Client<Application>,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl App {
    pub(crate) fn new(oauth: oauth::App, url: &str) -> Self {
        Self { oauth, url: url.trim_end_matches('/').to_owned(), portals: Mutex::default() }
    }

    pub(crate) async fn serve(self, listener: tokio::net::TcpListener) -> Result<(), Failure> {
        let router = Router::new().route("/event", post(event)).route("/handler", post(step));
        Ok(axum::serve(listener, router.with_state(Arc::new(self))).await?)
    }

    fn portal(&self, member_id: &str) -> Option<Portal> {
        self.portals.lock().unwrap_or_else(PoisonError::into_inner).get(member_id).cloned()
    }

    /// Keeps what came with the installation, and adds the action.
    async fn install(&self, installation: Installation) -> Result<(), Failure> {
        // Anybody can post this; only the authorization server knows whether it is true.
        let client = installation.confirm(&self.oauth, MemoryStore::new()).await?;
        let Installation { application_token, auth, .. } = installation;
        // Installed a second time, it is updated: what may have changed is the address.
        declare::sync(&client, [&self.action()?]).await?;
        // Without this the portal does not tell of the removal. A second time it is bound already, which is as good.
        let bind = client.raw("event.bind").param("event", "ONAPPUNINSTALL");
        if let Err(problem) = bind.param("handler", format!("{}/event", self.url)).send().await {
            println!("app     the removal will not be told: {problem}");
        }
        let portal = Portal { application_token, client };
        println!("app     installed at {}, with the action {CODE}", portal.client.portal());
        self.portals.lock().unwrap_or_else(PoisonError::into_inner).insert(auth.member_id, portal);
        Ok(())
    }

    /// The workflow waits, and goes on only with an answer: a problem is one too.
    async fn work(&self, call: &ActivityCall) -> Result<(), Failure> {
        let action = self.action()?;
        let limit = call.timeout.unwrap_or(LONGEST).min(LONGEST);
        let md5 = match action.read(call) {
            Ok(input) => {
                tokio::time::timeout(limit, hash(call, input)).await.map_err(|_| "it took too long".to_owned())
            }
            Err(problem) => Err(problem.to_string()),
        };
        let output = match md5 {
            Ok(md5) => Output { md5, ..Output::default() },
            Err(problem) => {
                note(call, &format!("No MD5: {problem}")).await;
                Output { problem, ..Output::default() }
            }
        };
        Ok(action.finish(call, &output).await?)
    }

    /// The action as the designer shows it, as it is called, and as it answers.
    fn action(&self) -> Result<Action<Input, Output>, Failure> {
        let name = [("en", "MD5 of a text"), ("de", "MD5 eines Textes")];
        Ok(Action::new(CODE, name, format!("{}/handler", self.url))?)
    }
}

/// Events: the installation, which brings the application token, and the removal, which must have it.
async fn event(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match handler::installation(content_type(&headers), &body) {
        Ok(installation) => match app.install(installation).await {
            Ok(()) => StatusCode::OK,
            Err(problem) => {
                println!("app     the installation failed: {problem}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        },
        Err(Refused::OtherEvent) => answer(removal(&app, &headers, &body)),
        Err(refused) => answer(Err(refused)),
    }
}

fn removal(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
    let event = handler::event(content_type(headers), body)?;
    let portal = app.portal(event.member_id()).ok_or(Refused::Token)?;
    let event = event.verify(&portal.application_token)?;
    if event.uninstalled().is_some() {
        app.portals.lock().unwrap_or_else(PoisonError::into_inner).remove(&event.auth.member_id);
        println!("app     removed from {}", event.auth.domain);
    }
    Ok(())
}

/// A workflow has reached the action. The portal wants an answer at once, so the work is done after it.
async fn step(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    answer(handler::activity_call(content_type(&headers), &body).and_then(|call| {
        let portal = app.portal(call.member_id()).ok_or(Refused::Token)?;
        let call = call.verify(&portal.application_token)?.using(portal.client);
        tokio::spawn(async move {
            if let Err(problem) = app.work(&call).await {
                println!("app     {}: {problem}", call.workflow_id);
            }
        });
        Ok(())
    }))
}

/// A line that cannot be written must not keep the workflow from its answer.
async fn note(call: &ActivityCall, line: &str) {
    if let Err(problem) = call.log(line).await {
        println!("app     no line in the log of {}: {problem}", call.workflow_id);
    }
}

async fn hash(call: &ActivityCall, input: Input) -> String {
    note(call, &format!("Hashing {} bytes", input.text.len())).await;
    format!("{:032x}", u128::from_be_bytes(Md5::digest(input.text).into()))
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get("content-type")?.to_str().ok()
}

fn answer(outcome: Result<(), Refused>) -> StatusCode {
    match outcome {
        Ok(()) => StatusCode::OK,
        Err(refused) => {
            println!("app     refused: {refused}");
            StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST)
        }
    }
}
