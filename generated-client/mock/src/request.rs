//! From an HTTP request to a call's parameters, by the rules of the server's own request class.
//!
//! Bodies that cannot be read are no error in REST 2: the call goes on without parameters, and fails for what is missing.

mod multipart;
mod path;

#[cfg(test)]
mod tests;

use bytes::Bytes;
use hyper::Method;
use hyper::header::{AUTHORIZATION, HeaderMap};
use serde_json::{Map, Value};

use crate::call::{Failure, Version};
use crate::php;

pub(crate) use path::{Target, path};

/// Where a token stands among the parameters, in the order in which it is looked for.
const TOKENS: [&str; 2] = ["auth", "access_token"];

/// The parameters of a request, as PHP sees them.
///
/// In REST 2 they are those of the query and those of the body, which wins. REST 3.0 reads nothing but a JSON body; of
/// its query only the token counts.
pub(crate) async fn parameters(
    version: Version,
    method: &Method,
    content_type: Option<&str>,
    query: &str,
    body: Bytes,
) -> Result<Value, Failure> {
    let query = php::parse_query(query.as_bytes());
    let body = if *method == Method::POST { body } else { Bytes::new() };
    Ok(match version {
        Version::Rest2 => replace(query, rest2(content_type, body).await),
        Version::Rest3 => {
            let mut query = php::into_map(query);
            query.retain(|key, _| TOKENS.contains(&key.as_str()));
            replace(Value::Object(query), rest3(content_type, &body)?)
        }
    })
}

/// The body in REST 2.
async fn rest2(content_type: Option<&str>, body: Bytes) -> Value {
    let trimmed = trimmed(&body);
    match content_type.map_or("", media_type) {
        // Compared as the server compares it, letter by letter. It gives what follows to PHP's own reader of forms.
        "application/json" => json(trimmed).unwrap_or_else(nothing),
        form if form.eq_ignore_ascii_case("multipart/form-data") => {
            multipart::fields(content_type.unwrap_or_default(), body).await
        }
        form if form.eq_ignore_ascii_case("application/x-www-form-urlencoded") => php::parse_query(&body),
        // Whatever else it says it is: the server takes it for a form.
        _ => php::parse_query(trimmed),
    }
}

/// The body in REST 3.0: JSON, or nothing at all.
fn rest3(content_type: Option<&str>, body: &[u8]) -> Result<Value, Failure> {
    let body = trimmed(body);
    if body.is_empty() {
        return Ok(nothing());
    }
    let is_json = content_type.is_none_or(|content_type| media_type(content_type) == "application/json");
    let value = if is_json { json(body) } else { None };
    value.ok_or_else(|| {
        let text = "The request body is not valid JSON";
        Failure::new(400, "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION", text)
    })
}

/// An array in JSON. A scalar has no parameters in it, and a byte order mark is an error for PHP as it is for serde.
fn json(body: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(body).ok()?;
    (value.is_array() || value.is_object()).then(|| php::from_json(value))
}

/// Takes the token out of the parameters. A header `Authorization: Bearer …` goes before them.
pub(crate) fn credentials(parameters: &mut Value, headers: &HeaderMap) -> Option<String> {
    let mut token = headers.get(AUTHORIZATION).and_then(|value| bearer(value.to_str().ok()?));
    // A list has no such keys; it comes back as it was.
    let mut map = php::into_map(std::mem::take(parameters));
    for key in TOKENS {
        if let Some(value) = map.shift_remove(key) {
            token = token.or_else(|| php::text(&value));
        }
    }
    *parameters = php::to_json(map);
    token.filter(|token| !token.is_empty())
}

fn bearer(header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(|c: char| c.is_ascii_whitespace())?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim().to_owned())
}

/// `array_replace`: the keys of the first come first, the values of the second win.
fn replace(first: Value, second: Value) -> Value {
    let mut map = php::into_map(first);
    map.extend(php::into_map(second));
    php::to_json(map)
}

fn nothing() -> Value {
    php::to_json(Map::new())
}

fn media_type(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

/// PHP's `trim`.
fn trimmed(body: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0 | 0x0b);
    let (_, body) = body.split_at(body.iter().take_while(|byte| is_blank(byte)).count());
    let blanks = body.iter().rev().take_while(|byte| is_blank(byte)).count();
    body.split_at(body.len() - blanks).0
}
