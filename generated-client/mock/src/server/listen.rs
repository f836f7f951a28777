//! Takes connections and hands over their requests.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::body::Sent;
use super::wire::{Switch, Wire};

/// How many connections are served at once; more wait.
const CONNECTIONS: usize = 8192;
/// How long a caller may take for a TLS handshake, and for the headers of a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// What answers the requests; no answer, and the connection is reset.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Answers one request.
    fn answer(&self, request: Request<Incoming>, from: IpAddr) -> impl Future<Output = Option<Response<Sent>>> + Send;
}

/// A port that is bound and not served yet.
#[derive(Debug)]
pub(crate) struct Listener {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
}

/// Binds a port of this machine; 0 for any that is free.
pub(crate) async fn bind(port: u16) -> io::Result<Listener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok(Listener { listener, address })
}

impl Listener {
    /// Serves until the future is dropped, and all connections with it.
    pub(crate) async fn serve(self, tls: Option<TlsAcceptor>, handler: Arc<impl Handler>) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, from)) => {
                    let (tls, handler) = (tls.clone(), Arc::clone(&handler));
                    connections.spawn(async move {
                        connection(stream, from.ip(), tls, handler).await;
                        drop(place);
                    });
                }
                // Out of file handles, mostly: the connections that end meanwhile give some back.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
            while connections.try_join_next().is_some() {}
        }
    }
}

async fn connection(stream: TcpStream, from: IpAddr, tls: Option<TlsAcceptor>, handler: Arc<impl Handler>) {
    // Answers are small and whole; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let switch = Switch::default();
    let wire = Wire::new(stream, switch.clone());
    match tls {
        None => requests(wire, Protocol::Http1, from, switch, handler).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, tls.accept(wire)).await {
                let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let protocol = if is_http2 { Protocol::Http2 } else { Protocol::Http1 };
                requests(stream, protocol, from, switch, handler).await;
            }
        }
    }
}

/// What is spoken. It is never guessed from the first bytes: hyper waits for those as long as it takes.
enum Protocol {
    Http1,
    Http2,
}

async fn requests<S>(stream: S, protocol: Protocol, from: IpAddr, switch: Switch, handler: Arc<impl Handler>)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(|request| {
        let (handler, switch) = (Arc::clone(&handler), switch.clone());
        async move {
            let answer = handler.answer(request, from).await;
            Ok::<_, Infallible>(answer.unwrap_or_else(|| {
                switch.reset();
                Response::new(Sent::whole(bytes::Bytes::new()))
            }))
        }
    });
    let http = auto::Builder::new(TokioExecutor::new());
    let mut http = match protocol {
        Protocol::Http1 => http.http1_only(),
        Protocol::Http2 => http.http2_only(),
    };
    http.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    http.http2().timer(TokioTimer::new()).max_concurrent_streams(256);
    // A caller that breaks off or speaks no HTTP is no event for the server.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
