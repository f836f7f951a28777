//! Which methods the synthetic API has how often, so that it is like the whole API on the average.

use crate::bench::shape::{FIGURES, Facts, Figure};

/// How much it counts that not always the same few methods are taken. More of it, and the averages go astray.
const VARIETY: f64 = 10.0;

/// For each of `count` methods, which of the given ones it is made after.
///
/// Each is there once, because the hard ones are real; then always the one comes next that brings the averages nearest to
/// the figures of the whole API.
pub(crate) fn choose(facts: &[&Facts], count: usize) -> Vec<usize> {
    let values = |facts: &&Facts| FIGURES.iter().map(|figure| (figure.of)(facts)).collect();
    let values: Vec<Vec<f64>> = facts.iter().map(values).collect();
    let mut chosen: Vec<usize> = (0..facts.len().min(count)).collect();
    let (mut taken, mut total) = (vec![1.0; facts.len()], 0.0);
    let mut sums = vec![0.0; FIGURES.len()];
    for &at in &chosen {
        add(&mut sums, &values[at]);
        total += 1.0;
    }
    while chosen.len() < count {
        total += 1.0;
        let cost = |at: usize| distance(&sums, &values[at], total) + VARIETY * taken[at] / (total * total);
        let Some(at) = (0..facts.len()).min_by(|a, b| cost(*a).total_cmp(&cost(*b))) else {
            break;
        };
        add(&mut sums, &values[at]);
        taken[at] += 1.0;
        chosen.push(at);
    }
    chosen
}

fn add(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

/// How far the averages are from the figures after one more method, each in proportion to itself.
fn distance(sums: &[f64], more: &[f64], total: f64) -> f64 {
    let off = |((sum, more), figure): ((&f64, &f64), &Figure)| {
        let off = ((sum + more) / total - figure.whole) / figure.whole;
        off * off
    };
    sums.iter().zip(more).zip(&FIGURES).map(off).sum()
}
