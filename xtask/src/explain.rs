//! `cargo xtask explain CODE`.

use bitrix24_codegen::diagnostic::{all_codes, explain};

use crate::failure::Failure;
use crate::list::first_sentence;
use crate::out;

pub(crate) fn run(code: Option<&str>) -> Result<(), Failure> {
    let Some(code) = code else {
        let line = |code: String| {
            let text = explain(&code).unwrap_or_default();
            format!("{code}  {}", first_sentence(text))
        };
        return out::lines(all_codes().map(line));
    };
    match explain(code) {
        Some(text) => out::lines([text]),
        None => Err(Failure::Unknown(format!("there is no problem {code:?}; `cargo xtask explain` lists all of them"))),
    }
}
