//! Requests that somebody means ill with. After each the portal still answers, and nothing has run.

use std::time::Duration;

use bitrix24_mock::Portal;
use hyper::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Answer, answers, exchange, form, get, hook, host, post, raw, request, rest};

/// What begins the answer to these bytes, after which no more come. The connection must end.
async fn said(portal: &Portal, bytes: &[u8]) -> String {
    let said = raw(portal, bytes).await;
    answers(portal).await;
    said.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_no_http_is_refused_or_not_answered() {
    let portal = Portal::start().await.unwrap();
    let mut noise: Vec<u8> = (0..=255).cycle().take(5000).collect();
    noise.reverse();
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1_000_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(1000));
    let post = |rest: &str| format!("POST /rest/user.admin HTTP/1.1\r\nHost: x\r\n{rest}").into_bytes();
    let bad = "HTTP/1.1 400 Bad Request";
    for (name, bytes, wanted) in [
        ("nothing", Vec::new(), vec![""]),
        ("zeros", vec![0; 5000], vec![bad]),
        ("noise", noise, vec![bad]),
        ("a TLS handshake", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), vec!["", bad]),
        ("half a request line", b"GET /rest/prof".to_vec(), vec!["", bad]),
        ("headers without end", b"GET / HTTP/1.1\r\nHost: x\r\nX: ".to_vec(), vec!["", bad]),
        ("a version from the future", b"GET / HTTP/7.3\r\nHost: x\r\n\r\n".to_vec(), vec![bad]),
        ("a line end in a name", b"GET / HTTP/1.1\r\nHo\x00st: x\r\n\r\n".to_vec(), vec![bad]),
        (
            "a long path",
            long.into_bytes(),
            vec!["HTTP/1.1 414 URI Too Long", "HTTP/1.1 431 Request Header Fields Too Large"],
        ),
        ("many headers", many.into_bytes(), vec!["HTTP/1.1 431 Request Header Fields Too Large"]),
        ("a length in words", post("Content-Length: ten\r\n\r\n"), vec![bad]),
        ("a negative length", post("Content-Length: -1\r\n\r\n"), vec![bad]),
        ("two lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), vec![bad]),
        ("a huge length", post("Content-Length: 99999999999999999999999\r\n\r\n"), vec![bad]),
        ("a body that is cut", post("Content-Length: 100\r\n\r\nauth=x"), vec!["", bad]),
        ("chunks of nonsense", post("Transfer-Encoding: chunked\r\n\r\nzz\r\nauth\r\n"), vec!["", bad]),
        ("chunks without end", post("Transfer-Encoding: chunked\r\n\r\n5\r\nauth=\r\n"), vec!["", bad]),
        (
            "a chunk as large as can be",
            post("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nauth"),
            vec!["", bad],
        ),
        ("an unknown encoding", post("Transfer-Encoding: gzip\r\n\r\nxxx"), vec![bad]),
    ] {
        let said = said(&portal, &bytes).await;
        assert!(wanted.contains(&said.as_str()), "{name}: {said}");
    }
    let ran: Vec<String> = portal.executed().into_iter().map(|executed| executed.parameters.to_string()).collect();
    assert!(ran.iter().all(|parameters| parameters == "[]" || parameters == "{}"), "{ran:?}");
    assert_eq!(portal.count("user.admin"), 19, "only the calls in between ran");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let portal = Portal::start().await.unwrap();
    let size = 100 * 1024 * 1024;
    let head = format!("POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n");
    let mut stream = TcpStream::connect(host(&portal)).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // Not a byte of the body has been sent.
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
    answers(&portal).await;
    drop(stream);

    // Who does not look before the whole body is sent finds the answer all the same.
    let url = format!("{}/rest/profile", portal.url());
    let large = request(Method::POST, &url, "application/json", vec![b' '; size]);
    let answer = exchange(large).await.unwrap();
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
    answers(&portal).await;
}

#[tokio::test]
async fn a_body_without_a_length_is_read_no_further_than_it_may_be() {
    const CHUNK: usize = 64 * 1024;
    let portal = Portal::builder().largest_body(1024 * 1024).start().await.unwrap();
    let mut stream = TcpStream::connect(host(&portal)).await.unwrap();
    stream.write_all(b"POST /rest/profile HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").await.unwrap();
    let chunk = format!("{CHUNK:x}\r\n{}\r\n", " ".repeat(CHUNK));
    for _ in 0..(1024 * 1024 / CHUNK) {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    stream.write_all(chunk.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
    assert!(portal.executed().is_empty());

    // The largest body that may be is none too large.
    let exact = form(&format!("{}user.admin", portal.webhook_url()), &"a".repeat(1024 * 1024)).await;
    assert_eq!(exact.result(), true);
    assert_eq!(
        portal.received().last().map(|received| (received.length, received.body.len())),
        Some((1 << 20, 1 << 16))
    );
}

#[tokio::test(start_paused = true)]
async fn who_goes_on_sending_is_cut_off() {
    let portal = Portal::builder().largest_body(1024).start().await.unwrap();
    let mut stream = TcpStream::connect(host(&portal)).await.unwrap();
    stream.write_all(b"POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n").await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let endless = async {
        let junk = vec![b' '; 64 * 1024];
        let mut sent = 0_u64;
        while writer.write_all(&junk).await.is_ok() {
            sent += junk.len() as u64;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        sent
    };
    let mut answer = Vec::new();
    let (sent, _) = tokio::join!(endless, reader.read_to_end(&mut answer));
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 413"), "{} bytes", answer.len());
    assert!(sent < 1 << 30, "{sent} bytes were taken");
    answers(&portal).await;
}

#[tokio::test]
async fn brackets_without_end_are_names_like_others() {
    let portal = Portal::start().await.unwrap();
    let url = format!("{}user.admin", portal.webhook_url());
    let deep = format!("a{}=1", "[b]".repeat(10_000));
    let wide = (0..100_000).map(|at| format!("a[{at}]=1")).collect::<Vec<String>>().join("&");
    for body in ["a[[[", "a[[[=1", "[]]]=[", "=&=&&&", "%%%=%", "a[b][c[=1", &deep, &wide] {
        assert_eq!(form(&url, body).await.result(), true, "{}", &body[..body.len().min(20)]);
        answers(&portal).await;
    }
    let deepest = portal.executed().into_iter().map(|executed| depth(&executed.parameters)).max();
    assert!(deepest.is_some_and(|depth| (1..=100).contains(&depth)), "{deepest:?}");
    let query = format!("{url}?{}", &deep[..5000]);
    assert_eq!(get(&query).await.result(), true);
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

#[tokio::test]
async fn json_without_bottom_is_no_json() {
    let portal = Portal::builder().spec("acme/deep.yaml", SPEC).start().await.unwrap();
    let url = format!("{}user.admin", portal.webhook_url());
    for text in [
        "[".repeat(10_000) + &"]".repeat(10_000),
        "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000),
        "[".repeat(1_000_000),
    ] {
        let send = |url: &str| exchange(request(Method::POST, url, "application/json", text.clone()));
        assert_eq!(send(&url).await.unwrap().result(), true, "REST 2 goes on without parameters");
        let url = url.replace("/rest/", "/rest/api/").replace("user.admin", "acme.deep.add");
        assert_eq!(send(&url).await.unwrap().status, 400, "REST 3.0 does not");
        let control = format!("{}/mock/faults", portal.url());
        assert_eq!(send(&control).await.unwrap().status, 400);
        answers(&portal).await;
    }
    assert!(portal.executed().iter().all(|executed| depth(&executed.parameters) <= 1));
    assert_eq!(portal.count("acme.deep.add"), 0);
}

const SPEC: &str = "\
family: acme.deep
doc: Depths.
docs: acme/
scope: [acme]
methods:
  add:
    doc: Takes anything.
    rest: 3
    access: any
    context: any
    effect: once
    params:
      fields: {type: any, doc: Anything.}
    result: any
    examples:
      - request: {fields: 1}
        response: true
";

#[tokio::test]
async fn references_to_references_end_in_an_error() {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.echo", json!(["x".repeat(1000)]));
    let mut commands = vec!["acme.echo".to_owned()];
    commands.extend((0..49).map(|at| {
        let all = (0..=at).map(|of| format!("v[]=$result[{of}]&")).collect::<Vec<String>>().concat();
        format!("acme.echo?{}", all.repeat(20))
    }));
    let answer: Answer = hook(&portal, "batch", &json!({"cmd": commands})).await;
    let answer = answer.result();
    assert!(
        answer["result_error"]
            .as_object()
            .is_none_or(|errors| { errors.values().all(|error| error["error"] == "INTERNAL_SERVER_ERROR") })
    );
    let own = json!({"cmd": {"a": "acme.echo?v=$result[a]&w=$result[$result[a]]"}});
    assert_eq!(hook(&portal, "batch", &own).await.status, 200);
    let text = |value: &Value| value.to_string().len();
    let largest = portal.executed().into_iter().map(|executed| text(&executed.parameters)).max().unwrap();
    assert!(largest < 32 << 20, "{largest} bytes of parameters");
    answers(&portal).await;
}

#[tokio::test]
async fn multipart_of_nonsense_has_no_fields() {
    let portal = Portal::start().await.unwrap();
    let url = format!("{}user.admin", portal.webhook_url());
    for (kind, body) in [
        ("multipart/form-data", "--b\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=", "----"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: nonsense\r\n\r\nx\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", "no boundary at all"),
    ] {
        let answer = exchange(request(Method::POST, &url, kind, body)).await.unwrap();
        assert_eq!(answer.result(), true, "{kind} {body}");
    }
    answers(&portal).await;
}

#[tokio::test]
async fn methods_of_http_that_nobody_expects() {
    let portal = Portal::start().await.unwrap();
    let url = format!("{}user.admin", portal.webhook_url());
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        let answer = exchange(request(method.parse().unwrap(), &url, "text/plain", "x")).await.unwrap();
        assert!(answer.status < 500, "{method} {}", answer.status);
    }
    assert_eq!(post(&url, &json!({})).await.result(), true);
    let head = said(&portal, b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert_eq!(head, "HTTP/1.1 200 OK");
}

/// The clock of the runtime is paused: it goes on when nobody has anything to do.
#[tokio::test(start_paused = true)]
async fn who_sends_slowly_is_not_waited_for() {
    let portal = Portal::start().await.unwrap();
    let mut half = TcpStream::connect(host(&portal)).await.unwrap();
    half.write_all(b"POST /rest/profile HT").await.unwrap();
    let mut body = TcpStream::connect(host(&portal)).await.unwrap();
    body.write_all(b"POST /rest/profile HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na").await.unwrap();
    let mut silent = TcpStream::connect(host(&portal)).await.unwrap();
    answers(&portal).await;
    // Each of them ends, though none has ended it.
    for stream in [&mut half, &mut body, &mut silent] {
        let said = rest(stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
    }

    // A header every second.
    let mut drop_by_drop = TcpStream::connect(host(&portal)).await.unwrap();
    drop_by_drop.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let mut lines = 0;
    while lines < 10_000 && drop_by_drop.write_all(b"X: y\r\n").await.is_ok() {
        lines += 1;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(lines < 100, "{lines} headers were waited for");
    assert_eq!(portal.count("profile"), 0);
    answers(&portal).await;
}
