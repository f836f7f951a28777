//! What batches and lists save, and what they hold.

use bitrix24::api::bizproc::activity::Log;
use bitrix24::pages::{Listing, RawList};
use bitrix24::{Client, Webhook};
use tokio::runtime::Runtime;

use crate::{Outcome, timed};

pub(crate) fn batch(runtime: &Runtime, client: &Client<Webhook>, request: &Log) -> Outcome {
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

/// Reads lists of both lengths; the first is a tenth of the second.
pub(crate) fn rows(runtime: &Runtime, short: &Client<Webhook>, long: &Client<Webhook>) -> Outcome {
    let list = |client: &Client<Webhook>| client.list(client.raw("crm.deal.list").list());
    let paged = timed(runtime, async { read(list(long)).await.map(drop) })?;
    let chained = timed(runtime, async { read(list(long).chained()).await.map(drop) })?;
    println!(
        "100,000 rows               {:.3} of page by page in chained batches, {chained:?}",
        chained.as_secs_f64() / paged.as_secs_f64()
    );
    for (name, chain) in [("page by page", false), ("chained", true)] {
        let held = |client: &Client<Webhook>| {
            let rows = || if chain { list(client).chained() } else { list(client) };
            // Once before: connections are open then, and their buffers as large as they get.
            let mut outcome = runtime.block_on(read(rows()));
            let held = allocation_counter::measure(|| outcome = runtime.block_on(read(rows())));
            outcome.map(|rows| (rows, held.bytes_max / 1024))
        };
        let ((few, little), (many, much)) = (held(short)?, held(long)?);
        println!("memory, {name:<18} {much} KiB at most for {many} rows, {little} KiB for {few}");
    }
    Ok(())
}

async fn read(list: Listing<RawList>) -> Outcome<u64> {
    let (mut items, mut count) = (list.items(), 0);
    while let Some(item) = items.next().await {
        item?;
        count += 1;
    }
    Ok(count)
}
