//! Each missing parameter is an error of its own.

use bitrix24::api::bizproc::activity::Log;

fn main() {
    let _ = Log::builder().build();
}
