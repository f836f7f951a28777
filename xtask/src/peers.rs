//! `cargo xtask peers`: other people's clients, as they are published, against the fake portal.
//!
//! The scripts are in `tests/peers`; they judge by the portal's record. What is missing on this machine is told
//! and left out, because a checkout must be testable without Python and Node.

mod install;
mod portal;

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::failure::{Failure, counted};
use crate::paths;
use install::{Client, Setback};
use portal::Portal;

/// A client that is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// The official client for Python.
    #[value(name = "b24pysdk")]
    B24pysdk,
    /// A client for Python that is widely used.
    #[value(name = "fast_bitrix24")]
    FastBitrix24,
    /// The official client for JavaScript.
    #[value(name = "b24jssdk")]
    B24jssdk,
}

/// How long a script may take. It takes seconds; a client that hangs must not hang the build.
const PATIENCE: Duration = Duration::from_mins(5);

/// Variables by which a client would be sent to a proxy, where the portal cannot be reached.
const PROXIES: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/// Variables by which the clients are told which certificates to trust: aiohttp, requests, Node.
const TRUST: &[&str] = &["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];

impl Peer {
    fn name(self) -> &'static str {
        match self {
            Self::B24pysdk => "b24pysdk",
            Self::FastBitrix24 => "fast_bitrix24",
            Self::B24jssdk => "b24jssdk",
        }
    }

    fn language(self) -> &'static str {
        match self {
            Self::B24pysdk | Self::FastBitrix24 => "python",
            Self::B24jssdk => "node",
        }
    }

    /// Makes the client ready in a folder that is kept between runs.
    fn install(self, scripts: &Path, folder: &Path) -> Result<Client, Setback> {
        let folder = folder.join(self.language());
        match self {
            Self::B24pysdk | Self::FastBitrix24 => install::python(scripts, &folder, self.name()),
            Self::B24jssdk => install::node(scripts, &folder, self.name()),
        }
    }
}

/// `portal` is the fake portal's program, which is built if none is given.
pub(crate) fn run(peer: Option<Peer>, portal: Option<PathBuf>, strict: bool) -> Result<(), Failure> {
    let root = paths::root()?;
    let (scripts, folder) = (root.join("tests/peers"), portal::target(&root)?.join("peers"));
    let program = portal.map_or_else(|| portal::build(&root), Ok)?;
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    let wanted = Peer::value_variants().iter().copied().filter(|known| peer.is_none_or(|wanted| wanted == *known));
    for (peer, installed) in installed(&wanted.collect::<Vec<Peer>>(), &scripts, &folder) {
        match installed {
            Ok(client) if passes(&client, &program, &folder)? => {}
            Ok(_) => failed.push(peer.name()),
            Err(Setback::Missing(what)) => {
                println!("{:<14} skipped: {what}", peer.name());
                skipped.push(peer.name());
            }
            Err(Setback::Failure(failure)) => return Err(failure),
        }
    }
    if !failed.is_empty() {
        return Err(Failure::Step(format!("{} failed: {}", counted(failed.len(), "client"), failed.join(", "))));
    }
    if strict && !skipped.is_empty() {
        let clients = counted(skipped.len(), "client");
        return Err(Failure::Step(format!("{clients} skipped, which --strict forbids: {}", skipped.join(", "))));
    }
    Ok(())
}

/// Makes clients ready: those of each language one after the other, in its folder, and the languages at the same time.
fn installed(peers: &[Peer], scripts: &Path, folder: &Path) -> Vec<(Peer, Result<Client, Setback>)> {
    let install =
        |language: &[Peer]| -> Vec<_> { language.iter().map(|peer| (*peer, peer.install(scripts, folder))).collect() };
    std::thread::scope(|scope| {
        let languages: Vec<_> = peers
            .chunk_by(|one, other| one.language() == other.language())
            .map(|language| scope.spawn(move || install(language)))
            .collect();
        languages
            .into_iter()
            .flat_map(|language| language.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// Lets a client's script play against a portal of its own. The script prints its steps itself.
fn passes(client: &Client, program: &Path, folder: &Path) -> Result<bool, Failure> {
    let portal = Portal::start(program, folder)?;
    let mut command = Command::new(&client.program);
    command.arg(&client.script).stdin(Stdio::null());
    command.env("BITRIX24_MOCK", &portal.http).env("BITRIX24_MOCK_HTTPS", &portal.https);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    for name in TRUST {
        command.env(name, &portal.certificate);
    }
    for name in PROXIES {
        command.env_remove(name);
    }
    let child = command.spawn().map_err(Failure::io("cannot start", &client.program))?;
    finished(child).map_err(Failure::io("cannot wait for", &client.script))
}

/// Whether a script ends well, and in time.
fn finished(mut script: Child) -> std::io::Result<bool> {
    let started = Instant::now();
    loop {
        if let Some(status) = script.try_wait()? {
            return Ok(status.success());
        }
        if started.elapsed() > PATIENCE {
            println!("stopped after {} minutes", PATIENCE.as_secs() / 60);
            script.kill()?;
            script.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
