//! `bitrix24-mock`: the portal as a program.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use bitrix24_mock::{Limits, Portal, StartError};
use clap::{Parser, ValueEnum};
use serde_json::json;

/// A portal on this machine that speaks Bitrix24's wire protocol and holds callers to the specs.
#[derive(Debug, Parser)]
#[command(name = "bitrix24-mock", version)]
struct Arguments {
    /// The port for http on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port for https, with a certificate made at start; 0 for any that is free
    #[arg(long)]
    https_port: Option<u16>,
    /// Where to write the certificate that callers have to trust, in PEM
    #[arg(long, requires = "https_port", value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Another name that the certificate is good for
    #[arg(long, requires = "https_port", value_name = "NAME")]
    host: Vec<String>,
    /// Where to write the addresses, in JSON, once the portal listens
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// A folder of specs, laid out like `spec/`, beside those that are built in
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
    /// How many requests the portal takes
    #[arg(long, value_enum, default_value_t = Plan::None)]
    limits: Plan,
    /// How many milliseconds each request takes
    #[arg(long, default_value_t = 0, value_name = "MS")]
    latency: u64,
    /// Where `/oauth/authorize/` sends users back to
    #[arg(long, value_name = "URL")]
    redirect_uri: Option<String>,
    /// Prints no line for each request
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Plan {
    /// Any number
    None,
    /// 50, two more each second
    Standard,
    /// 250, five more each second
    Enterprise,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), StartError> {
    let mut builder = Portal::builder()
        .port(arguments.port)
        .latency(Duration::from_millis(arguments.latency))
        .tell_requests(!arguments.quiet);
    builder = match arguments.limits {
        Plan::None => builder,
        Plan::Standard => builder.limits(Limits::standard()),
        Plan::Enterprise => builder.limits(Limits::enterprise()),
    };
    for folder in &arguments.spec {
        builder = builder.spec_folder(folder);
    }
    if let Some(port) = arguments.https_port {
        builder = builder.https_port(port);
    }
    for name in arguments.host {
        builder = builder.host(name);
    }
    if let Some(uri) = arguments.redirect_uri {
        builder = builder.redirect_uri(uri);
    }
    let portal = builder.start().await?;
    if let (Some(path), Some(certificate)) = (&arguments.certificate, portal.certificate()) {
        std::fs::write(path, certificate).map_err(|source| StartError::Write { path: path.clone(), source })?;
    }
    if let Some(path) = &arguments.ready_file {
        announce(&portal, path).map_err(|source| StartError::Write { path: path.clone(), source })?;
    }
    introduce(&portal);
    // Without signals there is nothing to wait for but the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Ok(())
}

/// Writes the addresses down, for a program that has started this one. The file appears whole.
fn announce(portal: &Portal, path: &Path) -> io::Result<()> {
    let addresses = json!({"http": portal.url(), "https": portal.https_url()});
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    std::fs::write(&unfinished, addresses.to_string())?;
    std::fs::rename(&unfinished, path)
}

/// Says where the portal is and how to get in.
fn introduce(portal: &Portal) {
    let application = portal.application();
    println!("start page     {}/", portal.url());
    println!("webhook        {}", portal.webhook_url());
    if let Some(webhook) = portal.https_webhook_url() {
        println!("               {webhook}");
    }
    println!("application    {} with secret {}", application.client_id, application.client_secret);
    println!("access token   {}", application.access_token);
    println!("refresh token  {}", application.refresh_token);
    println!("tokens from    {}", application.token_url);
}
