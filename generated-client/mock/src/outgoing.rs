//! What the portal sends by itself: forms to handlers.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Uri;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs::default_provider};
use tokio_rustls::rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

/// The largest answer of a handler.
const ANSWER: usize = 1024 * 1024;

/// Why nothing came back.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The address is no http or https URL.
    Address,
    /// In words.
    Broken(String),
}

/// Posts a form, and gives the status and the body of the answer.
pub(crate) async fn post(url: &str, form: &str) -> Result<(u16, String), Problem> {
    let uri: Uri = url.parse().map_err(|_| Problem::Address)?;
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return Err(Problem::Address) };
    let secure = match scheme {
        "https" => true,
        "http" => false,
        _ => return Err(Problem::Address),
    };
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.map_err(broken)?;
    if !secure {
        return exchange(stream, &uri, form).await;
    }
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(|_| Problem::Address)?;
    let stream = connector().map_err(broken)?.connect(name, stream).await.map_err(broken)?;
    exchange(stream, &uri, form).await
}

async fn exchange<S>(stream: S, uri: &Uri, form: &str) -> Result<(u16, String), Problem>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let request = hyper::Request::post(path)
        .header(HOST, authority)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::copy_from_slice(form.as_bytes())))
        .map_err(broken)?;
    let answer = sender.send_request(request).await.map_err(broken)?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), ANSWER).collect().await.map_err(broken)?.to_bytes();
    connection.abort();
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives the error away")]
fn broken(error: impl ToString) -> Problem {
    Problem::Broken(error.to_string())
}

/// TLS that takes any certificate: a handler on this machine has one that nobody signed, and there is nothing to protect.
fn connector() -> Result<TlsConnector, Error> {
    let provider = Arc::new(default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let config = config.dangerous().with_custom_certificate_verifier(Arc::new(Anyone(provider)));
    Ok(TlsConnector::from(Arc::new(config.with_no_client_auth())))
}

#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
