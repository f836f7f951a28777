//! What a portal was told the last time. It tells no more than codes itself.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Declaration, requests};
use crate::error::InvalidRequest;
use crate::value::Map;

/// What a portal was told by a [`sync`](super::sync), so that the next one can leave alone what has not changed.
///
/// One for each portal; to be kept by any format of serde. It holds no secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot(Map<String, Value>);

impl Snapshot {
    pub(super) fn of(declared: &[Declaration]) -> Result<Self, InvalidRequest> {
        let told = |it: &Declaration| Ok((key(it), requests::told(it)?));
        declared.iter().map(told).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the portal was told exactly this.
    pub(super) fn has(&self, declaration: &Declaration) -> Result<bool, InvalidRequest> {
        match self.0.get(&key(declaration)) {
            Some(told) => Ok(*told == requests::told(declaration)?),
            None => Ok(false),
        }
    }
}

fn key(declaration: &Declaration) -> String {
    format!("{:?} {}", declaration.part, declaration.code)
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Snapshot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self)
    }
}
