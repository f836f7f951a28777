//! `builder()` has no client to send with.

use bitrix24::api::bizproc::activity::List;

fn main() {
    let _ = List::builder().send();
}
