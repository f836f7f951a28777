//! Methods that every portal has and that clients call at once, such as `profile`.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::api::Api;
use crate::call::Caller;

/// What no spec is needed for.
const BUILTIN: [&str; 8] =
    ["app.info", "method.get", "methods", "profile", "scope", "server.time", "user.admin", "user.current"];
/// The events that every application can have.
const EVENTS: [&str; 6] = ["ONAPPUNINSTALL", "ONAPPINSTALL", "ONAPPUPDATE", "ONAPPPAYMENT", "ONAPPTEST", "ONUSERADD"];

/// The result of a method that every portal has, by its name in lower case.
pub(super) fn answer(
    api: &Api,
    name: &str,
    caller: &Caller,
    parameters: &Map<String, Value>,
    now: f64,
) -> Option<Value> {
    let parameter =
        |wanted: &str| parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    let date = date(now);
    Some(match name {
        "profile" => json!({
            "ID": caller.user.to_string(),
            "ADMIN": caller.admin,
            "NAME": "John",
            "LAST_NAME": "Smith",
            "PERSONAL_GENDER": "",
            "TIME_ZONE": "",
        }),
        "user.current" => json!({
            "ID": caller.user.to_string(),
            "ACTIVE": true,
            "NAME": "John",
            "LAST_NAME": "Smith",
            "EMAIL": format!("user{}@example.com", caller.user),
            "LAST_LOGIN": date,
            "DATE_REGISTER": "2024-07-22T00:00:00+00:00",
            "IS_ONLINE": "Y",
            "PERSONAL_GENDER": "",
            "PERSONAL_BIRTHDAY": "",
            "WORK_POSITION": "",
            "UF_EMPLOYMENT_DATE": "",
            "UF_DEPARTMENT": [1],
        }),
        "user.admin" => json!(caller.admin),
        "server.time" => json!(date),
        "app.info" => json!({
            "ID": 1,
            "CODE": caller.application,
            "VERSION": 1,
            "STATUS": "L",
            "INSTALLED": true,
            "PAYMENT_EXPIRED": "N",
            "DAYS": null,
            "LANGUAGE_ID": "en",
            "LICENSE": "en_ent250",
            "LICENSE_TYPE": "ent250",
            "LICENSE_FAMILY": "ent",
        }),
        "scope" if parameter("full").is_some_and(is_yes) => json!(all_scopes(api)),
        "scope" => json!(caller.scopes),
        "methods" => {
            let scope = parameter("scope").and_then(Value::as_str).filter(|scope| !scope.is_empty());
            json!(methods(api, |scopes| match scope {
                Some(scope) => scopes.iter().any(|own| own == scope),
                None => is_allowed(scopes, caller),
            }))
        }
        "method.get" => {
            let wanted = parameter("name").and_then(Value::as_str).unwrap_or_default();
            let among = |names: BTreeSet<String>| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
            json!({
                "isExisting": among(methods(api, |_| true)),
                "isAvailable": among(methods(api, |scopes| is_allowed(scopes, caller))),
            })
        }
        "events" => json!(EVENTS),
        _ => return None,
    })
}

fn is_yes(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || value.as_str().is_some_and(|text| matches!(text, "1" | "true" | "Y"))
}

fn is_allowed(scopes: &[String], caller: &Caller) -> bool {
    scopes.is_empty() || scopes.iter().any(|scope| caller.scopes.contains(scope))
}

fn methods(api: &Api, with: impl Fn(&[String]) -> bool) -> BTreeSet<String> {
    let described = api.families().iter().flat_map(|family| &family.methods).filter(|method| !method.rest3);
    let names = described.filter(|method| with(&method.scope)).map(|method| method.wire_name.clone());
    names.chain(BUILTIN.into_iter().filter(|_| with(&[])).map(str::to_owned)).collect()
}

fn all_scopes(api: &Api) -> BTreeSet<&str> {
    let methods = api.families().iter().flat_map(|family| &family.methods);
    methods.flat_map(|method| method.scope.iter().map(String::as_str)).collect()
}

/// A moment as the server writes it, in whole seconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "chrono refuses what is out of range, whatever the cast makes of it"
)]
fn date(now: f64) -> String {
    let moment = DateTime::<Utc>::from_timestamp(now as i64, 0).unwrap_or_default();
    moment.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}
