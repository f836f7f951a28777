//! stub
use crate::{api::Api, call::*}; use serde_json::Value;
pub(crate) fn check(_: &Api, _: &bitrix24_codegen::model::Method, _: &Caller, v: Value) -> Result<Value, Failure> { Ok(v) }
