//! Neither does a webhook call what was built without a client.

use bitrix24::api::bizproc::activity::List;
use bitrix24::{Client, Webhook};

fn list(client: &Client<Webhook>, request: &List) {
    let _ = client.call(request);
}

fn main() {}
