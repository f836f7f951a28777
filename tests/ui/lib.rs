//! Nothing: the test is in `ui.rs`.
