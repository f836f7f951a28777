//! What a user has whose portal has methods of its own: their specs, one line, and typed functions.
//!
//! The macro in an example, which is a crate of its own:
//!
//! ```standalone_crate
//! bitrix24::include_spec!("acme/shared.yaml");
//!
//! assert_eq!(acme::shared::Sku::literal("AB-12").as_str(), "AB-12");
//! ```

#![warn(clippy::pedantic, unreachable_pub, missing_docs, unused)]
#![forbid(unsafe_code)]

use bitrix24::{Client, Error};

bitrix24::include_spec!(pub "acme/warehouse.yaml", "acme/shared.yaml");

use acme::shared::State;
use acme::warehouse::{self, ReserveErrorKind};
use bitrix24::api::ids::UserId;

/// Sets some of one article aside for a user and says whether it worked.
///
/// # Errors
///
/// When the call fails for another reason than that there is not enough.
pub async fn reserve(client: &Client, article: &str, count: i64, responsible: UserId) -> Result<bool, Error> {
    match warehouse::reserve(client).goods([(article, count)]).responsible_id(responsible).send().await {
        Ok(reservation) => Ok(reservation.state == State::Open),
        Err(error) if error.kind() == Some(ReserveErrorKind::NotEnough) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
