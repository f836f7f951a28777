//! A request is made by its builder, so that a parameter that comes later breaks nobody's code.

use bitrix24::api::bizproc::activity::Log;

fn main() {
    let _ = Log { event_token: "token".to_owned(), log_message: "Done".to_owned() };
}
