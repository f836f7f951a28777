//! stub
use crate::call::*; use serde_json::Value; use bytes::Bytes;
pub(crate) struct Target { pub(crate) version: Version, pub(crate) webhook: Option<(u64,String)>, pub(crate) method: String }
pub(crate) fn path(_: &str) -> Option<Target> { None }
pub(crate) async fn parameters(_: &hyper::Method, _: Option<&str>, _: &str, _: Bytes, _: Version) -> Result<Value, Failure> { Ok(Value::Null) }
pub(crate) fn credentials(_: &mut Value, _: &hyper::HeaderMap) -> Option<String> { None }
