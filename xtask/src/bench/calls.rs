//! `cargo xtask bench calls`: what the client costs on top of HTTP. The measurement is a program of the tests, because this
//! package knows neither the client nor the fake portal.

use std::process::Command;

use crate::failure::Failure;
use crate::paths;

pub(crate) fn run() -> Result<(), Failure> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root()?).args(["bench", "--quiet", "--package", "bitrix24-tests", "--bench", "calls"]);
    let status = command.status().map_err(|error| Failure::Workplace(format!("cannot start cargo: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Step("the measurement failed".to_owned())) }
}
