//! Notices a list that goes in a circle, in constant memory.

/// Remembers the last mark of a walk, and one that lies further back: whatever the length of a circle, the walk comes by
/// the latter in the end.
#[derive(Debug)]
pub(crate) struct Guard {
    last: Option<String>,
    kept: Option<String>,
    steps: u64,
    /// How many steps until another mark is kept; twice as many each time.
    until: u64,
}

impl Guard {
    pub(crate) fn new() -> Self {
        Self { last: None, kept: None, steps: 0, until: 1 }
    }

    /// Whether the walk has come by this mark before.
    pub(crate) fn comes_again(&mut self, mark: &str) -> bool {
        if self.last.as_deref() == Some(mark) || self.kept.as_deref() == Some(mark) {
            return true;
        }
        self.steps += 1;
        if self.steps >= self.until {
            (self.steps, self.until) = (0, self.until.saturating_mul(2));
            self.kept = Some(mark.to_owned());
        }
        self.last = Some(mark.to_owned());
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_circle_is_noticed_and_no_straight_way_is() {
        let mut guard = Guard::new();
        assert!(!(0..10_000).any(|mark| guard.comes_again(&mark.to_string())));
        for (way_there, around) in [(0, 1), (1, 1), (5, 3), (100, 7), (3, 100)] {
            let mut guard = Guard::new();
            let marks = (0..way_there).chain((0..around).cycle().map(|mark| mark + way_there));
            let steps = marks.take_while(|mark| !guard.comes_again(&mark.to_string())).count();
            assert!(steps <= 4 * (way_there + around), "{way_there} and then around {around}: {steps}");
            if around == 1 {
                assert_eq!(steps, way_there + 1, "what stands still is noticed at once");
            }
        }
    }
}
