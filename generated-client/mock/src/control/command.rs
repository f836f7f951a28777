//! What the portal is told to do.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::refused;
use crate::activity::run as run_activity;
use crate::call::Failure;
use crate::core::Core;
use crate::faults::Fault;
use crate::limits::Limits;
use crate::methods::Rows;

/// The longest time that can be asked for: a year.
const LONGEST: f64 = 366.0 * 24.0 * 3600.0;

pub(crate) fn fault(core: &Core, words: &Value) -> Result<Value, Failure> {
    let status = || {
        let status = u16::try_from(number_or(words, "status", 500)?).ok();
        let status = status.filter(|status| (200..=999).contains(status));
        status.ok_or_else(|| refused("status is not a number from 200 to 999".to_owned()))
    };
    let mut fault = match text(words, "kind")? {
        "error" => Fault::error(status()?, text(words, "code")?, text_or(words, "text", "")?),
        "system" => Fault::system(text(words, "code")?),
        "body" => Fault::body(status()?, text_or(words, "content_type", "text/plain")?, text_or(words, "body", "")?),
        "html" => Fault::html(status()?),
        "empty" => Fault::empty(),
        "cut" => Fault::cut(),
        "oversized" => Fault::oversized(number_or(words, "bytes", 100 * 1024 * 1024)?),
        "wrong_types" => Fault::wrong_types(),
        "reset" => Fault::reset(),
        "delay" => Fault::delay(duration(words, "seconds")?),
        "hang" => Fault::hang(),
        "redirect" => Fault::redirect(text(words, "to")?),
        "slow" => Fault::slow(u32::try_from(number_or(words, "bytes_per_second", 10)?).unwrap_or(u32::MAX)),
        other => return Err(refused(format!("there is no fault `{other}`; GET /mock lists them"))),
    };
    if let Some(method) = words.get("method") {
        fault = fault.on(method.as_str().ok_or_else(|| refused("method is not a text".to_owned()))?);
    }
    fault = fault.times(u32::try_from(number_or(words, "times", 1)?).unwrap_or(u32::MAX));
    if flag(words, "after_execution")? {
        fault = fault.after_execution();
    }
    if flag(words, "in_batch")? {
        fault = fault.in_batch();
    }
    let mut state = core.state();
    state.faults.add(fault);
    Ok(json!({"left": state.faults.left()}))
}

pub(crate) fn clock(core: &Core, words: &Value) -> Result<Value, Failure> {
    let by = duration(words, "advance")?;
    let mut state = core.state();
    state.clock.advance(by);
    Ok(json!({"now": state.now()}))
}

pub(crate) fn limits(core: &Core, words: &Value) -> Result<Value, Failure> {
    let limits = if words.get("capacity").is_some() {
        let capacity = u32::try_from(number_or(words, "capacity", 0)?).unwrap_or(u32::MAX);
        let per_second = words.get("per_second").and_then(Value::as_f64).filter(|rate| *rate >= 0.0);
        let per_second = per_second.ok_or_else(|| refused("per_second is not a number from 0 on".to_owned()))?;
        Some(Limits { capacity, per_second })
    } else {
        None
    };
    core.state().limits = limits;
    Ok(json!({}))
}

pub(crate) fn cost(core: &Core, words: &Value) -> Result<Value, Failure> {
    let (method, seconds) = (text(words, "method")?, duration(words, "seconds")?);
    core.state().set_cost(method, seconds.as_secs_f64());
    Ok(json!({}))
}

pub(crate) fn tokens(core: &Core, words: &Value) -> Result<Value, Failure> {
    let (expire, revoke) = (flag(words, "expire")?, flag(words, "revoke")?);
    let paid = words.get("paid").map(|_| flag(words, "paid")).transpose()?;
    let mut state = core.state();
    let now = state.now();
    if expire {
        state.tokens.expire(now);
    }
    if revoke {
        state.tokens.revoke();
    }
    if let Some(paid) = paid {
        for application in state.tokens.applications.values_mut() {
            application.paid = paid;
        }
    }
    Ok(json!({}))
}

pub(crate) fn rename(core: &Core, words: &Value) -> Result<Value, Failure> {
    let to = words.get("to").filter(|to| !to.is_null());
    let to = to.map(|to| to.as_str().ok_or_else(|| refused("to is not a text".to_owned()))).transpose()?;
    core.state().renamed = to.map(|to| to.trim_end_matches('/').to_owned());
    Ok(json!({}))
}

pub(crate) fn rows(core: &Core, words: &Value) -> Result<Value, Failure> {
    let method = text(words, "method")?;
    let mut rows = match words.get("rows") {
        Some(Value::Array(rows)) => Rows::given(rows.clone()),
        Some(_) => return Err(refused("rows is not a list".to_owned())),
        None => Rows::generated(number_or(words, "count", 0)?),
    };
    if words.get("id").is_some() {
        rows = rows.with_id(text(words, "id")?);
    }
    if words.get("within").is_some() {
        rows = rows.at(text(words, "within")?);
    }
    core.state().store.set_rows(method, rows);
    Ok(json!({}))
}

pub(crate) fn set_answer(core: &Core, words: &Value) -> Result<Value, Failure> {
    let method = text(words, "method")?;
    let result = words.get("result").cloned().ok_or_else(|| refused("result is missing".to_owned()))?;
    core.state().store.set_answer(method, result);
    Ok(json!({}))
}

pub(crate) async fn run(core: &Arc<Core>, words: Value) -> Result<Value, Failure> {
    let activity = text(&words, "code")?.to_owned();
    let properties = words.get("properties").cloned().unwrap_or_else(|| json!({}));
    let application = core.state().tokens.applications.keys().next().cloned().unwrap_or_default();
    let run = run_activity(core, &application, &activity, properties).await;
    let run = run.map_err(|error| Failure::new(409, "NOT_RUN", error.to_string()))?;
    Ok(json!({
        "event_token": run.event_token,
        "workflow_id": run.workflow_id,
        "status": run.status,
        "body": run.body,
    }))
}

fn text<'a>(words: &'a Value, name: &str) -> Result<&'a str, Failure> {
    let text = words.get(name).and_then(Value::as_str);
    text.ok_or_else(|| refused(format!("{name} is missing, or not a text")))
}

fn text_or<'a>(words: &'a Value, name: &str, otherwise: &'a str) -> Result<&'a str, Failure> {
    if words.get(name).is_none() { Ok(otherwise) } else { text(words, name) }
}

fn number_or(words: &Value, name: &str, otherwise: u64) -> Result<u64, Failure> {
    match words.get(name) {
        None => Ok(otherwise),
        Some(value) => value.as_u64().ok_or_else(|| refused(format!("{name} is not a whole number from 0 on"))),
    }
}

fn flag(words: &Value, name: &str) -> Result<bool, Failure> {
    match words.get(name) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| refused(format!("{name} is neither true nor false"))),
    }
}

fn duration(words: &Value, name: &str) -> Result<Duration, Failure> {
    let seconds = words.get(name).and_then(Value::as_f64).filter(|seconds| (0.0..=LONGEST).contains(seconds));
    let seconds = seconds.ok_or_else(|| refused(format!("{name} is not a number of seconds from 0 to {LONGEST}")))?;
    Ok(Duration::from_secs_f64(seconds))
}
