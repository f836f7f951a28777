//! Bodies and paths that nobody thought of: always parameters, never a panic.

use super::super::{Version, parameters, path};
use super::*;
use crate::php::tests::hostile::{Random, SOUP, any_byte};

#[tokio::test]
async fn any_body_gives_parameters() {
    let pieces: [&[u8]; 8] = [
        b"--X\r\n",
        b"Content-Disposition: form-data; name=\"a[",
        b"]\"; filename=\"f\\\"\"",
        b"\r\n\r\n",
        b"--X--",
        b"{\"a\":[",
        b"]}",
        b"name=",
    ];
    let kinds = [None, JSON, FORM, Some("multipart/form-data; boundary=X"), Some("multipart/form-data; boundary=\"")];
    for seed in 0..1500 {
        let mut random = Random::new(seed);
        let mut body = Vec::new();
        for _ in 0..random.below(12) {
            match random.below(3) {
                0 => body.extend(random.bytes(5, &any_byte())),
                1 => body.extend(random.bytes(9, SOUP)),
                _ => body.extend_from_slice(pieces.get(random.below(pieces.len())).copied().unwrap_or_default()),
            }
        }
        for kind in kinds {
            let value = rest2(kind, "q=1", &body).await;
            assert!(value.get("q").is_some(), "seed {seed}, {kind:?}: {value}");
        }
        let body = Bytes::from(body);
        let answer = parameters(Version::Rest3, &Method::POST, JSON, "", body).await;
        assert!(answer.is_ok() || answer.is_err_and(|e| e.status == 400), "seed {seed}");
    }
}

#[tokio::test]
async fn deep_json_is_refused_and_not_followed() {
    for open in ["[", "{\"a\":"] {
        let body = open.repeat(100_000);
        assert_eq!(rest2(JSON, "", body.as_bytes()).await, json!([]));
    }
}

#[test]
fn any_path_has_a_method_without_slashes_or_is_nothing() {
    let mut found = 0;
    for seed in 0..5000 {
        let mut random = Random::new(seed);
        let length = random.below(20);
        let text = format!("/rest/{}", String::from_utf8_lossy(&random.bytes(length, b"//%2F01a.pi\xff")));
        if let Some(target) = path(&text) {
            assert!(!target.method.is_empty() && !target.method.contains('/'), "{text}");
            found += 1;
        }
    }
    assert!(found > 100, "{found}");
}
