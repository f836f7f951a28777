//! `cargo xtask explain CODE`.

use bitrix24_codegen::diagnostic::{all_codes, explain};

use crate::failure::Failure;

pub(crate) fn run(code: Option<&str>) -> Result<(), Failure> {
    let Some(code) = code else {
        for code in all_codes() {
            let text = explain(&code).unwrap_or_default();
            println!("{code}  {}", text.split(". ").next().unwrap_or_default().trim_end_matches('.'));
        }
        return Ok(());
    };
    match explain(code) {
        Some(text) => {
            println!("{text}");
            Ok(())
        }
        None => Err(Failure::Unknown(format!("there is no problem {code:?}; `cargo xtask explain` lists all of them"))),
    }
}
