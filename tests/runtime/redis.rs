//! Tokens in Redis: a server of our own, if there is one on this machine.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bitrix24::oauth::{RedisStore, TokenStore, Tokens};
use bitrix24_mock::Portal;

use super::stores::{share, two_processes};

/// A server that ends with the test.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// None where it is not installed.
    async fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        let Ok(child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
            println!("skipped: redis-server is not installed");
            return None;
        };
        let server = Self { child, url: format!("redis://127.0.0.1:{port}/") };
        for _ in 0..200 {
            if server.store("probe").load().await.is_ok() {
                return Some(server);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("redis-server does not answer");
    }

    fn store(&self, key: &str) -> RedisStore {
        RedisStore::new(&self.url, key).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn two_clients_over_one_server_spend_each_refresh_token_once() {
    let Some(server) = Server::start().await else { return };
    let portal = Portal::start().await.unwrap();
    share(&portal, [server.store("tokens"), server.store("tokens")], 20).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_over_one_server_spend_each_refresh_token_once() {
    let Some(server) = Server::start().await else { return };
    two_processes(server.store("processes"), &server.url).await;
}

#[tokio::test]
async fn what_is_saved_is_loaded_and_the_lock_is_for_one() {
    let Some(server) = Server::start().await else { return };
    let (one, other) = (server.store("a"), server.store("a"));
    assert_eq!(one.load().await.unwrap(), None);
    let tokens = Tokens::new("portal.bitrix24.com", "s3cr3t", "r", Duration::from_hours(1));
    one.save(&tokens).await.unwrap();
    assert_eq!(other.load().await.unwrap().unwrap().access_token(), "s3cr3t");

    let lock = one.lock().await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), other.lock()).await.is_err(), "the other waits");
    let free = tokio::time::timeout(Duration::from_secs(5), server.store("b").lock()).await;
    free.expect("another key has another lock").unwrap();
    one.unlock(lock).await.unwrap();
    let second = tokio::time::timeout(Duration::from_secs(5), other.lock()).await.expect("it was given back").unwrap();
    // The first holder's mark is not the second's: a lock that ended by itself takes away nobody else's.
    one.unlock(bitrix24::oauth::Lock::none()).await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), one.lock()).await.is_err());
    other.unlock(second).await.unwrap();
}

#[tokio::test]
async fn its_texts_tell_no_secret() {
    let store = RedisStore::new("redis://:s3cr3t@127.0.0.1:1/", "tokens").unwrap();
    let error = store.load().await.unwrap_err();
    let bad = RedisStore::new("http://:s3cr3t@127.0.0.1/", "tokens").unwrap_err();
    for text in [format!("{store:?}"), format!("{error} {error:?}"), format!("{bad} {bad:?}")] {
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}
