//! What the client costs on top of HTTP: ratios against the same POST by bare reqwest, and what batches and lists save.
//!
//! `cargo xtask bench calls`. Figures for people, never assertions. Neither criterion nor divan: both bring a second syn.

use std::hint::black_box;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use bitrix24::api::bizproc::activity::{self, Log};
use bitrix24::{Client, Webhook};
use bitrix24_mock::Portal;
use tokio::runtime::{Builder, Runtime};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 40;
const CALLS: usize = 100;

/// A portal on a thread of its own, so that it does not run on the thread that is measured.
struct Server {
    webhook: String,
    token: String,
    stop: Option<mpsc::Sender<()>>,
}

impl Server {
    fn start() -> Outcome<Self> {
        let (started, waits) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || -> Outcome {
            let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            let portal = runtime.block_on(Portal::start())?;
            let token = runtime.block_on(event_token(&portal))?;
            started.send((portal.webhook_url(), token))?;
            // An error means that the measurement has ended.
            let _ = stopped.recv();
            Ok(())
        });
        let (webhook, token) = waits.recv()?;
        Ok(Self { webhook, token, stop: Some(stop) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

/// Installs an action and lets a workflow reach it; the portal itself is good enough for a handler.
async fn event_token(portal: &Portal) -> Outcome<String> {
    let application = Client::from_token(portal.url(), &portal.application().access_token)?;
    activity::add(&application).code("bench").handler(portal.url()).name("Bench").without_placement().send().await?;
    Ok(portal.run_activity("bench", bitrix24::json!({})).await?.event_token)
}

fn main() -> Outcome {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let server = Server::start()?;
    let client = Client::from_webhook(&server.webhook)?;
    let request = Log::builder().event_token(server.token.as_str()).log_message("A line.").build()?;
    let bare = Bare::new(&server, &request)?;

    overhead(&runtime, &client, &bare, &request)?;
    concurrent(&runtime, &client, &bare, &request)?;
    allocations(&runtime, &client, &bare, &request);
    batch(&runtime, &client, &request)?;
    Ok(())
}

/// The same POST without the client.
struct Bare {
    http: reqwest::Client,
    url: String,
    body: Vec<u8>,
}

impl Bare {
    fn new(server: &Server, request: &Log) -> Outcome<Self> {
        let url = format!("{}bizproc.activity.log", server.webhook);
        let body = bitrix24::to_json(request).to_string().into_bytes();
        Ok(Self { http: reqwest::Client::builder().build()?, url, body })
    }

    async fn call(&self) -> Outcome {
        let post = self.http.post(&self.url).header("content-type", "application/json").body(self.body.clone());
        let answer = post.header("accept", "application/json").send().await?.bytes().await?;
        black_box(answer);
        Ok(())
    }
}

fn overhead(runtime: &Runtime, client: &Client<Webhook>, bare: &Bare, request: &Log) -> Outcome {
    let mut ratios = Vec::new();
    let mut each = Duration::ZERO;
    for round in 0..=ROUNDS {
        let by_bare = timed(runtime, async {
            for _ in 0..CALLS {
                bare.call().await?;
            }
            Ok(())
        })?;
        let by_client = timed(runtime, async {
            for _ in 0..CALLS {
                black_box(client.call(request).await?);
            }
            Ok(())
        })?;
        // The first round opens connections.
        if round > 0 {
            ratios.push(by_client.as_secs_f64() / by_bare.as_secs_f64());
            each += by_client;
        }
    }
    let each = each / u32::try_from(ROUNDS * CALLS)?;
    println!(
        "one call after the other   {:.3} of a bare POST (median of {ROUNDS} rounds), {each:?} each",
        median(ratios)
    );
    Ok(())
}

fn concurrent(runtime: &Runtime, client: &Client<Webhook>, bare: &Bare, request: &Log) -> Outcome {
    const TOGETHER: usize = 32;
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let by_bare = timed(runtime, async {
            let calls = (0..TOGETHER * 4).map(|_| bare.call());
            at_once(calls, TOGETHER).await
        })?;
        let by_client = timed(runtime, async {
            let calls = (0..TOGETHER * 4).map(|_| async { client.call(request).await.map(drop).map_err(Into::into) });
            at_once(calls, TOGETHER).await
        })?;
        ratios.push(by_client.as_secs_f64() / by_bare.as_secs_f64());
    }
    println!("{TOGETHER} at once                 {:.3} of bare POSTs (median of {ROUNDS} rounds)", median(ratios));
    Ok(())
}

/// Runs the calls, so many at a time.
async fn at_once(calls: impl Iterator<Item = impl Future<Output = Outcome>>, together: usize) -> Outcome {
    use futures_util::stream::{StreamExt, iter};
    let mut done = iter(calls).buffer_unordered(together);
    while let Some(outcome) = done.next().await {
        outcome?;
    }
    Ok(())
}

fn allocations(runtime: &Runtime, client: &Client<Webhook>, bare: &Bare, request: &Log) {
    let by_bare = allocation_counter::measure(|| drop(runtime.block_on(bare.call())));
    let by_client = allocation_counter::measure(|| drop(runtime.block_on(client.call(request))));
    println!(
        "allocations of a call      {} against {} of a bare POST; {} against {} bytes",
        by_client.count_total, by_bare.count_total, by_client.bytes_total, by_bare.bytes_total,
    );
}

fn batch(runtime: &Runtime, client: &Client<Webhook>, request: &Log) -> Outcome {
    const LINES: usize = 10_000;
    let alone = timed(runtime, async {
        for _ in 0..LINES / 10 {
            client.call(request).await?;
        }
        Ok(())
    })?;
    let together = timed(runtime, async {
        let mut batch = client.batch();
        let handles: Vec<_> = (0..LINES).map(|_| batch.add(request.clone())).collect::<Result<_, _>>()?;
        let mut answers = batch.send().await;
        for handle in handles {
            answers.take(handle)?;
        }
        Ok(())
    })?;
    let ratio = together.as_secs_f64() / (alone.as_secs_f64() * 10.0);
    println!("10,000 lines in batches    {ratio:.3} of as many single calls, {together:?}");
    Ok(())
}

fn timed(runtime: &Runtime, work: impl Future<Output = Outcome>) -> Outcome<Duration> {
    let started = Instant::now();
    runtime.block_on(work)?;
    Ok(started.elapsed())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
