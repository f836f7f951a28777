//! Who may call a method at all.

use bitrix24_codegen::model::Method;

use crate::api::Api;
use crate::call::{Caller, Failure};
use crate::enforce::words;

/// What all REST 3.0 codes begin with.
const REST3: &str = "BITRIX_REST_V3_EXCEPTION_";

/// Fails if the caller lacks a permission, an application's token or an administrator's rights, in this order.
pub(super) fn check(api: &Api, method: &Method, caller: &Caller) -> Result<(), Failure> {
    if !method.scope.is_empty() && !method.scope.iter().any(|scope| caller.scopes.contains(scope)) {
        return Err(insufficient_scope(api, method));
    }
    if method.application && caller.application.is_none() {
        let code = if method.rest3 { format!("{REST3}ACCESSDENIEDEXCEPTION") } else { "ACCESS_DENIED".to_owned() };
        let documented = words::documented(method, |text| text.contains("application context"));
        return Err(documented.unwrap_or_else(|| Failure::new(403, code, "Application context required")));
    }
    if method.admin && !caller.admin {
        let code = if method.rest3 { format!("{REST3}ACCESSDENIEDEXCEPTION") } else { "ACCESS_DENIED".to_owned() };
        let refuses = |text: &str| {
            let denies = ["access denied", "access_denied", "permission", "administrator"];
            denies.iter().any(|word| text.contains(word)) && !text.contains("application context")
        };
        return Err(words::documented(method, refuses).unwrap_or_else(|| Failure::new(403, code, "Access denied!")));
    }
    Ok(())
}

/// The system's error for it, in the system's words.
fn insufficient_scope(api: &Api, method: &Method) -> Failure {
    let rest3 = format!("{REST3}INSUFFICIENTSCOPEEXCEPTION");
    let code = if method.rest3 { rest3.as_str() } else { "insufficient_scope" };
    let system = api.system().and_then(|system| system.errors.iter().find(|error| error.code.code == code));
    let status = system.and_then(|error| error.code.status).unwrap_or(403);
    let text = system.and_then(|error| error.code.texts.first());
    let default = "The request requires higher privileges than provided by the webhook token";
    Failure::new(status, code, text.map_or(default, String::as_str))
}
