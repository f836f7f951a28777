//! REST 3.0's `Idempotency-Key`: a call that ran is answered again and does not run again.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;

use crate::call::Failure;

/// How long an answer is kept, in seconds.
const KEPT: f64 = 24.0 * 3600.0;
/// How many answers are kept.
const ANSWERS: usize = 10_000;
/// How many bytes of answers are kept.
const BYTES: usize = 64 * 1024 * 1024;

/// Whose call it is: the caller, the method, the key.
pub(crate) type Who = (String, String, String);

#[derive(Debug)]
struct Kept {
    until: f64,
    /// A hash of the body: enough to see that it is another one.
    request: u64,
    answer: Bytes,
}

/// The answers of calls that had a key.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    kept: BTreeMap<Who, Kept>,
    order: VecDeque<Who>,
    bytes: usize,
}

/// Whether a header's value can be a key.
pub(crate) fn check(key: &str) -> Result<(), Failure> {
    let printable = key.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if printable && (1..=255).contains(&key.len()) {
        return Ok(());
    }
    let code = "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION";
    Err(Failure::new(400, code, "An idempotency key has 1 to 255 printable ASCII characters"))
}

impl Answers {
    /// The answer to the same call from before; an error if the key was another call's.
    pub(crate) fn find(&self, who: &Who, request: &Bytes, now: f64) -> Result<Option<Bytes>, Failure> {
        match self.kept.get(who).filter(|kept| now < kept.until) {
            None => Ok(None),
            Some(kept) if kept.request == hash(request) => Ok(Some(kept.answer.clone())),
            Some(_) => {
                let code = "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION";
                Err(Failure::new(422, code, "The idempotency key was used with another request"))
            }
        }
    }

    pub(crate) fn keep(&mut self, who: Who, request: &Bytes, answer: Bytes, now: f64) {
        self.bytes += answer.len();
        let kept = Kept { until: now + KEPT, request: hash(request), answer };
        match self.kept.insert(who.clone(), kept) {
            Some(before) => self.bytes -= before.answer.len(),
            None => self.order.push_back(who),
        }
        while self.order.len() > ANSWERS || self.bytes > BYTES {
            let Some(oldest) = self.order.pop_front() else { break };
            self.bytes -= self.kept.remove(&oldest).map_or(0, |kept| kept.answer.len());
        }
    }
}

fn hash(request: &Bytes) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_answers_its_own_call_for_a_day() {
        let mut answers = Answers::default();
        let who = ("app".to_owned(), "tasks.task.add".to_owned(), "k".to_owned());
        let (request, answer) = (Bytes::from_static(b"{}"), Bytes::from_static(b"answer"));
        assert_eq!(answers.find(&who, &request, 0.0), Ok(None));
        answers.keep(who.clone(), &request, answer.clone(), 0.0);
        assert_eq!(answers.find(&who, &request, 10.0), Ok(Some(answer)));
        assert_eq!(answers.find(&who, &Bytes::from_static(b"[]"), 10.0).unwrap_err().status, 422);
        assert_eq!(answers.find(&who, &request, KEPT), Ok(None));
    }

    #[test]
    fn keys_are_short_and_printable() {
        assert!(check("9f1c1a7e").is_ok());
        for bad in ["", "ü", "a\n", &"k".repeat(256)] {
            assert_eq!(check(bad).unwrap_err().status, 400, "{bad:?}");
        }
    }
}
