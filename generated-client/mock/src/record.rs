//! What came in and what ran, so that "lost" and "twice" can be counted.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use serde_json::Value;

use crate::call::Caller;

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    /// Unix time in seconds.
    pub at: f64,
    /// The HTTP method.
    pub http_method: String,
    /// The path and the query.
    pub path: String,
    /// The headers, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it is kept: its first 64 KiB.
    pub body: Bytes,
    /// The length of the whole body.
    pub length: u64,
    /// The API's method, if the path names one.
    pub method: Option<String>,
    /// The status that it was answered with; 0 if it was not, or not yet.
    pub status: u16,
}

impl Received {
    /// The first header of this name, whatever the case of its letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A call that ran: it was let in, and the specs had nothing against it.
#[derive(Clone, Debug)]
pub struct Executed {
    /// Unix time in seconds.
    pub at: f64,
    /// The method.
    pub method: String,
    /// Its parameters, as PHP sees them.
    pub parameters: Value,
    /// Who called.
    pub caller: Caller,
    /// In a batch, the name of the command.
    pub command: Option<String>,
    /// The code of the error, if it failed.
    pub error: Option<String>,
}

/// What is kept of a body.
pub(crate) const KEPT_OF_A_BODY: usize = 64 * 1024;
/// What is kept of all bodies.
const KEPT_OF_ALL: usize = 64 * 1024 * 1024;
/// How many requests and how many executions are kept.
const KEPT: usize = 200_000;

/// Both, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Record {
    received: VecDeque<Received>,
    kept: usize,
    requests: u64,
    executed: VecDeque<(usize, Executed)>,
    executed_kept: usize,
    counts: BTreeMap<String, u64>,
}

impl Record {
    /// Keeps a request, and gives the number by which its status is told later.
    pub(crate) fn receive(&mut self, received: Received) -> u64 {
        self.requests += 1;
        self.kept += received.size();
        self.received.push_back(received);
        while self.kept > KEPT_OF_ALL || self.received.len() > KEPT {
            let Some(oldest) = self.received.pop_front() else { break };
            self.kept -= oldest.size();
        }
        self.requests
    }

    /// Says how a request was answered, if it is kept still.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        let from_the_end = self.requests.checked_sub(number).and_then(|back| usize::try_from(back).ok());
        let at = from_the_end.and_then(|back| self.received.len().checked_sub(back + 1));
        if let Some(received) = at.and_then(|at| self.received.get_mut(at)) {
            received.status = status;
        }
    }

    pub(crate) fn execute(&mut self, executed: Executed) {
        match self.counts.get_mut(&executed.method) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(executed.method.clone(), 1);
            }
        }
        let size = size(&executed.parameters);
        self.executed_kept += size;
        self.executed.push_back((size, executed));
        while self.executed_kept > KEPT_OF_ALL || self.executed.len() > KEPT {
            let Some((oldest, _)) = self.executed.pop_front() else { break };
            self.executed_kept -= oldest;
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many requests there were, those that are not kept included.
    pub(crate) fn requests(&self) -> u64 {
        self.requests
    }

    pub(crate) fn received(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.received.iter()
    }

    pub(crate) fn executed(&self) -> impl DoubleEndedIterator<Item = &Executed> {
        self.executed.iter().map(|(_, executed)| executed)
    }

    /// How often each method ran.
    pub(crate) fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// How often a method ran, also longer ago than what is kept.
    pub(crate) fn count(&self, method: &str) -> u64 {
        self.counts.get(method).copied().unwrap_or_default()
    }
}

impl Received {
    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        self.body.len() + self.path.len() + headers.sum::<usize>()
    }
}

/// The bytes that a value takes, roughly. Without recursion, since a request decides how deep it is.
fn size(value: &Value) -> usize {
    let mut waiting = vec![value];
    let mut bytes = 0;
    while let Some(value) = waiting.pop() {
        bytes += size_of::<Value>();
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(String::len).sum::<usize>();
                waiting.extend(members.values());
            }
            _ => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_bodies_make_room_for_new_ones() {
        let mut record = Record::default();
        for at in 0..2000_u32 {
            record.receive(Received {
                at: f64::from(at),
                http_method: "POST".to_owned(),
                path: "/".to_owned(),
                headers: Vec::new(),
                body: Bytes::from(vec![0; KEPT_OF_A_BODY]),
                length: KEPT_OF_A_BODY as u64,
                method: None,
                status: 200,
            });
        }
        assert_eq!(record.requests(), 2000);
        assert!(record.received().count() < 1024);
        assert!(record.received().last().is_some_and(|last| (last.at - 1999.0).abs() < 1e-9));
    }
}
