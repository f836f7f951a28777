//! stub
use crate::call::*; use serde_json::Value;
pub(crate) struct Executed { pub(crate) outcome: Result<Success, Failure>, pub(crate) time: Value }
pub(crate) fn run(_: &Value, _: impl Fn(&str)->bool, _: impl FnMut(&str, Call)->Executed) -> Result<Success, Failure> { Ok(Success::default()) }
pub(crate) mod rest3 { pub(crate) use super::run; }
