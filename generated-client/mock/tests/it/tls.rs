//! HTTPS: who trusts the portal's certificate gets through, by HTTP/1.1 or by HTTP/2.

use std::sync::Arc;

use bitrix24_mock::{Fault, Portal};
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::{Answer, answers, app};

/// Connects, trusting these authorities and offering these protocols.
async fn connect(portal: &Portal, authorities: &[&str], protocols: &[&str]) -> std::io::Result<TlsStream<TcpStream>> {
    let mut trusted = RootCertStore::empty();
    for authority in authorities {
        trusted.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_root_certificates(trusted);
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(portal.https_url().unwrap().strip_prefix("https://").unwrap()).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("127.0.0.1").unwrap(), stream).await
}

fn request(portal: &Portal) -> Request<Full<Bytes>> {
    let url = format!("{}user.admin", portal.https_webhook_url().unwrap());
    Request::get(url).header("host", "127.0.0.1").body(Full::default()).unwrap()
}

#[tokio::test]
async fn who_trusts_the_certificate_gets_through() {
    let portal = Portal::builder().https().start().await.unwrap();
    let stream = connect(&portal, &[portal.certificate().unwrap()], &["http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let answer = sender.send_request(request(&portal)).await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_11);
    assert_eq!(Answer::read(answer).await.unwrap().result(), true);
    answers(&portal).await;
}

#[tokio::test]
async fn who_does_not_does_not() {
    let portal = Portal::builder().https().start().await.unwrap();
    let other = Portal::builder().https().start().await.unwrap();
    assert!(connect(&portal, &[], &[]).await.is_err());
    assert!(connect(&portal, &[other.certificate().unwrap()], &[]).await.is_err(), "every portal has its own");
    assert!(portal.received().is_empty());
    assert!(Portal::start().await.unwrap().certificate().is_none());
}

#[tokio::test]
async fn http_2_is_agreed_on_in_the_handshake() {
    let portal = Portal::builder().https().start().await.unwrap();
    let stream = connect(&portal, &[portal.certificate().unwrap()], &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let io = TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    // Two at once over one connection.
    let (first, second) =
        tokio::join!(sender.clone().send_request(request(&portal)), sender.clone().send_request(request(&portal)));
    for answer in [first.unwrap(), second.unwrap()] {
        assert_eq!(answer.version(), Version::HTTP_2);
        assert_eq!(Answer::read(answer).await.unwrap().result(), true);
    }
    assert_eq!(portal.count("user.admin"), 2);
    portal.fault(Fault::reset());
    assert!(sender.send_request(request(&portal)).await.is_err());
    assert_eq!(portal.count("user.admin"), 2);
}

#[tokio::test]
async fn with_tls_applications_are_told_the_https_address() {
    let portal = Portal::builder().https().start().await.unwrap();
    let base = portal.https_url().unwrap();
    assert_eq!(portal.application().client_endpoint, format!("{base}/rest/"));
    assert_eq!(portal.application().token_url, format!("{base}/oauth/token/"));
    assert_eq!(app(&portal, "user.admin", &serde_json::json!({})).await.result(), true, "http serves the same portal");
}

#[tokio::test]
async fn who_speaks_no_tls_is_no_harm() {
    use tokio::io::AsyncWriteExt;
    let portal = Portal::builder().https().start().await.unwrap();
    let address = portal.https_url().unwrap().strip_prefix("https://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let said = crate::support::rest(&mut stream).await;
    assert!(!said.contains("HTTP/1.1"), "{said}");
    let stream = connect(&portal, &[portal.certificate().unwrap()], &[]).await;
    assert!(stream.is_ok());
}
