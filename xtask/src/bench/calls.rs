//! `cargo xtask bench calls`: what the client costs on top of HTTP. The measurement is a program of the tests, because this
//! package knows neither the client nor the fake portal.

use crate::failure::Failure;
use crate::{cargo, paths};

pub(crate) fn run() -> Result<(), Failure> {
    let mut command = cargo::cargo();
    command.current_dir(paths::root()?).args(["bench", "--quiet", "--package", "bitrix24-tests", "--bench", "calls"]);
    cargo::run(&mut command, "the measurement failed")
}
