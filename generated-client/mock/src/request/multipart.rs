//! `multipart/form-data`: fields by the same rules of names as in a query, and files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use multer::{Field, Multipart};
use serde_json::{Value, json};

use crate::php::Variables;

/// What can be read; a body that is cut or has no boundary gives what came before, as in PHP.
pub(super) async fn fields(content_type: &str, body: Bytes) -> Value {
    let mut variables = Variables::default();
    if let Ok(boundary) = multer::parse_boundary(content_type) {
        let mut parts = Multipart::new(BodyDataStream::new(Full::new(body)), boundary);
        while let Ok(Some(part)) = parts.next_field().await {
            let name = part.name().map(str::to_owned);
            let Some(value) = value(part).await else { break };
            if let Some(name) = name {
                variables.register(name.as_bytes(), value);
            }
        }
    }
    variables.finish()
}

/// A field's text, or a file with its content in base64.
async fn value(part: Field<'_>) -> Option<Value> {
    let file = part.file_name().map(|name| {
        let kind = part.content_type().map(ToString::to_string).unwrap_or_default();
        (name.to_owned(), kind)
    });
    let content = part.bytes().await.ok()?;
    Some(match file {
        Some((name, kind)) => {
            json!({"name": name, "type": kind, "size": content.len(), "content": STANDARD.encode(&content)})
        }
        None => Value::String(String::from_utf8_lossy(&content).into_owned()),
    })
}
