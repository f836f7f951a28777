//! Tokens in a file: whole, private, and each spent once, however many share it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bitrix24::oauth::{FileStore, RedisStore, TokenStore, Tokens};
use bitrix24_mock::Portal;

use super::help::{self, refreshes};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bitrix24-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("tokens.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn some(number: usize) -> Tokens {
    let token = format!("{number}").repeat(2000);
    Tokens::new("portal.bitrix24.com", &token, &token, Duration::from_hours(1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_never_sees_half() {
    let folder = Folder::new("whole");
    let (store, done) = (FileStore::new(folder.file()), Arc::new(AtomicBool::new(false)));
    assert_eq!(store.load().await.unwrap(), None);
    store.save(&some(0)).await.unwrap();
    let reader = tokio::spawn({
        let (store, done) = (store.clone(), done.clone());
        async move {
            let mut read = 0_u32;
            while !done.load(Ordering::SeqCst) {
                let tokens = store.load().await.unwrap().unwrap();
                assert_eq!(tokens.access_token(), tokens.refresh_token());
                read += 1;
            }
            read
        }
    });
    for number in 1..200 {
        store.save(&some(number)).await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    assert!(reader.await.unwrap() > 0);
    assert_eq!(store.load().await.unwrap().unwrap().access_token(), some(199).access_token());
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["tokens.json"], "nothing half is left");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = Folder::new("private");
    // Left over from a process that died, and open to everybody.
    let left = folder.0.join("tokens.json.new");
    std::fs::write(&left, "half").unwrap();
    std::fs::set_permissions(&left, std::fs::Permissions::from_mode(0o666)).unwrap();
    let store = FileStore::new(folder.file());
    store.save(&some(1)).await.unwrap();
    assert_eq!(mode(&folder.file()), 0o600);
    let lock = store.lock().await.unwrap();
    assert_eq!(mode(&folder.0.join("tokens.json.lock")), 0o600);
    store.unlock(lock).await.unwrap();
}

#[tokio::test]
async fn a_file_that_holds_no_tokens_is_an_error_that_does_not_tell_what_it_holds() {
    let folder = Folder::new("broken");
    std::fs::write(folder.file(), r#"{"access_token": "s3cr3t"#).unwrap();
    let error = FileStore::new(folder.file()).load().await.unwrap_err();
    assert!(error.to_string().contains("holds no tokens") && !error.to_string().contains("s3cr3t"), "{error}");
    let nowhere = FileStore::new(folder.0.join("no/such/folder.json"));
    assert!(nowhere.save(&some(1)).await.is_err() && nowhere.lock().await.is_err());
}

#[tokio::test]
async fn the_lock_is_given_to_one_at_a_time() {
    let folder = Folder::new("lock");
    let (one, other) = (FileStore::new(folder.file()), FileStore::new(folder.file()));
    let lock = one.lock().await.unwrap();
    let waits = tokio::time::timeout(Duration::from_millis(100), other.lock()).await;
    assert!(waits.is_err(), "the other waits");
    drop(lock);
    tokio::time::timeout(Duration::from_secs(5), other.lock()).await.expect("a lock that is dropped ends").unwrap();
}

/// Two clients that know nothing of each other but the store; each forced expiry spends one refresh token.
pub(super) async fn share(portal: &Portal, stores: [impl TokenStore + Clone; 2], expiries: usize) {
    portal.set_answer("acme.add", true.into());
    let [one, other] = stores;
    let first = help::app(portal).client(help::tokens(portal), one).await.unwrap();
    let second = help::app(portal).restore(other).await.unwrap();
    for expiry in 0..expiries {
        portal.expire_tokens();
        let calls: tokio::task::JoinSet<_> = (0..8)
            .map(|at| if at % 2 == 0 { &first } else { &second })
            .map(|client| client.raw("acme.add").param("n", expiry).send())
            .collect();
        for result in calls.join_all().await {
            result.unwrap();
        }
        assert_eq!(refreshes(portal), expiry + 1, "each refresh token is spent once");
    }
    assert_eq!(portal.count("acme.add"), 8 * expiries as u64);
}

#[tokio::test]
async fn two_clients_over_one_file_spend_each_refresh_token_once() {
    let folder = Folder::new("shared");
    let portal = Portal::start().await.unwrap();
    share(&portal, [FileStore::new(folder.file()), FileStore::new(folder.file())], 20).await;
}

/// The other half of `two_processes`: does nothing unless it was started as a further process.
#[tokio::test]
async fn as_a_second_process() {
    let Ok(given) = std::env::var("BITRIX24_SECOND_PROCESS") else { return };
    let [token_url, secret, place]: [&str; 3] = given.split('|').collect::<Vec<_>>().try_into().unwrap();
    let app = bitrix24::oauth::App::new("app.mock", secret).unwrap().with_token_url(token_url).unwrap();
    let store: Arc<dyn TokenStore> = if place.starts_with("redis:") {
        Arc::new(RedisStore::new(place, "processes").unwrap())
    } else {
        Arc::new(FileStore::new(place))
    };
    let client = app.restore(store).await.unwrap();
    for at in 0..40 {
        client.raw("acme.add").param("n", at).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Three processes call with the tokens of one store, which is at this place, while the tokens expire again and again.
pub(super) async fn two_processes(store: impl TokenStore, place: &str) {
    let portal = Portal::start().await.unwrap();
    portal.set_answer("acme.add", true.into());
    let known = portal.application();
    let client = help::app(&portal).client(help::tokens(&portal), store).await.unwrap();
    let given = format!("{}|{}|{place}", known.token_url, known.client_secret);
    let children: Vec<_> = (0..2)
        .map(|_| {
            let mut command = std::process::Command::new(std::env::current_exe().unwrap());
            command.args(["runtime::stores::as_a_second_process", "--exact"]).env("BITRIX24_SECOND_PROCESS", &given);
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for at in 0..40 {
        if at % 2 == 0 {
            portal.expire_tokens();
        }
        client.raw("acme.add").param("n", at).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for mut child in children {
        let status = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
        assert!(status.success(), "the other process lost a call");
    }
    assert_eq!(portal.count("acme.add"), 120);
    let failed = portal
        .received()
        .iter()
        .filter(|received| received.path.starts_with("/oauth") && received.status != 200)
        .count();
    assert_eq!(failed, 0, "no refresh token was spent twice");
    assert!(refreshes(&portal) <= 21, "{}", refreshes(&portal));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_over_one_file_spend_each_refresh_token_once() {
    let folder = Folder::new("processes");
    two_processes(FileStore::new(folder.file()), &folder.file().display().to_string()).await;
}
