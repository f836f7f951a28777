//! A crate of its own beside the workspace, checked by the compiler, with what the compiler says as data.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// An error or warning of the compiler.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) level: String,
    /// The first line.
    pub(crate) text: String,
    /// The file and line of the place, and what stands at it.
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) label: String,
    /// Everything, as a person sees it.
    pub(crate) rendered: String,
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Builds and runs a program that depends on the client with these features; gives what it prints. The compiler must have
/// nothing to say.
pub(crate) fn run(name: &str, features: &[&str], files: &[(&str, &str)]) -> String {
    let folder = write_crate(name, "2024", "bitrix24", features, files);
    let messages = compiled("build", &folder);
    let messages: Vec<String> = messages.into_iter().map(|message| message.rendered).collect();
    assert!(messages.is_empty(), "{} messages\n{}", messages.len(), messages.join("\n"));
    let output = cargo(&folder, "run").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Checks a crate that depends on the client with these features, made of these files below `src`.
pub(crate) fn check(name: &str, features: &[&str], files: &[(&str, &str)]) -> Vec<Message> {
    check_as(name, "2024", "bitrix24", features, files)
}

/// The same for another edition of Rust, and another name of the dependency.
pub(crate) fn check_as(
    name: &str,
    edition: &str,
    dependency: &str,
    features: &[&str],
    files: &[(&str, &str)],
) -> Vec<Message> {
    compiled("check", &write_crate(name, edition, dependency, features, files))
}

fn write_crate(name: &str, edition: &str, dependency: &str, features: &[&str], files: &[(&str, &str)]) -> PathBuf {
    let folder = target().join("checked").join(name);
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = {edition:?}\npublish = false\n\n[workspace]\n\n\
         [dependencies]\n{dependency} = {{ package = \"bitrix24\", path = \"{}\", default-features = false, \
         features = {features:?} }}\n",
        root().join("generated-client").display(),
    );
    // A file that an earlier run left would be compiled too.
    let _ = std::fs::remove_dir_all(folder.join("src"));
    write(&folder.join("Cargo.toml"), &manifest);
    write(&folder.join("Cargo.lock"), &std::fs::read_to_string(root().join("Cargo.lock")).unwrap());
    for (path, text) in files {
        write(&folder.join("src").join(path), text);
    }
    folder
}

/// Cargo for a crate of its own: what that depends on is built as `tests/ui` has it built for trybuild, in the same folder,
/// so that it is built once.
fn cargo(folder: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .args([subcommand, "--quiet", "--offline", "--target", "host-tuple"])
        .env("CARGO_TARGET_DIR", target().join("tests/trybuild"))
        .env("CARGO_ENCODED_RUSTFLAGS", "")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command
}

/// What the compiler says to `cargo check` or `cargo build` in this folder.
fn compiled(subcommand: &str, folder: &Path) -> Vec<Message> {
    let output = cargo(folder, subcommand).arg("--message-format=json").output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let messages: Vec<Message> = lines.lines().filter_map(message).collect();
    let failed = !output.status.success() && !messages.iter().any(|message| message.level == "error");
    assert!(!failed, "cargo {subcommand}: {}", String::from_utf8_lossy(&output.stderr));
    messages
}

/// In a crate of its own, a module stands behind no feature.
pub(crate) fn ungated(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("#[cfg(feature")).collect();
    lines.join("\n") + "\n"
}

/// The folder that cargo builds this workspace in.
fn target() -> PathBuf {
    // `target/debug/deps/it-…`
    std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned()
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    // The same text keeps its time, and cargo its results.
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).unwrap();
}

fn message(line: &str) -> Option<Message> {
    let value: Value = serde_json::from_str(line).ok()?;
    if value["reason"] != "compiler-message" || value["target"]["name"] == "bitrix24" {
        return None;
    }
    let message = &value["message"];
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Some(Message {
        level: text(&message["level"]),
        text: text(&message["message"]),
        file: text(&span["file_name"]),
        line: span["line_start"].as_u64()?,
        label: text(&span["label"]),
        rendered: text(&message["rendered"]),
    })
}
