//! Nothing: the tests are in `main.rs` and `ui.rs`.
