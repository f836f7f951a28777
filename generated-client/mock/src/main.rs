//! `bitrix24-mock`: the portal as a program.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use bitrix24_mock::{Limits, Portal, StartError};
use clap::{Parser, ValueEnum};

/// A portal on this machine that speaks Bitrix24's wire protocol and holds callers to the specs.
#[derive(Debug, Parser)]
#[command(name = "bitrix24-mock", version)]
struct Arguments {
    /// The port for http on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port for https, with a certificate made at start
    #[arg(long)]
    https_port: Option<u16>,
    /// Where to write the certificate that callers have to trust, in PEM
    #[arg(long, requires = "https_port", value_name = "FILE")]
    certificate: Option<PathBuf>,
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
    if let Some(uri) = arguments.redirect_uri {
        builder = builder.redirect_uri(uri);
    }
    let portal = builder.start().await?;
    if let (Some(path), Some(certificate)) = (&arguments.certificate, portal.certificate()) {
        std::fs::write(path, certificate).map_err(|source| StartError::Write { path: path.clone(), source })?;
    }
    introduce(&portal);
    // Without signals there is nothing to wait for but the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Ok(())
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
