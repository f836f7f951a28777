//! A setter that does not exist is one edit away from one that does.

use bitrix24::api::bizproc::activity::Log;

fn main() {
    let _ = Log::builder().event_token("token").log_mesage("Done").build();
}
