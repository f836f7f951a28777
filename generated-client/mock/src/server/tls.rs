//! A certificate authority that lives as long as the portal, and the portal's certificate.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::error::StartError;

/// What the portal shows, and what its callers have to trust.
pub(crate) struct Certificate {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate, in PEM.
    pub(crate) authority: String,
}

/// Makes both, for `localhost`, 127.0.0.1 and these names.
pub(crate) fn certificate(hosts: &[String]) -> Result<Certificate, StartError> {
    let failed = |error: rcgen::Error| StartError::Certificate(error.to_string());
    let mut authority = CertificateParams::new(Vec::<String>::new()).map_err(failed)?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages =
        vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    authority.distinguished_name.push(DnType::CommonName, "bitrix24-mock");
    let authority_key = KeyPair::generate().map_err(failed)?;
    let authority_pem = authority.self_signed(&authority_key).map_err(failed)?.pem();
    let issuer = Issuer::new(authority, authority_key);

    let names: Vec<String> = std::iter::once("localhost".to_owned()).chain(hosts.iter().cloned()).collect();
    let mut own = CertificateParams::new(names).map_err(failed)?;
    own.subject_alt_names.push(rcgen::SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    own.distinguished_name.push(DnType::CommonName, "localhost");
    own.use_authority_key_identifier_extension = true;
    let own_key = KeyPair::generate().map_err(failed)?;
    let own = own.signed_by(&own_key, &issuer).map_err(failed)?;

    let key = PrivateKeyDer::Pkcs8(own_key.serialize_der().into());
    let failed = |error: tokio_rustls::rustls::Error| StartError::Certificate(error.to_string());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().map_err(failed)?;
    let mut config = config.with_no_client_auth().with_single_cert(vec![own.der().clone()], key).map_err(failed)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Certificate { acceptor: TlsAcceptor::from(Arc::new(config)), authority: authority_pem })
}

#[cfg(test)]
mod tests {
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};

    use super::*;

    /// Whether a caller who trusts the authority takes the portal for the one with this name.
    async fn trusted(certificate: &Certificate, name: &'static str) -> bool {
        let mut trusted = RootCertStore::empty();
        trusted.add(CertificateDer::from_pem_slice(certificate.authority.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_root_certificates(trusted);
        let connector = TlsConnector::from(Arc::new(config.with_no_client_auth()));
        let (caller, portal) = tokio::io::duplex(16 * 1024);
        let portal = certificate.acceptor.accept(portal);
        let (connected, _) = tokio::join!(connector.connect(ServerName::try_from(name).unwrap(), caller), portal);
        connected.is_ok()
    }

    #[tokio::test]
    async fn the_certificate_is_good_for_the_names_that_were_asked_for() {
        let certificate = certificate(&["oauth.example".to_owned()]).unwrap();
        for name in ["localhost", "127.0.0.1", "oauth.example"] {
            assert!(trusted(&certificate, name).await, "{name}");
        }
        assert!(!trusted(&certificate, "other.example").await);
    }
}
