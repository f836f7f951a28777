mod hostile;

use serde_json::json;

use super::*;

/// A POST in REST 2.
async fn rest2(content_type: Option<&str>, query: &str, body: &[u8]) -> Value {
    parameters(Version::Rest2, &Method::POST, content_type, query, Bytes::copy_from_slice(body))
        .await
        .expect("no failure")
}

/// A POST in REST 3.0; an error is its code and status.
async fn rest3(content_type: Option<&str>, query: &str, body: &str) -> Result<Value, (String, u16)> {
    let body = Bytes::copy_from_slice(body.as_bytes());
    parameters(Version::Rest3, &Method::POST, content_type, query, body).await.map_err(|e| (e.code, e.status))
}

const JSON: Option<&str> = Some("application/json; charset=utf-8");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

#[tokio::test]
async fn json_and_forms_mean_the_same() {
    let expected = json!({"ID": "1", "FIELDS": {"A": ["x", "y"]}});
    assert_eq!(rest2(JSON, "", br#" {"ID":"1","FIELDS":{"A":{"0":"x","1":"y"}}} "#).await, expected);
    assert_eq!(rest2(FORM, "", b"ID=1&FIELDS[A][]=x&FIELDS%5BA%5D%5B%5D=y").await, expected);
    assert_eq!(rest2(Some("text/plain"), "", b"ID=1&FIELDS[A][]=x&FIELDS[A][]=y\n").await, expected);
    assert_eq!(rest2(None, "", b"ID=1&FIELDS[A][]=x&FIELDS[A][]=y").await, expected);
}

#[tokio::test]
async fn what_is_no_json_has_no_parameters() {
    let bodies: [&[u8]; 6] = [b"{", b"", b"5", b"\"text\"", b"\xef\xbb\xbf{\"a\":1}", br#"{"a":"\ud800"}"#];
    for body in bodies {
        assert_eq!(rest2(JSON, "", body).await, json!([]), "{body:?}");
        assert_eq!(rest2(JSON, "q=1", body).await, json!({"q": "1"}), "{body:?}");
    }
    assert_eq!(
        rest2(Some("Application/JSON"), "", b"{}").await,
        json!({"{}": ""}),
        "the server compares letter by letter"
    );
}

#[tokio::test]
async fn the_body_wins_over_the_query() {
    assert_eq!(rest2(JSON, "a=1&b=2", br#"{"b":3,"c":4}"#).await, json!({"a": "1", "b": 3, "c": 4}));
    assert_eq!(rest2(FORM, "a[x]=1", b"a[y]=2").await, json!({"a": {"y": "2"}}));
}

#[tokio::test]
async fn only_a_post_has_a_body() {
    let body = Bytes::from_static(br#"{"a":1}"#);
    let got = parameters(Version::Rest2, &Method::GET, JSON, "b=2", body).await;
    assert_eq!(got, Ok(json!({"b": "2"})));
}

#[tokio::test]
async fn a_list_stays_a_list() {
    assert_eq!(rest2(JSON, "", br#"[123,{"POST_MESSAGE":"test"}]"#).await, json!([123, {"POST_MESSAGE": "test"}]));
    assert_eq!(rest2(None, "0=123&1[POST_MESSAGE]=test", b"").await, json!(["123", {"POST_MESSAGE": "test"}]));
    let mut with_token = rest2(JSON, "auth=t", b"[1,2]").await;
    assert_eq!(credentials(&mut with_token, &HeaderMap::new()), Some("t".to_owned()));
    assert_eq!(with_token, json!([1, 2]));
}

#[tokio::test]
async fn multipart_fields_and_files_are_parameters() {
    let body = "--X\r\nContent-Disposition: form-data; name=\"fields[TITLE]\"\r\n\r\nMy company\r\n\
        --X\r\nContent-Disposition: form-data; name=\"fields[FILE]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n\
        hello\r\n--X\r\nContent-Disposition: form-data; name=\"a+b%20[]\"\r\n\r\n1+1\r\n--X--\r\n";
    let file = json!({"name": "a.txt", "type": "text/plain", "size": 5, "content": "aGVsbG8="});
    let got = rest2(Some("multipart/form-data; boundary=X"), "q=1", body.as_bytes()).await;
    assert_eq!(got, json!({"q": "1", "fields": {"TITLE": "My company", "FILE": file}, "a+b%20": ["1+1"]}));
    let cut = &body.as_bytes()[..body.len() / 2];
    assert_eq!(
        rest2(Some("multipart/form-data; boundary=X"), "", cut).await,
        json!({"fields": {"TITLE": "My company"}})
    );
    assert_eq!(rest2(Some("multipart/form-data"), "", body.as_bytes()).await, json!([]));
}

#[tokio::test]
async fn rest3_reads_json_alone() {
    assert_eq!(rest3(JSON, "id=51&auth=t", r#"{"a":{}}"#).await, Ok(json!({"auth": "t", "a": []})));
    assert_eq!(rest3(JSON, "", r#"[{"method":"m"}]"#).await, Ok(json!([{"method": "m"}])));
    assert_eq!(rest3(None, "id=51", " ").await, Ok(json!([])));
    let failure = Err(("BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION".to_owned(), 400));
    assert_eq!(rest3(JSON, "", "{").await, failure);
    assert_eq!(rest3(JSON, "", "5").await, failure);
    assert_eq!(rest3(FORM, "", "a=1").await, failure);
    assert_eq!(rest3(FORM, "", "{}").await, failure);
}

#[test]
fn tokens_are_taken_out() {
    let header = |text: &str| HeaderMap::from_iter([(AUTHORIZATION, text.parse().expect("a header"))]);
    for (parameters, headers, token, left) in [
        (json!({"auth": "t", "a": 1}), HeaderMap::new(), Some("t"), json!({"a": 1})),
        (json!({"a": 1, "access_token": "t"}), HeaderMap::new(), Some("t"), json!({"a": 1})),
        (json!({"auth": "t", "access_token": "u"}), HeaderMap::new(), Some("t"), json!([])),
        (json!({"auth": "t"}), header("bearer  h"), Some("h"), json!([])),
        (json!({"auth": "t"}), header("Basic h"), Some("t"), json!([])),
        (json!({"auth": ["t"]}), HeaderMap::new(), None, json!([])),
        (json!({"auth": ""}), HeaderMap::new(), None, json!([])),
        (json!(["t"]), HeaderMap::new(), None, json!(["t"])),
    ] {
        let mut parameters = parameters;
        assert_eq!(credentials(&mut parameters, &headers).as_deref(), token);
        assert_eq!(parameters, left);
    }
}

#[test]
fn paths_name_version_webhook_and_method() {
    let webhook = Some((1, "secret".to_owned()));
    for (text, version, webhook, method) in [
        ("/rest/profile", Version::Rest2, None, "profile"),
        ("/rest/profile.json", Version::Rest2, None, "profile"),
        ("/rest/profile.JSON/", Version::Rest2, None, "profile"),
        ("/rest/1/secret/crm.deal.get", Version::Rest2, webhook.clone(), "crm.deal.get"),
        ("//rest//1/secret/crm.deal.get.json", Version::Rest2, webhook.clone(), "crm.deal.get"),
        ("/rest/1/sec%72et/crm%2Edeal.get", Version::Rest2, webhook.clone(), "crm.deal.get"),
        ("/rest/imbot.v2.Chat_1", Version::Rest2, None, "imbot.v2.Chat_1"),
        ("/rest/no%20such", Version::Rest2, None, "no such"),
        ("/rest/.json", Version::Rest2, None, ".json"),
        ("/rest/api/tasks.task.get", Version::Rest3, None, "tasks.task.get"),
        ("/rest/api/1/secret/batch", Version::Rest3, webhook, "batch"),
    ] {
        let target = Target { version, webhook, method: method.to_owned() };
        assert_eq!(path(text), Some(target), "{text}");
    }
}

#[test]
fn other_paths_are_nothing() {
    for text in [
        "",
        "/",
        "/rest",
        "/rest/",
        "/rest/api",
        "/rest/api/",
        "/rest/1/secret",
        "/rest/1/secret/",
        "/rest/1/secret/m/n",
        "/rest/api/1/secret",
        "/rest/x/secret/m",
        "/rest/+1/secret/m",
        "/rest/-1/secret/m",
        "/rest/99999999999999999999/s/m",
        "/oauth/token",
        "/REST/m",
        "/rest/m.xml",
        "/rest/a%2Fb",
        "/rest/1/%00/m",
        "/rest/%ff",
        "/restm",
    ] {
        assert_eq!(path(text), None, "{text}");
    }
}
