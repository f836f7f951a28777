//! Who may call, and at which address.

use std::collections::BTreeSet;

use bitrix24_codegen::model::Method;
use serde_json::{Value, json};

use crate::openapi::schema::{Object, object};

/// The component of an access token in a body.
pub(crate) const TOKEN: &str = "AccessToken";

const OAUTH: &str = "oauth";

/// The schema of an access token.
pub(crate) fn token() -> Object {
    object(json!({
        "type": "string",
        "format": "password",
        "writeOnly": true,
        "description": "The access token of an application. Absent at the address of a webhook.",
    }))
}

/// The addresses that a method's name is appended to: those of applications and of webhooks.
pub(crate) fn servers(rest3: bool) -> Value {
    let base = if rest3 { "https://{portal}/rest/api" } else { "https://{portal}/rest" };
    let portal = json!({"default": "example.bitrix24.com", "description": "The portal's host."});
    json!([
        {
            "url": base,
            "description": "An application, with its access token in the body.",
            "variables": {"portal": portal},
        },
        {
            "url": format!("{base}/{{user}}/{{code}}"),
            "description": "A webhook, whose secret is part of the address.",
            "variables": {
                "portal": portal,
                "user": {"default": "1", "description": "The user who has made the webhook."},
                "code": {"default": "secret", "description": "The webhook's secret."},
            },
        },
    ])
}

/// The security schemes, with the permissions that these methods need.
pub(crate) fn schemes<'a>(methods: impl Iterator<Item = &'a Method>) -> Value {
    let scopes: BTreeSet<&String> = methods.flat_map(|method| &method.scope).collect();
    let scopes: Object = scopes.into_iter().map(|scope| (scope.clone(), "".into())).collect();
    json!({
        OAUTH: {
            "type": "oauth2",
            "description": "An application. The access token goes into the body, as the member `auth`; where the \
                parameters are a list, into an object in its place, whose other members are the numbers of the places.",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "https://example.bitrix24.com/oauth/authorize/",
                    "tokenUrl": "https://oauth.bitrix.info/oauth/token/",
                    "refreshUrl": "https://oauth.bitrix.info/oauth/token/",
                    "scopes": scopes,
                },
            },
        },
    })
}

/// What a call needs: an application with one of the permissions, or a webhook, which has no scheme because its secret
/// is part of the address.
pub(crate) fn security(method: &Method) -> Value {
    let application: Vec<Value> = match method.scope.as_slice() {
        [] => vec![json!({OAUTH: []})],
        scopes => scopes.iter().map(|scope| json!({OAUTH: [scope]})).collect(),
    };
    let webhook = (!method.application && !method.twin).then(|| json!({}));
    application.into_iter().chain(webhook).collect()
}
