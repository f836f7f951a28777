//! A property's type comes from the field's, so there must be one that the portal has.

use std::collections::BTreeMap;

use bitrix24::File;
use bitrix24::declare::{Action, Inputs, Outputs};

enum Unlisted {
    Yes,
}

#[derive(Inputs)]
struct Input {
    #[property(name = "Options")]
    options: BTreeMap<String, String>,
    #[property(name = "A select without options")]
    select: Option<Unlisted>,
    #[property(name = "A file comes in another way")]
    file: File,
    #[property(name = "Nothing", required)]
    nothing: Option<i64>,
    #[property(name = "Number", default = "seven")]
    number: i64,
}

#[derive(Outputs)]
struct Output {
    #[property(name = "Number")]
    number: u8,
}

fn other() {
    let _ = Action::<Unlisted, Output>::new("code", "Name", "https://example.com/");
}

fn main() {}
