//! Choices that look random and are the same in every run.

use arbitrary::Unstructured;

/// The bytes that the choices of one attempt are made from.
pub(crate) fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let words = std::iter::repeat_with(|| splitmix(&mut state).to_le_bytes());
    words.take(length.div_ceil(8)).flatten().collect()
}

/// The next number of `SplitMix64`, which is good enough and ten lines.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A source of choices. When the bytes are used up, every choice is the first one, so that whatever is made has an end.
pub(crate) struct Random<'a>(Unstructured<'a>);

impl<'a> Random<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number below `end`; 0 if there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if end < 2 { 0 } else { self.0.int_in_range(0..=end - 1).unwrap_or(0) }
    }

    /// Whether something happens that happens once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        !self.0.is_empty() && self.below(times) == times - 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.0.arbitrary().unwrap_or(0)
    }
}
