//! HTTP: sockets, TLS, bodies. Knows nothing of the API.

mod body;
mod listen;
mod tls;
mod wire;

pub(crate) use body::{Budget, Sent, Unread, linger, read};
pub(crate) use listen::{Handler, bind};
pub(crate) use tls::certificate;
