//! What can be chosen is an enum with a name for each choice.

use bitrix24::declare::Options;

#[derive(Options)]
enum Choices {
    Nameless,
    #[option(name = "Name", key = "a")]
    First,
    #[option(name = "With a field")]
    Field(i64),
    #[option(name(en = "Name"))]
    Languages,
    #[option(name = "Name", default)]
    Default,
}

#[derive(Options)]
enum Twice {
    #[option(name = "One")]
    Key,
    #[option(name = "Two", key = "Key")]
    Other,
}

#[derive(Options)]
enum Nothing {}

#[derive(Options)]
struct Struct {
    field: i64,
}

#[derive(Options)]
enum Generic<const N: usize> {
    #[option(name = "One")]
    One,
}

fn main() {}
