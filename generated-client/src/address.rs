//! Addresses of portals, and whether secrets may go there.

use url::{Host, Url};

use crate::error::SetupError;

/// Reads a portal's address as people write it.
pub(crate) fn portal_url(portal: &str) -> Result<Url, SetupError> {
    let portal = portal.trim();
    let mut url = if portal.contains("://") { parse(portal)? } else { parse(&format!("https://{portal}"))? };
    if !matches!(url.path(), "/" | "/rest" | "/rest/") {
        return Err(SetupError::PortalWithPath);
    }
    url.set_path("/");
    Ok(url)
}

/// The portal that an address of a call belongs to.
pub(crate) fn portal_of(mut url: Url) -> Result<Url, SetupError> {
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    parse(url.as_str())
}

/// Host and port: what portals are told apart by.
pub(crate) fn authority(portal: &Url) -> String {
    let port = portal.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", portal.host_str().unwrap_or_default())
}

/// Reads an address that secrets may go to.
pub(crate) fn parse(text: &str) -> Result<Url, SetupError> {
    let url = Url::parse(text.trim()).map_err(SetupError::NoUrl)?;
    let host = url.host().ok_or(SetupError::NoHost)?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        "http" => return Err(SetupError::Insecure),
        other => return Err(SetupError::Scheme(other.to_owned())),
    }
    let surplus =
        !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some();
    if surplus { Err(SetupError::Surplus) } else { Ok(url) }
}

/// Whether secrets may go to an address: https, or http to this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && url.host().is_some_and(|host| is_loopback(&host)))
}

/// Whether a host is this machine.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
