//! How many calls of `bizproc.activity.log` the portal answers in a second, over 32 connections on this machine. Callers
//! and portal share its processors; the callers do no more than they must.
//!
//! `cargo run --release -p bitrix24-mock --example throughput -- 10` measures for ten seconds.

use std::error::Error;
use std::time::{Duration, Instant};

use bitrix24_mock::Portal;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const CONNECTIONS: usize = 32;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let seconds = std::env::args().nth(1).map_or(Ok(5), |seconds| seconds.parse())?;
    let portal = Portal::start().await?;
    let event_token = event_token(&portal).await?;
    let call = json!({"EVENT_TOKEN": event_token, "LOG_MESSAGE": "Please wait for answer!"});
    let request = request(&portal, "bizproc.activity.log", &call.to_string());

    let end = Instant::now() + Duration::from_secs(seconds);
    let mut callers = JoinSet::new();
    let begin = Instant::now();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(portal.url().trim_start_matches("http://")).await?;
        callers.spawn(calls(stream, request.clone(), end));
    }
    let mut answered = 0;
    while let Some(outcome) = callers.join_next().await {
        answered += outcome??;
    }
    let elapsed = begin.elapsed();
    let ran = portal.count("bizproc.activity.log");
    let (answered_in, each) = (elapsed.as_secs_f64(), elapsed.as_secs_f64() / f64::from(answered) * 1e6);
    let per_second = f64::from(answered) / answered_in;
    println!("{answered} calls in {answered_in:.1} s, {ran} ran: {per_second:.0} a second, {each:.1} µs each");
    Ok(())
}

/// A token of a step that waits. Its handler is a socket that says 200.
async fn event_token(portal: &Portal) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let handler = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    let token = &portal.application().access_token;
    let action = json!({"CODE": "bench", "HANDLER": handler, "NAME": "Bench", "auth": token});
    let mut stream = TcpStream::connect(portal.url().trim_start_matches("http://")).await?;
    let request = format!(
        "POST /rest/bizproc.activity.add HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \
         {}\r\n\r\n{action}",
        action.to_string().len()
    );
    stream.write_all(request.as_bytes()).await?;
    read_answer(&mut stream, &mut Vec::new()).await?;
    Ok(portal.run_activity("bench", json!({})).await?.event_token)
}

fn request(portal: &Portal, method: &str, body: &str) -> Vec<u8> {
    let url = format!("{}{method}", portal.webhook_url());
    let path = url.strip_prefix(portal.url()).unwrap_or_default();
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}");
    format!("{head}\r\nUser-Agent: throughput\r\nAccept: application/json\r\n\r\n{body}").into_bytes()
}

/// Calls until the time is over, and says how often.
async fn calls(mut stream: TcpStream, request: Vec<u8>, end: Instant) -> Outcome<u32> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    let mut answered = 0;
    while Instant::now() < end {
        stream.write_all(&request).await?;
        read_answer(&mut stream, &mut buffer).await?;
        answered += 1;
    }
    Ok(answered)
}

/// Reads one answer, which must be a success.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Outcome<()> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the connection ended".into());
        }
        if is_whole(buffer) {
            break;
        }
    }
    if buffer.starts_with(b"HTTP/1.1 200 ") { Ok(()) } else { Err(String::from_utf8_lossy(buffer).into()) }
}

/// Whether the head and as many bytes as it says are there.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default());
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    bytes.len() >= end + 4 + length.unwrap_or(0)
}
