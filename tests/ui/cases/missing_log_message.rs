//! The call of the README without `.log_message(..)`.

use bitrix24::api::bizproc::activity;
use bitrix24::{Client, Error};

async fn note(client: &Client, token: &str) -> Result<(), Error> {
    activity::log(client).event_token(token).send().await?;
    Ok(())
}

fn main() {}
