//! What the compiler says: one file for each thing refused, with the text beside it. `TRYBUILD=overwrite` writes the texts
//! anew.

use std::process::Command;

/// By this the test knows that it is the inner one.
const INNER: &str = "BITRIX24_UI_TESTS";

#[test]
fn what_is_refused_is_refused_in_words() {
    if std::env::var_os(INNER).is_some() {
        trybuild::TestCases::new().compile_fail("cases/*.rs");
        return;
    }
    // By itself trybuild builds everything twice, because the flags for its cases are others than those for what they
    // depend on. This variable makes cargo take no notice of either. The three are those of `tests/support/cargo.rs`, which
    // builds the same into the same folder.
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "what_is_refused_is_refused_in_words", "--nocapture"])
        .env(INNER, "1")
        .env("CARGO_ENCODED_RUSTFLAGS", "")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .status();
    assert!(status.unwrap().success(), "what it printed stands above");
}
