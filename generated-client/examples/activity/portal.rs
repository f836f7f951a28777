//! A portal on this machine that knows five methods and one application, and prints what it is sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use bitrix24::{Value, json};

/// The token that calls must bear.
pub(crate) const ACCESS_TOKEN: &str = "access-token-of-the-example";
/// The token of the workflow that is said to be running.
pub(crate) const EVENT_TOKEN: &str = "event-token-of-the-example";

type Codes = Arc<Mutex<Vec<String>>>;

/// Starts the portal on a free port.
pub(crate) async fn start() -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = Router::new().route("/rest/{method}", post(answer)).with_state(Codes::default());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn answer(
    State(codes): State<Codes>,
    Path(method): Path<String>,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let mut shown = body.clone();
    shown["auth"] = "…".into();
    println!("POST /rest/{method}\n{shown:#}");
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    if text("auth") != ACCESS_TOKEN {
        return refuse(StatusCode::UNAUTHORIZED, "NO_AUTH_FOUND", "Wrong authorization data");
    }
    // Poisoned only if this function panicked, and then the example is over anyway.
    let mut codes = codes.lock().unwrap_or_else(PoisonError::into_inner);
    let code = text("CODE");
    let known = codes.contains(&code);
    match method.as_str() {
        "bizproc.activity.add" if known => {
            refuse(StatusCode::BAD_REQUEST, "ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!")
        }
        "bizproc.activity.add" => {
            codes.push(code);
            accept(true)
        }
        "bizproc.activity.list" => accept(codes.clone()),
        "bizproc.activity.delete" if known => {
            codes.retain(|other| *other != code);
            accept(true)
        }
        "bizproc.activity.delete" => {
            refuse(StatusCode::BAD_REQUEST, "ERROR_ACTIVITY_NOT_FOUND", "Activity or Automation rule not found!")
        }
        "bizproc.activity.log" if text("EVENT_TOKEN") != EVENT_TOKEN => {
            refuse(StatusCode::BAD_REQUEST, "ACCESS_DENIED", "Access denied!")
        }
        "bizproc.activity.log" => accept(true),
        "app.info" => accept(json!({"ID": 1, "CODE": "local.example", "INSTALLED": true})),
        _ => refuse(StatusCode::NOT_FOUND, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    }
}

fn accept(result: impl Into<Value>) -> (StatusCode, Json<Value>) {
    (StatusCode::OK, Json(json!({"result": result.into(), "time": {"duration": 0.01, "operating": 0}})))
}

fn refuse(status: StatusCode, code: &str, text: &str) -> (StatusCode, Json<Value>) {
    (status, Json(json!({"error": code, "error_description": text})))
}
