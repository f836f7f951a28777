//! The derives of `bitrix24::declare` in crates as users have them.

use super::crates::compiles;
use crate::support::cargo::{check, check_as};

const STEP: &str = "
use bitrix24::declare::{Action, Inputs, Options, Outputs};

/// What comes.
#[derive(Inputs)]
pub struct Input {
    /// A text.
    #[property(name(en = \"Text\", de = \"Text\"), default = \"{=Document:NAME}\")]
    pub text: String,
    /// A choice.
    #[property(name = \"Choice\", default = Choice::One)]
    pub choice: Choice,
    /// Several.
    #[property(name = \"Several\", required, type = \"UF:address\")]
    pub several: Vec<String>,
}

/// A choice.
#[derive(Options)]
pub enum Choice {
    /// One.
    #[option(name = \"One\")]
    One,
}

/// What goes.
#[derive(Outputs)]
pub struct Output {
    /// A number.
    #[property(name = \"Number\")]
    pub number: f64,
}

/// Nothing.
#[derive(Inputs, Outputs)]
pub struct Nothing {}

/// The action.
///
/// # Errors
///
/// None.
pub fn action() -> Result<Action<Input, Output>, bitrix24::InvalidRequest> {
    Action::new(\"code\", \"Name\", \"https://example.com/\")
}
";

const FEATURES: &[&str] = &["bizproc", "macros"];

#[test]
fn the_strictest_lints_are_content() {
    let lints = "//! Docs.\n#![deny(warnings, clippy::pedantic, missing_docs, unreachable_pub, unused)]\n#![forbid(unsafe_code)]\n";
    compiles(&check("derive-strict", FEATURES, &[("lib.rs", &format!("{lints}{STEP}"))]));
}

#[test]
fn names_of_the_prelude_may_be_taken() {
    let taken = "
#![no_implicit_prelude]
extern crate bitrix24;
use ::std::{string::String, vec::Vec, result::Result};
";
    compiles(&check("derive-prelude", FEATURES, &[("lib.rs", &format!("{taken}{STEP}"))]));
}

#[test]
fn the_dependency_may_have_another_name_and_the_edition_may_be_older() {
    for edition in ["2018", "2024"] {
        let text = format!("extern crate b24 as bitrix24;\n{STEP}");
        compiles(&check_as(&format!("derive-renamed-{edition}"), edition, "b24", FEATURES, &[("lib.rs", &text)]));
    }
}
