//! The fake portal as a process: this program must not depend on it, so that a broken client can be repaired.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::failure::Failure;

/// The authorization server's name, which a client may have as a constant; the certificate is good for it.
const AUTHORIZATION: &str = "oauth.bitrix24.tech";
/// How long the portal may take until it listens.
const PATIENCE: Duration = Duration::from_mins(1);

/// A portal that runs until it is dropped.
pub(super) struct Portal {
    process: Child,
    /// Its address, such as `http://127.0.0.1:35241`.
    pub(super) http: String,
    /// Its address with TLS.
    pub(super) https: String,
    /// The file with the certificate that callers have to trust.
    pub(super) certificate: PathBuf,
}

/// The folder that cargo builds into.
pub(super) fn target(root: &Path) -> Result<PathBuf, Failure> {
    let output = cargo(root, &["metadata", "--format-version", "1", "--no-deps"])?;
    let metadata: Value = serde_json::from_slice(&output).unwrap_or_default();
    let target = metadata["target_directory"].as_str();
    target.map(PathBuf::from).ok_or_else(|| Failure::Workplace("cargo does not say where it builds".to_owned()))
}

/// Builds the portal, and says where the program is.
pub(super) fn build(root: &Path) -> Result<PathBuf, Failure> {
    let arguments = ["build", "--quiet", "--package", "bitrix24-mock", "--message-format", "json-render-diagnostics"];
    let output = cargo(root, &arguments)?;
    let messages = output.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let program = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.ok_or_else(|| Failure::Workplace("cargo does not say where the portal's program is".to_owned()))
}

impl Portal {
    /// Starts the program on free ports and waits until it listens.
    pub(super) fn start(program: &Path, folder: &Path) -> Result<Self, Failure> {
        let (ready, certificate) = (folder.join("portal.json"), folder.join("portal.pem"));
        match std::fs::remove_file(&ready) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::io("cannot remove", &ready)(error));
            }
            _ => {}
        }
        let mut command = Command::new(program);
        command.args(["--quiet", "--port", "0", "--https-port", "0", "--host", AUTHORIZATION]);
        command.arg("--certificate").arg(&certificate).arg("--ready-file").arg(&ready);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.spawn().map_err(Failure::io("cannot start", program))?;
        let mut portal = Self { process, http: String::new(), https: String::new(), certificate };
        portal.wait(&ready)?;
        Ok(portal)
    }

    fn wait(&mut self, ready: &Path) -> Result<(), Failure> {
        let started = Instant::now();
        loop {
            if let Ok(text) = std::fs::read(ready) {
                let addresses: Value = serde_json::from_slice(&text).unwrap_or_default();
                let address = |name: &str| addresses[name].as_str().unwrap_or_default().to_owned();
                (self.http, self.https) = (address("http"), address("https"));
                return Ok(());
            }
            let ended = self.process.try_wait().map_err(Failure::io("cannot wait for", ready))?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                return Err(Failure::Workplace("the portal does not start".to_owned()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output =
        crate::cargo::output(crate::cargo::cargo().current_dir(root).args(arguments).stderr(Stdio::inherit()))?;
    let name = arguments.first().copied().unwrap_or_default();
    if output.status.success() { Ok(output.stdout) } else { Err(Failure::Step(format!("`cargo {name}` failed"))) }
}
