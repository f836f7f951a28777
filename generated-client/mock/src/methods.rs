//! stub
use crate::{api::Api, call::*}; use serde_json::Value; use bitrix24_codegen::model::Method;
#[derive(Debug, Default)] pub(crate) struct Store;
#[derive(Debug, Clone)] pub struct Rows;
#[derive(Debug, Clone)] pub struct LogLine { pub(crate) at: f64, pub(crate) event_token: String, pub(crate) text: String }
impl Rows { pub fn of(_: Vec<Value>) -> Self { Self } pub fn generated(_: u64) -> Self { Self } pub fn id(self, _: &str) -> Self { Self } pub fn within(self, _: &str) -> Self { Self } }
pub(crate) struct Posted { pub(crate) handler: String, pub(crate) form: Vec<(String,String)>, pub(crate) event_token: String, pub(crate) workflow_id: String }
impl Store { pub(crate) fn knows(&self, _: &str) -> bool { false } pub(crate) fn set_rows(&mut self, _: &str, _: Rows) {} pub(crate) fn set_answer(&mut self, _: &str, _: Value) {} pub(crate) fn log_lines(&self) -> &[LogLine] { &[] }
 pub(crate) fn run(&mut self, _: &str, c: &str, _: Value, _: Vec<(String,String)>, _: f64) -> Result<Posted, crate::RunError> { Err(crate::RunError::NotInstalled(c.into())) } }
pub(crate) fn answer(_: &mut Store, _: &Api, _: &Method, _: &Caller, _: &Value, _: f64) -> Result<Success, Failure> { Ok(Success::default()) }
pub(crate) fn answer_unspecified(_: &mut Store, _: &Api, _: &str, _: &Caller, _: &Value, _: f64) -> Result<Success, Failure> { Ok(Success::default()) }
