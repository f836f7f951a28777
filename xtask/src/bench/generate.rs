//! `cargo xtask bench generate`: each stage of the generator, and the writing of the files.

use std::ops::AddAssign;
use std::path::Path;
use std::time::{Duration, Instant};

use bitrix24_codegen::render::Code;
use bitrix24_codegen::stages;

use crate::bench::api::Api;
use crate::bench::usage::{self, Whose};
use crate::failure::Failure;
use crate::generate::{drift, threads, write};
use crate::out;

/// For the whole API.
const TARGET: Duration = Duration::from_secs(1);

const STAGES: [&str; 6] = ["parse", "check", "emit", "render", "free memory", "write files"];

/// A stretch of time, and the seconds of the processor in it, which other programs disturb less.
#[derive(Clone, Copy, Default)]
struct Lap {
    wall: Duration,
    cpu: f64,
}

impl AddAssign for Lap {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.cpu += other.cpu;
    }
}

type Round = [Lap; STAGES.len()];

pub(crate) fn run(api: &Api, rounds: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(Failure::io("cannot make a folder in", &std::env::temp_dir()))?;
    let (measured, made) = measure_all(api, rounds, folder.path())?;
    let mut watch = Watch::new();
    drift::compare(&made, &folder.path().join("0"))?;
    let compared = watch.lap().wall;
    let spec_lines = api.sources.iter().map(|source| lines(&source.bytes)).sum();
    let rust_lines = made.files.iter().map(|file| lines(file.text.as_bytes())).sum();
    out::lines(report(&measured, spec_lines, rust_lines))?;
    out::lines((0..rounds.max(1)).map(|_| by_threads(api)).min_by_key(|line| line.0).map(|line| line.1))?;
    out::lines([format!("comparing with files that are there: {} ms", compared.as_millis())])
}

/// All rounds, each into a folder of its own, with what they made.
fn measure_all(api: &Api, rounds: usize, folder: &Path) -> Result<(Vec<Round>, Code), Failure> {
    let mut measured = Vec::new();
    let mut made = Code { files: Vec::new(), features: Vec::new() };
    for round in 0..rounds.max(1) {
        let (laps, code) = measure(api, &folder.join(round.to_string()))?;
        measured.push(laps);
        made = code;
    }
    Ok((measured, made))
}

/// One round, with what it made.
fn measure(api: &Api, folder: &Path) -> Result<(Round, Code), Failure> {
    let mut watch = Watch::new();
    let parsed = stages::parse(&api.sources);
    let parse = watch.lap();
    let model = stages::check(parsed, &api.sources).map_err(Failure::specs(&api.sources))?;
    let check = watch.lap();
    // Module by module, as the generator does it.
    let (mut emit, mut render, mut modules) = (Lap::default(), Lap::default(), Vec::new());
    for module in stages::emit(&model) {
        emit += watch.lap();
        modules.push(stages::render(module));
        render += watch.lap();
    }
    let code = stages::files(modules, &model, &api.sources).map_err(Failure::specs(&api.sources))?;
    render += watch.lap();
    drop(model);
    let free = watch.lap();
    write::apply(&drift::compare(&code, folder)?, folder)?;
    Ok(([parse, check, emit, render, free, watch.lap()], code))
}

/// The seconds of the processor that it takes to read the specs and to write the code, in the best of several rounds.
pub(crate) fn seconds(api: &Api, rounds: usize) -> Result<f64, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::io("cannot make a folder in", &std::env::temp_dir()))?;
    let (measured, _) = measure_all(api, rounds, folder.path())?;
    Ok(best(&measured.iter().map(|laps| sum(laps)).collect::<Vec<Lap>>()).cpu)
}

/// All but the writing as the commands do it, by all threads of the machine; with the time.
fn by_threads(api: &Api) -> (Duration, String) {
    let threads = threads();
    let started = Instant::now();
    let made = bitrix24_codegen::read(&api.sources);
    let made = made.and_then(|model| bitrix24_codegen::write_with(threads, &model, &api.sources));
    let took = started.elapsed();
    let ratio = took.as_secs_f64() / TARGET.as_secs_f64();
    let files = made.map_or(0, |code| code.files.len());
    (
        took,
        format!("{files} files by {threads} threads, not written: {} ms, {ratio:.2} of the target", took.as_millis()),
    )
}

/// Gives the time since it was looked at last.
struct Watch {
    since: Instant,
    used: f64,
}

impl Watch {
    fn new() -> Self {
        Self { since: Instant::now(), used: used() }
    }

    fn lap(&mut self) -> Lap {
        let last = std::mem::replace(self, Self::new());
        Lap { wall: self.since.duration_since(last.since), cpu: self.used - last.used }
    }
}

fn used() -> f64 {
    usage::of(Whose::Own).map_or(0.0, |usage| usage.seconds)
}

fn report(rounds: &[Round], spec_lines: u32, rust_lines: u32) -> Vec<String> {
    let totals: Vec<Lap> = rounds.iter().map(|laps| sum(laps)).collect();
    let total = median(&totals).wall.as_secs_f64();
    let row = |name: &str, laps: &[Lap]| {
        let (best, median) = (best(laps), median(laps));
        let [best_ms, median_ms] = [best, median].map(|lap| lap.wall.as_millis());
        let (cpu, share) = (best.cpu * 1e3, median.wall.as_secs_f64() / total * 100.0);
        format!("  {name:12} {best_ms:>6} ms {median_ms:>6} ms {cpu:>6.0} ms {share:>4.0} %")
    };
    let mut text = vec![
        format!("{} rounds of a release build", rounds.len()),
        format!("  {:12} {:>9} {:>9} {:>9} {:>6}", "stage", "best", "median", "CPU", "share"),
    ];
    for (at, name) in STAGES.iter().enumerate() {
        text.push(row(name, &rounds.iter().map(|laps| laps[at]).collect::<Vec<Lap>>()));
    }
    text.push(row("all", &totals));
    let [spec, rust] = [spec_lines, rust_lines].map(|lines| f64::from(lines) / total);
    text.push(format!("{spec_lines} lines of spec, {spec:.0} a second; {rust_lines} of Rust, {rust:.0} a second"));
    let target = TARGET.as_secs_f64();
    text.push(format!("{:.2} of the target, which is {target} s for the whole API", total / target));
    text
}

fn sum(laps: &[Lap]) -> Lap {
    Lap { wall: laps.iter().map(|lap| lap.wall).sum(), cpu: laps.iter().map(|lap| lap.cpu).sum() }
}

/// The shortest time, and the least of the processor.
fn best(laps: &[Lap]) -> Lap {
    let wall = laps.iter().map(|lap| lap.wall).min().unwrap_or_default();
    Lap { wall, cpu: laps.iter().map(|lap| lap.cpu).fold(f64::INFINITY, f64::min) }
}

fn median(laps: &[Lap]) -> Lap {
    let mut sorted = laps.to_vec();
    sorted.sort_by_key(|lap| lap.wall);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn lines(text: &[u8]) -> u32 {
    text.iter().map(|byte| u32::from(*byte == b'\n')).sum()
}
