//! Hostile specs: files that are none, names and texts that mean something elsewhere, and small specs that would grow.

mod bones;
mod files;
mod growth;
mod names;
mod texts;

use std::collections::BTreeSet;

use bitrix24_codegen::diagnostic::Style;
use bitrix24_codegen::source::Source;

use crate::codegen::judge::{Verdict, judge, marks_something};

/// The codes of the problems of a file, each once; none if it gives code.
fn codes(path: &str, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let sources = [Source::new(path, bytes)];
    match judge(&sources).unwrap_or_else(|wrong| panic!("{path}: {wrong}")) {
        Verdict::Accepted(_) => Vec::new(),
        Verdict::Refused(problems) => {
            let text = problems.render(&sources, Style::Plain);
            assert!(text.len() < 200_000, "{} bytes are shown", text.len());
            let codes: BTreeSet<String> = problems.iter().map(|problem| problem.problem.code().to_string()).collect();
            codes.into_iter().collect()
        }
    }
}

/// The verdict on one spec; if it is refused, then with a place in it.
fn verdict(path: &str, text: &str) -> Result<Verdict, String> {
    let sources = [Source::new(path, text)];
    let verdict = judge(&sources)?;
    match &verdict {
        Verdict::Refused(problems)
            if !problems.iter().any(|problem| marks_something(problem.span, text.as_bytes())) =>
        {
            Err(format!("no place is marked:\n{}", problems.render(&sources, Style::Plain)))
        }
        _ => Ok(verdict),
    }
}
