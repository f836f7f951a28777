//! A webhook has no application.

use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Webhook};

fn list(client: &Client<Webhook>) {
    let _ = activity::list(client).send();
}

fn main() {}
