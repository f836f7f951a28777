//! What one call costs, compared with the same POST by bare reqwest.

use std::hint::black_box;
use std::time::Duration;

use bitrix24::api::bizproc::activity::Log;
use bitrix24::{Client, Webhook};
use tokio::runtime::Runtime;

use crate::portal::Bare;
use crate::{Outcome, timed};

const ROUNDS: usize = 40;
const CALLS: usize = 100;

pub(crate) fn overhead(name: &str, runtime: &Runtime, client: &Client<Webhook>, bare: &Bare, request: &Log) -> Outcome {
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
    println!("{name:<26} {:.3} of a bare POST (median of {ROUNDS} rounds), {each:?} each", median(ratios));
    Ok(())
}

pub(crate) fn concurrent(
    name: &str,
    runtime: &Runtime,
    client: &Client<Webhook>,
    bare: &Bare,
    request: &Log,
) -> Outcome {
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
    println!("{name:<26} {:.3} of bare POSTs (median of {ROUNDS} rounds)", median(ratios));
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

pub(crate) fn allocations(runtime: &Runtime, client: &Client<Webhook>, bare: &Bare, request: &Log) {
    let by_bare = allocation_counter::measure(|| drop(runtime.block_on(bare.call())));
    let by_client = allocation_counter::measure(|| drop(runtime.block_on(client.call(request))));
    println!(
        "allocations of a call      {} against {} of a bare POST; {} against {} bytes",
        by_client.count_total, by_bare.count_total, by_client.bytes_total, by_bare.bytes_total,
    );
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
